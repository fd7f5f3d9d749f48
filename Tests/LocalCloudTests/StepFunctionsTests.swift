import AWSWire
import GRDB
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Step Functions operations` {
  private let logGroup = "/aws/vendedlogs/states/w"

  private var definition: JSON {
    [
      "StartAt": "Check",
      "States": [
        "Check": [
          "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
          "Parameters": ["FunctionName": "validate", "Payload.$": "$"],
          "ResultSelector": ["exists.$": "$.Payload.exists"], "ResultPath": "$.check", "Next": "Is",
        ],
        "Is": [
          "Type": "Choice",
          "Choices": [["Variable": "$.check.exists", "BooleanEquals": true, "Next": "Old"]],
          "Default": "Rest",
        ], "Old": ["Type": "Succeed"],
        "Rest": ["Type": "Wait", "Seconds": 30, "Next": "Store"],
        "Store": [
          "Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem",
          "Parameters": ["TableName": "t", "Item": ["id": ["S.$": "$.id"]]],
          "ResultPath": nil, "End": true,
        ],
      ],
    ]
  }

  private func make(
    _ stage: ServiceStage,
    _ witness: ServiceWitness,
    _ database: SQLiteCloudDatabase,
    timer: StagedTimer? = nil,
    functions: ScriptedFunctions
  ) -> StepFunctionsService {
    StepFunctionsService(
      database: database,
      identity: stage.identity,
      timer: timer ?? stage.timer,
      functions: functions,
      logs: witness,
      metrics: witness,
      identifiers: RandomIdentifiers()
    ) { call in
      guard call.operation == "PutItem", call.input["Item"]?["id"]?["S"] != "taken" else {
        throw CloudError("ConditionalCheckFailedException", "The conditional request failed")
      }
      return [:]
    }
  }

  private func create(
    _ service: StepFunctionsService,
    _ stage: ServiceStage
  ) async throws -> String {
    let answer = try await service.call(
      "CreateStateMachine",
      [
        "name": "w", "definition": .string(definition.text()), "roleArn": "arn:aws:iam::0:role/w",
        "loggingConfiguration": [
          "level": "ALL", "includeExecutionData": true,
          "destinations": [
            [
              "cloudWatchLogsLogGroup": [
                "logGroupArn": .string(stage.identity.arn("logs", "log-group:\(logGroup):*"))
              ]
            ]
          ],
        ],
      ],
      stage
    )
    return answer["stateMachineArn"]?.string ?? ""
  }

  private func exists(_ value: Bool) -> ScriptedFunctions {
    ScriptedFunctions { _, _ in
      InvocationResult(payload: ["exists": .bool(value)], requestID: "r-1")
    }
  }

  private func status(
    _ service: StepFunctionsService,
    _ arn: String,
    _ stage: ServiceStage
  ) async throws -> String? {
    try await service.call("DescribeExecution", ["executionArn": .string(arn)], stage)["status"]?
      .string
  }

  private func start(
    _ service: StepFunctionsService,
    _ machine: String,
    _ name: String,
    _ input: JSON,
    _ stage: ServiceStage
  ) async throws -> String {
    try await service.call(
      "StartExecution",
      [
        "stateMachineArn": .string(machine), "name": .string(name), "input": .string(input.text()),
      ],
      stage
    )["executionArn"]?.string ?? ""
  }

  @Test func `a run leaves its output, history, log lines and metrics`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = make(stage, witness, try stage.open(), functions: exists(true))
    let machine = try await create(service, stage)
    let arn = try await start(service, machine, "one", ["id": "x"], stage)
    #expect(arn == "arn:aws:states:eu-central-1:000000000000:execution:w:one")
    #expect(try await eventually { try await status(service, arn, stage) == "SUCCEEDED" })
    let history = try await service.call(
      "GetExecutionHistory",
      ["executionArn": .string(arn)],
      stage
    )
    #expect(
      history["events"]?.array?.compactMap { $0["type"]?.string } == [
        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded",
        "TaskStateExited", "ChoiceStateEntered", "ChoiceStateExited", "SucceedStateEntered",
        "SucceedStateExited", "ExecutionSucceeded",
      ]
    )
    let output = try JSON(
      parsing: history["events"]?[4]?["taskSucceededEventDetails"]?["output"]?.string ?? ""
    )
    #expect(
      output.object?.keys == [
        "ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode",
      ]
    )
    #expect(witness.lines.count == 11)
    #expect(witness.lines.allSatisfy { $0.group == logGroup })
    #expect(witness.samples.first { $0.metric.name == "ExecutionsSucceeded" }?.value == 1)
    #expect(witness.samples.contains { $0.metric.name == "ExecutionsStarted" })
  }

  @Test func `history comes in pages, in either order, with or without data`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = make(stage, witness, try stage.open(), functions: exists(true))
    let arn = try await start(service, try await create(service, stage), "one", ["id": "x"], stage)
    #expect(try await eventually { try await status(service, arn, stage) == "SUCCEEDED" })
    var (ids, token): ([Int], JSON?) = ([], nil)
    repeat {
      var input: JSON = [
        "executionArn": .string(arn), "maxResults": 4, "reverseOrder": true,
        "includeExecutionData": false,
      ]
      input["nextToken"] = token
      let page = try await service.call("GetExecutionHistory", input, stage)
      ids += page["events"]?.array?.compactMap { $0["id"]?.int } ?? []
      #expect(!page.text().contains("\"input\""))
      token = page["nextToken"]
    } while token != nil
    #expect(ids == (1...11).reversed())
  }

  @Test func `starting again under the same name is idempotent while the run runs`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = make(stage, witness, try stage.open(), functions: exists(false))
    let machine = try await create(service, stage)
    let first = try await start(service, machine, "one", ["id": "x"], stage)
    #expect(try await start(service, machine, "one", ["id": "x"], stage) == first)
    await #expect(
      throws: CloudError("ExecutionAlreadyExists", "Execution Already Exists: '\(first)'")
    ) { try await start(service, machine, "one", ["id": "y"], stage) }
    _ = try await service.call(
      "StopExecution",
      ["executionArn": .string(first), "error": "E", "cause": "C"],
      stage
    )
    #expect(try await status(service, first, stage) == "ABORTED")
    await #expect(throws: CloudError.self) {
      try await start(service, machine, "one", ["id": "x"], stage)
    }
    let list = try await service.call(
      "ListExecutions",
      [
        "stateMachineArn": .string(machine), "statusFilter": "ABORTED",
      ],
      stage
    )
    #expect(list["executions"]?[0]?["name"] == "one")
  }

  @Test func `a run that waits goes on after a restart at its due time`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let database = try stage.open()
    let first = make(stage, witness, database, functions: exists(false))
    let arn = try await start(first, try await create(first, stage), "one", ["id": "x"], stage)
    #expect(try await eventually { !stage.timer.keys.filter { $0.hasPrefix("states.") }.isEmpty })
    await database.close()
    let timer = StagedTimer(stage.timer.now + 1000)
    let second = make(stage, witness, try stage.open(), timer: timer, functions: exists(false))
    try await second.resume()
    #expect(try await status(second, arn, stage) == "RUNNING")
    await timer.advance(by: 30_000)
    #expect(try await eventually { try await status(second, arn, stage) == "SUCCEEDED" })
  }

  @Test func `a run that cannot be read again fails and holds up none of the others`() async throws
  {
    let stage = try ServiceStage()
    let witness = ServiceWitness()
    let database = try stage.open()
    let first = make(stage, witness, database, functions: exists(false))
    let machine = try await create(first, stage)
    var arns: [String] = []
    for name in ["broken", "bare", "sound"] {
      arns.append(try await start(first, machine, name, ["id": "x"], stage))
    }
    #expect(
      try await eventually {
        try await database.read { db in
          try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM execution_event WHERE body LIKE '%WaitStateEntered%'"
          ) == 3
        }
      }
    )
    await first.halt()
    let (broken, bare) = (arns[0], arns[1])
    try await database.write { db in
      try db.execute(
        sql: "UPDATE execution SET snapshot = '{\"execution\":{}}' WHERE arn = ?",
        arguments: [broken]
      )
      try db.execute(sql: "UPDATE execution SET snapshot = NULL WHERE arn = ?", arguments: [bare])
    }
    let timer = StagedTimer(stage.timer.now)
    let second = make(stage, witness, database, timer: timer, functions: exists(false))
    try await second.resume()
    await timer.advance(by: 31_000)
    for arn in arns.prefix(2) {
      let run = try await second.call("DescribeExecution", ["executionArn": .string(arn)], stage)
      #expect(run["status"] == "FAILED")
      #expect(run["error"] == "States.Runtime")
      #expect(run["cause"]?.string?.contains("could not take the execution up again") == true)
      let history = try await second.call(
        "GetExecutionHistory",
        ["executionArn": .string(arn), "reverseOrder": true, "maxResults": 1],
        stage
      )
      #expect(history["events"]?[0]?["type"] == "ExecutionFailed")
    }
    #expect(try await eventually { try await status(second, arns[2], stage) == "SUCCEEDED" })
    await database.close()
  }

  @Test func `a task that was running when the cloud ended is run again`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let database = try stage.open()
    let stuck = ScriptedFunctions { _, _ in
      try await Task.sleep(for: .seconds(3600))
      return InvocationResult(payload: nil, requestID: "never")
    }
    let first = make(stage, witness, database, functions: stuck)
    let arn = try await start(first, try await create(first, stage), "one", ["id": "x"], stage)
    #expect(try await eventually { stuck.names == ["validate"] })
    await database.close()
    let working = exists(true)
    let second = make(stage, witness, try stage.open(), functions: working)
    try await second.resume()
    #expect(try await eventually { try await status(second, arn, stage) == "SUCCEEDED" })
    #expect(working.names == ["validate"])
    _ = try? await first.call("StopExecution", ["executionArn": .string(arn)], stage)
  }

  @Test func `a function's failure is the execution's error and cause`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let failing = ScriptedFunctions { _, _ in
      InvocationResult(
        payload: ["errorType": "InvalidId", "errorMessage": "the id is empty"],
        functionError: "Unhandled",
        requestID: "r"
      )
    }
    let service = make(stage, witness, try stage.open(), functions: failing)
    let arn = try await start(service, try await create(service, stage), "one", ["id": ""], stage)
    #expect(try await eventually { try await status(service, arn, stage) == "FAILED" })
    let found = try await service.call("DescribeExecution", ["executionArn": .string(arn)], stage)
    #expect(found["error"] == "InvalidId")
    #expect(found["cause"]?.string?.contains("the id is empty") == true)
    #expect(witness.samples.first { $0.metric.name == "ExecutionsFailed" }?.value == 1)
  }

  @Test(arguments: [
    ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
    ("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("SHA-384", "cb00753f45a35e8bb5a03d699ac65007"),
    ("SHA-512", "ddaf35a193617abacc417349ae204131"),
  ])
  func `a workflow has all digests`(algorithm: String, beginning: String) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = make(stage, witness, try stage.open(), functions: exists(true))
    let definition: JSON = [
      "StartAt": "Hash",
      "States": [
        "Hash": [
          "Type": "Pass", "End": true,
          "Parameters": ["h.$": .string("States.Hash('abc', '\(algorithm)')")],
        ]
      ],
    ]
    let machine = try await service.call(
      "CreateStateMachine",
      ["name": "h", "definition": .string(definition.text()), "roleArn": "arn:aws:iam::0:role/w"],
      stage
    )["stateMachineArn"]?.string
    let arn = try await start(service, machine ?? "", "one", [:], stage)
    #expect(try await eventually { try await status(service, arn, stage) == "SUCCEEDED" })
    let run = try await service.call("DescribeExecution", ["executionArn": .string(arn)], stage)
    let hash = try JSON(parsing: run["output"]?.string ?? "")["h"]?.string
    #expect(hash?.hasPrefix(beginning) == true)
  }

  @Test func `a burst of five hundred runs ends with whole histories`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = make(stage, witness, try stage.open(), functions: exists(true))
    let machine = try await create(service, stage)
    let arns = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<500 {
        group.addTask { try await start(service, machine, "run-\(index)", ["id": "x"], stage) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(arns).count == 500)
    let ended = try await eventually {
      let page = try await service.call(
        "ListExecutions",
        [
          "stateMachineArn": .string(machine), "statusFilter": "SUCCEEDED", "maxResults": 1000,
        ],
        stage
      )
      return page["executions"]?.array?.count == 500
    }
    #expect(ended)
  }

  @Test(
    arguments: [
      (
        "CreateStateMachine",
        ["name": "w", "definition": "{}", "roleArn": "arn:aws:iam::0:role/w"],
        "InvalidDefinition"
      ),
      ("CreateStateMachine", ["name": "a b", "definition": "{}", "roleArn": "r"], "InvalidName"),
      (
        "StartExecution",
        ["stateMachineArn": "arn:aws:states:eu-central-1:000000000000:stateMachine:no"],
        "StateMachineDoesNotExist"
      ),
      (
        "DescribeExecution", ["executionArn": "arn:aws:states:x:y:execution:w:no"],
        "ExecutionDoesNotExist"
      ),
      ("DescribeExecution", ["executionArn": "nonsense"], "InvalidArn"),
      ("RedriveExecution", ["executionArn": "x"], "InvalidArn"),
      (
        "DescribeExecution",
        ["executionArn": "arn:aws:states:eu-central-1:000000000000:stateMachine:w"], "InvalidArn"
      ), ("DescribeStateMachine", ["stateMachineArn": "nonsense"], "InvalidArn"),
      (
        "CreateStateMachine", ["name": "w", "definition": "{}", "roleArn": "nobody"], "InvalidArn"
      ),
      (
        "CreateStateMachine",
        [
          "name": "w", "definition": "{}", "roleArn": "arn:aws:iam::0:role/w",
          "loggingConfiguration": ["level": "ALL"],
        ], "InvalidLoggingConfiguration"
      ), ("SendTaskSuccess", ["taskToken": "x", "output": "{}"], "InvalidToken"),
      ("SendTaskSuccess", ["taskToken": "x", "output": "{"], "InvalidOutput"),
      (
        "GetActivityTask",
        ["activityArn": "arn:aws:states:eu-central-1:000000000000:activity:no"],
        "ActivityDoesNotExist"
      ),
      (
        "ListTagsForResource",
        ["resourceArn": "arn:aws:states:eu-central-1:000000000000:stateMachine:no"],
        "ResourceNotFound"
      ), ("StartSyncExecution", ["stateMachineArn": "x"], "StateMachineTypeNotSupported"),
      ("ListExecutions", ["stateMachineArn": "x", "maxResults": 1001], "ValidationException"),
    ] as [(String, JSON, String)]
  )
  func `wrong calls are refused with the service's codes`(
    operation: String,
    input: JSON,
    code: String
  ) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = make(stage, witness, try stage.open(), functions: exists(true))
    #expect(await service.refusal(operation, input, stage)?.code == code)
  }
}
