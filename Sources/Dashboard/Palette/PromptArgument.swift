internal import Spelling
internal import Terminal

/// What may come after a command's name in the prompt.
enum PromptArgument: Hashable, Sendable {
  /// A theme's name.
  case theme
  /// A context's name.
  case context
  /// Text that rows are to have in them.
  case filter
  /// The name of a file to write.
  case file
  /// A filter pattern of CloudWatch Logs.
  case pattern
  /// Names of log groups.
  case groups

  /// What stands for it in the list of commands.
  var placeholder: String {
    switch self {
    case .theme, .context: "NAME"
    case .filter: "TEXT"
    case .file: "FILE"
    case .pattern: "PATTERN"
    case .groups: "NAMES"
    }
  }

  /// Whether the history's file may keep it: what rows are searched for may be an id or worse.
  var isKept: Bool {
    switch self {
    case .theme, .context, .file, .groups: true
    case .filter, .pattern: false
    }
  }

  /// Whether the command does something of its own where nothing comes after its name.
  var mayBeEmpty: Bool {
    switch self {
    case .pattern, .groups: true
    case .theme, .context, .filter, .file: false
    }
  }
}

extension Command {
  /// What may come after its name in the prompt; `nil` where nothing may.
  var argument: PromptArgument? {
    switch self {
    case .theme: .theme
    case .context: .context
    case .filter: .filter
    case .screenshot: .file
    case .pattern: .pattern
    case .groups: .groups
    default: nil
    }
  }
}

extension DashboardState {
  /// Does a command with what was typed after its name.
  mutating func run(_ command: Command, with argument: String) -> [Effect] {
    switch command.argument {
    case .theme: return useTheme(argument)
    case .context: return changeContext(to: argument)
    case .filter:
      setFilter(argument, of: focus)
      if focus == .workflow { acceptRunFilter() }
      return []
    case .file: return screenshot(to: argument)
    case .pattern: return readPattern(argument)
    case .groups: return readGroups(argument)
    case nil: return []
    }
  }

  /// Why an argument cannot be right, with what was probably meant; `nil` where it may be.
  func trouble(with argument: String, of command: Command) -> String? {
    switch command.argument {
    case .theme: unknown("theme", argument, among: themes)
    case .context: unknown("context", argument, among: contexts.marks.map(\.name))
    case .filter, .file, .pattern, .groups: nil
    case nil: "\(command.rawValue) takes nothing after its name"
    }
  }

  /// The names that an argument can be.
  func names(for argument: PromptArgument) -> [String] {
    switch argument {
    case .theme: themes
    case .context: contexts.marks.map(\.name)
    case .groups: logGroupNames
    case .filter, .file, .pattern: []
    }
  }

  private func unknown(_ kind: String, _ name: String, among names: [String]) -> String? {
    // Before the names are known, whoever is asked to use one says whether there is one.
    guard !names.isEmpty, !names.contains(name) else { return nil }
    return "there is no \(kind) '\(name)'" + NearestWord.clause(name, among: names)
  }
}
