internal import CustomerDomain
internal import JSONValue

/// What a line of a log is, before it is put in words.
enum LogShape {
  /// Lambda wrote it around an invocation.
  case platform(PlatformLine)
  /// Step Functions wrote it about a run.
  case run(RunLine)
  /// API Gateway wrote it about a request.
  case access(AccessLine)
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
        RunLine(object).map(LogShape.run) ?? AccessLine(object).map(LogShape.access)
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
    case .access(let line): line.level
    case .object(let object): LogShape.level(named: object["level"]?.string)
    case .text(let line): LogShape.level(of: line)
    }
  }

  private static func level(of line: String) -> LogEvent.Level? {
    if line.hasPrefix("Traceback") { return .error }
    let first = line.prefix(64).split(maxSplits: 1, whereSeparator: { " \t:[".contains($0) }).first
    return first.flatMap { level(named: String($0.prefix(8))) }
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
}
