internal import AWSWire
internal import GRDB
internal import JSONValue

extension SNSService {
  /// How many topics or subscriptions a page holds.
  static let pageSize = 100

  /// Makes a topic, or finds the one of that name.
  func createTopic(_ input: CallInput) async throws -> JSON {
    let arn = identity.arn("sns", try topicName(input))
    let given = input.json["Attributes"]?.object ?? [:]
    for (name, value) in given {
      try TopicAttributes.check(name, value.string ?? "", prefix: "Attributes Reason: ")
    }
    let tags = try SNSService.tags(input.list("Tags"))
    try await database.write { db in
      guard let known = try TopicStore.find(arn, in: db) else {
        let standing = JSONObject(given.filter { $0.key != "FifoTopic" }.map { ($0.key, $0.value) })
        try TopicStore.save(StoredTopic(arn: arn, attributes: standing, tags: tags), in: db)
        return
      }
      let current = TopicAttributes.shown(known.attributes, arn: arn, owner: "", confirmed: 0)
      guard given.allSatisfy({ current[$0.key] == $0.value }) else {
        throw SNSError.invalid("Attributes Reason: Topic already exists with different attributes")
      }
      guard tags.allSatisfy({ known.tags[$0.key] == $0.value }) else {
        throw SNSError.invalid("Tags Reason: Topic already exists with different tags")
      }
    }
    return ["TopicArn": .string(arn)]
  }

  private func topicName(_ input: CallInput) throws -> String {
    guard let name = input.text(optional: "Name") else {
      throw input.fault("Name", nil, "Member must not be null")
    }
    let isFIFO = input.json["Attributes"]?["FifoTopic"]?.string == "true"
    if isFIFO, name.hasSuffix(".fifo") {
      throw SNSError.invalid("Attributes Reason: FifoTopic: the local cloud has no FIFO topics")
    }
    let isLegal = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isLegal, !isFIFO, (1...256).contains(name.utf8.count) else {
      throw SNSError.invalid("Topic Name")
    }
    return name
  }

  /// Deletes a topic with its subscriptions; one that is not there is no error.
  func deleteTopic(_ input: CallInput) async throws -> JSON {
    let arn = try topicARN(input)
    try await database.write { db in try TopicStore.remove(arn, in: db) }
    return [:]
  }

  /// Lists topics, a page at a time.
  func listTopics(_ input: CallInput) async throws -> JSON {
    let arns = try await database.read { db in
      try String.fetchAll(db, sql: "SELECT arn FROM sns_topic ORDER BY arn")
    }
    return try SNSService.page(arns, as: "Topics", input) { ["TopicArn": .string($0)] }
  }

  /// Describes a topic.
  func topicAttributes(_ input: CallInput) async throws -> JSON {
    let arn = try topicARN(input)
    let owner = identity.accountID
    return try await database.read { db in
      let topic = try TopicStore.require(arn, in: db)
      let subscriptions = try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM sns_subscription WHERE topic_arn = ?",
        arguments: [arn]
      )
      return [
        "Attributes": .object(
          TopicAttributes.shown(
            topic.attributes,
            arn: arn,
            owner: owner,
            confirmed: subscriptions ?? 0
          )
        )
      ]
    }
  }

  /// Sets one attribute of a topic.
  func setTopicAttributes(_ input: CallInput) async throws -> JSON {
    let arn = try topicARN(input)
    guard let name = input.text(optional: "AttributeName") else {
      throw input.fault("AttributeName", nil, "Member must not be null")
    }
    let value = input.text(optional: "AttributeValue") ?? ""
    // Taking a policy away is written as an empty text.
    let isCleared = value.isEmpty && ["DeliveryPolicy", "KmsMasterKeyId"].contains(name)
    if !isCleared { try TopicAttributes.check(name, value) }
    try await database.write { db in
      var topic = try TopicStore.require(arn, in: db)
      topic.attributes[name] = isCleared ? nil : .string(value)
      try TopicStore.save(topic, in: db)
    }
    return [:]
  }

  /// The topic that an input names.
  ///
  /// - Throws: `CloudError` where it is missing or none of this cloud.
  func topicARN(_ input: CallInput) throws -> String {
    guard let text = input.text(optional: "TopicArn") else {
      throw input.fault("TopicArn", nil, "Member must not be null")
    }
    return try TopicARN.topic(text, of: identity)
  }

  /// One page of a list.
  static func page<Element>(
    _ all: [Element],
    as key: String,
    _ input: CallInput,
    _ wire: (Element) -> JSON
  ) throws -> JSON {
    let (page, next) = try PageToken.slice(
      all,
      token: input.text(optional: "NextToken"),
      limit: pageSize,
      invalid: SNSError.invalid("NextToken")
    )
    var output: JSON = [:]
    output[key] = .array(page.map(wire))
    if let next { output["NextToken"] = .string(next) }
    return output
  }
}
