internal import CustomerDomain
internal import JSONValue
internal import Terminal

/// What a line of a log says, taken apart.
struct LogBody {
  /// How grave the line is, where it says so.
  private(set) var level: LogEvent.Level?
  /// Whether the platform wrote it.
  private(set) var isPlatform = false
  /// What it says, piece by piece.
  private(set) var parts: [LogLine.Part] = []
  private var width = 0

  /// What the columns of a row tell already, or what only a search needs.
  private static let hidden: Set<String> = [
    "timestamp", "time", "level", "message", "msg", "function", "requestId",
  ]

  /// Takes a message apart, by what it looks like.
  init(_ message: String) {
    if let summary = PlatformLine(message) {
      isPlatform = true
      if summary.isError { level = .error }
      add(summary.text, summary.isError ? .error : .muted)
    } else if message.utf8.first == UInt8(ascii: "{"),
      let object = (try? JSON(parsing: message))?.object
    {
      read(object)
    } else {
      readPlain(message)
    }
  }

  private mutating func read(_ object: JSONObject) {
    level = LogBody.level(named: object["level"]?.string)
    let role = LogBody.role(of: level)
    if let level { add(LogBody.word(of: level) + " ", role) }
    let message = object["message"] ?? object["msg"]
    let text = message.map { $0.string ?? $0.text() } ?? ""
    add(text, level == .error || level == .warn ? role : .text)
    var separator = text.isEmpty ? "" : "  "
    for (key, value) in object where !LogBody.hidden.contains(key) && width < LogLine.maximumWidth {
      add(separator + key + "=", .muted)
      add(value.string ?? value.text(), .text)
      separator = " "
    }
  }

  private mutating func readPlain(_ message: String) {
    let line = message.utf8.last == 0x0A ? String(message.dropLast()) : message
    let first = line.split(maxSplits: 1, whereSeparator: { " \t:[".contains($0) }).first
    let named = first.flatMap { LogBody.level(named: String($0.prefix(8))) }
    level = line.hasPrefix("Traceback") ? .error : named
    add(line, level == .error ? .error : level == .warn ? .warn : .text)
  }

  private mutating func add(_ text: String, _ role: Role) {
    let room = LogLine.maximumWidth - width
    guard room > 0, !text.isEmpty else { return }
    let safe = SafeText(text, columns: 0..<room)
    width += safe.width
    parts.append(LogLine.Part(role: role, text: safe))
  }

  private static func level(named name: String?) -> LogEvent.Level? {
    switch name?.uppercased() {
    case "DEBUG", "TRACE": .debug
    case "INFO", "NOTICE": .info
    case "WARN", "WARNING": .warn
    case "ERROR", "FATAL", "CRITICAL": .error
    default: nil
    }
  }

  /// Five columns, so that messages stand in one column; only trouble is in capitals.
  private static func word(of level: LogEvent.Level) -> String {
    switch level {
    case .debug: "debug"
    case .info: "info "
    case .warn: "WARN "
    case .error: "ERROR"
    }
  }

  private static func role(of level: LogEvent.Level?) -> Role {
    switch level {
    case .debug: .debug
    case .info: .info
    case .warn: .warn
    case .error: .error
    case nil: .text
    }
  }
}
