import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct SubmitWorkflowTests {
  private static let machine = Run.variables["STATE_MACHINE_ARN"] ?? ""
  private static let arn = Events.execution
  private let started: JSON = ["executionArn": .string(arn), "startDate": 1767323045.25]

  @Test func `a submission starts a run with the id as its input`() async throws {
    let run = await Run(
      .submitWorkflow,
      Events.submission(#"{"id":"c/1"}"#),
      [.answers("states StartExecution", started)]
    )
    #expect(run.status == 202)
    #expect(
      run.body == [
        "id": "c/1", "executionArn": .string(Self.arn), "startDate": "2026-01-02T03:04:05.250Z",
      ]
    )
    let input = try #require(run.calls.first?.input)
    #expect(input["stateMachineArn"] == .string(Self.machine))
    #expect(try JSON(parsing: try #require(input["input"]?.string)) == ["id": "c/1"])
    #expect(input["name"] == nil)
  }

  @Test func `the line that tells of the start names the run`() async {
    let first = await Run(
      .submitWorkflow,
      Events.submission(#"{"id":"a"}"#),
      [.answers("states StartExecution", started)]
    )
    let again = await submitAgain(input: #"{"id":"a"}"#)
    for run in [first, again] {
      #expect(run.lines.map { $0["message"] } == ["received", "accepted"])
      #expect(run.lines.map { $0["executionArn"] } == [nil, .string(Self.arn)])
    }
  }

  @Test func `a given name goes with the start, so that a retry starts nothing twice`() async {
    let run = await Run(
      .submitWorkflow,
      Events.submission(#"{"id":"a","executionName":"run-1"}"#),
      [.answers("states StartExecution", started)]
    )
    #expect(run.status == 202)
    #expect(run.calls.first?.input["name"] == "run-1")
  }

  @Test func `a retry after the run's end is answered as the first time`() async {
    let run = await submitAgain(input: #"{"id":"a"}"#)
    #expect(run.status == 202)
    #expect(run.body?["executionArn"] == .string(Self.arn))
    #expect(run.body?["startDate"] == "2026-01-02T03:04:05.250Z")
    #expect(run.calls.last?.input == ["executionArn": .string(Self.arn)])
  }

  @Test(arguments: [#"{"id":"b"}"#, #"{}"#, "not JSON"])
  func `a name that another id has taken is a conflict`(input: String) async {
    let run = await submitAgain(input: input)
    #expect(run.status == 409)
    #expect(run.body?["id"] == "a")
    #expect(run.body?["error"]?.string?.hasPrefix("executionName is taken") == true)
  }

  @Test func `ids that only look the same are different ids`() async {
    let run = await submitAgain(id: "e\u{301}", input: "{\"id\":\"\u{E9}\"}")
    #expect(run.status == 409)
  }

  @Test func `a failed look at the first run is a failure of ours`() async {
    let run = await Run(
      .submitWorkflow,
      Events.submission(#"{"id":"a","executionName":"run-1"}"#),
      [
        .refuses("states StartExecution", "ExecutionAlreadyExists"),
        .refuses("states DescribeExecution", "AccessDeniedException"),
      ]
    )
    #expect(run.status == 500)
  }

  @Test(arguments: [
    #""""#, "1", "[]", #""a b""#, #""a/b""#, #""é""#, "\"\(String(repeating: "n", count: 81))\"",
  ])
  func `a name that is none is refused`(name: String) async {
    let event = Events.submission("{\"id\":\"a\",\"executionName\":\(name)}")
    let run = await Run(.submitWorkflow, event)
    #expect(run.status == 400)
    #expect(run.body?["error"]?.string?.hasPrefix("executionName must be") == true)
  }

  @Test(arguments: [
    ("{}", "id is missing"), (#"{"id":7}"#, "id is not a string"), (#"{"id":""}"#, "id is empty"),
    (#"{"id":"\t"}"#, "id is only white space"), (#"{"id":" a"}"#, "id has leading white space"),
  ])
  func `an invalid id is refused`(body: String, reason: String) async {
    let run = await Run(.submitWorkflow, Events.submission(body))
    #expect(run.status == 400)
    #expect(run.body == ["error": .string(reason)])
  }

  @Test func `a machine that is not configured is a failure of ours`() async {
    let run = await Run(.submitWorkflow, Events.submission(#"{"id":"a"}"#), variables: [:])
    #expect(run.status == 500)
    #expect(run.lines.last?["errorType"] == "Misconfigured")
  }

  /// Submits under a name whose first run, of the given input, has ended.
  private func submitAgain(id: String = "a", input: String) async -> Run {
    var first = started
    first["input"] = .string(input)
    let body: JSON = ["id": .string(id), "executionName": "run-1"]
    return await Run(
      .submitWorkflow,
      Events.submission(body.text()),
      [
        .refuses("states StartExecution", "ExecutionAlreadyExists"),
        .answers("states DescribeExecution", first),
      ]
    )
  }
}
