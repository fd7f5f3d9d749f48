import JSONValue
import StatesLanguage
import Testing

@Suite struct TaskTests {
  static func execution(_ task: JSONObject, timeout: JSON? = nil, input: JSON = [:]) throws
    -> Execution
  {
    var definition: JSON = [
      "StartAt": "T",
      "States": [
        "T": .object(
          JSONObject([
            ("Type", "Task"), ("Resource", "arn:aws:states:::lambda:invoke"), ("End", true),
          ]).merging(task)
        )
      ],
    ]
    definition["TimeoutSeconds"] = timeout
    return Execution(
      machine: try StateMachine(definition: definition),
      input: input,
      context: Harness.context
    )
  }

  static func events(_ orders: [Order]) -> [HistoryEvent] {
    var all: [HistoryEvent] = []
    for case .record(let events) in orders { all += events }
    return all
  }

  static func request(_ orders: [Order]) -> TaskRequest? {
    orders.lazy.compactMap { order -> TaskRequest? in
      if case .runTask(let request) = order { request } else { nil }
    }.first
  }

  static func timers(_ orders: [Order]) -> [Int: Milliseconds] {
    var timers: [Int: Milliseconds] = [:]
    for case .setTimer(let id, let due) in orders { timers[id] = due }
    return timers
  }

  static func outcome(_ orders: [Order]) -> ExecutionOutcome? {
    orders.lazy.compactMap { order -> ExecutionOutcome? in
      if case .finish(let outcome) = order { outcome } else { nil }
    }.first
  }

  @Test("An integration's events carry its type, action, region and parameters")
  func integration() throws {
    let run = try Harness().run(
      [
        "StartAt": "T",
        "States": [
          "T": [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:getItem",
            "Parameters": ["Key.$": "$.id"], "TimeoutSeconds": 9, "ResultPath": "$.got",
            "ResultSelector": ["k.$": "$.Key"], "OutputPath": "$.got", "End": true,
          ]
        ],
      ],
      ["id": "x"]
    )
    #expect(run.output == ["k": "x"])
    #expect(
      run.types == [
        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded",
        "TaskStateExited", "ExecutionSucceeded",
      ]
    )
    #expect(run.history.map(\.previousEventId) == [0, 0, 2, 3, 4, 5, 6])
    #expect(
      run.history[2].wire == [
        "timestamp": 1_700_000_000, "type": "TaskScheduled", "id": 3, "previousEventId": 2,
        "taskScheduledEventDetails": [
          "resourceType": "aws-sdk:dynamodb", "resource": "getItem", "region": "eu-central-1",
          "parameters": "{\"Key\":\"x\"}", "timeoutInSeconds": 9,
        ],
      ]
    )
    #expect(
      run.history[4].details == [
        "resourceType": "aws-sdk:dynamodb", "resource": "getItem", "output": "{\"Key\":\"x\"}",
        "outputDetails": ["truncated": false],
      ]
    )
  }

  @Test("A function by its ARN has events of its own")
  func function() throws {
    let arn: JSON = "arn:aws:lambda:eu-central-1:123456789012:function:f"
    let run = try Harness().run(
      ["StartAt": "T", "States": ["T": ["Type": "Task", "Resource": arn, "End": true]]],
      ["a": 1]
    )
    #expect(
      run.types == [
        "ExecutionStarted", "TaskStateEntered", "LambdaFunctionScheduled", "LambdaFunctionStarted",
        "LambdaFunctionSucceeded", "TaskStateExited", "ExecutionSucceeded",
      ]
    )
    #expect(run.history[2].detailsKey == "lambdaFunctionScheduledEventDetails")
    #expect(run.history[2].details["input"] == "{\"a\":1}")
    #expect(run.history[3].detailsKey == nil)
  }

  @Test("A task that takes too long times out, and what it says later is ignored")
  func timeout() throws {
    var execution = try Self.execution([
      "TimeoutSeconds": 5, "Catch": [["ErrorEquals": ["States.Timeout"], "Next": "T"]],
    ])
    let first = execution.start(at: 0, seed: 0)
    let request = try #require(Self.request(first))
    let timer = try #require(Self.timers(first).first { $0.value == 5000 })
    let second = execution.handle(.timerFired(id: timer.key), at: 5000, seed: 0)
    #expect(
      Self.events(second).map(\.type) == [
        "TaskTimedOut", "TaskStateExited", "TaskStateEntered", "TaskScheduled",
      ]
    )
    #expect(Self.events(second)[0].details["error"] == "States.Timeout")
    #expect(execution.handle(.taskSucceeded(id: request.id, output: 1), at: 1, seed: 0).isEmpty)
    #expect(execution.handle(.timerFired(id: timer.key), at: 1, seed: 0).isEmpty)
  }

  @Test("A heartbeat puts the next one's time limit off")
  func heartbeat() throws {
    var execution = try Self.execution(
      ["HeartbeatSecondsPath": "$.beat", "TimeoutSeconds": 60],
      input: ["beat": 2]
    )
    let first = execution.start(at: 0, seed: 0)
    let id = try #require(Self.request(first)).id
    #expect(Set(Self.timers(first).values) == [2000, 60_000])
    let second = execution.handle(.taskHeartbeat(id: id), at: 1500, seed: 0)
    let timer = try #require(Self.timers(second).first)
    #expect(timer.value == 3500)
    let last = execution.handle(.timerFired(id: timer.key), at: 3500, seed: 0)
    #expect(Self.outcome(last) == .failed(error: "States.Timeout", cause: nil))
  }

  /// The names of a catcher, and whether it catches that a task was silent for too long.
  static let silence: [(String, Bool)] = [
    ("States.HeartbeatTimeout", true), ("States.Timeout", true), ("States.ALL", true),
    ("States.TaskFailed", false),
  ]

  @Test("A task that is silent for too long is caught by either name", arguments: silence)
  func silent(_ name: String, _ isCaught: Bool) throws {
    var execution = try Self.execution([
      "HeartbeatSeconds": 2,
      "Catch": [["ErrorEquals": [.string(name)], "Next": "T", "ResultPath": "$.e"]],
    ])
    let first = execution.start(at: 0, seed: 0)
    let timer = try #require(Self.timers(first).first)
    let last = execution.handle(.timerFired(id: timer.key), at: timer.value, seed: 0)
    let entered = Self.request(last)
    #expect((entered != nil) == isCaught)
    if let entered {
      #expect(entered.parameters["e"] == ["Error": "States.Timeout", "Cause": ""])
    }
  }

  @Test("An execution over its own limit is timed out and its task is cancelled")
  func executionTimeout() throws {
    var execution = try Self.execution([:], timeout: 3)
    let first = execution.start(at: 0, seed: 0)
    let timer = try #require(Self.timers(first).first)
    let last = execution.handle(.timerFired(id: timer.key), at: timer.value, seed: 0)
    #expect(timer.value == 3000)
    #expect(Self.outcome(last) == .timedOut)
    #expect(Self.events(last).map(\.type) == ["ExecutionTimedOut"])
    let cancelled = last.contains { if case .cancelTask = $0 { true } else { false } }
    #expect(cancelled)
  }

  @Test("A stopped execution is aborted once, and can be redriven from the state it was in")
  func stopAndRedrive() throws {
    var execution = try Self.execution([:], input: ["a": 1])
    _ = execution.start(at: 0, seed: 0)
    let stopped = execution.handle(.stopped(error: "E", cause: "C"), at: 1, seed: 0)
    #expect(Self.outcome(stopped) == .aborted(error: "E", cause: "C"))
    #expect(execution.handle(.stopped(error: nil, cause: nil), at: 2, seed: 0).isEmpty)
    let again = execution.redrive(at: 3, seed: 0)
    #expect(Self.events(again).map(\.type) == ["ExecutionRedriven", "TaskScheduled"])
    let id = try #require(Self.request(again)).id
    let last = execution.handle(.taskSucceeded(id: id, output: 7), at: 4, seed: 0)
    #expect(Self.outcome(last) == .succeeded(output: 7))
    #expect(execution.redrive(at: 5, seed: 0).isEmpty)
  }

  @Test("A task that waits for its token is given one that the context object shows")
  func token() throws {
    var execution = try Self.execution([
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": [
        "t.$": "$$.Task.Token", "name.$": "$$.State.Name", "run.$": "$$.Execution.Name",
      ],
    ])
    let request = try #require(Self.request(execution.start(at: 0, seed: 5)))
    #expect(
      request.parameters
        == ["t": JSON(request.token), "name": "T", "run": "run"]
    )
    let submitted = execution.handle(.taskSubmitted(id: request.id, output: [:]), at: 1, seed: 0)
    #expect(Self.events(submitted).map(\.type) == ["TaskStarted", "TaskSubmitted"])
    let last = execution.handle(.taskSucceeded(id: request.id, output: "ok"), at: 2, seed: 0)
    #expect(Self.outcome(last) == .succeeded(output: "ok"))
  }

  @Test("A wait of an hour is one timer, and the history keeps the times it is told")
  func wait() throws {
    let run = try Harness().run(
      [
        "StartAt": "W",
        "States": [
          "W": ["Type": "Wait", "Seconds": 3600, "Next": "U"],
          "U": ["Type": "Wait", "Timestamp": "2001-01-01T00:00:00Z", "Next": "V"],
          "V": ["Type": "Wait", "TimestampPath": "$.at", "End": true],
        ],
      ],
      ["at": "2023-11-15T00:00:00.250Z"]
    )
    #expect(run.delays == [3_600_000, 1_700_006_400_250 - 1_700_003_600_000])
    #expect(run.history.last?.timestamp == 1_700_006_400_250)
    #expect(run.history.last?.wire["timestamp"] == 1_700_006_400.25)
  }

  @Test("A wait longer than 32 bits of seconds is refused when it would begin")
  func longWait() throws {
    let definition: JSON = [
      "StartAt": "W",
      "States": ["W": ["Type": "Wait", "TimestampPath": "$.at", "End": true]],
    ]
    let far = try Harness().run(definition, ["at": "2091-12-01T00:00:00Z"])
    #expect(far.outcome?.status == "SUCCEEDED")
    let tooFar = try Harness().run(definition, ["at": "2091-12-04T00:00:00Z"])
    #expect(tooFar.error == "States.Runtime")
    #expect(
      tooFar.cause
        == "An error occurred while executing the state 'W' (entered at the event id #2). "
        + "Wait state delay is too long."
    )
  }

  @Test("How often a state was tried again is only told of states that may be")
  func retryCount() throws {
    let pass = try ExpressionTests.value("$$.State")
    #expect(pass.output?["Name"] == "A")
    #expect(pass.output?["RetryCount"] == nil)
    var execution = try Self.execution(["Parameters": ["n.$": "$$.State.RetryCount"]])
    let request = try #require(Self.request(execution.start(at: 0, seed: 0)))
    #expect(request.parameters == ["n": 0])
  }
}
