internal import Terminal

/// Something that lies over the panes; Esc takes the uppermost away.
enum Layer: Hashable, Sendable {
  /// The keys, from that line on.
  case help(top: Int)
  /// A question before a change.
  case confirm(Confirmation)
  /// A filter that is being typed.
  case filter(FilterPrompt)
  /// A command that is being typed.
  case prompt(CommandPrompt)
  /// The list of contexts.
  case contexts(OpenContexts)
  /// The list of themes.
  case themes(OpenThemes)
  /// The fields of log lines, to choose columns from.
  case columns(ColumnChooser)
  /// A bar above the log is being chosen.
  case bars(BarCursor)
  /// A moment of the log that is being typed.
  case jump(TimePrompt)
  /// A file's name is being typed, to save rows into.
  case save(SavePrompt)
  /// A run in full.
  case execution(OpenExecution)
  /// A state or an event of a run in full.
  case runPart(OpenRunPart)
  /// A run compared with another one.
  case comparison(OpenExecution)
  /// An alarm in full.
  case alarm(OpenAlarm)
  /// A log line in full.
  case logEvent(OpenLogEvent)
  /// The backend at a glance.
  case overview
  /// Why something is as it is.
  case why(OpenWhy)

  /// Whether it takes the whole space between header and footer.
  var coversPanes: Bool {
    switch self {
    case .execution, .runPart, .comparison, .alarm, .logEvent, .overview, .why: true
    case .help, .confirm, .filter, .prompt, .contexts, .themes, .columns, .bars, .jump, .save:
      false
    }
  }
}

/// The line in which a filter is typed.
struct FilterPrompt: Hashable, Sendable {
  /// The pane that is filtered.
  var pane: Pane
  /// What was typed so far.
  var field: TextField
  /// What the filter was before, for Esc.
  var before: String
}

/// A run that is shown in full.
struct OpenExecution: Hashable, Sendable {
  /// The run's ARN.
  var arn: String
  /// The first line shown.
  var top = 0
  /// The chosen state or event, by its name on the page; `nil` for the one that matters most.
  var chosen: String?
}

/// A state or an event of a run that is shown in full.
struct OpenRunPart: Hashable, Sendable {
  /// The run's ARN.
  var arn: String
  /// Which part of it.
  var part: RunPart
  /// The first line shown.
  var top = 0
}

/// An alarm that is shown in full.
struct OpenAlarm: Hashable, Sendable {
  /// The alarm's name.
  var name: String
  /// The first line shown.
  var top = 0
  /// The selected line's name; `nil` for none.
  var selected: String?
  /// The names of the lines that were opened.
  var opened: Set<String> = []
}

/// A log line that is shown in full.
struct OpenLogEvent: Hashable, Sendable {
  /// The line's number.
  var sequence: Int
  /// The first line shown.
  var top = 0
  /// Its lines as the screen shows them; `nil` before the line was read.
  var layout: LogLayout?
}
