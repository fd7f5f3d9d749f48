import AWSWire
import CustomerBackend
import JSONValue
import Testing

/// What callers learn, and what they do not, when something we depend on fails.
struct FailureTests {
  private static let secret = "arn:aws:iam::123456789012:role/x is not authorized"

  static let failures: [any Error] = [
    AWSError(kind: .denied, code: "AccessDeniedException", message: secret, status: 400),
    AWSError(kind: .throttled, code: "ThrottlingException", message: secret, status: 400),
    AWSError(kind: .unreachable, code: "timedOut", message: secret),
    AWSError(kind: .unreadable, code: "Unreadable", message: "html", rawBody: secret),
    Surprise(text: secret),
  ]

  struct Surprise: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }

  static let cases: [(BackendFunction, JSON, String)] =
    BackendFunction.verbs.map { ($0.function, Events.rest($0.method, segment: "a"), $0.operation) }
    + [(.submitWorkflow, Events.submission(#"{"id":"a"}"#), "states StartExecution")]

  @Test(arguments: cases.indices, failures.indices)
  func `the cause goes to the log and never to the caller`(which: Int, how: Int) async throws {
    let (function, event, operation) = Self.cases[which]
    let run = await Run(function, event, [.fails(operation, Self.failures[how])])
    #expect(run.status == 500)
    #expect(run.body == ["error": "internal", "requestId": "req-1"])
    let answer = try #require(run.result?.text())
    #expect(!answer.contains("123456789012"))
    let last = try #require(run.lines.last)
    #expect(last["level"] == "ERROR")
    #expect(last["status"] == 500)
    #expect(last["id"] == "a")
    #expect(last["requestId"] == "req-1")
    #expect(last["errorType"]?.string?.isEmpty == false)
    if how != 3 { #expect(last["message"]?.string?.contains("123456789012") == true) }
  }

  @Test(arguments: cases.indices)
  func `past the deadline nobody is answered`(which: Int) async {
    let (function, event, operation) = Self.cases[which]
    let run = await Run(function, event, [.fails(operation, CancellationError())])
    #expect(throws: CancellationError.self) { try run.outcome.get() }
    #expect(run.lines.count == 1)
  }

  @Test(arguments: [(BackendFunction.validateExists, "GetItem"), (.insertID, "PutItem")])
  func `a step that is cancelled stays cancelled`(
    function: BackendFunction,
    operation: String
  ) async {
    let steps = [AWSScript.Step.fails("dynamodb \(operation)", CancellationError())]
    let run = await Run(function, Events.step("a"), steps)
    #expect(throws: CancellationError.self) { try run.outcome.get() }
  }

  @Test(arguments: BackendFunction.allCases)
  func `a failure that was asked for is logged after the first line and before any call`(
    function: BackendFunction
  ) async throws {
    let fault = FunctionFault(type: "InjectedFault", message: "asked for")
    let run = await Run(function, Events.step("a"), afterReceived: { throw fault })
    #expect(run.fault == fault)
    #expect(run.lines.map { $0["message"] } == ["received", "asked for"])
    let last = try #require(run.lines.last)
    #expect(last["level"] == "ERROR")
    #expect(last["errorType"] == "InjectedFault")
    #expect(last["id"] == "a")
    #expect(run.calls.isEmpty)
  }

  @Test func `an invocation that the deadline ends leaves no line of its own end`() async {
    let run = await Run(
      .insertID,
      Events.step("a"),
      afterReceived: { throw CancellationError() }
    )
    #expect(throws: CancellationError.self) { try run.outcome.get() }
    #expect(run.lines.map { $0["message"] } == ["received"])
  }
}
