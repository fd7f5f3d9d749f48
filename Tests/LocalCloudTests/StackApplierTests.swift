import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

/// Updates of the stack through the services' own operations.
struct StackApplierTests {
  private let stage: ServiceStage
  private let directory: ServiceDirectory
  private let applier: StackApplier

  init() throws {
    stage = try ServiceStage()
    let (database, witness) = (try stage.open(), ServiceWitness())
    let (identity, timer) = (stage.identity, stage.timer)
    directory = ServiceDirectory(
      identifiers: RandomIdentifiers(),
      clock: ManualCloudTimer(timer.now)
    )
    directory.add([
      DynamoDBService(database: database, identity: identity),
      SNSService(database: database, identity: identity, timer: timer),
      LogsService(database: database, identity: identity, timer: timer),
      EventsService(
        database: database,
        identity: identity,
        timer: timer,
        targets: witness,
        metrics: witness
      ),
      StepFunctionsFixture.service(stage, witness, database),
    ])
    applier = StackApplier(
      directory: directory,
      store: StackStore(database: database),
      identity: identity
    )
  }

  private func apply(_ resources: String) async throws {
    _ = try await applier.apply(
      StackApplier.Request(
        template: "Resources:\n" + resources,
        parameters: [:],
        builtIn: "",
        defaults: [:]
      ),
      now: stage.timer.now
    )
  }

  private func names(_ service: AWSService, _ operation: String, _ list: String, _ key: String?)
    async throws -> [String]
  {
    let listed = try await directory.perform(service, operation, [:])[list]?.array ?? []
    return listed.compactMap { entry in
      guard let key else { return entry.string }
      return entry[key]?.string
    }.sorted()
  }

  private func rule(_ name: String, id: String = "Rule") -> String {
    """
      \(id):
        Type: AWS::Events::Rule
        Properties:
          Name: \(name)
          ScheduleExpression: rate(5 minutes)
          Targets: [{Id: t, Arn: "arn:aws:sns:eu-central-1:000000000000:alerts"}]

    """
  }

  private func table(_ name: String, _ more: String = "", policy: String = "") -> String {
    """
      Table:
        Type: AWS::DynamoDB::Table
    \(policy)    Properties:
          TableName: \(name)
          BillingMode: PAY_PER_REQUEST
          AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
          KeySchema: [{AttributeName: id, KeyType: HASH}]
          \(more)

    """
  }

  private var rules: [String] {
    get async throws { try await names(.events, "ListRules", "Rules", "Name") }
  }

  private var tables: [String] {
    get async throws { try await names(.dynamoDB, "ListTables", "TableNames", nil) }
  }

  @Test func `A resource that is given another name takes the old one's place`() async throws {
    try await apply(rule("a") + table("table-x"))
    try await apply(rule("b") + table("table-y"))
    #expect(try await rules == ["b"])
    #expect(try await tables == ["table-y"])
    #expect(try await applier.store.load().resources.map(\.reference).sorted() == ["b", "table-y"])
  }

  @Test(arguments: ["DeletionPolicy", "UpdateReplacePolicy"])
  func `What is to be retained stays beside the new one`(policy: String) async throws {
    let line = "    \(policy): Retain\n"
    try await apply(table("table-x", policy: line))
    try await apply(table("table-y", policy: line))
    #expect(try await tables == ["table-x", "table-y"])
  }

  @Test func `What only changes its name in the template stays`() async throws {
    try await apply(rule("a") + rule("b", id: "Other"))
    try await apply(rule("b") + rule("c", id: "Other"))
    #expect(try await rules == ["b", "c"])
    try await apply(rule("c", id: "New"))
    #expect(try await rules == ["c"])
  }

  @Test func `Settings of a table reach it, at first and when they change`() async throws {
    func description() async throws -> JSON? {
      try await directory.perform(.dynamoDB, "DescribeTable", ["TableName": "table-x"])["Table"]
    }
    try await apply(table("table-x", "DeletionProtectionEnabled: true"))
    #expect(try await description()?["DeletionProtectionEnabled"] == true)
    try await apply(table("table-x", "DeletionProtectionEnabled: false"))
    #expect(try await description()?["DeletionProtectionEnabled"] == false)
  }

  @Test func `Names, tags and tracing of the template are the resources'`() async throws {
    func resources(_ name: String, _ tag: String) -> String {
      """
        Topic:
          Type: AWS::SNS::Topic
          Properties: {TopicName: t, DisplayName: \(name), Tags: [{Key: \(tag), Value: v}]}
        Machine:
          Type: AWS::StepFunctions::StateMachine
          Properties:
            StateMachineName: m
            RoleArn: arn:aws:iam::000000000000:role/m
            Definition: {StartAt: P, States: {P: {Type: Pass, End: true}}}
            TracingConfiguration: {Enabled: true}
            Tags: [{Key: \(tag), Value: v}]
        Group:
          Type: AWS::Logs::LogGroup
          Properties: {LogGroupName: g, Tags: [{Key: \(tag), Value: v}]}

      """
    }
    let (topic, machine) = (
      "arn:aws:sns:eu-central-1:000000000000:t" as JSON,
      "arn:aws:states:eu-central-1:000000000000:stateMachine:m" as JSON
    )
    for (name, tag) in [("One", "k"), ("Two", "l")] {
      try await apply(resources(name, tag))
      let attributes = try await directory.perform(
        .sns,
        "GetTopicAttributes",
        ["TopicArn": topic]
      )
      #expect(attributes["Attributes"]?["DisplayName"] == .string(name))
      #expect(
        try await directory.perform(.sns, "ListTagsForResource", ["ResourceArn": topic])
          == ["Tags": [["Key": .string(tag), "Value": "v"]]]
      )
      #expect(
        try await directory.perform(.states, "ListTagsForResource", ["resourceArn": machine])
          == ["tags": [["key": .string(tag), "value": "v"]]]
      )
      let group: JSON = ["resourceArn": "arn:aws:logs:eu-central-1:000000000000:log-group:g"]
      let tags = try await directory.perform(.logs, "ListTagsForResource", group)["tags"]
      #expect(tags == .object([tag: "v"]))
      let described = try await directory.perform(
        .states,
        "DescribeStateMachine",
        ["stateMachineArn": machine]
      )
      #expect(described["tracingConfiguration"] == ["enabled": true])
    }
  }

  @Test(arguments: ["SSESpecification: {SSEEnabled: true}", "StreamViewType: KEYS_ONLY"])
  func `A setting that no service keeps is refused`(line: String) async throws {
    await #expect(throws: TemplateError.self) { try await apply(table("table-x", line)) }
  }
}
