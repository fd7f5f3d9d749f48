internal import AWSWire
internal import GRDB
internal import JSONValue

/// A message on its way into the outbox.
struct OutgoingMessage: Sendable {
  let id: String
  let time: Instant
  let topicARN: String
  let subject: String
  /// What subscribers by e-mail read.
  let mail: String
  /// What was published.
  let message: String
}

/// The SQL of the outbox.
enum OutboxStore {
  /// How many messages are kept.
  private static let kept = 10_000

  /// Puts a message in, once for each subscriber, or once for nobody.
  static func add(_ message: OutgoingMessage, in db: Database) throws {
    let subscribers = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT protocol, endpoint FROM sns_subscription WHERE topic_arn = ? ORDER BY arn"
      ),
      arguments: [message.topicARN]
    )
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO sns_outbox (message_id, time, topic_arn, subject, message, recipient, delivery)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    )
    if subscribers.isEmpty {
      try insert.execute(arguments: [
        message.id, message.time.milliseconds, message.topicARN, message.subject, message.mail,
        nil, "outbox",
      ])
    }
    for subscriber in subscribers {
      let isMail = subscriber[0] as String == "email"
      try insert.execute(arguments: [
        message.id, message.time.milliseconds, message.topicARN, message.subject,
        isMail ? message.mail : message.message, subscriber[1] as String, "outbox",
      ])
    }
    try db.cachedStatement(sql: "DELETE FROM sns_outbox WHERE id <= ?")
      .execute(arguments: [db.lastInsertedRowID - Int64(kept)])
  }

  static func newest(limit: Int, in db: Database) throws -> [JSON] {
    try Row.fetchAll(
      db,
      sql: "SELECT * FROM sns_outbox ORDER BY id DESC LIMIT ?",
      arguments: [limit]
    ).map { row in
      [
        "time": .string(Instant(milliseconds: row["time"]).iso8601),
        "topicArn": .string(row["topic_arn"]), "subject": .string(row["subject"]),
        "message": .string(row["message"]), "to": JSON(row["recipient"] as String?),
        "delivery": .string(row["delivery"]),
      ]
    }
  }
}
