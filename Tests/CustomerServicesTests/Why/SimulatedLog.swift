import AWSWire
import CustomerDomain
import JSONValue

@testable import CustomerServices

/// Log groups that answer FilterLogEvents for the window and the pattern they are asked for, as far
/// as the search for a reason makes patterns.
struct SimulatedLog: Sendable {
  /// One line.
  struct Line: Sendable {
    /// The function that wrote it, or the group's full name.
    var group: String
    /// How long ago, in seconds.
    var secondsAgo: Double
    /// The line itself.
    var message: String
    /// The stream.
    var stream = "s"
  }

  /// The group of the access log.
  static let access = "/aws/apigateway/customer-ids-api"
  /// The group of the workflow.
  static let workflow = "/aws/vendedlogs/states/customers-workflow"

  /// The lines, in any order.
  var lines: [Line] = []

  /// Adds a line of a function about a customer.
  mutating func add(
    _ function: String,
    _ secondsAgo: Double,
    request: String,
    customer: String,
    _ more: JSONObject = [:],
    level: String = "INFO",
    message: String = "received"
  ) {
    let line: JSONObject = [
      "level": .string(level), "message": .string(message), "requestId": .string(request),
      "id": .string(customer),
    ]
    lines.append(
      Line(
        group: function,
        secondsAgo: secondsAgo,
        message: JSON.object(line.merging(more)).text()
      )
    )
  }

  /// Adds a look-up of a customer that went well.
  mutating func addLookUp(_ secondsAgo: Double, request: String, customer: String) {
    add(
      "get_customer_id",
      secondsAgo,
      request: request,
      customer: customer,
      ["status": 200],
      message: "exists"
    )
  }

  /// The answer to FilterLogEvents; `nil` for any other call.
  func answer(_ call: AWSCall, now: Instant) -> JSON? {
    guard call.operation == "FilterLogEvents" else { return nil }
    let group = call.input["logGroupName"]?.string ?? ""
    let from = Int64(call.input["startTime"]?.int ?? 0)
    let to = Int64(call.input["endTime"]?.int ?? 0)
    let pattern = call.input["filterPattern"]?.string
    let streams = call.input["logStreamNames"]?.array?.compactMap(\.string)
    let found = lines.enumerated().compactMap { index, line -> JSON? in
      let at = now.milliseconds - Int64(line.secondsAgo * 1000)
      let own = line.group.hasPrefix("/") ? line.group : "/aws/lambda/\(line.group)"
      guard own == group, (from...to).contains(at), streams?.contains(line.stream) != false,
        Self.matches(line.message, pattern)
      else { return nil }
      return [
        "eventId": .string("\(index)"), "timestamp": JSON(Int(at)),
        "ingestionTime": JSON(Int(at)), "message": .string(line.message),
        "logStreamName": .string(line.stream),
      ]
    }
    return ["events": .array(found)]
  }

  private static func matches(_ message: String, _ pattern: String?) -> Bool {
    guard let pattern else { return true }
    guard pattern.hasPrefix("{") else {
      let words = pattern.split(separator: "?").map { word in
        word.split(separator: "\"").joined().split(separator: " ").joined(separator: " ")
      }
      return words.contains { message.contains($0) }
    }
    guard let line = try? JSON(parsing: message) else { return false }
    /// The text that a member is compared with, without its stars.
    func wanted(_ member: String) -> String? {
      guard let range = pattern.firstRange(of: "$.\(member) = \"") else { return nil }
      return pattern[range.upperBound...].prefix { $0 != "\"" }.filter { $0 != "*" }
    }
    if let id = wanted("id") { return line["id"]?.string == id }
    if let status = wanted("status") {
      let own = line["status"].flatMap { $0.string ?? $0.int.map(String.init) }
      let isOnPath = wanted("path").map { line["path"]?.string?.contains($0) == true } ?? true
      return own?.hasPrefix(status) == true && isOnPath
    }
    let isBegun = line["type"]?.string == wanted("type")
    let input = line["details"]?["input"]?.string ?? ""
    return isBegun && wanted("details.input").map { input.contains($0) } != false
  }
}

extension SimulatedLog {
  /// A request's id.
  static func request(_ number: Int) -> String {
    "5d1f8a00-0000-4000-8000-0000000001\(number + 10)"
  }

  /// Explains a customer from these lines; the workflow tells what its runs are given.
  func explain(customer id: String) async throws -> (Explanation, ScriptedCaller) {
    let now = WhyServiceTests.Backend.now
    let caller = ScriptedCaller { call in
      if let answer = answer(call, now: now) { return answer }
      guard call.operation == "DescribeStateMachine" else {
        return try WhyServiceTests.Backend.answer(call)
      }
      let group = "arn:aws:logs:r:1:log-group:\(SimulatedLog.workflow):*"
      return [
        "loggingConfiguration": [
          "level": "ALL", "includeExecutionData": true,
          "destinations": [["cloudWatchLogsLogGroup": ["logGroupArn": .string(group)]]],
        ]
      ]
    }
    return (try await WhyServiceTests.service(caller).explain(.customer(id: id)), caller)
  }
}
