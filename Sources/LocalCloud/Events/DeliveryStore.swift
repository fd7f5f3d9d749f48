internal import AWSWire
internal import GRDB
internal import JSONValue

/// What is to be delivered to a target.
struct DeliveryOrder: Sendable {
  /// The name of the rule that sets it off.
  let rule: String
  /// The ARN of the target.
  let arn: String
  /// The name that an execution gets.
  let name: String
  /// What the target gets.
  let input: JSON
  /// How long it is tried.
  var retry = DeliveryRetry()
}

/// A delivery that is open.
struct Delivery: Sendable {
  /// The number of its row.
  let id: Int64
  /// What goes where.
  let order: DeliveryOrder
  /// Milliseconds since the epoch.
  let created: Int64
  /// How often it was tried.
  var attempts = 0
}

/// The SQL of open deliveries.
enum DeliveryStore {
  /// Stores a delivery that was not tried yet.
  static func add(_ order: DeliveryOrder, at now: Instant, in db: Database) throws -> Delivery {
    try db.cachedStatement(
      sql: """
        INSERT INTO event_delivery (rule, arn, name, input, created, retries, age)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      order.rule, order.arn, order.name, order.input.text(), now.milliseconds,
      order.retry.attempts, order.retry.age,
    ])
    return Delivery(id: db.lastInsertedRowID, order: order, created: now.milliseconds)
  }

  /// All open deliveries, the oldest first.
  static func all(in db: Database) throws -> [Delivery] {
    try Row.fetchAll(db, sql: "SELECT * FROM event_delivery ORDER BY id").map { row in
      Delivery(
        id: row["id"],
        order: DeliveryOrder(
          rule: row["rule"],
          arn: row["arn"],
          name: row["name"],
          input: try JSON(parsing: row["input"] as String),
          retry: DeliveryRetry(attempts: row["retries"], age: row["age"])
        ),
        created: row["created"],
        attempts: row["attempts"]
      )
    }
  }

  /// Notes that a delivery was tried in vain.
  static func note(_ id: Int64, attempts: Int, in db: Database) throws {
    try db.cachedStatement(sql: "UPDATE event_delivery SET attempts = ? WHERE id = ?")
      .execute(arguments: [attempts, id])
  }

  /// Removes a delivery that has ended, well or badly.
  static func remove(_ id: Int64, in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM event_delivery WHERE id = ?")
      .execute(arguments: [id])
  }
}
