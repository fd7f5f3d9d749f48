internal import CustomerDomain
internal import JSONValue
internal import Terminal

/// What a line of a log says, piece by piece.
struct LogBody {
  /// How grave the line is, where it says so.
  let level: LogEvent.Level?
  /// Whether the platform wrote it.
  private(set) var isPlatform = false
  /// What it says, piece by piece.
  private(set) var parts: [LogLine.Part] = []
  private var width = 0

  /// What the columns of a row tell already, or what only a search needs.
  private static let hidden: Set<String> = [
    "timestamp", "time", "level", "message", "msg", "function", "requestId",
  ]
  /// What is long and seldom needed: it stands last, so that the rest is seen where room is short.
  private static let last: Set<String> = ["apiRequestId", "executionArn"]

  /// Takes a message apart, by what it looks like.
  init(_ message: String) {
    let shape = LogShape(message)
    level = shape.level
    switch shape {
    case .platform(let line):
      isPlatform = true
      add(line.text, line.isError ? .error : .muted)
    case .run(let line): read(line)
    case .access(let line): read(line)
    case .object(let object): read(object)
    case .text(let line): add(line, level == .error || level == .warn ? role : .text)
    }
  }

  private mutating func read(_ object: JSONObject) {
    addLevel()
    let message = object["message"] ?? object["msg"]
    let text = message.map { $0.string ?? $0.text() } ?? ""
    add(text, isTrouble ? role : .text)
    var separator = text.isEmpty ? "" : "  "
    let members = object.filter { !LogBody.hidden.contains($0.key) }
    let ordered =
      members.filter { !LogBody.last.contains($0.key) }
      + members.filter { LogBody.last.contains($0.key) }
    for (key, value) in ordered where width < LogLine.maximumWidth {
      add(separator + key + "=", .muted)
      add(LogBody.short(value.string ?? value.text()), .text)
      separator = " "
    }
  }

  /// Of an ARN only what comes last: the rest is the same on all lines, and seen by opening one.
  private static func short(_ value: String) -> String {
    guard value.hasPrefix("arn:"), let last = value.split(separator: ":").last else { return value }
    return "…" + last
  }

  private mutating func read(_ line: RunLine) {
    addLevel()
    add(
      [line.type, line.state].compactMap(\.self).joined(separator: " "),
      isTrouble ? role : .text
    )
    if let error = line.error {
      add("  error=", .muted)
      add(error, .text)
    }
    add("  run \(line.run)", .muted)
    for (name, text) in line.data {
      add("  \(name)=", .muted)
      add(text, .text)
    }
  }

  private mutating func read(_ line: AccessLine) {
    addLevel()
    add("\(line.method) \(line.path) ", .text)
    add(line.status, isTrouble ? role : .text)
    if let milliseconds = line.milliseconds { add("  \(milliseconds) ms", .muted) }
    if let request = line.request { add("  req \(request)", .muted) }
  }

  private mutating func add(_ text: String, _ role: Role) {
    let room = LogLine.maximumWidth - width
    guard room > 0, !text.isEmpty else { return }
    let safe = SafeText(text, columns: 0..<room)
    width += safe.width
    parts.append(LogLine.Part(role: role, text: safe))
  }

  private var isTrouble: Bool { level == .error || level == .warn }

  /// Puts the level first: five columns, so that messages stand in one; only trouble is in capitals.
  private mutating func addLevel() {
    switch level {
    case .debug: add("debug", role)
    case .info: add("info", role)
    case .warn: add("WARN", role)
    case .error: add("ERROR", role)
    case nil: return
    }
    // Apart from the word, which a theme may underline.
    add(level == .info || level == .warn ? "  " : " ", .text)
  }

  private var role: Role {
    switch level {
    case .debug: .debug
    case .info: .info
    case .warn: .warn
    case .error: .error
    case nil: .text
    }
  }
}
