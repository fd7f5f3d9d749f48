import JSONValue
import StatesLanguage
import Testing

@Suite struct ErrorHandlingTests {
  static func task(_ more: JSONObject) -> JSON {
    let task: JSONObject = [
      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": ["FunctionName": "f", "Payload.$": "$"], "End": true,
    ]
    return [
      "StartAt": "T",
      "States": [
        "T": .object(task.merging(more)), "Caught": ["Type": "Pass", "End": true],
        "Other": ["Type": "Fail", "Error": "Wrong"],
      ],
    ]
  }

  static func failing(_ error: String) -> Harness {
    Harness(tasks: { _ in .failure(error, "because") })
  }

  @Test("Waits before retries grow by the rate and stop at the longest")
  func delays() throws {
    let retry: JSON = [
      [
        "ErrorEquals": ["Boom"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 5,
        "MaxDelaySeconds": 50,
      ]
    ]
    let run = try Self.failing("Boom").run(Self.task(["Retry": retry]))
    #expect(run.delays == [2000, 6000, 18_000, 50_000, 50_000])
    #expect(run.requests.map(\.retryCount) == [0, 1, 2, 3, 4, 5])
    #expect(run.error == "Boom")
    #expect(run.cause == "because")
  }

  @Test("Without numbers there are three retries after 1, 2 and 4 seconds")
  func defaults() throws {
    let run = try Self.failing("Boom").run(
      Self.task(["Retry": [["ErrorEquals": ["States.ALL"]]]])
    )
    #expect(run.delays == [1000, 2000, 4000])
  }

  @Test("Full jitter waits a part of the time that the seed determines")
  func jitter() throws {
    let definition = Self.task([
      "Retry": [["ErrorEquals": ["Boom"], "IntervalSeconds": 100, "JitterStrategy": "FULL"]]
    ])
    let run = try Self.failing("Boom").run(definition)
    #expect(run.delays.count == 3)
    #expect(zip(run.delays, [100_000, 200_000, 400_000]).allSatisfy { $0 >= 0 && $0 < $1 })
    #expect(Set(run.delays).count == 3)
    #expect(try Self.failing("Boom").run(definition).delays == run.delays)
  }

  @Test("A very long row of retries does not overflow the wait")
  func saturation() throws {
    let run = try Self.failing("Boom").run(
      Self.task([
        "Retry": [
          [
            "ErrorEquals": ["Boom"], "IntervalSeconds": 99_999_999, "BackoffRate": 1e300,
            "MaxAttempts": 3,
          ]
        ]
      ])
    )
    #expect(run.delays == [99_999_999_000, 3_155_760_000_000, 3_155_760_000_000])
  }

  @Test("Each retrier counts its own retries")
  func separateCounts() throws {
    var count = 0
    let harness = Harness(tasks: { _ in
      count += 1
      return .failure(count % 2 == 1 ? "A" : "B", "")
    })
    let run = try harness.run(
      Self.task([
        "Retry": [
          ["ErrorEquals": ["A"], "MaxAttempts": 2, "BackoffRate": 1],
          ["ErrorEquals": ["B"], "MaxAttempts": 1, "IntervalSeconds": 9],
        ]
      ])
    )
    #expect(run.delays == [1000, 9000, 1000])
    #expect(run.error == "B")
  }

  @Test("MaxAttempts 0 never retries, and the error goes on to Catch")
  func noRetry() throws {
    let run = try Self.failing("Boom").run(
      Self.task([
        "Retry": [["ErrorEquals": ["Boom"], "MaxAttempts": 0]],
        "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Caught"]],
      ])
    )
    #expect(run.delays.isEmpty)
    #expect(run.output == ["Error": "Boom", "Cause": "because"])
  }

  /// An error, the names of a catcher, and whether it catches.
  static let names: [(String, JSON, Bool)] = [
    ("Boom", ["Boom"], true), ("Boom", ["Bang", "Boom"], true), ("Boom", ["Bang"], false),
    ("Boom", ["States.ALL"], true), ("Boom", ["States.TaskFailed"], true),
    ("States.Timeout", ["States.TaskFailed"], false), ("States.Timeout", ["States.ALL"], true),
    ("States.Timeout", ["States.Timeout"], true),
    ("States.HeartbeatTimeout", ["States.Timeout"], true),
    ("States.HeartbeatTimeout", ["States.HeartbeatTimeout"], true),
    ("States.Runtime", ["States.ALL"], false), ("States.Runtime", ["States.Runtime"], false),
    ("States.DataLimitExceeded", ["States.ALL"], true),
    ("States.DataLimitExceeded", ["States.TaskFailed"], false),
    ("States.DataLimitExceeded", ["States.DataLimitExceeded"], true),
  ]

  @Test("Names cover errors by the language's rules", arguments: names)
  func coverage(_ error: String, _ names: JSON, _ isCaught: Bool) throws {
    let run = try Self.failing(error).run(
      Self.task(["Catch": [["ErrorEquals": names, "Next": "Caught"]]])
    )
    #expect(run.outcome?.status == (isCaught ? "SUCCEEDED" : "FAILED"))
  }

  @Test("The first catcher that covers the error counts, and puts it where it says")
  func catchOrder() throws {
    let run = try Self.failing("Boom").run(
      Self.task([
        "Catch": [
          ["ErrorEquals": ["Bang"], "Next": "Other"],
          ["ErrorEquals": ["Boom"], "Next": "Caught", "ResultPath": "$.problem"],
          ["ErrorEquals": ["States.ALL"], "Next": "Other"],
        ]
      ]),
      ["id": 1]
    )
    #expect(run.output == ["id": 1, "problem": ["Error": "Boom", "Cause": "because"]])
    #expect(
      run.types == [
        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskFailed",
        "TaskStateExited", "PassStateEntered", "PassStateExited", "ExecutionSucceeded",
      ]
    )
    #expect(run.history.map(\.previousEventId) == [0, 0, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test("A catcher without a result path leaves the input as it was")
  func discardedError() throws {
    let run = try Self.failing("Boom").run(
      Self.task(["Catch": [["ErrorEquals": ["Boom"], "Next": "Caught", "ResultPath": nil]]]),
      ["id": 1]
    )
    #expect(run.output == ["id": 1])
  }

  @Test("A parameter that is not in the input fails the execution, whatever is caught")
  func missingParameter() throws {
    let run = try Harness().run(
      Self.task([
        "Parameters": ["value.$": "$.a"],
        "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Caught"]],
      ]),
      ["b": 1]
    )
    #expect(run.error == "States.Runtime")
    #expect(
      run.cause
        == "An error occurred while executing the state 'T' (entered at the event id #2). The "
        + "JSONPath '$.a' specified for the field 'value.$' could not be found in the input "
        + "'{\"b\":1}'"
    )
  }

  @Test("A task whose result is too large fails")
  func dataLimit() throws {
    let harness = Harness(tasks: { _ in .success(.string(String(repeating: "x", count: 262_143))) })
    let run = try harness.run(Self.task([:]))
    #expect(run.error == "States.DataLimitExceeded")
    #expect(run.types.suffix(2) == ["TaskFailed", "ExecutionFailed"])
  }

  @Test("A result path that leads through a number cannot be written")
  func resultPath() throws {
    let run = try Harness().run(Self.task(["ResultPath": "$.a.b"]), ["a": 1])
    #expect(run.error == "States.ResultPathMatchFailure")
  }
}
