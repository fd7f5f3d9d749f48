internal import AWSWire
internal import GRDB
internal import JSONValue

/// The SQL of the outbox.
enum OutboxStore {
  /// How many messages are kept, those that are still on their way apart.
  private static let kept = 10_000

  /// Puts a message in, once for each subscriber who wants it, or once for nobody.
  static func add(_ message: TopicMessage, hasMailServer: Bool, in db: Database) throws {
    let subscribers = try SubscriptionStore.all(topic: message.topicARN, in: db)
    if subscribers.isEmpty { try insert(message, to: nil, .unaddressed, in: db) }
    for subscriber in subscribers where try subscriber.filter()?.admits(message) ?? true {
      let isMail = subscriber.kind.hasPrefix("email")
      try insert(message, to: subscriber, isMail && !hasMailServer ? .unsent : .queued, in: db)
    }
    try db.cachedStatement(
      sql: """
        DELETE FROM sns_outbox
        WHERE id <= (SELECT max(id) FROM sns_outbox) - ? AND delivery <> 'queued'
        """
    ).execute(arguments: [kept])
  }

  private static func insert(
    _ message: TopicMessage,
    to subscriber: StoredSubscription?,
    _ state: DeliveryState,
    in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO sns_outbox (message_id, time, topic_arn, subject, message, recipient, delivery,
          protocol, subscription, attributes, due)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      message.id, message.time.milliseconds, message.topicARN, message.subject,
      message.text(for: subscriber?.kind ?? "email"), subscriber?.endpoint, state.rawValue,
      subscriber?.kind ?? "email", subscriber?.arn ?? "", message.shownAttributes.text(),
      message.time.milliseconds,
    ])
  }

  /// What is to be tried at `now`, oldest first.
  static func due(_ kinds: [String], at now: Instant, limit: Int, in db: Database) throws
    -> [Parcel]
  {
    let marks = kinds.map { _ in "?" }.joined(separator: ", ")
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT o.*, t.attributes AS topic_attributes FROM sns_outbox AS o
          LEFT JOIN sns_topic AS t ON t.arn = o.topic_arn
          WHERE delivery = 'queued' AND due <= ? AND protocol IN (\(marks))
          ORDER BY due, id LIMIT ?
          """
      ),
      arguments: [now.milliseconds] + StatementArguments(kinds) + [limit]
    ).map { try Parcel($0) }
  }

  /// When the next try of what waits is, apart from what is `underWay`.
  static func nextDue(_ kinds: [String], except underWay: Set<Int64>, in db: Database) throws
    -> Instant?
  {
    let marks = kinds.map { _ in "?" }.joined(separator: ", ")
    let others = underWay.map { _ in "?" }.joined(separator: ", ")
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT min(due) FROM sns_outbox WHERE delivery = 'queued' AND protocol IN (\(marks))
            AND id NOT IN (\(others))
          """
      ),
      arguments: StatementArguments(kinds) + StatementArguments(underWay.sorted())
    ).map { Instant(milliseconds: $0) }
  }

  /// Notes what became of a parcel.
  static func settle(_ number: Int64, _ state: DeliveryState, reason: String?, in db: Database)
    throws
  {
    try db.cachedStatement(
      sql: "UPDATE sns_outbox SET delivery = ?, reason = ?, attempts = attempts + 1 WHERE id = ?"
    ).execute(arguments: [state.rawValue, reason, number])
  }

  /// Notes that a parcel is to be tried again.
  static func postpone(_ number: Int64, until due: Instant, reason: String, in db: Database) throws
  {
    try db.cachedStatement(
      sql: "UPDATE sns_outbox SET due = ?, reason = ?, attempts = attempts + 1 WHERE id = ?"
    ).execute(arguments: [due.milliseconds, reason, number])
  }

  /// Keeps the mails that waited for a server which is no longer configured.
  static func giveUpMail(in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE sns_outbox SET delivery = 'unsent' WHERE delivery = 'queued' AND protocol LIKE 'email%'
        """
    )
  }

  /// Messages as `/_rollcall/notifications` shows them, newest first, one per subscriber.
  static func newest(limit: Int, in db: Database) throws -> [JSON] {
    try Row.fetchAll(
      db,
      sql: "SELECT * FROM sns_outbox ORDER BY id DESC LIMIT ?",
      arguments: [limit]
    ).map { row in
      let due = Instant(milliseconds: row["due"])
      let state = row["delivery"] as String
      return [
        "time": .string(Instant(milliseconds: row["time"]).iso8601),
        "topicArn": .string(row["topic_arn"]), "messageId": .string(row["message_id"]),
        "subject": .string(row["subject"]), "message": .string(row["message"]),
        "protocol": .string(row["protocol"]), "to": JSON(row["recipient"] as String?),
        "delivery": .string(
          DeliveryState(rawValue: state)?.words(reason: row["reason"], due: due) ?? state
        ),
      ]
    }
  }
}
