internal import AWSWire
internal import GRDB
internal import JSONValue

/// The SQL of the queue of asynchronous invocations.
enum AsyncInvocationStore {
  /// The tables of this folder.
  static let migrations = [
    CloudMigration("lambda-asynchronous") { db in
      try db.execute(
        sql: """
          CREATE TABLE lambda_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL,
            function TEXT NOT NULL, accepted INTEGER NOT NULL, payload TEXT NOT NULL,
            attempts INTEGER NOT NULL, refusals INTEGER NOT NULL, due INTEGER NOT NULL,
            destination TEXT, record TEXT
          );
          CREATE INDEX lambda_event_due ON lambda_event (due);
          CREATE TABLE lambda_event_config (
            function TEXT PRIMARY KEY, document TEXT NOT NULL, modified INTEGER NOT NULL
          ) WITHOUT ROWID;
          """
      )
    }
  ]

  /// Accepts an event, which is due at once.
  static func add(
    _ payload: JSON,
    function: String,
    requestID: String,
    at now: Instant,
    in db: Database
  ) throws -> AsyncInvocation {
    try db.cachedStatement(
      sql: """
        INSERT INTO lambda_event (request_id, function, accepted, payload, attempts, refusals, due)
        VALUES (?1, ?2, ?3, ?4, 0, 0, ?3)
        """
    ).execute(arguments: [requestID, function, now.milliseconds, payload.text()])
    return AsyncInvocation(
      id: db.lastInsertedRowID,
      requestID: requestID,
      function: function,
      accepted: now,
      payload: payload
    )
  }

  /// The events that are due at `now`, the first ones first.
  static func due(at now: Instant, limit: Int, in db: Database) throws -> [AsyncInvocation] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT * FROM lambda_event WHERE due <= ? ORDER BY due, id LIMIT ?"
      ),
      arguments: [now.milliseconds, limit]
    ).map { row in
      let destination: String? = row["destination"]
      let record: String? = row["record"]
      return AsyncInvocation(
        id: row["id"],
        requestID: row["request_id"],
        function: row["function"],
        accepted: Instant(milliseconds: row["accepted"]),
        payload: try JSON(parsing: row["payload"] as String),
        attempts: row["attempts"],
        refusals: row["refusals"],
        record: try destination.map {
          InvocationRecord(destination: $0, document: try JSON(parsing: record ?? "null"))
        }
      )
    }
  }

  /// When the next event after `now` is due.
  static func nextDue(after now: Instant, in db: Database) throws -> Instant? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT min(due) FROM lambda_event WHERE due > ?"),
      arguments: [now.milliseconds]
    ).map { Instant(milliseconds: $0) }
  }

  /// Puts an event off.
  static func postpone(_ event: AsyncInvocation, until due: Instant, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE lambda_event SET attempts = ?, refusals = ?, due = ?, destination = ?, record = ?
        WHERE id = ?
        """
    ).execute(arguments: [
      event.attempts, event.refusals, due.milliseconds, event.record?.destination,
      event.record?.document.text(), event.id,
    ])
  }

  /// Forgets an event, by its row id.
  static func remove(_ id: Int64, in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM lambda_event WHERE id = ?").execute(arguments: [id])
  }
}
