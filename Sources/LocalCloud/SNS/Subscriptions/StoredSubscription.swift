internal import GRDB
internal import JSONValue

/// A subscription as it is stored.
struct StoredSubscription: Sendable {
  /// The ARN of the topic with a UUID behind it.
  let arn: String
  /// The topic that it is to.
  let topicARN: String
  /// The protocol: `email`, `email-json` or `lambda`.
  let kind: String
  /// A mail address or the ARN of a function.
  let endpoint: String
  /// The attributes that were set.
  var attributes: JSONObject

  /// Makes a subscription.
  init(arn: String, topicARN: String, kind: String, endpoint: String, attributes: JSONObject) {
    (self.arn, self.topicARN, self.kind) = (arn, topicARN, kind)
    (self.endpoint, self.attributes) = (endpoint, attributes)
  }

  /// Reads a row of `sns_subscription`.
  init(_ row: Row) throws {
    self.init(
      arn: row["arn"],
      topicARN: row["topic_arn"],
      kind: row["protocol"],
      endpoint: row["endpoint"],
      attributes: try JSON(parsing: row["attributes"] as String).object ?? [:]
    )
  }

  /// The filter that messages must pass; `nil` where all do.
  func filter() throws -> FilterPolicy? {
    guard let text = attributes["FilterPolicy"]?.string else { return nil }
    return try FilterPolicy(text, scope: SubscriptionAttributes.scope(attributes))
  }
}

/// The SQL of subscriptions.
enum SubscriptionStore {
  /// The subscription with an ARN; `nil` where there is none.
  static func find(_ arn: String, in db: Database) throws -> StoredSubscription? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM sns_subscription WHERE arn = ?"),
      arguments: [arn]
    ).map { try StoredSubscription($0) }
  }

  /// The subscription, which must be there.
  static func require(_ arn: String, in db: Database) throws -> StoredSubscription {
    guard let found = try find(arn, in: db) else { throw SNSError.subscriptionNotFound }
    return found
  }

  /// The one of an endpoint.
  static func find(
    topic: String,
    kind: String,
    endpoint: String,
    in db: Database
  ) throws -> StoredSubscription? {
    try Row.fetchOne(
      db,
      sql: "SELECT * FROM sns_subscription WHERE topic_arn = ? AND protocol = ? AND endpoint = ?",
      arguments: [topic, kind, endpoint]
    ).map { try StoredSubscription($0) }
  }

  /// Those of a topic, or all.
  static func all(topic: String?, in db: Database) throws -> [StoredSubscription] {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM sns_subscription WHERE ?1 IS NULL OR topic_arn = ?1 ORDER BY arn"
    )
    return try Row.fetchAll(statement, arguments: [topic]).map { try StoredSubscription($0) }
  }

  /// Stores a subscription in place of the one with its ARN, if any.
  static func save(_ subscription: StoredSubscription, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO sns_subscription (arn, topic_arn, protocol, endpoint, attributes)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        subscription.arn, subscription.topicARN, subscription.kind, subscription.endpoint,
        JSON.object(subscription.attributes).text(),
      ]
    )
  }

  /// Removes a subscription; one that is not there is passed over.
  static func remove(_ arn: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM sns_subscription WHERE arn = ?", arguments: [arn])
  }
}
