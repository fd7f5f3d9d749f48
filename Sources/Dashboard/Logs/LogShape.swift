internal import CustomerDomain
internal import JSONValue

/// What a line of a log is, before it is put in words.
enum LogShape {
  /// Lambda wrote it around an invocation.
  case platform(PlatformLine)
  /// Step Functions wrote it about a run.
  case run(RunLine)
  /// API Gateway wrote it about a request.
  case access(AccessLine, JSONObject)
  /// Some other JSON object.
  case object(JSONObject)
  /// Anything else, without the line end.
  case text(String)

  /// Tells by what a message looks like.
  init(_ message: String) {
    if let summary = PlatformLine(message) {
      self = .platform(summary)
    } else if message.utf8.first == UInt8(ascii: "{"),
      let object = (try? JSON(parsing: message))?.object
    {
      self =
        RunLine(object).map(LogShape.run) ?? AccessLine(object).map { .access($0, object) }
        ?? .object(object)
    } else {
      self = .text(message.utf8.last == 0x0A ? String(message.dropLast()) : message)
    }
  }

  /// How grave the line is, where it says so.
  var level: LogEvent.Level? {
    switch self {
    case .platform(let line): line.isError ? .error : nil
    case .run(let line): line.level
    case .access(let line, _): line.level
    case .object(let object): LogShape.level(of: object)
    case .text(let line): LogShape.level(of: line)
    }
  }

  /// The names that loggers give the level.
  static let levelNames = ["level", "levelname", "severity", "log_level", "logLevel"]

  /// By the member that says so; pino writes numbers.
  private static func level(of object: JSONObject) -> LogEvent.Level? {
    for key in levelNames {
      if let name = object[key]?.string { return LogEvent.Level(named: name) }
      if let number = object[key]?.int {
        return number >= 50 ? .error : number >= 40 ? .warn : number >= 30 ? .info : .debug
      }
    }
    return nil
  }

  /// By the first word that is neither a time nor a request's id: `[ERROR] …` and
  /// `2026-… 5d1f… ERROR …` as Lambda's runtimes for Python and Node.js write, `ERROR:root:…`.
  private static func level(of line: String) -> LogEvent.Level? {
    if line.hasPrefix("Traceback") { return .error }
    let head = line.prefix(160)
    if head.contains("Task timed out after ") { return .error }
    var isAfterName = false
    for word in head.split(maxSplits: 5, whereSeparator: { " \t".contains($0) }).prefix(5) {
      let bare = word.drop { "[(<".contains($0) }
      let isID = isAfterName || isRequestID(bare) || bare == "undefined"
      isAfterName = bare == "RequestId:"
      if isID || isAfterName || isTime(bare) { continue }
      return LogEvent.Level(named: String(bare.prefix { $0.isLetter }.prefix(9)))
    }
    return nil
  }

  /// Whether a word is a date, a time or both.
  private static func isTime(_ word: Substring) -> Bool {
    guard let first = word.utf8.first, (0x30...0x39).contains(first) else { return false }
    return word.utf8.count >= 8
      && word.utf8.allSatisfy { (0x30...0x3A).contains($0) || "-+.,TZ)]".utf8.contains($0) }
  }

  /// Whether a word is a UUID, as Lambda names requests.
  private static func isRequestID(_ word: Substring) -> Bool {
    word.utf8.count == 36
      && word.utf8.allSatisfy { (0x30...0x39).contains($0) || "-abcdefABCDEF".utf8.contains($0) }
  }
}

extension LogEvent.Level {
  /// The level that loggers give one of these names, in whatever case.
  init?(named name: String) {
    switch name.uppercased() {
    case "DEBUG", "TRACE": self = .debug
    case "INFO", "NOTICE": self = .info
    case "WARN", "WARNING": self = .warn
    case "ERROR", "FATAL", "CRITICAL", "SEVERE": self = .error
    default: return nil
    }
  }

  /// How grave a message is, where it says so.
  package init?(ofMessage message: String) {
    guard let level = LogShape(message).level else { return nil }
    self = level
  }
}
