internal import Spelling
internal import Yams

/// What the user's `config.yaml` says.
///
/// This room finds out what the user wants from flags, environment and files, in that order. It
/// opens no connection and draws nothing.
package struct ConfigurationFile: Hashable, Sendable {
  /// The context that is used where none is asked for.
  package var defaultContext: String?
  /// The contexts, by name.
  package var contexts: [String: Context] = [:]
  /// The theme's name.
  package var theme: String?
  /// Whether every changing action is impossible.
  package var isReadOnly = false
  /// Commands to the keys that run them instead of the built-in ones.
  package var keys: [String: [String]] = [:]
  /// Whether the bell rings for a new alarm.
  package var ringsBell = false
  /// How the desktop is told of a new alarm: `osc-9` or `osc-777`; `nil` where it is not.
  package var notice: String?
  /// Whether the terminal reports the mouse; if not, it selects text with it.
  package var usesMouse = true
  /// How long between two readings of what changes, in milliseconds; `nil` for what is usual.
  package var refreshMilliseconds: Int64?
  /// The server that the local cloud's mails are handed to.
  package var mail: MailSettings?
  /// The lines that the values of keys and of each `keys.COMMAND` stand on, from 1; not those of
  /// contexts.
  package var lines: [String: Int] = [:]

  /// The keys that a file may have.
  package static let keys = [
    "context", "contexts", "theme", "read-only", "refresh", "keys", "bell", "notify", "mouse",
    "smtp",
  ]
  /// How long there may be between two readings, in milliseconds: often enough to be of use, and not so
  /// often that others who use the account are throttled.
  static let refreshRange: ClosedRange<Int64> = 1000...3_600_000

  /// Makes an empty configuration, which leaves everything at its default.
  package init() {}

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - path: the file's path, for errors.
  /// - Throws: `ConfigurationError` that names the file and the line.
  package init(yaml: String, path: String) throws(ConfigurationError) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml, .basic)
    } catch let error as YamlError {
      throw ConfigurationFile.syntaxError(error, yaml, path)
    } catch {
      throw ConfigurationError(source: path, reason: "\(error)")
    }
    guard let root, root.scalar?.string != "" else { return }
    let section = try Section(root, path: path, within: "the file")
    try section.allow(ConfigurationFile.keys)
    defaultContext = try section.text("context")
    theme = try section.text("theme")
    isReadOnly = try section.flag("read-only") ?? false
    ringsBell = try section.flag("bell") ?? false
    notice = try section.choice("notify", of: ["osc-9", "osc-777"])
    usesMouse = try section.flag("mouse") ?? true
    refreshMilliseconds = try section.duration("refresh", in: ConfigurationFile.refreshRange)
    mail = try section.section("smtp").map { smtp throws(ConfigurationError) in
      try MailSettings(smtp)
    }
    for key in ConfigurationFile.keys where key != "contexts" { lines[key] = section.line(key) }
    for (name, node) in try section.members("keys") {
      lines["keys.\(name)"] = node.mark?.line
      keys[name] = try section.texts(node, "keys.\(name)")
    }
    for (name, node) in try section.members("contexts") {
      guard name != "local" else {
        throw ConfigurationError(
          source: path,
          line: node.mark?.line,
          reason: "no context can be called 'local', which is the local cloud",
          advice: "call it something else"
        )
      }
      contexts[name] = try Context(
        Section(node, path: path, within: "context \(name)"),
        name: name
      )
    }
    if let defaultContext, defaultContext != "local", contexts[defaultContext] == nil {
      throw section.fault(
        "context",
        "there is no context '\(defaultContext)'",
        NearestWord.advice(defaultContext, among: contexts.keys.sorted())
      )
    }
  }

  private static func syntaxError(
    _ error: YamlError,
    _ yaml: String,
    _ path: String
  ) -> ConfigurationError {
    switch error {
    case .duplicatedKeysInMapping(let keys, let context):
      ConfigurationError(
        source: path,
        line: repetition(of: keys.first ?? "", in: yaml, from: context.mark.line),
        reason: "\(keys.map { "'\($0)'" }.joined(separator: " and ")) is given twice",
        advice: "keep one of the two"
      )
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigurationError(source: path, line: mark.line, reason: "not valid YAML: \(problem)")
    default:
      ConfigurationError(source: path, reason: "not valid YAML: \(firstLine("\(error)"))")
    }
  }

  /// The reader's own words without the excerpt that follows them.
  private static func firstLine(_ text: String) -> Substring {
    text.split(whereSeparator: \.isNewline).first ?? ""
  }

  /// The line on which a key stands for the second time; the reader tells that of the mapping only.
  private static func repetition(of key: String, in yaml: String, from first: Int) -> Int {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lines.indices.filter { index in
      guard index + 1 >= first else { return false }
      let text = lines[index].drop { " \t{\"'-".contains($0) }
      guard text.hasPrefix(key) else { return false }
      return text.dropFirst(key.count).drop { " \t\"'".contains($0) }.first == ":"
    }
    return places.count > 1 ? places[1] + 1 : first
  }
}
