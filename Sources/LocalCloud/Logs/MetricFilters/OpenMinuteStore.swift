internal import GRDB

/// A filter with a default, in a minute in which its group got events.
struct OpenMinute: Hashable, Sendable {
  /// The log group's name.
  let group: String
  /// The filter's name.
  let filter: String
  /// The minute of arrival, in minutes since the epoch.
  let minute: Int64
  /// Whether no event has matched so far.
  let isQuiet: Bool
}

/// The SQL of the minutes whose defaults are not recorded yet, so that none is lost when the cloud is
/// killed.
enum OpenMinuteStore {
  /// Makes the table, as a step of the schema.
  static func makeTable(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE log_open_minute (
          minute INTEGER NOT NULL, log_group TEXT NOT NULL, filter TEXT NOT NULL,
          is_quiet INTEGER NOT NULL, PRIMARY KEY (minute, log_group, filter)
        ) WITHOUT ROWID
        """
    )
  }

  /// Notes a minute; one in which an event has matched stays so.
  static func note(_ open: OpenMinute, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO log_open_minute VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET is_quiet = min(is_quiet, excluded.is_quiet)
        """
    ).execute(arguments: [open.minute, open.group, open.filter, open.isQuiet])
  }

  /// All minutes that are noted, the oldest first.
  static func all(in db: Database) throws -> [OpenMinute] {
    try Row.fetchAll(db, sql: "SELECT * FROM log_open_minute ORDER BY minute").map { row in
      OpenMinute(
        group: row["log_group"],
        filter: row["filter"],
        minute: row["minute"],
        isQuiet: row["is_quiet"]
      )
    }
  }

  /// Forgets the minutes up to `minute`, itself included: their defaults are recorded.
  static func forget(upTo minute: Int64, in db: Database) throws {
    try db.execute(sql: "DELETE FROM log_open_minute WHERE minute <= ?", arguments: [minute])
  }
}
