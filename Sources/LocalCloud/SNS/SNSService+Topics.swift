internal import AWSWire
internal import GRDB
internal import JSONValue

extension SNSService {
  private static let pageSize = 100

  /// Makes a topic, or finds the one of that name.
  func createTopic(_ input: CallInput) async throws -> JSON {
    let name = try input.text("Name")
    let isLegal = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isLegal, name.utf8.count <= 256 else { throw SNSError.invalid("Topic Name") }
    let arn = identity.arn("sns", name)
    let attributes = input.json["Attributes"] ?? [:]
    try await database.write { db in
      try db.execute(
        sql: "INSERT OR IGNORE INTO sns_topic (arn, name, attributes) VALUES (?, ?, ?)",
        arguments: [arn, name, attributes.text()]
      )
    }
    return ["TopicArn": .string(arn)]
  }

  /// Deletes a topic with its subscriptions; one that is not there is no error.
  func deleteTopic(_ input: CallInput) async throws -> JSON {
    let arn = try input.text("TopicArn")
    try await database.write { db in
      try db.execute(sql: "DELETE FROM sns_subscription WHERE topic_arn = ?", arguments: [arn])
      try db.execute(sql: "DELETE FROM sns_topic WHERE arn = ?", arguments: [arn])
    }
    return [:]
  }

  /// Lists topics, a page at a time.
  func listTopics(_ input: CallInput) async throws -> JSON {
    let arns = try await database.read { db in
      try String.fetchAll(db, sql: "SELECT arn FROM sns_topic ORDER BY arn")
    }
    let (page, next) = try PageToken.slice(
      arns,
      token: input.text(optional: "NextToken"),
      limit: SNSService.pageSize,
      invalid: SNSError.invalid("NextToken")
    )
    var output: JSON = ["Topics": .array(page.map { ["TopicArn": .string($0)] })]
    if let next { output["NextToken"] = .string(next) }
    return output
  }

  /// Describes a topic.
  func topicAttributes(_ input: CallInput) async throws -> JSON {
    let arn = try input.text("TopicArn")
    let owner = identity.accountID
    return try await database.read { db in
      guard
        let text = try String.fetchOne(
          db,
          sql: "SELECT attributes FROM sns_topic WHERE arn = ?",
          arguments: [arn]
        )
      else { throw SNSError.topicNotFound }
      let subscriptions = try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM sns_subscription WHERE topic_arn = ?",
        arguments: [arn]
      )
      let given = try JSON(parsing: text).object ?? [:]
      let counted: JSONObject = [
        "TopicArn": .string(arn), "Owner": .string(owner),
        "DisplayName": given["DisplayName"] ?? "",
        "SubscriptionsConfirmed": .string(String(subscriptions ?? 0)),
        "SubscriptionsPending": "0", "SubscriptionsDeleted": "0",
      ]
      return ["Attributes": .object(given.merging(counted))]
    }
  }

  /// Subscribes an endpoint, which is confirmed at once: the outbox needs no consent.
  func subscribe(_ input: CallInput) async throws -> JSON {
    let topic = try input.text("TopicArn")
    let kind = try input.text("Protocol")
    guard ["email", "email-json", "http", "https", "lambda", "sms", "sqs"].contains(kind) else {
      throw SNSError.invalid("Amazon SNS does not support this protocol string: \(kind)")
    }
    let endpoint = try input.text("Endpoint")
    let arn = "\(topic):\(UniqueID.uuid())"
    let subscription = try await database.write { db -> String in
      try SNSService.requireTopic(topic, in: db)
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO sns_subscription (arn, topic_arn, protocol, endpoint)
          VALUES (?, ?, ?, ?)
          """,
        arguments: [arn, topic, kind, endpoint]
      )
      return try String.fetchOne(
        db,
        sql: """
          SELECT arn FROM sns_subscription WHERE topic_arn = ? AND protocol = ? AND endpoint = ?
          """,
        arguments: [topic, kind, endpoint]
      ) ?? arn
    }
    return ["SubscriptionArn": .string(subscription)]
  }

  /// Refuses topics that are not there.
  static func requireTopic(_ arn: String, in db: Database) throws {
    let found = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM sns_topic WHERE arn = ?"),
      arguments: [arn]
    )
    guard found != nil else { throw SNSError.topicNotFound }
  }

  /// Ends a subscription; one that is not there is no error.
  func unsubscribe(_ input: CallInput) async throws -> JSON {
    let arn = try input.text("SubscriptionArn")
    try await database.write { db in
      try db.execute(sql: "DELETE FROM sns_subscription WHERE arn = ?", arguments: [arn])
    }
    return [:]
  }

  /// Lists subscriptions, a page at a time.
  func listSubscriptions(_ input: CallInput, topic: String?) async throws -> JSON {
    let owner = identity.accountID
    let all = try await database.read { db -> [JSON] in
      if let topic { try SNSService.requireTopic(topic, in: db) }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM sns_subscription WHERE ?1 IS NULL OR topic_arn = ?1 ORDER BY arn
          """,
        arguments: [topic]
      ).map { row in
        [
          "SubscriptionArn": .string(row["arn"]), "Owner": .string(owner),
          "Protocol": .string(row["protocol"]), "Endpoint": .string(row["endpoint"]),
          "TopicArn": .string(row["topic_arn"]),
        ]
      }
    }
    let (page, next) = try PageToken.slice(
      all,
      token: input.text(optional: "NextToken"),
      limit: SNSService.pageSize,
      invalid: SNSError.invalid("NextToken")
    )
    var output: JSON = ["Subscriptions": .array(Array(page))]
    if let next { output["NextToken"] = .string(next) }
    return output
  }
}
