import GRDB
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Step Functions machines` {
  private typealias Fixture = StepFunctionsFixture

  private static let definition =
    "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"

  private func make(_ stage: ServiceStage) throws -> StepFunctionsService {
    Fixture.service(stage, ServiceWitness(), try stage.open())
  }

  @Test func `a machine has a revision to speak of once it is updated, and keeps its tags`()
    async throws
  {
    let stage = try ServiceStage()
    let service = try make(stage)
    let create: JSON = [
      "name": "w", "definition": .string(Self.definition), "roleArn": Fixture.role,
      "tags": [["key": "a", "value": "1"]],
    ]
    let arn = try await service.call("CreateStateMachine", create, stage)["stateMachineArn"] ?? ""
    let before = try await service.call("DescribeStateMachine", ["stateMachineArn": arn], stage)
    #expect(before["revisionId"] == nil)
    #expect(before["loggingConfiguration"] == ["level": "OFF", "includeExecutionData": false])
    let updated = try await service.call(
      "UpdateStateMachine",
      ["stateMachineArn": arn, "roleArn": "arn:aws:iam::000000000000:role/other"],
      stage
    )
    let after = try await service.call("DescribeStateMachine", ["stateMachineArn": arn], stage)
    #expect(after["revisionId"] == updated["revisionId"])
    #expect(
      await service.refusal("CreateStateMachine", create, stage)?.code
        == "StateMachineAlreadyExists"
    )
    _ = try await service.call(
      "TagResource",
      ["resourceArn": arn, "tags": [["key": "b", "value": "2"]]],
      stage
    )
    _ = try await service.call("UntagResource", ["resourceArn": arn, "tagKeys": ["a"]], stage)
    let tags = try await service.call("ListTagsForResource", ["resourceArn": arn], stage)
    #expect(tags == ["tags": [["key": "b", "value": "2"]]])
  }

  @Test func `changes that are made at the same time are all kept`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    let create: JSON = [
      "name": "w", "definition": .string(Self.definition), "roleArn": Fixture.role,
    ]
    let arn = try await service.call("CreateStateMachine", create, stage)["stateMachineArn"] ?? ""
    for round in 0..<20 {
      let role = "arn:aws:iam::000000000000:role/r\(round)"
      let tracing: JSON = ["enabled": .bool(round.isMultiple(of: 2))]
      async let first = service.call(
        "UpdateStateMachine",
        ["stateMachineArn": arn, "roleArn": .string(role)],
        stage
      )
      async let second = service.call(
        "UpdateStateMachine",
        ["stateMachineArn": arn, "tracingConfiguration": tracing],
        stage
      )
      _ = try await (first, second)
      let after = try await service.call("DescribeStateMachine", ["stateMachineArn": arn], stage)
      #expect(after["roleArn"] == .string(role))
      #expect(after["tracingConfiguration"] == tracing)
    }
  }

  @Test func `revisions that no execution was started on are forgotten`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = Fixture.service(stage, ServiceWitness(), database)
    let create: JSON = [
      "name": "w", "definition": .string(Self.definition), "roleArn": Fixture.role,
    ]
    let arn = try await service.call("CreateStateMachine", create, stage)["stateMachineArn"] ?? ""
    let started = try await service.call("StartExecution", ["stateMachineArn": arn], stage)
    for round in 0..<3 {
      _ = try await service.call(
        "UpdateStateMachine",
        ["stateMachineArn": arn, "roleArn": "arn:aws:iam::000000000000:role/r\(round)"],
        stage
      )
    }
    try await service.resume()
    await stage.timer.advance(by: 10_000)
    let left = try await database.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM state_machine_revision")
    }
    #expect(left == 2)
    let execution: JSON = ["executionArn": started["executionArn"] ?? ""]
    let old = try await service.call("DescribeStateMachineForExecution", execution, stage)
    #expect(old["roleArn"] == Fixture.role)
  }

  @Test(
    arguments: [
      (definition, "OK", nil, nil), ("{}", "FAIL", "SCHEMA_VALIDATION_FAILED", "/"),
      (
        "not a definition", "FAIL", "INVALID_JSON_DESCRIPTION",
        #"[Source: (String)"not a definition"; line: 1, column: 4]"#
      ), (#""""#, "FAIL", "SCHEMA_VALIDATION_FAILED", nil),
      (
        "{\n  'a': 1}", "FAIL", "INVALID_JSON_DESCRIPTION",
        "[Source: (String)\"{\n  'a': 1}\"; line: 2, column: 3]"
      ),
      (
        "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"Next\":\"Q\"}}}", "FAIL",
        "MISSING_TRANSITION_TARGET", "/States/P/Next"
      ),
    ] as [(String, String, String?, String?)]
  )
  func `a definition is validated without being kept`(
    definition: String,
    result: String,
    code: String?,
    location: String?
  ) async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    let answer = try await service.call(
      "ValidateStateMachineDefinition",
      ["definition": .string(definition)],
      stage
    )
    #expect(answer["result"] == .string(result))
    #expect(answer["diagnostics"]?[0]?["code"]?.string == code)
    #expect(answer["diagnostics"]?[0]?["location"]?.string == location)
    if definition == "{}" {
      #expect(
        answer["diagnostics"]?[0]?["message"] == "These fields are required: [States, StartAt]"
      )
    }
  }

  @Test(
    arguments: [
      (
        "not json",
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token "
          + "'null', 'true' or 'false')"
      ),
      (
        "{'a': 1}",
        "Unexpected character (''' (code 39)): was expecting double-quote to start field name"
      ), ("", "Invalid execution input."),
    ] as [(String, String)]
  )
  func `an input that is not JSON is refused in the words of the service's reader`(
    input: String,
    reason: String
  ) async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    let machine = try await service.call(
      "CreateStateMachine",
      ["name": "w", "definition": .string(Self.definition), "roleArn": Fixture.role],
      stage
    )
    let error = await service.refusal(
      "StartExecution",
      ["stateMachineArn": machine["stateMachineArn"] ?? "", "input": .string(input)],
      stage
    )
    #expect(error?.code == "InvalidExecutionInput")
    #expect(error?.message == "Invalid State Machine Execution Input: '\(reason)'")
  }
}
