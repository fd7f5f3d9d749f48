internal import AWSWire
internal import JSONValue

/// The function's log: one JSON object a line, each with all that is known of where the call came
/// from, so that an execution, an API request and an invocation can be joined exactly.
struct Logging: Sendable {
  /// How grave a line is.
  enum Level: String {
    /// What goes as it should.
    case info = "INFO"
    /// What failed.
    case error = "ERROR"
  }

  private let function: String
  private let requestID: String
  private let origin: JSONObject
  private let clock: any WallClock
  private let started: Instant
  private let write: @Sendable (String) -> Void

  /// Writes lines for an invocation, with what its event tells of where it came from.
  init(_ function: BackendFunction, event: JSON, environment: FunctionEnvironment) {
    self.function = function.rawValue
    requestID = environment.requestID
    clock = environment.clock
    started = environment.clock.now
    write = environment.log
    origin = Logging.origin(of: event)
  }

  /// Says that the invocation has begun; the first line of each.
  func received() { line(.info, "received") }

  /// Says how the invocation ended, and after how long; the last line of each.
  func ended(
    _ level: Level,
    _ message: String,
    status: Int? = nil,
    executionARN: String? = nil,
    errorType: String? = nil
  ) {
    line(
      level,
      message,
      status: status,
      executionARN: executionARN,
      milliseconds: Int(clock.now - started),
      errorType: errorType
    )
  }

  /// Says what happened on the way; `executionARN` is that of a run which is known only now.
  func line(
    _ level: Level,
    _ message: String,
    status: Int? = nil,
    executionARN: String? = nil,
    milliseconds: Int? = nil,
    errorType: String? = nil
  ) {
    var members: JSONObject = [
      "timestamp": .string(clock.now.iso8601), "level": .string(level.rawValue),
      "message": .string(message), "function": .string(function),
      "requestId": .string(requestID),
    ]
    members = members.merging(origin)
    if let executionARN { members["executionArn"] = .string(executionARN) }
    if let status { members["status"] = JSON(status) }
    if let milliseconds { members["durationMs"] = JSON(milliseconds) }
    if let errorType { members["errorType"] = .string(errorType) }
    write(JSON.object(members).text())
  }

  /// What an event tells of the id it is about, and of the API request or the execution that it
  /// belongs to.
  private static func origin(of event: JSON) -> JSONObject {
    var members = JSONObject()
    if let id = id(in: event) { members["id"] = .string(id) }
    if let execution = event["executionArn"]?.string {
      members["executionArn"] = .string(execution)
    }
    if let context = event["requestContext"] {
      members["apiRequestId"] = context["requestId"]
      members["method"] = event["httpMethod"]
      members["path"] = event["path"]
    }
    return members
  }

  /// The id that an event is about, valid or not: in the path, in the body, or in the event itself.
  private static func id(in event: JSON) -> String? {
    if event["requestContext"] == nil { return event["id"]?.string }
    if let parameter = event["pathParameters"]?["id"]?.string {
      return PercentEncoding.decode(parameter)
    }
    return event["body"]?.string.flatMap { try? JSON(parsing: $0) }?["id"]?.string
  }
}
