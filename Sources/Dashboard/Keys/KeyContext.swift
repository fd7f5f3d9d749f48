/// Where keys are pressed; the same key may mean something else in each.
package enum KeyContext: String, Hashable, Sendable, CaseIterable {
  case customersField = "Customers, in the field"
  case customersRows = "Customers, in the rows"
  case workflowField = "Workflow, in the form"
  case workflowRows = "Workflow, in the list"
  case logs = "Logs"
  case alarms = "Alarms"
  case execution = "An opened run"
  case logEvent = "An opened log line"
  case alarm = "An opened alarm"
  case filter = "Typing a filter"
  case confirm = "A question"
  case confirmTyping = "A question, in the field"
  case help = "Help"

  /// Whether characters are typed there, so that none of them is a command.
  package var isTyping: Bool { KeyContext.typing.contains(self) }

  /// Where characters are text.
  static let typing: Set<KeyContext> = [.customersField, .workflowField, .filter, .confirmTyping]
  /// Where a pane's rows have the keys.
  static let rows: Set<KeyContext> = [.customersRows, .workflowRows, .logs, .alarms]
  /// Where a pane's field has the keys.
  static let fields: Set<KeyContext> = [.customersField, .workflowField]
  /// Where something opened over the panes has the keys.
  static let pages: Set<KeyContext> = [.execution, .alarm, .logEvent]
  /// All of them.
  static let everywhere = Set(allCases)
}

extension DashboardState {
  /// Where keys are pressed now.
  package var keyContext: KeyContext {
    switch layers.last {
    case .help: .help
    case .confirm(let question): question.field == nil ? .confirm : .confirmTyping
    case .filter: .filter
    case .execution: .execution
    case .alarm: .alarm
    case .logEvent: .logEvent
    case nil: paneContext
    }
  }

  private var paneContext: KeyContext {
    switch focus {
    case .customers: customers.isTyping ? .customersField : .customersRows
    case .workflow: workflow.isTyping ? .workflowField : .workflowRows
    case .logs: .logs
    case .alarms: .alarms
    }
  }
}
