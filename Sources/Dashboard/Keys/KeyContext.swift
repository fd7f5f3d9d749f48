/// Where keys are pressed; the same key may mean something else in each.
package enum KeyContext: String, Hashable, Sendable, CaseIterable {
  /// The field of Customers.
  case customersField = "Customers, in the field"
  /// The rows of Customers.
  case customersRows = "Customers, in the rows"
  /// The form of Workflow.
  case workflowField = "Workflow, in the form"
  /// The list of Workflow.
  case workflowRows = "Workflow, in the list"
  /// The rows of Logs.
  case logs = "Logs"
  /// The rows of Alarms.
  case alarms = "Alarms"
  /// A run that is shown in full.
  case execution = "An opened run"
  /// A state or an event of a run that is shown in full.
  case runPart = "An opened state or event of a run"
  /// A run that is compared with another one.
  case comparison = "A run compared with the last good one"
  /// A log line that is shown in full.
  case logEvent = "An opened log line"
  /// An alarm that is shown in full.
  case alarm = "An opened alarm"
  /// The backend at a glance.
  case overview = "The overview"
  /// Why something is as it is.
  case why = "From red to reason"
  /// The line in which a filter is typed.
  case filter = "Typing a filter"
  /// The line in which a command is typed.
  case prompt = "Typing a command"
  /// The list of contexts.
  case contextList = "The list of contexts"
  /// The list of themes.
  case themeList = "The list of themes"
  /// The list of fields that may have columns.
  case columns = "Choosing columns"
  /// The bars above the log.
  case bars = "Logs, in the bars"
  /// The line in which a moment is typed.
  case jump = "Typing a time"
  /// The line in which a file's name is typed.
  case save = "Saving"
  /// A question that a key answers.
  case confirm = "A question"
  /// A question that a typed id answers.
  case confirmTyping = "A question, in the field"
  /// The help.
  case help = "Help"

  /// Whether characters are typed there, so that none of them is a command.
  package var isTyping: Bool { KeyContext.typing.contains(self) }

  /// Where characters are text.
  static let typing: Set<KeyContext> = [
    .customersField, .workflowField, .filter, .prompt, .jump, .save, .confirmTyping,
  ]
  /// Where a pane's rows have the keys.
  static let rows: Set<KeyContext> = [.customersRows, .workflowRows, .logs, .alarms]
  /// Where a pane's field has the keys.
  static let fields: Set<KeyContext> = [.customersField, .workflowField]
  /// Where something opened over the panes has the keys.
  static let pages: Set<KeyContext> = [
    .execution, .alarm, .logEvent, .runPart, .comparison, .why,
  ]
  /// Where one of a few names is chosen.
  static let lists: Set<KeyContext> = [.contextList, .themeList]
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
    case .prompt: .prompt
    case .contexts: .contextList
    case .themes: .themeList
    case .columns: .columns
    case .bars: .bars
    case .jump: .jump
    case .save: .save
    case .execution: .execution
    case .runPart: .runPart
    case .comparison: .comparison
    case .alarm: .alarm
    case .logEvent: .logEvent
    case .overview: .overview
    case .why: .why
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
