/// A changing action that waits for a yes.
struct Confirmation: Hashable, Sendable {
  /// What is asked about.
  enum Action: Hashable, Sendable {
    /// The customer id is taken out of the table.
    case deleteCustomer(id: String)
    /// A file that is there is replaced.
    case replaceFile(SaveOrder)
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
    case .replaceFile: "replace"
    }
  }

  /// The name of what it would be done to.
  var subject: String {
    switch self {
    case .deleteCustomer(let id): id
    case .replaceFile(let order): order.path
    }
  }

  /// Where that is, as the question says it before the context's name.
  var place: String {
    switch self {
    case .deleteCustomer: "from customer_ids"
    case .replaceFile: "which is there already"
    }
  }

  /// Whether it changes something in the backend, which READ-ONLY forbids.
  var isChanging: Bool {
    switch self {
    case .deleteCustomer: true
    case .replaceFile: false
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
    guard readOnlyReason == nil || !question.action.isChanging else { return [] }
    switch question.action {
    case .deleteCustomer(let id): return deleteCustomer(id)
    case .replaceFile(var order):
      order.replaces = true
      return save(order)
    }
  }
}

extension DashboardState {
  /// The question that waits for an answer.
  var question: Confirmation? {
    if case .confirm(let question) = layers.last { question } else { nil }
  }
}
