import AWSWire
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// Step Functions whose integrations call Step Functions itself.
private final class Circle: Sendable {
  let stage: ServiceStage
  private let inner = Mutex<StepFunctionsService?>(nil)

  init(_ stage: ServiceStage) { self.stage = stage }

  func open(_ database: any CloudDatabase, timer: StagedTimer) -> StepFunctionsService {
    let service = StepFunctionsFixture.service(
      stage,
      ServiceWitness(),
      database,
      timer: timer
    ) { [self] call in
      let service = try #require(inner.withLock { $0 })
      return try await service.call(call.operation, call.input, stage)
    }
    inner.withLock { $0 = service }
    return service
  }
}

@Suite struct `Nested executions` {
  private typealias Fixture = StepFunctionsFixture

  private let stage: ServiceStage
  private let circle: Circle
  private let service: StepFunctionsService
  private let database: SQLiteCloudDatabase

  init() throws {
    stage = try ServiceStage()
    circle = Circle(stage)
    database = try stage.open()
    service = circle.open(database, timer: stage.timer)
  }

  private func child(_ state: JSONObject) async throws -> JSON {
    let definition: JSON = ["StartAt": "C", "States": ["C": .object(state)]]
    let made = try await service.call(
      "CreateStateMachine",
      ["name": "child", "definition": .string(definition.text()), "roleArn": Fixture.role],
      stage
    )
    return try #require(made["stateMachineArn"])
  }

  private func run(_ resource: String, _ parameters: JSON) async throws -> String {
    try await Fixture.run(
      service,
      [
        "T": [
          "Type": "Task", "Resource": .string("arn:aws:states:::" + resource),
          "Parameters": parameters, "End": true,
        ]
      ],
      stage
    )
  }

  private func children(_ machine: JSON) async throws -> [JSON] {
    try await service.call("ListExecutions", ["stateMachineArn": machine], stage)["executions"]?
      .array ?? []
  }

  @Test func `an execution that is only started is answered at once, as the SDK spells it`()
    async throws
  {
    let machine = try await child(["Type": "Wait", "Seconds": 60, "End": true])
    let parent = try await run(
      "states:startExecution",
      ["StateMachineArn": machine, "Name": "n", "Input": ["a": 1]]
    )
    let ended = try await Fixture.described(service, parent, "SUCCEEDED", stage)
    let output = try JSON(parsing: ended["output"]?.string ?? "")
    let arn = "arn:aws:states:eu-central-1:000000000000:execution:child:n"
    #expect(output["ExecutionArn"] == .string(arn))
    #expect(output["StartDate"]?.int == Int(stage.timer.now.milliseconds))
    #expect(output["SdkHttpMetadata"]?["HttpStatusCode"] == 200)
    let begun = try await Fixture.describe(service, arn, stage)
    #expect(begun["input"] == #"{"a":1}"#)
    #expect(begun["status"] == "RUNNING")
  }

  @Test(
    arguments: [
      ("states:startExecution.sync", JSON.string(#"{"a":1}"#)),
      ("states:startExecution.sync:2", ["a": 1]),
    ] as [(String, JSON)]
  )
  func `a task that waits for an execution gets its description`(
    resource: String,
    data: JSON
  ) async throws {
    let machine = try await child(["Type": "Pass", "End": true])
    let parent = try await run(resource, ["StateMachineArn": machine, "Input": ["a": 1]])
    let ended = try await Fixture.described(service, parent, "SUCCEEDED", stage)
    let output = try JSON(parsing: ended["output"]?.string ?? "")
    #expect(
      output.object.map { Array($0.keys) } == [
        "ExecutionArn", "Input", "InputDetails", "Name", "Output", "OutputDetails", "RedriveCount",
        "RedriveStatus", "RedriveStatusReason", "StartDate", "StateMachineArn", "Status",
        "StopDate",
      ]
    )
    #expect(output["Input"] == data)
    #expect(output["Output"] == data)
    #expect(output["InputDetails"] == ["Included": true])
    #expect(output["Status"] == "SUCCEEDED")
    let events = try await Fixture.events(service, parent, stage)
    #expect(
      events.compactMap { $0["type"]?.string } == [
        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted",
        "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded",
      ]
    )
    let submitted = events[4]["taskSubmittedEventDetails"]
    #expect(submitted?["resourceType"] == "states")
    #expect(submitted?["resource"] == .string(String(resource.dropFirst(7))))
  }

  @Test func `an execution that fails fails the task with its description as the cause`()
    async throws
  {
    let machine = try await child(["Type": "Fail", "Error": "E", "Cause": "because"])
    let parent = try await run("states:startExecution.sync:2", ["StateMachineArn": machine])
    let ended = try await Fixture.described(service, parent, "FAILED", stage)
    #expect(ended["error"] == "States.TaskFailed")
    let cause = try JSON(parsing: ended["cause"]?.string ?? "")
    #expect(cause["Error"] == "E")
    #expect(cause["Cause"] == "because")
    #expect(cause["Status"] == "FAILED")
    #expect(cause["Input"] == [:])
  }

  @Test(arguments: [
    (
      "states:startExecution.sync", "StepFunctions.StateMachineDoesNotExistException",
      "(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; "
    ),
    (
      "aws-sdk:sfn:startExecution", "Sfn.StateMachineDoesNotExistException",
      "(Service: Sfn, Status Code: 400, Request ID: "
    ),
  ])
  func `a machine that is not there is named as the SDK names it`(
    resource: String,
    error: String,
    cause: String
  ) async throws {
    let arn = "arn:aws:states:eu-central-1:000000000000:stateMachine:none"
    let parent = try await run(resource, ["StateMachineArn": .string(arn)])
    let ended = try await Fixture.described(service, parent, "FAILED", stage)
    #expect(ended["error"] == .string(error))
    #expect(
      ended["cause"]?.string?.hasPrefix("State Machine Does Not Exist: '\(arn)' " + cause) == true
    )
  }

  @Test func `whoever stops an execution stops those that it waits for`() async throws {
    let machine = try await child(["Type": "Wait", "Seconds": 60, "End": true])
    let parent = try await run("states:startExecution.sync", ["StateMachineArn": machine])
    #expect(try await eventually { try await children(machine).count == 1 })
    #expect(
      try await eventually { try await Fixture.events(service, parent, stage).count == 5 }
    )
    _ = try await service.call("StopExecution", ["executionArn": .string(parent)], stage)
    #expect(try await eventually { try await children(machine).first?["status"] == "ABORTED" })
  }

  @Test func `a task goes on waiting after the cloud was started again`() async throws {
    let machine = try await child(["Type": "Wait", "Seconds": 60, "End": true])
    let parent = try await run("states:startExecution.sync:2", ["StateMachineArn": machine])
    #expect(
      try await eventually { try await Fixture.events(service, parent, stage).count == 5 }
    )
    #expect(try await eventually { await service.isIdle })
    await service.halt()
    let timer = StagedTimer(stage.timer.now)
    let again = circle.open(database, timer: timer)
    try await again.resume()
    await timer.advance(by: 61_000)
    let ended = try await Fixture.described(again, parent, "SUCCEEDED", stage)
    #expect(try JSON(parsing: ended["output"]?.string ?? "")["Status"] == "SUCCEEDED")
    #expect(try await children(machine).count == 1)
  }

  @Test func `a task that is tried again after a crash begins nothing twice`() {
    let name = NestedExecution.name(ofTask: 3, of: "arn")
    #expect(name == NestedExecution.name(ofTask: 3, of: "arn"))
    #expect(name != NestedExecution.name(ofTask: 4, of: "arn"))
    #expect(name.count == 36)
  }
}
