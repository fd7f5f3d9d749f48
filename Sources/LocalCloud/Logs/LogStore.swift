internal import AWSWire
internal import GRDB

/// A group as it is stored.
struct StoredGroup: Sendable {
  /// The row id, which streams and events refer to.
  let id: Int64
  /// The name, such as `/aws/lambda/orders`.
  let name: String
  /// When it was made, in milliseconds since the epoch.
  let created: Int64
  /// How many days events are kept; `nil` for ever.
  let retentionDays: Int?
  /// The size of all events: their text in bytes of UTF-8, and `eventOverhead` for each.
  let bytes: Int64
  /// Which features of CloudWatch Logs the group has.
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
  /// The row id, which events refer to.
  let id: Int64
  /// The name, which is unique in its group only.
  let name: String
  /// When it was made, in milliseconds since the epoch.
  let created: Int64
  /// The time of the oldest event it was ever given, in milliseconds; `nil` before the first.
  let firstEvent: Int64?
  /// The time of the newest event it was ever given, in milliseconds; `nil` before the first.
  let lastEvent: Int64?
  /// When it was last given events, in milliseconds since the epoch; `nil` before the first.
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

  /// The group called `name`; `nil` where there is none.
  static func group(_ name: String, in db: Database) throws -> StoredGroup? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM log_group WHERE name = ?")
    return try Row.fetchOne(statement, arguments: [name]).map(StoredGroup.init)
  }

  /// The group called `name`.
  ///
  /// - Throws: `CloudError` where there is none.
  static func requireGroup(_ name: String, in db: Database) throws -> StoredGroup {
    guard let group = try group(name, in: db) else { throw LogsError.groupNotFound }
    return group
  }

  /// The stream called `name` of the group with this row id; `nil` where there is none.
  static func stream(_ name: String, of group: Int64, in db: Database) throws -> StoredStream? {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM log_stream WHERE group_id = ? AND name = ?"
    )
    return try Row.fetchOne(statement, arguments: [group, name]).map(StoredStream.init)
  }

  /// Makes a group at a time in milliseconds since the epoch, and gives its row id.
  static func makeGroup(_ name: String, created: Int64, in db: Database) throws -> Int64 {
    try db.cachedStatement(sql: "INSERT INTO log_group (name, created) VALUES (?, ?)")
      .execute(arguments: [name, created])
    return db.lastInsertedRowID
  }

  /// Makes a stream at a time in milliseconds since the epoch, and gives its row id.
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
