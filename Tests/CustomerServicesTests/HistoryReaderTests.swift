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

  @Test func `each try has its time, its error and its request`() {
    let output: JSON = ["output": #"{"SdkResponseMetadata":{"RequestId":"r-9"}}"#]
    let states = read([
      ("TaskStateEntered", 0, ["name": "A"]), ("TaskScheduled", 1, [:]),
      ("TaskFailed", 2, ["error": "E", "cause": #"{"requestId":"r-1"}"#]),
      ("TaskScheduled", 3, [:]), ("TaskTimedOut", 4, ["error": "States.Timeout"]),
      ("TaskScheduled", 5, [:]), ("TaskSucceeded", 6, output),
      ("TaskStateExited", 7, ["name": "A"]),
    ])
    func at(_ second: Int64) -> Instant { Instant(milliseconds: second * 1000) }
    #expect(
      states[0].attempts == [
        .init(startedAt: at(1), stoppedAt: at(2), error: "E", requestID: "r-1"),
        .init(startedAt: at(3), stoppedAt: at(4), error: "States.Timeout"),
        .init(startedAt: at(5), stoppedAt: at(6), requestID: "r-9"),
      ]
    )
    #expect(states[0].status == .succeeded && states[0].requestID == "r-9")
    #expect(states[0].enteredBy == 1 && states[0].leftBy == 8)
  }

  @Test func `a Map counts its iterations, and their states are inside of it`() {
    let states = read([
      ("MapStateEntered", 0, ["name": "M"]), ("MapStateStarted", 1, ["length": 4]),
      ("MapIterationStarted", 2, ["name": "M", "index": 0]),
      ("MapIterationStarted", 2, ["name": "M", "index": 1]),
      ("TaskStateEntered", 3, ["name": "W"]), ("TaskStateEntered", 4, ["name": "W"]),
      ("TaskStateExited", 5, ["name": "W"]), ("PassStateEntered", 7, ["name": "P"]),
      ("PassStateExited", 8, ["name": "P"]),
      ("MapIterationSucceeded", 9, ["name": "M", "index": 0]),
      // What begins later follows an event of the one that made room for it.
      ("MapIterationStarted", 9, ["name": "M", "index": 2]),
      ("TaskStateEntered", 11, ["name": "W"]),
      ("TaskScheduled", 6, [:]), ("TaskFailed", 13, ["error": "no"]),
      ("MapIterationFailed", 14, ["name": "M", "index": 1]), ("TaskStateAborted", 14, [:]),
      ("MapIterationAborted", 14, ["name": "M", "index": 2]), ("TaskStateAborted", 12, [:]),
      ("MapStateFailed", 14, ["error": "no"]), ("ExecutionFailed", 19, ["error": "no"]),
    ])
    #expect(states.map(\.name) == ["M", "W", "W", "P", "W"])
    #expect(states.map(\.parent) == [nil, 1, 1, 1, 1])
    #expect(states.map(\.iteration) == [nil, 0, 1, 0, 2])
    #expect(states.map(\.status) == [.failed, .succeeded, .failed, .succeeded, .aborted])
    var iterations = StateRun.Iterations(total: 4)
    (iterations.started, iterations.succeeded) = (3, 1)
    (iterations.failed, iterations.aborted) = (1, 1)
    #expect(states[0].iterations == iterations)
    #expect(iterations.running == 0)
    #expect(
      StateRun.nested(states).map { "\($0.depth)\($0.run.name)" } == ["0M", "1W", "1P", "1W", "1W"]
    )
  }

  @Test func `a Parallel inside of a Map inside of a Parallel keeps its states`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("MapStateEntered", 2, ["name": "M"]), ("MapStateStarted", 3, ["length": 1]),
      ("MapIterationStarted", 4, ["name": "M", "index": 0]),
      ("ParallelStateEntered", 5, ["name": "Q"]), ("ParallelStateStarted", 6, [:]),
      ("PassStateEntered", 7, ["name": "X"]), ("PassStateExited", 8, ["name": "X"]),
      ("ParallelStateSucceeded", 9, [:]), ("ParallelStateExited", 10, ["name": "Q"]),
      ("MapIterationSucceeded", 11, ["name": "M", "index": 0]), ("MapStateSucceeded", 12, [:]),
      ("MapStateExited", 13, ["name": "M"]), ("ParallelStateSucceeded", 14, [:]),
      ("ParallelStateExited", 15, ["name": "P"]), ("PassStateEntered", 16, ["name": "Z"]),
    ])
    #expect(
      StateRun.nested(states).map { "\($0.depth)\($0.run.name)" }
        == ["0P", "1M", "2Q", "3X", "0Z"]
    )
    #expect(states.prefix(4).allSatisfy { $0.status == .succeeded && $0.stoppedAt != nil })
    #expect(states[1].iterations?.succeeded == 1)
  }

  @Test func `branches keep together, whichever is faster`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("WaitStateEntered", 2, ["name": "A"]), ("WaitStateEntered", 2, ["name": "B"]),
      ("WaitStateExited", 4, ["name": "B"]), ("PassStateEntered", 5, ["name": "B2"]),
      ("WaitStateExited", 3, ["name": "A"]), ("PassStateEntered", 7, ["name": "A2"]),
    ])
    #expect(states.map(\.name) == ["P", "A", "B", "B2", "A2"])
    #expect(states.map(\.branch) == [nil, 0, 1, 1, 0])
    #expect(StateRun.nested(states).map(\.run.name) == ["P", "A", "A2", "B", "B2"])
  }

  @Test func `a redriven run goes on in the state that broke, and in what is around it`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("TaskStateEntered", 2, ["name": "A"]), ("TaskScheduled", 3, [:]),
      ("TaskFailed", 4, ["error": "no"]), ("ParallelStateFailed", 5, ["error": "no"]),
      ("ExecutionFailed", 6, ["error": "no"]), ("ExecutionRedriven", 7, ["redriveCount": 1]),
      ("TaskScheduled", 8, [:]),
    ])
    #expect(states.map(\.status) == [.running, .running])
    #expect(states.map(\.stoppedAt) == [nil, nil])
    #expect(states[1].retries == 0 && states[1].attempts.count == 2, "a redrive is no retry")
  }

  @Test func `the time in which a run stood still before it was redriven is no state's time`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("FailStateEntered", 2, ["name": "Refuse"]), ("ExecutionFailed", 3, ["error": "no"]),
      ("ExecutionRedriven", 4, ["redriveCount": 1]), ("ExecutionFailed", 5, ["error": "no"]),
    ])
    let events = read([
      ("FailStateEntered", 2, ["name": "Refuse"]), ("ExecutionFailed", 3, ["error": "no"]),
    ])
    let second = events[0].durationMilliseconds
    #expect(states.map(\.name) == ["P", "Refuse"])
    for state in states {
      let whole = state.stoppedAt.map { $0 - state.startedAt } ?? 0
      #expect(state.idleMilliseconds.map { $0 > 0 && $0 < whole } == true)
      #expect(state.durationMilliseconds == whole - (state.idleMilliseconds ?? 0))
    }
    #expect(second == events[0].stoppedAt.map { $0 - events[0].startedAt })
    #expect(states[1].attempts.count == 2 && states[1].attempts[0].error == "no")
    #expect(states[1].retries == 0)
  }

  /// How each state stands, shortly.
  private func standing(_ states: [StateRun]) -> [String] {
    states.map { "\($0.name) \($0.status)" }
  }

  @Test func `a Fail inside of an item failed, and what goes on beside it was cut short`() {
    let error: JSON = ["error": "Bad", "cause": "why"]
    let states = read([
      ("MapStateEntered", 0, ["name": "Each"]), ("MapStateStarted", 1, ["length": 2]),
      ("MapIterationStarted", 2, ["name": "Each", "index": 0]),
      ("MapIterationStarted", 2, ["name": "Each", "index": 1]),
      ("ChoiceStateEntered", 3, ["name": "C"]), ("ChoiceStateExited", 5, ["name": "C"]),
      ("FailStateEntered", 6, ["name": "Broken"]), ("MapStateEntered", 4, ["name": "Deep"]),
      ("MapStateStarted", 8, ["length": 1]),
      ("MapIterationStarted", 9, ["name": "Deep", "index": 0]),
      ("TaskStateEntered", 10, ["name": "Work"]), ("TaskScheduled", 11, [:]),
      ("TaskFailed", 12, ["error": "Again"]),
      ("MapIterationFailed", 7, ["name": "Each", "index": 0]),
      // The end of what was cut short follows what failed.
      ("MapIterationAborted", 7, ["name": "Each", "index": 1]), ("TaskStateAborted", 7, [:]),
      ("MapStateAborted", 7, [:]), ("MapStateFailed", 7, [:]), ("ExecutionFailed", 18, error),
    ])
    #expect(
      standing(states)
        == ["Each failed", "C succeeded", "Broken failed", "Deep aborted", "Work aborted"]
    )
    #expect(states[2].error == "Bad" && states[2].cause == "why")
    #expect(states[0].error == "Bad")
  }

  @Test func `a Fail inside of a branch failed, also where a sibling's end is told first`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("ParallelStateEntered", 2, ["name": "Q"]), ("TaskStateEntered", 2, ["name": "Work"]),
      ("ParallelStateStarted", 3, [:]), ("FailStateEntered", 5, ["name": "Broken"]),
      ("ParallelStateFailed", 6, [:]), ("TaskStateAborted", 7, [:]),
      ("ParallelStateFailed", 7, [:]), ("ParallelStateExited", 9, ["name": "P"]),
      ("PassStateEntered", 10, ["name": "After"]),
    ])
    #expect(
      standing(states)
        == ["P caught", "Q failed", "Work aborted", "Broken failed", "After running"]
    )
    #expect(states[4].parent == nil)
  }

  @Test func `a task that a branch failed by failed, though its end is told as aborted`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("TaskStateEntered", 2, ["name": "L"]), ("TaskStateEntered", 2, ["name": "R"]),
      ("TaskScheduled", 4, [:]), ("TaskFailed", 5, ["error": "again"]),
      ("TaskScheduled", 3, [:]), ("TaskFailed", 7, ["error": "no"]), ("TaskStateAborted", 8, [:]),
      ("TaskStateAborted", 6, [:]), ("ParallelStateFailed", 8, [:]),
      ("ExecutionFailed", 11, ["error": "no"]),
    ])
    #expect(standing(states) == ["P failed", "L failed", "R aborted"])
    #expect(states[1].stoppedAt == Instant(milliseconds: 8000))
  }

  @Test func `another try of a Map ends what was inside of the one before`() {
    let states = read([
      ("MapStateEntered", 0, ["name": "M"]), ("MapStateStarted", 1, ["length": 2]),
      ("MapIterationStarted", 2, ["name": "M", "index": 0]),
      ("MapIterationStarted", 2, ["name": "M", "index": 1]),
      ("WaitStateEntered", 4, ["name": "W"]), ("FailStateEntered", 3, ["name": "F"]),
      ("MapIterationFailed", 6, ["name": "M", "index": 0]), ("MapStateStarted", 6, ["length": 2]),
      ("MapIterationStarted", 8, ["name": "M", "index": 0]),
      ("PassStateEntered", 9, ["name": "F2"]),
    ])
    #expect(standing(states) == ["M running", "W aborted", "F failed", "F2 running"])
    #expect(states[0].retries == 1 && states[0].attempts.map(\.error) == ["", nil])
    #expect(states[0].attempts[0].stoppedAt == Instant(milliseconds: 5000))
  }

  @Test func `another try after a redrive ends what was tried before`() {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("ParallelStateEntered", 2, ["name": "Q"]), ("ParallelStateStarted", 3, [:]),
      ("FailStateEntered", 4, ["name": "F"]), ("ParallelStateFailed", 5, [:]),
      ("ParallelStateFailed", 6, [:]), ("ExecutionFailed", 7, ["error": "no"]),
      ("ExecutionRedriven", 8, ["redriveCount": 1]), ("ParallelStateFailed", 9, [:]),
      ("ParallelStateStarted", 10, [:]), ("ParallelStateEntered", 11, ["name": "Q"]),
    ])
    #expect(standing(states) == ["P running", "Q failed", "F failed", "Q running"])
  }

  @Test func `what a Map got over is not why the run failed`() throws {
    let states = read([
      ("ParallelStateEntered", 0, ["name": "P"]), ("ParallelStateStarted", 1, [:]),
      ("FailStateEntered", 2, ["name": "F"]), ("ParallelStateFailed", 3, ["error": "no"]),
      ("ParallelStateExited", 4, ["name": "P"]), ("WaitStateEntered", 5, ["name": "W"]),
      ("ExecutionTimedOut", 0, [:]),
    ])
    #expect(standing(states) == ["P caught", "F failed", "W timedOut"])
    let run = Execution(
      arn: "a",
      name: "r",
      status: .timedOut,
      startedAt: Instant(milliseconds: 0)
    )
    #expect(ExecutionDetail(execution: run, states: states).failingState?.name == "W")
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
          "V": {"Type": "Task", "Next": "C", "Retry": [{"ErrorEquals": ["E", "F"]},
            {"ErrorEquals": ["States.ALL"], "MaxAttempts": 0}], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "E"}]},
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
    #expect(
      graph.nodes[0].retries
        == [.init(errors: ["E", "F"], limit: 3), .init(errors: ["States.ALL"], limit: 0)]
    )
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
