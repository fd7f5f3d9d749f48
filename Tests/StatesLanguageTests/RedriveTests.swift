import JSONValue
import StatesLanguage
import Testing

@Suite struct RedriveTests {
  /// Answers tasks at once, by the names of their states; timers do not fire.
  private struct World {
    var broken: Set<String> = []
    var ran: [String] = []
    var types: [String] = []
    var seed: UInt64 = 0

    mutating func settle(_ execution: inout Execution, _ orders: [Order]) {
      var (orders, waiting) = (orders, [Happening]())
      while true {
        for order in orders {
          switch order {
          case .record(let events): types += events.map(\.type)
          case .runTask(let request):
            ran.append(request.stateName)
            waiting.append(
              broken.contains(request.stateName)
                ? .taskFailed(id: request.id, error: "Broken", cause: "")
                : .taskSucceeded(id: request.id, output: .string(request.stateName))
            )
          default: continue
          }
        }
        guard execution.outcome == nil, !waiting.isEmpty else { return }
        seed += 1
        orders = execution.handle(waiting.removeFirst(), at: 1, seed: seed)
      }
    }
  }

  private static func task(_ next: String? = nil) -> JSON {
    var task: JSON = ["Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"]
    if let next { task["Next"] = .string(next) } else { task["End"] = true }
    return task
  }

  private static func execution(_ states: JSONObject, input: JSON = [:]) throws -> Execution {
    Execution(
      machine: try StateMachine(
        definition: ["StartAt": JSON(states.keys.first), "States": .object(states)]
      ),
      input: input,
      context: Harness.context
    )
  }

  private static let parallel: JSONObject = [
    "P": [
      "Type": "Parallel", "Next": "Z",
      "Branches": [
        ["StartAt": "A", "States": ["A": task()]],
        ["StartAt": "B1", "States": ["B1": task("B2"), "B2": task()]],
      ],
    ], "Z": ["Type": "Pass", "End": true],
  ]

  @Test(
    "Only the branch that broke is redriven, from the state it broke in",
    arguments: [false, true]
  )
  func branch(isPersistent: Bool) throws {
    var execution = try Self.execution(Self.parallel)
    var world = World(broken: ["B2"])
    world.settle(&execution, execution.start(at: 0, seed: 0))
    #expect(execution.outcome == .failed(error: "Broken", cause: ""))
    #expect(world.ran == ["A", "B1", "B2"])
    if isPersistent {
      let text = execution.snapshot.text()
      execution = try Execution(snapshot: JSON(parsing: text), machine: execution.machine)
    }
    world = World()
    world.settle(&execution, execution.redrive(at: 1, seed: 1))
    #expect(world.ran == ["B2"])
    #expect(execution.outcome == .succeeded(output: ["A", "B2"]))
    #expect(
      world.types == [
        "ExecutionRedriven", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited",
        "ParallelStateSucceeded", "ParallelStateExited", "PassStateEntered", "PassStateExited",
        "ExecutionSucceeded",
      ]
    )
  }

  @Test("A branch that was aborted because another broke goes on as well")
  func aborted() throws {
    var execution = try Self.execution(Self.parallel)
    let orders = execution.start(at: 0, seed: 0)
    let requests = orders.compactMap { order -> TaskRequest? in
      if case .runTask(let request) = order { request } else { nil }
    }
    _ = execution.handle(.taskFailed(id: requests[1].id, error: "E", cause: ""), at: 1, seed: 1)
    #expect(execution.outcome == .failed(error: "E", cause: ""))
    var world = World()
    world.settle(&execution, execution.redrive(at: 2, seed: 2))
    #expect(world.ran == ["A", "B1", "B2"])
    #expect(execution.outcome == .succeeded(output: ["A", "B2"]))
  }

  @Test("Of a Map only what had not succeeded is run again, and the rest follows")
  func map() throws {
    var execution = try Self.execution(
      [
        "M": [
          "Type": "Map", "MaxConcurrency": 1, "End": true,
          "ItemProcessor": [
            "StartAt": "C",
            "States": [
              "C": [
                "Type": "Choice",
                "Choices": [["Variable": "$", "NumericEquals": 2, "Next": "Two"]],
                "Default": "Other",
              ], "Two": Self.task(), "Other": Self.task(),
            ],
          ],
        ]
      ],
      input: [1, 2, 3]
    )
    var world = World(broken: ["Two"])
    world.settle(&execution, execution.start(at: 0, seed: 0))
    #expect(world.ran == ["Other", "Two"])
    world = World()
    world.settle(&execution, execution.redrive(at: 1, seed: 1))
    #expect(world.ran == ["Two", "Other"])
    #expect(execution.outcome == .succeeded(output: ["Other", "Two", "Other"]))
  }

  @Test("What was caught or retried is not taken up by a later redrive")
  func caught() throws {
    var states = Self.parallel
    states["P"]?["Catch"] = [["ErrorEquals": ["States.ALL"], "Next": "Later"]]
    states["Later"] = Self.task()
    var execution = try Self.execution(states)
    var world = World(broken: ["B2", "Later"])
    world.settle(&execution, execution.start(at: 0, seed: 0))
    #expect(world.ran == ["A", "B1", "B2", "Later"])
    world = World()
    world.settle(&execution, execution.redrive(at: 1, seed: 1))
    #expect(world.ran == ["Later"])
    #expect(execution.outcome == .succeeded(output: "Later"))
  }

  @Test("An execution that fails again can be redriven again, and its context counts")
  func again() throws {
    var execution = try Self.execution([
      "T": [
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
        "Parameters": ["n.$": "$$.Execution.RedriveCount"],
      ]
    ])
    var world = World(broken: ["T"])
    world.settle(&execution, execution.start(at: 0, seed: 0))
    for count in 1...3 {
      let orders = execution.redrive(at: count, seed: 1)
      let request = TaskTests.request(orders)
      #expect(request?.parameters == ["n": JSON(count)])
      world.settle(&execution, orders)
    }
    #expect(execution.outcome == .failed(error: "Broken", cause: ""))
    #expect(execution.context.redriveCount == 3)
  }

  @Test("An activity's time runs from when a worker takes it, and its token says where it is")
  func activity() throws {
    let arn: JSON = "arn:aws:states:eu-central-1:123456789012:activity:dig"
    var execution = try Self.execution([
      "T": [
        "Type": "Task", "Resource": arn, "TimeoutSeconds": 5, "HeartbeatSeconds": 2, "End": true,
      ]
    ])
    let first = execution.start(at: 0, seed: 0)
    #expect(TaskTests.timers(first).isEmpty)
    let request = try #require(TaskTests.request(first))
    #expect(request.style == .worker)
    let place = try #require(Execution.place(ofToken: request.token ?? ""))
    #expect(place.executionArn == Harness.context.executionArn)
    #expect(place.task == request.id)
    #expect(Execution.place(ofToken: "nonsense") == nil)
    let second = execution.handle(.taskStarted(id: request.id, worker: "mole"), at: 100, seed: 0)
    #expect(Set(TaskTests.timers(second).values) == [2100, 5100])
    #expect(TaskTests.events(second).map(\.type) == ["ActivityStarted"])
    #expect(TaskTests.events(second)[0].details == ["workerName": "mole"])
  }
}
