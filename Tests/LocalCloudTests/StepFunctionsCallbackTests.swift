import AWSWire
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

@Suite struct `Step Functions callbacks and redrives` {
  private typealias Fixture = StepFunctionsFixture

  private static let waiting: JSONObject = [
    "T": [
      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": ["FunctionName": "f", "Payload": ["token.$": "$$.Task.Token"]],
      "HeartbeatSeconds": 10, "TimeoutSeconds": 60, "End": true,
    ]
  ]

  /// Functions that keep the tokens they are given.
  private final class Keeper: Sendable {
    private let kept = Mutex<[String]>([])
    var token: String? { kept.withLock { $0.last } }

    var functions: ScriptedFunctions {
      ScriptedFunctions { [self] _, payload in
        kept.withLock { $0.append(payload["token"]?.string ?? "") }
        return InvocationResult(payload: nil, requestID: "r")
      }
    }
  }

  private func token(_ keeper: Keeper) async throws -> JSON {
    #expect(try await eventually { keeper.token != nil })
    return JSON(keeper.token)
  }

  @Test func `an execution is stopped that is only just being started`() async throws {
    let (stage, keeper) = (try ServiceStage(), Keeper())
    let database = StagedDatabase(try stage.open())
    let service = Fixture.service(
      stage,
      ServiceWitness(),
      database,
      functions: keeper.functions
    )
    let definition: JSON = ["StartAt": "T", "States": .object(Self.waiting)]
    let machine = try await service.call(
      "CreateStateMachine",
      ["name": "w", "definition": .string(definition.text()), "roleArn": Fixture.role],
      stage
    )
    let answer = Race<Void>()
    database.holdNextAnswer(answer)
    async let started = service.call(
      "StartExecution",
      ["stateMachineArn": machine["stateMachineArn"] ?? "", "name": "e"],
      stage
    )
    let arn: JSON = ["executionArn": "arn:aws:states:eu-central-1:000000000000:execution:w:e"]
    #expect(
      try await eventually { await service.refusal("DescribeExecution", arn, stage) == nil }
    )
    _ = try await service.call("StopExecution", arn, stage)
    answer.settle(())
    _ = try await started
    #expect(try await service.call("DescribeExecution", arn, stage)["status"] == "ABORTED")
    let events = try await service.call("GetExecutionHistory", arn, stage)["events"]?.array ?? []
    #expect(events.last?["type"] == "ExecutionAborted")
  }

  @Test func `a task that waits ends by a callback, and its token is then worth nothing`()
    async throws
  {
    let (stage, witness, keeper) = (try ServiceStage(), ServiceWitness(), Keeper())
    let service = Fixture.service(stage, witness, try stage.open(), functions: keeper.functions)
    let arn = try await Fixture.run(service, Self.waiting, stage)
    let token = try await token(keeper)
    #expect(
      try await eventually {
        try await Fixture.events(service, arn, stage).contains { $0["type"] == "TaskSubmitted" }
      }
    )
    let success: JSON = ["taskToken": token, "output": "{\"a\":1}"]
    #expect(try await service.call("SendTaskSuccess", success, stage) == [:])
    let ended = try await Fixture.describe(service, arn, stage)
    #expect(ended["status"] == "SUCCEEDED")
    #expect(ended["output"] == "{\"a\":1}")
    #expect(await service.refusal("SendTaskSuccess", success, stage)?.code == "TaskTimedOut")
    #expect(
      try await Fixture.events(service, arn, stage).compactMap { $0["type"]?.string } == [
        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted",
        "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded",
      ]
    )
  }

  @Test func `a callback can fail the task by name`() async throws {
    let (stage, witness, keeper) = (try ServiceStage(), ServiceWitness(), Keeper())
    let service = Fixture.service(stage, witness, try stage.open(), functions: keeper.functions)
    let arn = try await Fixture.run(service, Self.waiting, stage)
    _ = try await service.call(
      "SendTaskFailure",
      ["taskToken": try await token(keeper), "error": "E", "cause": "C"],
      stage
    )
    let ended = try await Fixture.describe(service, arn, stage)
    #expect(ended["error"] == "E")
    #expect(ended["cause"] == "C")
  }

  @Test func `heartbeats keep a task alive over a restart, and their absence ends it`()
    async throws
  {
    let (stage, witness, keeper) = (try ServiceStage(), ServiceWitness(), Keeper())
    let database = try stage.open()
    let first = Fixture.service(stage, witness, database, functions: keeper.functions)
    let arn = try await Fixture.run(first, Self.waiting, stage)
    let token = try await token(keeper)
    #expect(
      try await eventually {
        try await Fixture.events(first, arn, stage).contains { $0["type"] == "TaskSubmitted" }
      }
    )
    await database.close()
    let timer = StagedTimer(stage.timer.now + 9000)
    let second = Fixture.service(
      stage,
      witness,
      try stage.open(),
      timer: timer,
      functions: ScriptedFunctions { _, _ in
        throw CloudError("TestFailure", "the function must not be called again")
      }
    )
    try await second.resume()
    _ = try await second.call("SendTaskHeartbeat", ["taskToken": token], stage)
    await timer.advance(by: 9000)
    #expect(try await Fixture.describe(second, arn, stage)["status"] == "RUNNING")
    await timer.advance(by: 1001)
    let ended = try await Fixture.described(second, arn, "FAILED", stage)
    #expect(ended["error"] == "States.Timeout")
  }

  @Test func `a worker takes an activity's task, and its time runs from then`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = Fixture.service(stage, witness, try stage.open())
    let activity = try await service.call("CreateActivity", ["name": "dig"], stage)
    let arn = try await Fixture.run(
      service,
      [
        "T": [
          "Type": "Task", "Resource": activity["activityArn"] ?? "", "TimeoutSeconds": 5,
          "End": true,
        ]
      ],
      input: ["depth": 2],
      stage
    )
    await stage.timer.advance(by: 60_000)
    let task = try await service.call(
      "GetActivityTask",
      ["activityArn": activity["activityArn"] ?? "", "workerName": "mole"],
      stage
    )
    #expect(task["input"] == "{\"depth\":2}")
    await stage.timer.advance(by: 4999)
    _ = try await service.call(
      "SendTaskSuccess",
      ["taskToken": task["taskToken"] ?? "", "output": "\"done\""],
      stage
    )
    #expect(try await Fixture.describe(service, arn, stage)["output"] == "\"done\"")
    let events = try await Fixture.events(service, arn, stage)
    #expect(
      events.compactMap { $0["type"]?.string } == [
        "ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted",
        "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded",
      ]
    )
    #expect(events[3]["activityStartedEventDetails"] == ["workerName": "mole"])
  }

  @Test func `a worker that waits is given the next task, or nothing after a minute`() async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = Fixture.service(stage, witness, try stage.open())
    let activity = try await service.call("CreateActivity", ["name": "dig"], stage)
    let arn = activity["activityArn"] ?? ""
    async let early = service.call("GetActivityTask", ["activityArn": arn], stage)
    #expect(try await eventually { stage.timer.keys.contains { $0.contains("activity") } })
    _ = try await Fixture.run(
      service,
      ["T": ["Type": "Task", "Resource": arn, "End": true]],
      stage
    )
    #expect(try await early["input"] == "{}")
    async let late = service.call("GetActivityTask", ["activityArn": arn], stage)
    #expect(try await eventually { stage.timer.keys.contains { $0.contains("activity") } })
    await stage.timer.advance(by: 60_000)
    #expect(try await late["taskToken"] == .null)
  }

  @Test func `a task of an activity that is not there fails`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = Fixture.service(stage, witness, try stage.open())
    let activity: JSON = "arn:aws:states:eu-central-1:000000000000:activity:no"
    let arn = try await Fixture.run(
      service,
      ["T": ["Type": "Task", "Resource": activity, "End": true]],
      stage
    )
    let ended = try await Fixture.described(service, arn, "FAILED", stage)
    #expect(ended["error"] == "States.Runtime")
    #expect(ended["cause"]?.string?.contains("activity:no does not exist.") == true)
  }

  @Test func `a failed execution is redriven from where it failed, also after a restart`()
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let isMended = Mutex(false)
    let functions = ScriptedFunctions { name, _ in
      guard name == "good" || isMended.withLock({ $0 }) else {
        return InvocationResult(
          payload: ["errorType": "Broken"],
          functionError: "Unhandled",
          requestID: "r"
        )
      }
      return InvocationResult(payload: .string(name), requestID: "r")
    }
    func task(_ name: String) -> JSON {
      [
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "OutputPath": "$.Payload",
        "Parameters": ["FunctionName": .string(name)], "End": true,
      ]
    }
    let database = try stage.open()
    let first = Fixture.service(stage, witness, database, functions: functions)
    let arn = try await Fixture.run(
      first,
      [
        "P": [
          "Type": "Parallel", "End": true,
          "Branches": [
            ["StartAt": "A", "States": ["A": task("good")]],
            ["StartAt": "B", "States": ["B": task("bad")]],
          ],
        ]
      ],
      stage
    )
    let failed = try await Fixture.described(first, arn, "FAILED", stage)
    #expect(failed["redriveStatus"] == "REDRIVABLE")
    await database.close()
    isMended.withLock { $0 = true }
    let second = Fixture.service(stage, witness, try stage.open(), functions: functions)
    try await second.resume()
    let redrive: JSON = ["executionArn": .string(arn), "clientToken": "once"]
    let date = try await second.call("RedriveExecution", redrive, stage)
    #expect(date["redriveDate"] != nil)
    let ended = try await Fixture.described(second, arn, "SUCCEEDED", stage)
    #expect(ended["output"] == "[\"good\",\"bad\"]")
    #expect(ended["redriveCount"] == 1)
    #expect(ended["redriveDate"] == date["redriveDate"])
    #expect(
      ended["redriveStatusReason"] == "Execution is SUCCEEDED and cannot be redriven"
    )
    // The branch that had succeeded was not run again.
    #expect(functions.names.filter { $0 == "bad" }.count == 2)
    #expect(try await second.call("RedriveExecution", redrive, stage) == date)
    let refused = await second.refusal(
      "RedriveExecution",
      ["executionArn": .string(arn)],
      stage
    )
    #expect(refused?.code == "ExecutionNotRedrivable")
    #expect(
      try await Fixture.events(second, arn, stage).contains { event in
        event["executionRedrivenEventDetails"] == ["redriveCount": 1]
      }
    )
  }

  @Test func `a stopped wait is waited for anew when it is redriven`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = Fixture.service(stage, witness, try stage.open())
    let arn = try await Fixture.run(
      service,
      ["W": ["Type": "Wait", "Seconds": 3600, "End": true]],
      stage
    )
    await stage.timer.advance(by: 3_000_000)
    _ = try await service.call("StopExecution", ["executionArn": .string(arn)], stage)
    _ = try await service.call("RedriveExecution", ["executionArn": .string(arn)], stage)
    await stage.timer.advance(by: 3_599_000)
    #expect(try await Fixture.describe(service, arn, stage)["status"] == "RUNNING")
    await stage.timer.advance(by: 1000)
    _ = try await Fixture.described(service, arn, "SUCCEEDED", stage)
  }
}
