import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("Which request tells why a run failed, if any")
struct WhyCulpritTests {
  private typealias Backend = WhyServiceTests.Backend
  private static let good = "5d1f8a00-0000-4000-8000-00000000000a"
  private static let bad = "5d1f8a00-0000-4000-8000-00000000000b"

  /// An event of a history as the service gives it.
  private struct Step {
    let type: String
    let details: JSON
    init(_ type: String, _ details: JSON = [:]) {
      self.type = type
      self.details = details
    }
  }

  private static func scheduled(_ function: String) -> Step {
    let input = #"{"FunctionName":"arn:aws:lambda:r:1:function:\#(function)"}"#
    return Step("TaskScheduled", ["resourceType": "lambda", "parameters": .string(input)])
  }

  private static func failed(_ error: String, request: String? = nil) -> Step {
    let cause = request.map { #"{"errorMessage":"no","requestId":"\#($0)"}"# } ?? "Rate exceeded"
    return Step("TaskFailed", ["error": .string(error), "cause": .string(cause)])
  }

  private static func succeeded(_ request: String) -> Step {
    Step(
      "TaskSucceeded",
      ["output": .string(#"{"SdkResponseMetadata":{"RequestId":"\#(request)"}}"#)]
    )
  }

  private static let validated = [
    Step("TaskStateEntered", ["name": "ValidateExists"]), scheduled("validate_exists"),
    Step("TaskStarted"), succeeded(good), Step("TaskStateExited", ["name": "ValidateExists"]),
  ]
  private static let insert = [
    Step("TaskStateEntered", ["name": "InsertId"]), scheduled("insert_id"), Step("TaskStarted"),
  ]

  private static func ended(_ error: String) -> Step {
    Step("ExecutionFailed", ["error": .string(error)])
  }

  /// A history, each event following the one before.
  private static func history(_ steps: [Step]) -> JSON {
    let events = steps.enumerated().map { index, step -> JSON in
      let kind =
        step.type.hasSuffix("StateEntered")
        ? "stateEntered" : step.type.hasSuffix("StateExited") ? "stateExited" : step.type
      let key = kind.prefix(1).lowercased() + kind.dropFirst() + "EventDetails"
      return [
        "id": JSON(index + 1), "previousEventId": JSON(index), "type": .string(step.type),
        "timestamp": JSON((Backend.now + -25_000).seconds), String(key): step.details,
      ]
    }
    return ["events": .array(events)]
  }

  private func explain(_ steps: [Step]) async throws -> (Explanation, [String]) {
    let caller = ScriptedCaller { call in
      guard call.operation == "GetExecutionHistory" else { return try Backend.answer(call) }
      return Self.history(steps)
    }
    let found = try await WhyServiceTests.service(caller).explain(.execution(Backend.run))
    let groups = caller.calls.compactMap { $0.input["logGroupName"]?.string }
    return (found, groups)
  }

  @Test("A throttled state is named with its function, and no earlier request's lines are shown")
  func throttled() async throws {
    let (found, groups) = try await explain(
      Self.validated + Self.insert + [
        Self.failed("Lambda.TooManyRequestsException"),
        Self.ended("Lambda.TooManyRequestsException"),
      ]
    )
    #expect(found.incidents.first?.failingState?.name == "InsertId")
    #expect(found.trace?.requestID == nil && found.trace?.lines == [])
    #expect(found.trace?.group == "/aws/lambda/insert_id")
    #expect(
      found.trace?.notes == [
        "InsertId was throttled: its invocation of insert_id never ran, and has no lines"
      ]
    )
    #expect(groups == [])
  }

  @Test("Where an earlier try did run, its lines are shown, and it is said whose they are")
  func throttledLast() async throws {
    let (found, groups) = try await explain(
      Self.validated + Self.insert + [
        Self.failed("Down", request: Self.bad), Self.scheduled("insert_id"),
        Self.failed("Lambda.TooManyRequestsException"),
        Self.ended("Lambda.TooManyRequestsException"),
      ]
    )
    #expect(found.trace?.requestID == Self.bad)
    #expect(
      found.trace?.notes.first
        == "the last try of InsertId, an invocation of insert_id, was throttled and never ran: "
        + "the lines are those of an earlier one"
    )
    #expect(Set(groups) == ["/aws/lambda/insert_id"])
  }

  @Test("A state that names no invocation has no lines, whatever went well before it")
  func unnamed() async throws {
    let timedOut = Step("TaskTimedOut", ["error": "States.Timeout"])
    let (found, groups) = try await explain(
      Self.validated + Self.insert + [timedOut, Self.ended("States.Timeout")]
    )
    #expect(found.trace?.requestID == nil && groups == [])
    #expect(found.trace?.group == "/aws/lambda/insert_id")
    #expect(
      found.trace?.notes == ["InsertId names no invocation: there are no lines to show"]
    )
  }

  @Test(
    "What calls no function has no lines, though a request before it went well",
    arguments: [("Fail", "Refused"), ("Choice", "States.NoChoiceMatched")]
  )
  func noCall(type: String, error: String) async throws {
    let (found, groups) = try await explain(
      Self.validated + [Step("\(type)StateEntered", ["name": "Stop"]), Self.ended(error)]
    )
    #expect(found.incidents.first?.failingState?.name == "Stop")
    #expect(found.incidents.first?.error == error)
    #expect(found.trace?.requestID == nil && found.trace?.group == nil && groups == [])
    #expect(
      found.trace?.notes == [
        "Stop (\(type)) calls no function, and none that failed led there: there are no lines to show"
      ]
    )
  }

  @Test("A Fail that a caught failure led to shows the lines of that failure", arguments: [0, 1])
  func caught(choices: Int) async throws {
    let choice = [
      Step("ChoiceStateEntered", ["name": "Which"]), Step("ChoiceStateExited", ["name": "Which"]),
    ]
    let (found, groups) = try await explain(
      Self.validated + Self.insert + [
        Self.failed("Down", request: Self.bad), Step("TaskStateExited", ["name": "InsertId"]),
      ] + (choices == 0 ? [] : choice) + [
        Step("FailStateEntered", ["name": "Stop"]), Self.ended("Refused"),
      ]
    )
    #expect(found.incidents.first?.failingState?.name == "Stop")
    #expect(found.trace?.requestID == Self.bad)
    #expect(Set(groups) == ["/aws/lambda/insert_id"])
    #expect(found.trace?.notes == ["no line of request \(Self.bad) is in the log, or not yet"])
  }

  @Test("A Fail that a caught throttle led to names the throttled state")
  func caughtThrottle() async throws {
    let (found, _) = try await explain(
      Self.validated + Self.insert + [
        Self.failed("Lambda.TooManyRequestsException"),
        Step("TaskStateExited", ["name": "InsertId"]),
        Step("FailStateEntered", ["name": "Stop"]), Self.ended("Refused"),
      ]
    )
    #expect(found.trace?.requestID == nil && found.trace?.group == "/aws/lambda/insert_id")
    #expect(
      found.trace?.notes.first?.hasPrefix("InsertId was throttled: its invocation of insert_id")
        == true
    )
  }

  @Test(
    "What failed after the state's own request went well is told apart from the request",
    arguments: [false, true]
  )
  func afterwards(isTriedAgain: Bool) async throws {
    let again = [Self.failed("Down", request: Self.good), Self.scheduled("insert_id")]
    let (found, _) = try await explain(
      Self.validated + Self.insert + (isTriedAgain ? again : []) + [
        Self.succeeded(Self.bad), Self.ended("States.DataLimitExceeded"),
      ]
    )
    #expect(found.trace?.requestID == Self.bad)
    #expect(
      found.trace?.notes.first
        == "the request of InsertId went well by itself: what failed came after it"
    )
  }

  @Test("An aborted run shows no earlier request as its cause")
  func aborted() async throws {
    let (found, groups) = try await explain(
      Self.validated + Self.insert + [Step("ExecutionAborted")]
    )
    #expect(found.trace?.requestID == nil && groups == [])
  }
}
