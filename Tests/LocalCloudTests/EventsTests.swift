import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

private let machineARN = "arn:aws:states:eu-central-1:000000000000:stateMachine:w"

@Suite struct `EventBridge operations` {
  private let machine = machineARN

  private func start(
    _ stage: ServiceStage,
    _ witness: ServiceWitness,
    _ database: SQLiteCloudDatabase
  ) async throws -> EventsService {
    let service = EventsService(
      database: database,
      identity: stage.identity,
      timer: stage.timer,
      targets: witness,
      metrics: witness
    )
    _ = try await service.call(
      "PutRule",
      [
        "Name": "created",
        "EventPattern": #"{"source":["customer.api"],"detail-type":["CustomerCreated"]}"#,
      ],
      stage
    )
    _ = try await service.call(
      "PutTargets",
      [
        "Rule": "created",
        "Targets": [
          ["Id": "w", "Arn": .string(machine), "RoleArn": "r", "InputPath": "$.detail"]
        ],
      ],
      stage
    )
    return service
  }

  private func put(_ service: EventsService, _ stage: ServiceStage, id: String) async throws -> JSON
  {
    try await service.call(
      "PutEvents",
      [
        "Entries": [
          [
            "Source": "customer.api", "DetailType": "CustomerCreated",
            "Detail": .string("{\"id\":\"\(id)\"}"),
          ], ["Source": "other", "DetailType": "x", "Detail": "{}"],
          ["Source": "other", "DetailType": "x", "Detail": "nonsense"],
        ]
      ],
      stage
    )
  }

  @Test func `an event that matches reaches the target with its part of the event`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    let answer = try await put(service, stage, id: "x")
    #expect(answer["FailedEntryCount"] == 1)
    #expect(answer["Entries"]?[2]?["ErrorCode"] == "MalformedDetail")
    #expect(try await eventually { witness.delivered.count == 1 })
    #expect(witness.delivered.first?.input == ["id": "x"])
    #expect(witness.delivered.first?.arn == machine)
    let eventID = try #require(answer["Entries"]?[0]?["EventId"]?.string)
    #expect(witness.delivered.first?.name.hasPrefix(eventID + "_") == true)
  }

  @Test func `a target that is throttled is tried again`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    witness.refuse([CloudError("ThrottlingException", "slow down")])
    _ = try await put(service, stage, id: "x")
    #expect(try await eventually { stage.timer.keys.contains { $0.contains("delivery") } })
    await stage.timer.advance(by: 5000)
    #expect(try await eventually { witness.delivered.count == 1 })
  }

  @Test func `a delivery that is open at the end is made after a restart`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let database = try stage.open()
    let first = try await start(stage, witness, database)
    witness.refuse([CloudError("InternalError", "down", status: 500)])
    _ = try await put(first, stage, id: "x")
    #expect(try await eventually { stage.timer.keys.contains { $0.contains("delivery") } })
    await database.close()
    let second = EventsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: StagedTimer(stage.timer.now),
      targets: witness,
      metrics: witness
    )
    try await second.resume()
    #expect(try await eventually { witness.delivered.count == 1 })
  }

  @Test func `a schedule fires on time, and not while its rule is disabled`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    _ = try await service.call(
      "PutRule",
      ["Name": "scan", "ScheduleExpression": "rate(5 minutes)"],
      stage
    )
    _ = try await service.call(
      "PutTargets",
      [
        "Rule": "scan",
        "Targets": [
          [
            "Id": "w", "Arn": .string(machine), "RoleArn": "r",
            "Input": #"{"id":"scheduled-check"}"#,
          ]
        ],
      ],
      stage
    )
    await stage.timer.advance(by: 300_000)
    #expect(try await eventually { witness.delivered.count == 1 })
    #expect(witness.delivered.first?.input == ["id": "scheduled-check"])
    _ = try await service.call("DisableRule", ["Name": "scan"], stage)
    await stage.timer.advance(by: 900_000)
    #expect(witness.delivered.count == 1)
  }

  @Test func `an input transformer fills its template`() throws {
    let target = try TargetInput([
      "InputTransformer": [
        "InputPathsMap": ["id": "$.detail.id", "n": "$.detail.list[1]"],
        "InputTemplate": #"{"text": "id is <id>", "raw": <id>, "n": <n>}"#,
      ]
    ])
    let made = target.apply(
      to: ["detail": ["id": "a\"b", "list": [1, 2]]],
      rule: "r",
      ruleARN: "arn"
    )
    #expect(made == ["text": "id is a\"b", "raw": "a\"b", "n": 2])
  }

  @Test func `entries are refused one by one, as AWS refuses them`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    let good: JSON = [
      "Source": "customer.api", "DetailType": "CustomerCreated", "Detail": #"{"id":"x"}"#,
    ]
    func entry(_ key: String, _ value: JSON?) -> JSON {
      var entry = good
      entry[key] = value
      return entry
    }
    let answer = try await service.call(
      "PutEvents",
      [
        "Entries": [
          entry("Source", nil), entry("DetailType", nil), entry("Detail", nil),
          entry("Source", "aws.s3"), entry("EventBusName", "nobody"),
        ]
      ],
      stage
    )
    func missing(_ key: String) -> JSON {
      [
        "ErrorCode": "InvalidArgument",
        "ErrorMessage":
          .string("Parameter \(key) is not valid. Reason: \(key) is a required argument."),
      ]
    }
    let entries = try #require(answer["Entries"]?.array)
    #expect(answer["FailedEntryCount"] == 4)
    #expect(Array(entries.prefix(3)) == ["Source", "DetailType", "Detail"].map(missing))
    #expect(entries[3]["ErrorCode"] == "NotAuthorizedForSourceException")
    // A bus that is not there takes events in, and nobody hears of them.
    #expect(entries[4]["EventId"] != nil)
    #expect(await service.isIdle)
    #expect(witness.delivered.isEmpty)
    let large = entry("Detail", .string("{\"a\":\"\(String(repeating: "x", count: 262_144))\"}"))
    let refusal = await service.refusal("PutEvents", ["Entries": [large]], stage)
    #expect(
      refusal
        == CloudError(
          "ValidationException",
          "Total size of the entries in the request is over the limit."
        )
    )
  }

  @Test(
    arguments: [
      (
        ["Id": "!@#$"],
        "1 validation error detected: Value '!@#$' at 'targets.1.member.id' failed to satisfy "
          + "constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
      ),
      (
        ["Id": .string(String(repeating: "a", count: 65))],
        "1 validation error detected: Value '\(String(repeating: "a", count: 65))' at "
          + "'targets.1.member.id' failed to satisfy constraint: Member must have length less than or "
          + "equal to 64"
      ),
      (
        [
          "InputTransformer": [
            "InputTemplate": "<a> <notdefinedkey>", "InputPathsMap": ["a": "$.id"],
          ]
        ],
        "InputTemplate for target w contains invalid placeholder notdefinedkey."
      ),
      (
        ["InputTransformer": ["InputPathsMap": ["a": "$.id"]]],
        "1 validation error detected: Value null at 'targets.1.member.inputTransformer.inputTemplate' "
          + "failed to satisfy constraint: Member must not be null"
      ),
      (["RoleArn": nil], "RoleArn is required for target \(machineARN)."),
      (
        ["DeadLetterConfig": ["Arn": "arn:aws:sqs:eu-central-1:000000000000:q"]],
        "The local cloud has no SQS, so that the dead-letter queue "
          + "arn:aws:sqs:eu-central-1:000000000000:q of target w cannot be."
      ),
      (
        ["Arn": "arn:aws:sqs:eu-central-1:000000000000:q"],
        "The local cloud delivers to state machines, functions, topics and log groups, and not to "
          + "arn:aws:sqs:eu-central-1:000000000000:q."
      ),
      (
        ["Id": "", "RetryPolicy": ["MaximumRetryAttempts": 186, "MaximumEventAgeInSeconds": 59]],
        "4 validation errors detected: Value '' at 'targets.1.member.id' failed to satisfy constraint: "
          + "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+; Value '' at "
          + "'targets.1.member.id' failed to satisfy constraint: Member must have length greater than "
          + "or equal to 1; Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed "
          + "to satisfy constraint: Member must have value less than or equal to 185; Value '59' at "
          + "'targets.1.member.retryPolicy.maximumEventAgeInSeconds' failed to satisfy constraint: "
          + "Member must have value greater than or equal to 60"
      ),
    ] as [(JSON, String)]
  )
  func `targets that cannot be are refused`(change: JSON, message: String) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    var target: JSON = ["Id": "w", "Arn": .string(machine), "RoleArn": "r"]
    for (key, value) in change.object ?? [:] { target[key] = value }
    let refusal = await service.refusal(
      "PutTargets",
      ["Rule": "created", "Targets": [target]],
      stage
    )
    #expect(refusal == CloudError("ValidationException", message))
  }

  @Test func `rules are listed and deleted only without targets`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    let rules = try await service.call("ListRules", ["NamePrefix": "cre"], stage)
    #expect(rules["Rules"]?.array?.count == 1)
    let refused = await service.refusal("DeleteRule", ["Name": "created"], stage)
    #expect(refused?.message == "Rule can't be deleted since it has targets.")
    _ = try await service.call("RemoveTargets", ["Rule": "created", "Ids": ["w"]], stage)
    _ = try await service.call("DeleteRule", ["Name": "created"], stage)
    let gone = await service.refusal("DescribeRule", ["Name": "created"], stage)
    #expect(gone?.code == "ResourceNotFoundException")
  }

  @Test func `a delivery is given up after as many tries as its target says, over restarts too`()
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let database = try stage.open()
    let first = try await start(stage, witness, database)
    _ = try await first.call(
      "PutTargets",
      [
        "Rule": "created",
        "Targets": [
          [
            "Id": "w", "Arn": .string(machine), "RoleArn": "r",
            "RetryPolicy": ["MaximumRetryAttempts": 2],
          ]
        ],
      ],
      stage
    )
    witness.refuse((0..<9).map { _ in CloudError("InternalError", "down", status: 500) })
    _ = try await put(first, stage, id: "x")
    #expect(try await eventually { stage.timer.keys.contains { $0.contains("delivery") } })
    // Whatever was handed in before this is durable with it.
    try await database.write { _ in }
    await database.close()
    let timer = StagedTimer(stage.timer.now)
    let second = EventsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: timer,
      targets: witness,
      metrics: witness
    )
    try await second.resume()
    #expect(try await eventually { timer.keys.contains { $0.contains("delivery") } })
    await timer.advance(by: 2000)
    #expect(
      try await eventually { witness.samples.contains { $0.metric.name == "FailedInvocations" } }
    )
    #expect(witness.samples.filter { $0.metric.name == "RetryInvocationAttempts" }.count == 2)
    #expect(witness.delivered.isEmpty)
  }

  @Test(
    arguments: [
      (1, 0, 1000), (3, 0, 4000), (20, 0, 480_000), (186, 0, nil), (1, 86_400_000, nil),
    ] as [(Int, Int64, Int64?)]
  )
  func `a delivery is tried for a day at most`(tries: Int, now: Int64, wait: Int64?) {
    let now = Instant(milliseconds: now)
    let due = DeliveryRetry().next(after: tries, created: Instant(milliseconds: 0), now: now)
    #expect(due == wait.map { now + $0 })
  }

  @Test func `a wrong type is refused before anything else`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    let refusal = await service.refusal("PutRule", ["Name": 1, "State": "OFF"], stage)
    #expect(
      refusal
        == CloudError("SerializationException", "NUMBER_VALUE can not be converted to a String")
    )
  }

  @Test func `rules are found by their target`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    let found = try await service.call(
      "ListRuleNamesByTarget",
      ["TargetArn": .string(machine)],
      stage
    )
    #expect(found["RuleNames"] == ["created"])
  }
}
