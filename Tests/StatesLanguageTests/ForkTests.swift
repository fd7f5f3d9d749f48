import JSONValue
import StatesLanguage
import Testing

@Suite struct ForkTests {
  static let task: JSON = [
    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
  ]

  static func map(_ more: JSONObject, states: JSON) -> JSON {
    let map: JSONObject = [
      "Type": "Map", "End": true, "ItemProcessor": ["StartAt": "I", "States": states],
    ]
    return ["StartAt": "M", "States": ["M": .object(map.merging(more))]]
  }

  @Test("A Map runs no more iterations at a time than it may")
  func concurrency() throws {
    let definition = Self.map(["MaxConcurrency": 2], states: ["I": Self.task])
    let machine = try StateMachine(definition: definition)
    var execution = Execution(machine: machine, input: [10, 20, 30], context: Harness.context)
    var requests: [TaskRequest] = []
    func note(_ orders: [Order]) {
      for case .runTask(let request) in orders { requests.append(request) }
    }
    note(execution.start(at: 0, seed: 0))
    #expect(requests.map(\.parameters) == [10, 20])
    note(execution.handle(.taskSucceeded(id: requests[1].id, output: "b"), at: 1, seed: 0))
    #expect(requests.map(\.parameters) == [10, 20, 30])
    note(execution.handle(.taskSucceeded(id: requests[2].id, output: "c"), at: 2, seed: 0))
    #expect(execution.outcome == nil)
    note(execution.handle(.taskSucceeded(id: requests[0].id, output: "a"), at: 3, seed: 0))
    #expect(execution.outcome == .succeeded(output: ["a", "b", "c"]))
  }

  @Test("A Map over nothing succeeds with nothing")
  func empty() throws {
    let run = try Harness().run(Self.map([:], states: ["I": Self.task]), [])
    #expect(run.output == [])
    #expect(
      run.types == [
        "ExecutionStarted", "MapStateEntered", "MapStateStarted", "MapStateSucceeded",
        "MapStateExited", "ExecutionSucceeded",
      ]
    )
  }

  @Test("Items that are not there or are no array fail the Map")
  func items() throws {
    let definition = Self.map(["ItemsPath": "$.items"], states: ["I": Self.task])
    let missing = try Harness().run(definition, ["x": 1])
    #expect(missing.error == "States.ReferencePathConflict")
    #expect(missing.cause?.hasSuffix("Unable to apply step \"items\" to input {\"x\":1}") == true)
    #expect(try Harness().run(definition, ["items": 1]).error == "States.Runtime")
  }

  @Test("An item selector that fails half-way ends the whole Map")
  func selector() throws {
    let definition = Self.map(
      [
        "MaxConcurrency": 1, "ItemSelector": ["v.$": "$$.Map.Item.Value.v"],
        "Catch": [["ErrorEquals": ["States.ALL"], "Next": "M"]],
      ],
      states: ["I": ["Type": "Pass", "End": true]]
    )
    let run = try Harness().run(definition, [["v": 1], ["w": 2]])
    #expect(run.error == "States.Runtime")
    #expect(run.types.suffix(3) == ["MapIterationSucceeded", "MapStateFailed", "ExecutionFailed"])
  }

  @Test("A branch that breaks ends the others, and the Parallel can catch it")
  func abort() throws {
    let definition: JSON = [
      "StartAt": "P",
      "States": [
        "P": [
          "Type": "Parallel", "End": true,
          "Catch": [["ErrorEquals": ["Boom"], "Next": "After"]],
          "Branches": [
            ["StartAt": "Long", "States": ["Long": ["Type": "Wait", "Seconds": 99, "End": true]]],
            ["StartAt": "Busy", "States": ["Busy": Self.task]],
            [
              "StartAt": "Soon",
              "States": [
                "Soon": ["Type": "Wait", "Seconds": 1, "Next": "Bad"],
                "Bad": ["Type": "Fail", "Error": "Boom"],
              ],
            ],
          ],
        ],
        "After": ["Type": "Pass", "End": true],
      ],
    ]
    let run = try Harness(tasks: { _ in .silence }).run(definition)
    #expect(run.delays == [1000])
    #expect(run.output == ["Error": "Boom", "Cause": nil])
    #expect(
      run.types.filter { $0.hasSuffix("Aborted") } == ["WaitStateAborted", "TaskStateAborted"]
    )
  }

  @Test("What a Map aborts follows the event that broke it, the broken task's own state too")
  func abortedIterations() throws {
    var task = Self.task
    task["TimeoutSeconds"] = 5
    let definition = Self.map([:], states: ["I": task])
    let run = try Harness(tasks: { _ in .silence }).run(definition, [1, 2])
    let end = run.history.suffix(7)
    #expect(
      end.map(\.type) == [
        "TaskTimedOut", "MapIterationFailed", "TaskStateAborted", "MapIterationAborted",
        "TaskStateAborted", "MapStateFailed", "ExecutionFailed",
      ]
    )
    let broken = try #require(end.first).id
    #expect(
      end.dropFirst().map(\.previousEventId)
        == [broken, broken, broken, broken, broken, broken + 5]
    )
  }

  /// Waits, tasks that fail at first, and forks in forks.
  static let busy: JSON = [
    "StartAt": "P", "TimeoutSeconds": 100_000,
    "States": [
      "P": [
        "Type": "Parallel", "Next": "C", "ResultPath": "$.both",
        "Branches": [
          [
            "StartAt": "W",
            "States": [
              "W": ["Type": "Wait", "Seconds": 5, "Next": "T"],
              "T": [
                "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                "TimeoutSeconds": 60, "HeartbeatSeconds": 30,
                "Parameters": ["n.$": "$$.State.RetryCount", "r.$": "States.UUID()"],
                "Retry": [["ErrorEquals": ["Boom"], "JitterStrategy": "FULL"]],
              ],
            ],
          ],
          [
            "StartAt": "M",
            "States": [
              "M": [
                "Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "End": true,
                "ItemSelector": ["i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"],
                "ItemProcessor": [
                  "StartAt": "D",
                  "States": [
                    "D": ["Type": "Wait", "SecondsPath": "$.v", "Next": "E"],
                    "E": [
                      "Type": "Pass", "End": true,
                      "Parameters": [
                        "x.$": "$$.Map.Item.Value", "r.$": "States.MathRandom(0, 99)",
                      ],
                    ],
                  ],
                ],
              ]
            ],
          ],
        ],
      ],
      "C": [
        "Type": "Choice", "Default": "F",
        "Choices": [["Variable": "$.both[1][0].x", "NumericEquals": 3, "Next": "S"]],
      ],
      "S": ["Type": "Succeed"], "F": ["Type": "Fail", "Error": "Wrong"],
    ],
  ]

  @Test("An execution that is kept as text at every step goes on exactly as one that is not")
  func snapshots() throws {
    let input: JSON = ["items": [3, 1, 4, 1, 5]]
    func harness(_ isPersistent: Bool) -> Harness {
      Harness(
        isPersistent: isPersistent,
        tasks: { $0.retryCount < 2 ? .failure("Boom", "") : .success($0.parameters) }
      )
    }
    let whole = try harness(false).run(Self.busy, input)
    let pieces = try harness(true).run(Self.busy, input)
    #expect(whole.outcome?.status == "SUCCEEDED")
    #expect(whole.history.count > 50)
    #expect(pieces.history == whole.history)
    #expect(pieces.delays == whole.delays)
    #expect(pieces.execution.snapshot == whole.execution.snapshot)
  }

  @Test("A snapshot of another machine, or a broken one, is refused")
  func foreignSnapshot() throws {
    let machine = try StateMachine(definition: Self.busy)
    var execution = Execution(machine: machine, input: ["items": []], context: Harness.context)
    _ = execution.start(at: 0, seed: 0)
    let other = try StateMachine(definition: Self.map([:], states: ["I": Self.task]))
    #expect(throws: SnapshotError.self) {
      try Execution(snapshot: execution.snapshot, machine: other)
    }
    for key in execution.snapshot.object?.keys ?? [] {
      var broken = execution.snapshot
      broken[key] = nil
      #expect(throws: SnapshotError.self) { try Execution(snapshot: broken, machine: machine) }
    }
  }
}
