internal import AWSWire
internal import GRDB
internal import JSONValue

/// An item on its way into an alarm's history.
struct AlarmHistoryItem: Sendable {
  let alarm: String
  /// `StateUpdate`, `ConfigurationUpdate` or `Action`.
  let type: String
  let time: Instant
  let summary: String
  let data: JSON
}

/// The SQL of alarms and their histories.
enum AlarmStore {
  /// All alarms by name; those whose settings cannot be read are told to `unreadable` and left out.
  static func all(
    in db: Database,
    unreadable: (_ name: String, _ error: any Error) -> Void = { _, _ in }
  ) throws -> [StoredAlarm] {
    try Row.fetchAll(db, sql: "SELECT * FROM alarm ORDER BY name").compactMap { row in
      do {
        return try StoredAlarm(row)
      } catch {
        unreadable(row["name"], error)
        return nil
      }
    }
  }

  static func alarm(_ name: String, in db: Database) throws -> StoredAlarm? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM alarm WHERE name = ?"),
      arguments: [name]
    ).map(StoredAlarm.init)
  }

  static func put(_ alarm: StoredAlarm, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO alarm
          (name, settings, state, reason, reason_data, updated, transitioned, configured)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      alarm.settings.name, alarm.settings.json.text(), alarm.state, alarm.reason,
      alarm.reasonData, alarm.updated.milliseconds, alarm.transitioned.milliseconds,
      alarm.configured.milliseconds,
    ])
  }

  static func remove(_ name: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM alarm WHERE name = ?", arguments: [name])
  }

  static func note(_ item: AlarmHistoryItem, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO alarm_history (alarm, type, time, summary, data) VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      item.alarm, item.type, item.time.milliseconds, item.summary, item.data.text(),
    ])
  }

  /// Removes history items that are older than `time`, at most `limit` of them.
  static func forget(before time: Int64, limit: Int, in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM alarm_history WHERE id IN (
          SELECT id FROM alarm_history WHERE time < ? ORDER BY id LIMIT ?)
        """,
      arguments: [time, limit]
    )
  }

  /// History items between two moments, newest first unless `isAscending`.
  static func history(
    alarm: String?,
    type: String?,
    from: Int64,
    to: Int64,
    isAscending: Bool,
    places: (first: Int, count: Int),
    in db: Database
  ) throws -> [JSON] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM alarm_history WHERE (?1 IS NULL OR alarm = ?1) AND (?2 IS NULL OR type = ?2)
          AND time BETWEEN ?3 AND ?4 ORDER BY id \(isAscending ? "ASC" : "DESC")
        LIMIT ?5 OFFSET ?6
        """,
      arguments: [alarm, type, from, to, places.count, places.first]
    ).map { row in
      [
        "AlarmName": .string(row["alarm"]), "AlarmType": "MetricAlarm",
        "Timestamp": Instant(milliseconds: row["time"]).wire,
        "HistoryItemType": .string(row["type"]), "HistorySummary": .string(row["summary"]),
        "HistoryData": .string(row["data"]),
      ]
    }
  }
}
