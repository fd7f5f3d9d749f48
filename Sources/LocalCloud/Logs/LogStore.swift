internal import AWSWire
internal import GRDB

/// A group as it is stored.
struct StoredGroup: Sendable {
  let id: Int64
  let name: String
  let created: Int64
  let retentionDays: Int?
  let bytes: Int64

  /// Reads a row of `log_group`.
  init(_ row: Row) {
    (id, name, created) = (row["id"], row["name"], row["created"])
    (retentionDays, bytes) = (row["retention_days"], row["bytes"])
  }
}

/// A stream as it is stored.
struct StoredStream: Sendable {
  let id: Int64
  let name: String
  let created: Int64
  let firstEvent: Int64?
  let lastEvent: Int64?
  let lastIngestion: Int64?

  /// Reads a row of `log_stream`.
  init(_ row: Row) {
    (id, name, created) = (row["id"], row["name"], row["created"])
    (firstEvent, lastEvent) = (row["first_event"], row["last_event"])
    lastIngestion = row["last_ingestion"]
  }
}

/// The SQL of groups, streams and appending.
enum LogStore {
  /// What AWS adds to each event's size.
  static let eventOverhead = 26

  static func group(_ name: String, in db: Database) throws -> StoredGroup? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM log_group WHERE name = ?")
    return try Row.fetchOne(statement, arguments: [name]).map(StoredGroup.init)
  }

  static func requireGroup(_ name: String, in db: Database) throws -> StoredGroup {
    guard let group = try group(name, in: db) else { throw LogsError.groupNotFound }
    return group
  }

  static func stream(_ name: String, of group: Int64, in db: Database) throws -> StoredStream? {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM log_stream WHERE group_id = ? AND name = ?"
    )
    return try Row.fetchOne(statement, arguments: [group, name]).map(StoredStream.init)
  }

  static func makeGroup(_ name: String, created: Int64, in db: Database) throws -> Int64 {
    try db.cachedStatement(sql: "INSERT INTO log_group (name, created) VALUES (?, ?)")
      .execute(arguments: [name, created])
    return db.lastInsertedRowID
  }

  static func makeStream(
    _ name: String,
    of group: Int64,
    created: Int64,
    in db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: "INSERT INTO log_stream (group_id, name, created) VALUES (?, ?, ?)"
    ).execute(arguments: [group, name, created])
    return db.lastInsertedRowID
  }

  /// Appends the lines of a batch.
  static func append(_ batch: LogBatch, in db: Database) throws {
    guard !batch.lines.isEmpty else { return }
    let (group, stream) = try places(batch, in: db)
    let first = try Int64.fetchOne(
      db.cachedStatement(sql: "UPDATE log_sequence SET next = next + ? RETURNING next"),
      arguments: [batch.lines.count]
    )
    var sequence = (first ?? 0) - Int64(batch.lines.count)
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO log_event (group_id, timestamp, sequence, stream_id, ingested, message)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    )
    var (bytes, oldest, newest) = (0, Int64.max, Int64.min)
    for line in batch.lines {
      let time = line.timestamp.milliseconds
      try insert.execute(arguments: [
        group, time, sequence, stream, batch.ingested, storable(line.message),
      ])
      sequence += 1
      bytes += line.message.utf8.count + eventOverhead
      (oldest, newest) = (min(oldest, time), max(newest, time))
    }
    try db.cachedStatement(sql: "UPDATE log_group SET bytes = bytes + ? WHERE id = ?")
      .execute(arguments: [bytes, group])
    try db.cachedStatement(
      sql: """
        UPDATE log_stream SET first_event = min(ifnull(first_event, ?1), ?1),
          last_event = max(ifnull(last_event, ?2), ?2), last_ingestion = ?3 WHERE id = ?4
        """
    ).execute(arguments: [oldest, newest, batch.ingested, stream])
  }

  /// A message as it is bound: SQLite's text ends at a NUL, its bytes do not.
  private static func storable(_ message: String) -> any DatabaseValueConvertible {
    message.utf8.contains(0) ? Array(message.utf8).data : message
  }

  private static func places(_ batch: LogBatch, in db: Database) throws -> (Int64, Int64) {
    let group: Int64
    if let found = try self.group(batch.group, in: db) {
      group = found.id
    } else if batch.makesMissing {
      group = try makeGroup(batch.group, created: batch.ingested, in: db)
    } else {
      throw LogsError.groupNotFound
    }
    if let found = try stream(batch.stream, of: group, in: db) { return (group, found.id) }
    guard batch.makesMissing else { throw LogsError.streamNotFound }
    return (group, try makeStream(batch.stream, of: group, created: batch.ingested, in: db))
  }
}
