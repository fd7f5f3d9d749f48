import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `SNS messages` {
  private let topic: JSON = "arn:aws:sns:eu-central-1:000000000000:alerts"

  private func started(_ stage: ServiceStage) async throws -> SNSService {
    let service = SNSService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer
    )
    _ = try await service.call("CreateTopic", ["Name": "alerts"], stage)
    return service
  }

  private func subscribe(
    _ service: SNSService,
    _ stage: ServiceStage,
    _ endpoint: String,
    _ attributes: JSON = [:]
  ) async throws {
    _ = try await service.call(
      "Subscribe",
      [
        "TopicArn": topic, "Protocol": "email", "Endpoint": .string(endpoint),
        "Attributes": attributes,
      ],
      stage
    )
  }

  @Test func `messages lie in the outbox, for nobody or for each subscriber`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let published: JSON = ["TopicArn": topic, "Subject": "s", "Message": "first"]
    _ = try await service.call("Publish", published, stage)
    try await subscribe(service, stage, "a@example.com")
    let name = topic.string ?? ""
    _ = try await service.database.write { db in
      try service.publish(topicARN: name, subject: "s2", message: "{}", mail: "readable", in: db)
    }
    let notifications = try await service.notifications(limit: 10)
    #expect(notifications.map { $0["message"] } == ["readable", "first"])
    #expect(notifications.map { $0["to"] } == ["a@example.com", nil as JSON])
    #expect(
      notifications.map { $0["delivery"] } == ["no server configured", "no subscriber"]
    )
  }

  private static let casesOfAMessageThatCannot: [(JSON, String, String)] = [
    (["Message": ""], "InvalidParameter", "Invalid parameter: Empty message"),
    (["Subject": ""], "InvalidParameter", "Invalid parameter: Subject"),
    (["Subject": "a\nb"], "InvalidParameter", "Invalid parameter: Subject"),
    (
      ["MessageStructure": "json"], "InvalidParameter",
      "Invalid parameter: Message Structure - JSON message body failed to parse"
    ),
    (
      ["MessageStructure": "json", "Message": "{\"email\":\"x\"}"], "InvalidParameter",
      "Invalid parameter: Message Structure - No default entry in JSON message body"
    ),
    (
      ["MessageAttributes": ["a": ["StringValue": "x"]]], "ValidationError",
      "1 validation error detected: Value null at 'messageAttributes.a.member.dataType' failed to "
        + "satisfy constraint: Member must not be null"
    ),
    (
      ["MessageAttributes": ["a": ["DataType": "String"]]], "ParameterValueInvalid",
      "The message attribute 'a' must contain non-empty message attribute value for message "
        + "attribute type 'String'."
    ),
    (
      ["MessageAttributes": ["a": ["DataType": "Number", "BinaryValue": "eA=="]]],
      "ParameterValueInvalid",
      "The message attribute 'a' with type 'Number' must use field 'String'."
    ),
    (
      ["MessageAttributes": ["a^b": ["DataType": "String", "StringValue": "x"]]],
      "ParameterValueInvalid",
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only "
        + "include alphanumeric characters, hyphens, underscores, or dots."
    ),
    (
      ["MessageAttributes": [".a": ["DataType": "String", "StringValue": "x"]]],
      "ParameterValueInvalid",
      "Invalid message attribute name starting with character '.' was found."
    ),
  ]

  @Test(arguments: casesOfAMessageThatCannot)
  func `a message that cannot be published is refused in AWS's words`(
    change: JSON,
    code: String,
    words: String
  ) async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSONObject = ["TopicArn": topic, "Message": "m"]
    let changed = input.merging(change.object ?? [:])
    let refusal = await service.refusal("Publish", .object(changed), stage)
    #expect(refusal?.code == code)
    #expect(refusal?.message == words)
    #expect(try await service.notifications(limit: 1).isEmpty)
  }

  @Test func `a message with its attributes may hold 256 kB and not a byte more`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    func publish(_ size: Int) async -> CloudError? {
      await service.refusal(
        "Publish",
        [
          "TopicArn": topic, "Message": .string(String(repeating: "x", count: size)),
          "MessageAttributes": ["a": ["DataType": "String", "StringValue": "b"]],
        ],
        stage
      )
    }
    #expect(await publish(262_144 - 8) == nil)
    #expect(await publish(262_144 - 7)?.message == "Invalid parameter: Message too long")
  }

  @Test func `each protocol reads the text that was written for it`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    try await subscribe(service, stage, "a@example.com")
    for message in ["{\"default\":\"d\",\"email\":\"e\"}", "{\"default\":\"d\",\"lambda\":\"l\"}"] {
      let input: JSON = [
        "TopicArn": topic, "MessageStructure": "json", "Message": .string(message),
      ]
      _ = try await service.call("Publish", input, stage)
    }
    #expect(try await service.notifications(limit: 2).map { $0["message"] } == ["d", "e"])
  }

  @Test func `a batch is published whole, or not at all`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    func batch(_ ids: [String], _ message: String = "m") -> JSON {
      [
        "TopicArn": topic,
        "PublishBatchRequestEntries": .array(
          ids.map { ["Id": .string($0), "Message": .string(message)] }
        ),
      ]
    }
    let answer = try await service.call("PublishBatch", batch(["1", "two"]), stage)
    #expect(answer["Successful"]?.array?.map { $0["Id"] } == ["1", "two"])
    #expect(answer["Failed"] == [])
    let half = String(repeating: "x", count: 131_073)
    let refusals: [(JSON, String)] = [
      (batch([]), "EmptyBatchRequest"), (batch(["1", "1"]), "BatchEntryIdsNotDistinct"),
      (batch((0..<11).map { "\($0)" }), "TooManyEntriesInBatchRequest"),
      (batch(["a.b"]), "InvalidBatchEntryId"),
      (batch([String(repeating: "a", count: 81)]), "InvalidBatchEntryId"),
      (batch(["1", "2"], half), "BatchRequestTooLong"), (batch(["1"], ""), "InvalidParameter"),
    ]
    for (input, code) in refusals {
      #expect(await service.refusal("PublishBatch", input, stage)?.code == code)
    }
    #expect(try await service.notifications(limit: 10).count == 2)
  }

  @Test(arguments: [
    ("foo", "x", "Invalid parameter: Amazon SNS does not support this protocol string: foo"),
    ("email", "nobody", "Invalid parameter: Email address"),
    ("email", "a@b\r\nRCPT TO:<c@d>", "Invalid parameter: Email address"),
    ("lambda", "log_event", "Invalid parameter: Lambda endpoint ARN"),
    (
      "sqs", "arn:aws:sqs:eu-central-1:000000000000:q",
      "Invalid parameter: Protocol Reason: the local cloud does not deliver to sqs; it delivers to "
        + "email, email-json and lambda"
    ),
  ])
  func `who cannot be reached cannot subscribe`(kind: String, endpoint: String, words: String)
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSON = [
      "TopicArn": topic, "Protocol": .string(kind), "Endpoint": .string(endpoint),
    ]
    #expect(await service.refusal("Subscribe", input, stage)?.message == words)
    #expect(try await service.call("ListSubscriptions", [:], stage)["Subscriptions"] == [])
  }

  @Test func `a subscription is found again unless its attributes differ`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    func subscribe(_ raw: String?) async throws -> JSON {
      var input: JSON = ["TopicArn": topic, "Protocol": "email", "Endpoint": "a@b.c"]
      if let raw { input["Attributes"] = ["RawMessageDelivery": .string(raw)] }
      return try await service.call("Subscribe", input, stage)
    }
    let first = try await subscribe("true")
    #expect(try await subscribe("true") == first)
    #expect(try await subscribe(nil) == first)
    await #expect(
      throws: SNSError.invalid(
        "Attributes Reason: Subscription already exists with different attributes"
      )
    ) { try await subscribe("false") }
    let shown = try await service.call("GetSubscriptionAttributes", first, stage)
    #expect(shown["Attributes"]?["RawMessageDelivery"] == "true")
    #expect(shown["Attributes"]?["PendingConfirmation"] == "false")
    _ = try await service.call("Unsubscribe", first, stage)
    _ = try await service.call("Unsubscribe", first, stage)
    #expect(await service.refusal("GetSubscriptionAttributes", first, stage)?.status == 404)
  }

  @Test(arguments: [
    ("", "Invalid parameter: SubscriptionArn Reason: no value for required parameter"),
    ("x", "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
    ("arn:aws:sns:eu-central-1:000000000000:alerts", "Invalid parameter: SubscriptionId"),
  ])
  func `an ARN of no subscription is refused`(arn: String, words: String) async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSON = ["SubscriptionArn": .string(arn)]
    #expect(await service.refusal("Unsubscribe", input, stage)?.message == words)
  }

  @Test func `only what passes its filter is put into a subscriber's box`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    try await subscribe(service, stage, "b@x.y", ["FilterPolicy": "{\"kind\":[\"b\"]}"])
    try await subscribe(
      service,
      stage,
      "n@x.y",
      ["FilterPolicy": "{\"a\":{\"n\":[1]}}", "FilterPolicyScope": "MessageBody"]
    )
    func publish(_ message: String, _ kind: String) async throws {
      _ = try await service.call(
        "Publish",
        [
          "TopicArn": topic, "Message": .string(message),
          "MessageAttributes": ["kind": ["DataType": "String", "StringValue": .string(kind)]],
        ],
        stage
      )
    }
    try await publish("{\"a\":{\"n\":1}}", "a")
    try await publish("plain", "b")
    try await publish("plain", "c")
    #expect(try await service.notifications(limit: 9).map { $0["to"] } == ["b@x.y", "n@x.y"])
  }
}
