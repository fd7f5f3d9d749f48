internal import AWSWire
internal import GRDB

/// A group as it is stored.
struct StoredGroup: Sendable {
  let id: Int64
  let name: String
  let created: Int64
  let retentionDays: Int?
  let bytes: Int64
  let logClass: LogGroupClass

  /// Reads a row of `log_group`.
  init(_ row: Row) {
    (id, name, created) = (row["id"], row["name"], row["created"])
    (retentionDays, bytes) = (row["retention_days"], row["bytes"])
    logClass = LogGroupClass(rawValue: row["class"] as String) ?? .standard
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
}
