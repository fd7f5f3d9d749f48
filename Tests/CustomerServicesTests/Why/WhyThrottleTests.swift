import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("What failed for want of a function that was throttled")
struct WhyThrottleTests {
  private typealias Backend = WhyServiceTests.Backend
  private static let window = Explanation.Window(from: Backend.now + -60_000, to: Backend.now)

  /// A failed entry of the access log.
  private static func entry(_ id: String, _ method: String, answeredBy invocation: String) -> String
  {
    """
    {"requestId":"\(id)","httpMethod":"\(method)","resourcePath":"/customers/{id}",\
    "path":"/prod/customers/a","status":"502","integrationRequestId":"\(invocation)"}
    """
  }

  @Test(
    "Of a function behind the API, the requests that nobody answered; runs are none of its business"
  )
  func requests() async throws {
    var log = SimulatedLog()
    let answered = SimulatedLog.request(1)
    for (place, (id, method, invocation)) in [
      ("refused", "GET", SimulatedLog.request(2)), ("failed", "GET", answered),
      ("other", "PUT", SimulatedLog.request(3)), ("older", "GET", "-"),
    ].enumerated() {
      let line = Self.entry(id, method, answeredBy: invocation)
      log.lines.append(
        .init(group: SimulatedLog.access, secondsAgo: 30 + Double(place), message: line)
      )
    }
    log.add("get_customer_id", 32, request: answered, customer: "a", level: "ERROR")
    let caller = ScriptedCaller { [log] in
      try log.answer($0, now: Backend.now) ?? Backend.answer($0)
    }
    let service = try WhyServiceTests.service(caller)
    let found = try await service.functionIncidents("get_customer_id", .throttles, Self.window)
    #expect(found.value.map(\.id) == ["refused", "older"])
    #expect(found.notes.count == 1 && !found.isCut, "\(found.notes)")
    #expect(!caller.calls.contains { $0.operation == "ListExecutions" })
    let all = try await service.functionIncidents(nil, .throttles, Self.window)
    #expect(Set(all.value.map(\.id)).isSuperset(of: ["refused", "older", "other"]))
  }

  @Test(
    "Of a function of the workflow, the runs in which a call of it was throttled",
    arguments: [
      ("Lambda.TooManyRequestsException", "insert_id", true),
      ("Lambda.TooManyRequestsException", "validate_exists", false),
      ("DependencyFailed", "insert_id", false),
    ]
  )
  func runs(error: String, function: String, isFound: Bool) async throws {
    let called = #"{"FunctionName":"arn:aws:lambda:r:1:function:\#(function)"}"#
    let steps: [(String, String, JSON)] = [
      ("TaskStateEntered", "stateEntered", ["name": "InsertId"]),
      (
        "TaskScheduled", "taskScheduled", ["resourceType": "lambda", "parameters": .string(called)]
      ),
      ("TaskFailed", "taskFailed", ["error": .string(error), "cause": "Rate exceeded"]),
      ("ExecutionFailed", "executionFailed", ["error": .string(error)]),
    ]
    let events = steps.enumerated().map { index, step -> JSON in
      [
        "id": JSON(index + 1), "previousEventId": JSON(index), "type": .string(step.0),
        "timestamp": JSON((Backend.now + -25_000).seconds), "\(step.1)EventDetails": step.2,
      ]
    }
    let caller = ScriptedCaller { call in
      guard call.operation == "GetExecutionHistory" else { return try Backend.answer(call) }
      return ["events": .array(events)]
    }
    let found = try await WhyServiceTests.service(caller)
      .functionIncidents("insert_id", .throttles, Self.window)
    #expect(Set(found.value.map(\.id)) == (isFound ? [Backend.run] : []))
  }
}
