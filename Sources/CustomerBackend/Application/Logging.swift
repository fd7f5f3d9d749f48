internal import AWSWire
internal import JSONValue

/// The function's log: one JSON object a line, with all that is known of where a call came from.
struct Logging: Sendable {
  /// How grave a line is.
  enum Level: String {
    case info = "INFO"
    case error = "ERROR"
  }

  private let function: String
  private let requestID: String
  private let origin: JSONObject
  private let clock: any WallClock
  private let started: Instant
  private let write: @Sendable (String) -> Void

  init(_ function: BackendFunction, event: JSON, environment: FunctionEnvironment) {
    self.function = function.rawValue
    requestID = environment.requestID
    clock = environment.clock
    started = environment.clock.now
    write = environment.log
    origin = Logging.origin(of: event)
  }

  /// Says that the invocation has begun.
  func received() { line(.info, "received", [:]) }

  /// Says how the invocation ended, or what went wrong on the way.
  func line(_ level: Level, _ message: String, _ details: JSONObject) {
    var members: JSONObject = [
      "timestamp": .string(clock.now.iso8601), "level": .string(level.rawValue),
      "message": .string(message), "function": .string(function),
      "requestId": .string(requestID),
    ]
    members = members.merging(origin).merging(details)
    write(JSON.object(members).text())
  }

  /// Says how the invocation ended, with its status and how long it took.
  func outcome(_ level: Level, _ message: String, _ details: JSONObject) {
    var details = details
    details["durationMs"] = JSON(Int(clock.now - started))
    line(level, message, details)
  }

  /// What an event tells of the API request or the execution that it belongs to.
  private static func origin(of event: JSON) -> JSONObject {
    var members = JSONObject()
    if let execution = event["executionArn"]?.string {
      members["executionArn"] = .string(execution)
    }
    guard let context = event["requestContext"] else {
      if let id = event["id"]?.string { members["id"] = .string(id) }
      return members
    }
    members["apiRequestId"] = context["requestId"]
    members["method"] = event["httpMethod"]
    members["path"] = event["path"]
    return members
  }
}
