internal import CustomerDomain
internal import JSONValue
internal import Terminal

/// What a line of a log says, piece by piece.
struct LogBody {
  /// How grave the line is, where it says so.
  let level: LogEvent.Level?
  /// Whether the platform wrote it.
  private(set) var isPlatform = false
  /// Whether the level is to be put before what it says.
  private(set) var spellsLevel = false
  /// What it says, piece by piece.
  private(set) var words: [LogLine.Part] = []
  /// Its named values, in the order in which they are shown.
  private(set) var fields: [LogField] = []
  private let room: LogRoom
  private var width = 0

  /// What the columns of a row tell already.
  private static let told: Set<String> = ["timestamp", "time", "level", "message", "msg"]
  /// What only a search needs, or a column.
  private static let quiet: Set<String> = ["function", "requestId"]
  /// What is long and seldom needed: it stands last, so that the rest is seen where room is short.
  private static let last: Set<String> = ["apiRequestId", "executionArn"]

  /// Takes a message apart, by what it looks like.
  ///
  /// - Parameters:
  ///   - message: the message.
  ///   - room: how much of it is wanted.
  init(_ message: String, room: LogRoom) {
    self.room = room
    let shape = LogShape(message)
    level = shape.level
    switch shape {
    case .platform(let line):
      isPlatform = true
      say(line.text, line.isError ? .error : .muted)
      read(LogRequest(message))
    case .run(let line): read(line)
    case .access(let line, let object): read(line, object)
    case .object(let object): read(object)
    case .text(let line): say(line, isTrouble ? level?.role ?? .text : .text)
    }
  }

  private mutating func read(_ object: JSONObject) {
    spellsLevel = level != nil
    let message = object["message"] ?? object["msg"]
    say(message.map { $0.string ?? $0.text() } ?? "", troubleRole)
    add(object) { LogBody.quiet.contains($0) }
  }

  /// Adds the members that no column tells already.
  private mutating func add(_ object: JSONObject, isQuiet: (String) -> Bool) {
    let members = object.filter { !LogBody.told.contains($0.key) }
    let ordered =
      members.filter { !LogBody.last.contains($0.key) }
      + members.filter { LogBody.last.contains($0.key) }
    for (key, value) in ordered {
      let text = value.string ?? value.text()
      add(key, text, brief: LogBody.short(text), isQuiet: isQuiet(key))
    }
  }

  /// Of an ARN only what comes last: the rest is the same on all lines, and seen by opening one.
  private static func short(_ value: String) -> String? {
    guard value.hasPrefix("arn:"), let last = value.split(separator: ":").last else { return nil }
    return "…" + last
  }

  private mutating func read(_ line: RunLine) {
    spellsLevel = true
    say([line.type, line.state].compactMap(\.self).joined(separator: " "), troubleRole)
    if let error = line.error { add("error", error, isApart: true) }
    add("run", line.run, lead: "run ", role: .muted, isApart: true)
    for (name, text) in line.data { add(name, text, isApart: true) }
    add("type", line.type, isQuiet: true)
    if let state = line.state { add("state", state, isQuiet: true) }
  }

  private mutating func read(_ line: AccessLine, _ object: JSONObject) {
    spellsLevel = true
    say("\(line.method) \(line.path) ", .text)
    say(line.status, troubleRole)
    if let milliseconds = line.milliseconds {
      add("responseLatency", milliseconds + " ms", lead: "", role: .muted, isApart: true)
    }
    if let request = line.request {
      let id = object["requestId"]?.string ?? request
      add("requestId", id, brief: request, lead: "req ", role: .muted, isApart: true)
    }
    let names = Set(fields.map(\.name))
    for (key, value) in object where !names.contains(key) && !LogBody.told.contains(key) {
      add(key, value.string ?? value.text(), isQuiet: true)
    }
  }

  /// What the platform's line says of an invocation is there for columns.
  private mutating func read(_ request: LogRequest?) {
    guard let request else { return }
    if let id = request.id { add("requestId", id, isQuiet: true) }
    if let duration = request.milliseconds {
      add("durationMs", "\(duration.whole(in: 0...1_000_000_000_000))", isQuiet: true)
    }
    if let memory = request.megabytes { add("memoryMB", "\(memory)", isQuiet: true) }
  }

  private mutating func say(_ text: String, _ role: Role) {
    let left = room.line - width
    guard left > 0, !text.isEmpty else { return }
    let safe = SafeText(text, columns: 0..<left)
    width += safe.width
    words.append(LogLine.Part(role: role, text: safe))
  }

  private mutating func add(
    _ name: String,
    _ text: String,
    brief: String? = nil,
    lead: String? = nil,
    role: Role = .text,
    isApart: Bool = false,
    isQuiet: Bool = false
  ) {
    guard fields.count < room.fields else { return }
    let label = SafeText(lead ?? name + "=", columns: 0..<128)
    let left = isQuiet ? 128 : room.line - width - label.width - 2
    guard left > 0 else { return }
    let value = SafeText(text, columns: 0..<min(left, room.field))
    let short = brief.map { SafeText($0, columns: 0..<min(left, room.field)) }
    if !isQuiet { width += label.width + (short ?? value).width + 2 }
    fields.append(
      LogField(
        name: String(name.prefix(128)),
        lead: label,
        value: value,
        brief: short,
        role: role,
        isApart: isApart,
        isQuiet: isQuiet
      )
    )
  }

  private var isTrouble: Bool { level == .error || level == .warn }

  private var troubleRole: Role { isTrouble ? level?.role ?? .text : .text }
}
