internal import GRDB
internal import JSONValue

/// A topic as it is stored.
struct StoredTopic: Sendable {
  /// Ends in the name of the topic.
  let arn: String
  /// Those that were set, by name; each value is a text.
  var attributes: JSONObject
  /// By key; each value is a text.
  var tags: JSONObject
}

/// The SQL of topics.
enum TopicStore {
  /// The topic with an ARN; `nil` where there is none.
  static func find(_ arn: String, in db: Database) throws -> StoredTopic? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT attributes, tags FROM sns_topic WHERE arn = ?"),
      arguments: [arn]
    ).map { row in
      StoredTopic(
        arn: arn,
        attributes: try JSON(parsing: row[0] as String).object ?? [:],
        tags: try JSON(parsing: row[1] as String).object ?? [:]
      )
    }
  }

  /// The topic, which must be there.
  static func require(_ arn: String, in db: Database) throws -> StoredTopic {
    guard let topic = try find(arn, in: db) else { throw SNSError.topicNotFound }
    return topic
  }

  /// Stores a topic in place of the one with its ARN, if any.
  static func save(_ topic: StoredTopic, in db: Database) throws {
    let name = topic.arn.split(separator: ":").last.map(String.init) ?? ""
    try db.execute(
      sql: "INSERT OR REPLACE INTO sns_topic (arn, name, attributes, tags) VALUES (?, ?, ?, ?)",
      arguments: [
        topic.arn, name, JSON.object(topic.attributes).text(), JSON.object(topic.tags).text(),
      ]
    )
  }

  /// Removes a topic and its subscriptions; one that is not there is passed over.
  static func remove(_ arn: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM sns_subscription WHERE topic_arn = ?", arguments: [arn])
    try db.execute(sql: "DELETE FROM sns_topic WHERE arn = ?", arguments: [arn])
  }
}
