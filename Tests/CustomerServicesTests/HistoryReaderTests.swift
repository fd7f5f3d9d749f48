import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

struct HistoryReaderTests {
  /// Events in short: type, number of the event before, state name or details.
  private func read(_ lines: [(String, Int, JSON)]) -> [StateRun] {
    let events = lines.enumerated().compactMap { index, line -> ExecutionEvent? in
      let key: String
      switch line.0 {
      case let type where type.hasSuffix("StateEntered"): key = "stateEnteredEventDetails"
      case let type where type.hasSuffix("StateExited"): key = "stateExitedEventDetails"
      default: key = "xEventDetails"
      }
      return ExecutionEvent(wire: [
        "id": JSON(index + 1), "previousEventId": JSON(line.1), "type": .string(line.0),
        "timestamp": JSON(Double(index)), key: line.2,
      ])
    }
    return HistoryReader.states(in: events)
  }

  @Test func `a run that succeeds has its states with their times and request ids`() {
    let output: JSON = ["output": #"{"SdkResponseMetadata":{"RequestId":"r-1"},"Payload":{}}"#]
    let states = read([
      ("ExecutionStarted", 0, [:]),
      ("TaskStateEntered", 0, ["name": "ValidateExists", "input": "{}"]),
      ("TaskScheduled", 2, [:]), ("TaskStarted", 3, [:]), ("TaskSucceeded", 4, output),
      ("TaskStateExited", 5, ["name": "ValidateExists", "output": "{}"]),
      ("ChoiceStateEntered", 6, ["name": "Exists?"]), ("ChoiceStateExited", 7, ["name": "Exists?"]),
      ("SucceedStateEntered", 8, ["name": "Done"]), ("SucceedStateExited", 9, ["name": "Done"]),
      ("ExecutionSucceeded", 10, [:]),
    ])
    #expect(states.map(\.name) == ["ValidateExists", "Exists?", "Done"])
    #expect(states.map(\.type) == ["Task", "Choice", "Succeed"])
    #expect(states.allSatisfy { $0.status == .succeeded })
    #expect(states[0].requestID == "r-1")
    #expect(states[0].startedAt == Instant(milliseconds: 1000))
    #expect(states[0].stoppedAt == Instant(milliseconds: 5000))
    #expect(states[0].retries == 0)
  }

  @Test func `retries are counted, and the last failure is the state's`() {
    let failure: JSON = ["error": "Boom", "cause": #"{"requestId":"r-2"}"#]
    let states = read([
      ("ExecutionStarted", 0, [:]), ("TaskStateEntered", 0, ["name": "InsertId"]),
      ("TaskScheduled", 2, [:]), ("TaskFailed", 3, failure), ("TaskScheduled", 4, [:]),
      ("TaskFailed", 5, failure), ("ExecutionFailed", 6, ["error": "Boom"]),
    ])
    #expect(states.map(\.status) == [.failed])
    #expect(states[0].retries == 1)
    #expect(states[0].error == "Boom")
    #expect(states[0].requestID == "r-2")
    #expect(states[0].stoppedAt == Instant(milliseconds: 6000))
  }

  @Test func `a failure that is caught lets the run go on`() {
    let states = read([
      ("TaskStateEntered", 0, ["name": "A"]), ("LambdaFunctionScheduled", 1, [:]),
      ("LambdaFunctionTimedOut", 2, ["error": "States.Timeout"]),
      ("TaskStateExited", 3, ["name": "A"]),
      ("PassStateEntered", 4, ["name": "B"]),
    ])
    #expect(states.map(\.status) == [.caught, .running])
  }

  @Test func `branches side by side are kept apart`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("TaskStateEntered", 2, ["name": "L"]), ("TaskStateEntered", 2, ["name": "R"]),
      ("TaskScheduled", 3, [:]), ("TaskScheduled", 4, [:]), ("TaskFailed", 6, ["error": "no"]),
      ("TaskSucceeded", 5, [:]), ("TaskStateExited", 8, ["name": "L"]),
      ("ParallelStateFailed", 7, ["error": "no"]), ("ExecutionFailed", 10, ["error": "no"]),
    ])
    #expect(states.map(\.name) == ["P", "L", "R"])
    #expect(states.map(\.status) == [.failed, .succeeded, .failed])
  }

  @Test(arguments: [
    ("ExecutionAborted", StateRun.Status.aborted), ("ExecutionTimedOut", .timedOut),
  ])
  func `a run that is ended from outside ends its state`(type: String, status: StateRun.Status) {
    let states = read([("WaitStateEntered", 0, ["name": "W"]), (type, 1, [:])])
    #expect(states.map(\.status) == [status])
  }

  @Test func `a failing state is the culprit`() {
    let states = read([
      ("FailStateEntered", 0, ["name": "F"]), ("ExecutionFailed", 1, ["error": "E", "cause": "c"]),
    ])
    #expect(states.map(\.status) == [.failed])
    #expect(states[0].cause == "c")
  }

  @Test func `history that begins in the middle is read as far as it goes`() {
    #expect(read([("TaskSucceeded", 77, [:]), ("TaskStateExited", 1, ["name": "gone"])]).isEmpty)
  }
}

struct GraphReaderTests {
  @Test func `a definition becomes states and ways`() throws {
    let definition = try JSON(
      parsing: #"""
        {"StartAt": "V", "States": {
          "V": {"Type": "Task", "Next": "C", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "E"}]},
          "C": {"Type": "Choice", "Default": "I", "Choices": [
            {"Variable": "$.exists", "BooleanEquals": true, "Next": "A"},
            {"And": [{"Variable": "$.n", "NumericGreaterThanEquals": 3},
              {"Not": {"Variable": "$.m", "IsPresent": true}}], "Next": "Nowhere"}]},
          "A": {"Type": "Pass", "End": true}, "I": {"Type": "Map", "End": true,
            "ItemProcessor": {"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}},
          "E": {"Type": "Fail"}}}
        """#
    )
    let graph = GraphReader.graph(of: definition)
    #expect(graph.startAt == "V")
    #expect(graph.nodes.map(\.name) == ["V", "C", "A", "I", "E"])
    #expect(graph.nodes[3].branches.first?.nodes.map(\.name) == ["X"])
    #expect(
      graph.edges == [
        .init(from: "V", to: "C", kind: .next),
        .init(from: "V", to: "E", kind: .caught, label: "States.ALL"),
        .init(from: "C", to: "A", kind: .choice, label: "exists = true"),
        .init(from: "C", to: "I", kind: .defaultChoice, label: "else"),
      ]
    )
  }

  @Test(arguments: [
    (#"{"Variable":"$.a","StringMatches":"x*"}"#, "a ~ x*"),
    (#"{"Variable":"$.a","IsNull":false}"#, "a is not null"),
    (#"{"Variable":"$.a","NumericLessThanPath":"$.b"}"#, "a < b"),
    (
      #"{"Or":[{"Variable":"$.a","IsString":true},{"Variable":"$.b","StringEquals":"q"}]}"#,
      "a is string or b = q"
    ),
    (#"{"Condition":"{% $x %}"}"#, "{% $x %}"), (#"[1]"#, ""), (#"{}"#, ""),
  ])
  func `conditions are said shortly`(rule: String, text: String) throws {
    #expect(ConditionText.text(of: try JSON(parsing: rule)) == text)
  }

  @Test(arguments: ["{}", "[]", #"{"States":{"A":1,"B":{"Next":5}}}"#])
  func `any document is taken`(text: String) throws {
    _ = GraphReader.graph(of: try JSON(parsing: text))
  }
}
