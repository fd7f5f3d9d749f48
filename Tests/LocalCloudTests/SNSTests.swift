import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `SNS topics` {
  private let topic = "arn:aws:sns:eu-central-1:000000000000:alerts"

  private func service(_ stage: ServiceStage) throws -> SNSService {
    SNSService(database: try stage.open(), identity: stage.identity, timer: stage.timer)
  }

  private func started(_ stage: ServiceStage) async throws -> SNSService {
    let service = try service(stage)
    _ = try await service.call(
      "CreateTopic",
      [
        "Name": "alerts", "Attributes": ["DisplayName": "Alerts"],
        "Tags": [["Key": "k", "Value": "v"]],
      ],
      stage
    )
    return service
  }

  @Test func `a topic is made once, and found again by name`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let again = try await service.call("CreateTopic", ["Name": "alerts"], stage)
    #expect(again["TopicArn"] == .string(topic))
    let attributes = try await service.call(
      "GetTopicAttributes",
      ["TopicArn": .string(topic)],
      stage
    )
    #expect(attributes["Attributes"]?["DisplayName"] == "Alerts")
    #expect(attributes["Attributes"]?["Owner"] == "000000000000")
    #expect(attributes["Attributes"]?["SubscriptionsConfirmed"] == "0")
    let tags = try await service.call("ListTagsForResource", ["ResourceArn": .string(topic)], stage)
    #expect(tags["Tags"] == [["Key": "k", "Value": "v"]])
  }

  private static let casesOfATopicThatCannot: [(JSON, String)] = [
    (["Name": "a b"], "Invalid parameter: Topic Name"),
    (["Name": ""], "Invalid parameter: Topic Name"),
    (
      ["Name": "alerts", "Attributes": ["DisplayName": "Others"]],
      "Invalid parameter: Attributes Reason: Topic already exists with different attributes"
    ),
    (
      ["Name": "alerts", "Tags": [["Key": "k", "Value": "w"]]],
      "Invalid parameter: Tags Reason: Topic already exists with different tags"
    ),
    (
      ["Name": "x", "Tags": [["Key": "k", "Value": "1"], ["Key": "k", "Value": "2"]]],
      "Invalid parameter: Duplicated keys are not allowed."
    ),
    (
      ["Name": "x.fifo", "Attributes": ["FifoTopic": "true"]],
      "Invalid parameter: Attributes Reason: FifoTopic: the local cloud has no FIFO topics"
    ),
    (
      ["Name": "x", "Attributes": ["Colour": "red"]],
      "Invalid parameter: Attributes Reason: AttributeName"
    ),
  ]

  @Test(arguments: casesOfATopicThatCannot)
  func `a topic that cannot be made is refused in AWS's words`(input: JSON, words: String)
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let refusal = await service.refusal("CreateTopic", input, stage)
    #expect(refusal?.code == "InvalidParameter")
    #expect(refusal?.message == words)
  }

  @Test(arguments: [
    ("foo", 400, "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"),
    ("a:b", 400, "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 2"),
    ("arn:aws:sns:us-east-1:000000000000:alerts", 400, "Invalid parameter: TopicArn"),
    ("arn:aws:sns:eu-central-1:000000000000:none", 404, "Topic does not exist"),
  ])
  func `an ARN that names no topic is refused by every operation`(
    arn: String,
    status: Int,
    words: String
  ) async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSON = [
      "TopicArn": .string(arn), "Message": "m", "Protocol": "email", "Endpoint": "a@b.c",
      "AttributeName": "DisplayName", "AttributeValue": "x",
    ]
    for operation in [
      "Publish", "GetTopicAttributes", "SetTopicAttributes", "Subscribe",
      "ListSubscriptionsByTopic",
    ] {
      let refusal = await service.refusal(operation, input, stage)
      #expect(refusal?.message == words, "\(operation)")
      #expect(refusal?.status == status, "\(operation)")
    }
  }

  private static func missing(_ names: String...) -> String {
    "\(names.count) validation error\(names.count == 1 ? "" : "s") detected: "
      + names.map { "Value null at '\($0)' failed to satisfy constraint: Member must not be null" }
      .joined(separator: "; ")
  }

  private static let incomplete: [(String, JSON, String)] = [
    // No parameters at all, as the query protocol has them.
    ("Subscribe", "", missing("topicArn", "protocol")),
    ("SetTopicAttributes", [:], missing("topicArn", "attributeName")),
    ("Publish", ["TopicArn": "x"], missing("message")),
    (
      "PublishBatch",
      ["PublishBatchRequestEntries": [["Id": "1"], ["MessageAttributes": ["q": [:]]]]],
      missing(
        "topicArn",
        "publishBatchRequestEntries.1.member.message",
        "publishBatchRequestEntries.2.member.id",
        "publishBatchRequestEntries.2.member.message",
        "publishBatchRequestEntries.2.member.messageAttributes.q.member.dataType"
      )
    ),
    (
      "TagResource", ["ResourceArn": "x", "Tags": [["Key": ""]]],
      "2 validation errors detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: "
        + "Member must have length greater than or equal to 1; Value null at 'tags.1.member.value' "
        + "failed to satisfy constraint: Member must not be null"
    ),
  ]

  @Test(arguments: incomplete)
  func `all that is missing is told at once`(
    operation: String,
    input: JSON,
    message: String
  ) async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    #expect(
      await service.refusal(operation, input, stage) == CloudError("ValidationError", message)
    )
  }

  @Test func `a list without elements is told from one that is missing`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let refusal = await service.refusal(
      "PublishBatch",
      ["TopicArn": .string(topic), "PublishBatchRequestEntries": ""],
      stage
    )
    #expect(refusal?.code == "EmptyBatchRequest")
  }

  @Test func `topics and subscriptions come in pages of a hundred`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    for number in 0..<150 {
      _ = try await service.call("CreateTopic", ["Name": .string("t\(number)")], stage)
    }
    let first = try await service.call("ListTopics", [:], stage)
    let second = try await service.call(
      "ListTopics",
      ["NextToken": first["NextToken"] ?? nil],
      stage
    )
    #expect(first["Topics"]?.array?.count == 100)
    #expect(second["Topics"]?.array?.count == 51)
    #expect(second["NextToken"] == nil)
    let refusal = await service.refusal("ListTopics", ["NextToken": "x"], stage)
    #expect(refusal?.code == "InvalidParameter")
  }

  @Test func `an attribute is set, and an unknown one refused`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    func set(_ name: JSON, _ value: JSON) async -> CloudError? {
      await service.refusal(
        "SetTopicAttributes",
        ["TopicArn": .string(topic), "AttributeName": name, "AttributeValue": value],
        stage
      )
    }
    #expect(await set("DisplayName", "New") == nil)
    #expect(await set("Colour", "x")?.message == "Invalid parameter: AttributeName")
    #expect(await set("TracingConfig", "x") != nil)
    let found = try await service.call("GetTopicAttributes", ["TopicArn": .string(topic)], stage)
    #expect(found["Attributes"]?["DisplayName"] == "New")
  }

  @Test func `a deleted topic takes its subscriptions along`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSON = ["TopicArn": .string(topic), "Protocol": "email", "Endpoint": "a@b.c"]
    _ = try await service.call("Subscribe", input, stage)
    _ = try await service.call("DeleteTopic", input, stage)
    _ = try await service.call("DeleteTopic", input, stage)
    #expect(try await service.call("ListSubscriptions", [:], stage)["Subscriptions"] == [])
  }
}
