internal import AWSWire
internal import GRDB
internal import JSONValue

/// An item on its way into an alarm's history.
struct AlarmHistoryItem: Sendable {
  /// The name of the alarm, not its ARN.
  let alarm: String
  /// `MetricAlarm` or `CompositeAlarm`.
  let alarmType: String
  /// `StateUpdate`, `ConfigurationUpdate` or `Action`.
  let type: String
  /// When it happened; of an action, when the state changed.
  let time: Instant
  /// A sentence for people, such as `Alarm updated from OK to ALARM`.
  let summary: String
  /// The document that `DescribeAlarmHistory` gives as the text `HistoryData`.
  let data: JSON
}

// The history of alarms.
extension AlarmStore {
  /// Adds an item at the end of the history.
  static func note(_ item: AlarmHistoryItem, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO alarm_history (alarm, alarm_type, type, time, summary, data)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      item.alarm, item.alarmType, item.type, item.time.milliseconds, item.summary, item.data.text(),
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

  /// Which history items are read.
  struct HistoryFilter: Sendable {
    /// The name of the only alarm; `nil` for all.
    let alarm: String?
    /// `MetricAlarm`, `CompositeAlarm` or both.
    let alarmTypes: [String]
    /// `StateUpdate`, `ConfigurationUpdate` or `Action`; `nil` for all.
    let type: String?
    /// In milliseconds since the epoch.
    let span: ClosedRange<Int64>
  }

  /// History items, newest first unless `isAscending`.
  static func history(
    _ filter: HistoryFilter,
    isAscending: Bool,
    places: (first: Int, count: Int),
    in db: Database
  ) throws -> [JSON] {
    let only = filter.alarmTypes.count == 1 ? filter.alarmTypes.first : nil
    // Only where it says so outright does SQLite read no more than the items of the one alarm.
    let alarm = filter.alarm == nil ? "" : "alarm = ?1 AND "
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM alarm_history WHERE \(alarm)(?1 IS NULL OR alarm = ?1)
            AND (?2 IS NULL OR type = ?2) AND time BETWEEN ?3 AND ?4
            AND (?7 IS NULL OR alarm_type = ?7)
          ORDER BY id \(isAscending ? "ASC" : "DESC") LIMIT ?5 OFFSET ?6
          """
      ),
      arguments: [
        filter.alarm, filter.type, filter.span.lowerBound, filter.span.upperBound, places.count,
        places.first, only,
      ]
    ).map { row in
      [
        "AlarmName": .string(row["alarm"]), "AlarmType": .string(row["alarm_type"]),
        "Timestamp": Instant(milliseconds: row["time"]).wire,
        "HistoryItemType": .string(row["type"]), "HistorySummary": .string(row["summary"]),
        "HistoryData": .string(row["data"]),
      ]
    }
  }
}
