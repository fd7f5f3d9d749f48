internal import CustomerDomain

/// A changing action that waits for a yes.
struct Confirmation: Hashable, Sendable {
  /// What is asked about.
  enum Action: Hashable, Sendable {
    /// The customer id is taken out of the table.
    case deleteCustomer(id: String)
    /// An alarm is muted or unmuted, or put into another state.
    case changeAlarm(AlarmChange)
  }

  /// What would be done.
  var action: Action
  /// On production the name of what is lost for good is typed again.
  var field: TextField?
}

extension Confirmation.Action {
  /// What would be done, in a word such as `delete`.
  var verb: String {
    switch self {
    case .deleteCustomer: "delete"
    case .changeAlarm(.mute): "mute"
    case .changeAlarm(.unmute): "unmute"
    case .changeAlarm(.set): "set"
    }
  }

  /// The name of what it would be done to.
  var subject: String {
    switch self {
    case .deleteCustomer(let id): id
    case .changeAlarm(let change): change.name
    }
  }

  /// Where that is, as the question says it before the context's name.
  var place: String {
    switch self {
    case .deleteCustomer: "from customer_ids"
    case .changeAlarm(.mute): "it then notifies nobody,"
    case .changeAlarm(.unmute): "it then notifies whom it names,"
    case .changeAlarm(.set(_, let state)): "to \(state.rawValue) until evaluated,"
    }
  }
}

extension DashboardState {
  /// Does what was asked about.
  mutating func confirmCommand() -> [Effect] {
    guard case .confirm(let question) = layers.last else { return [] }
    if let field = question.field, !field.text.isExactly(question.action.subject) {
      message = Message(text: "that is another id: nothing was deleted", isError: true)
      return []
    }
    layers.removeLast()
    guard readOnlyReason == nil else { return [] }
    switch question.action {
    case .deleteCustomer(let id): return deleteCustomer(id)
    case .changeAlarm(let change):
      message = Message(text: "\(question.action.verb) \(change.name)…")
      return [.changeAlarm(change)]
    }
  }
}

extension Confirmation.Action {
  /// Whether there is something else to choose.
  var hasChoices: Bool { if case .changeAlarm(.set) = self { true } else { false } }
}

extension DashboardState {
  /// The question that waits for an answer.
  var question: Confirmation? {
    if case .confirm(let question) = layers.last { question } else { nil }
  }
}
