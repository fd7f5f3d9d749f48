internal import CustomerDomain

/// A changing action that waits for a yes.
struct Confirmation: Hashable, Sendable {
  /// What is asked about.
  enum Action: Hashable, Sendable {
    /// The customer id is taken out of the table.
    case deleteCustomer(id: String)
    /// The run is stopped.
    case stopRun(arn: String, name: String)
    /// The run goes on from where it broke.
    case redriveRun(arn: String, name: String)
    /// A run is started with the input of this one.
    case startAgain(ExecutionDetail)
    /// A file that is there is replaced.
    case replaceFile(SaveOrder)
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
    case .stopRun: "stop"
    case .redriveRun: "redrive"
    case .startAgain: "run again"
    case .replaceFile: "replace"
    case .changeAlarm(.mute): "mute"
    case .changeAlarm(.unmute): "unmute"
    case .changeAlarm(.set): "set"
    }
  }

  /// The name of what it would be done to.
  var subject: String {
    switch self {
    case .deleteCustomer(let id): id
    case .stopRun(_, let name), .redriveRun(_, let name): name
    case .startAgain(let detail): detail.execution.name
    case .replaceFile(let order): order.path
    case .changeAlarm(let change): change.name
    }
  }

  /// Where that is, as the question says it before the context's name.
  var place: String {
    switch self {
    case .deleteCustomer: "from customer_ids"
    case .stopRun: "what it did stays done,"
    case .redriveRun: "from where it broke,"
    case .startAgain: "with the same input, under a new name,"
    case .replaceFile: "which is there already"
    case .changeAlarm(.mute): "it then notifies nobody,"
    case .changeAlarm(.unmute): "it then notifies whom it names,"
    case .changeAlarm(.set(_, let state)): "to \(state.rawValue) until evaluated,"
    }
  }

  /// Whether it changes something in the backend, which READ-ONLY forbids.
  var isChanging: Bool {
    switch self {
    case .deleteCustomer, .stopRun, .redriveRun, .startAgain, .changeAlarm: true
    case .replaceFile: false
    }
  }
}

extension DashboardState {
  /// Does what was asked about.
  mutating func confirmCommand() -> [Effect] {
    guard case .confirm(let question) = layers.last else { return [] }
    if let field = question.field, !ExactText.isMeant(question.action.subject, by: field.text) {
      message = Message(text: "that is another id: nothing was deleted", isError: true)
      return []
    }
    layers.removeLast()
    guard readOnlyReason == nil || !question.action.isChanging else { return [] }
    switch question.action {
    case .deleteCustomer(let id): return deleteCustomer(id)
    case .stopRun(let arn, _): return [.stopExecution(arn: arn)]
    case .redriveRun(let arn, _): return [.redriveExecution(arn: arn)]
    case .startAgain(let detail): return [.startAgain(detail)]
    case .replaceFile(var order):
      order.replaces = true
      return save(order)
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
