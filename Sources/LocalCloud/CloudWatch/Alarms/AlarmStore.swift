internal import AWSWire
internal import GRDB
internal import JSONValue

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

  /// The alarm of a name; `nil` where there is none.
  static func alarm(_ name: String, in db: Database) throws -> StoredAlarm? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM alarm WHERE name = ?"),
      arguments: [name]
    ).map(StoredAlarm.init)
  }

  /// The composite alarms by name whose actions are held back; those that cannot be read are left out.
  static func suppressed(in db: Database) throws -> [StoredAlarm] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM alarm WHERE type = 'CompositeAlarm' AND suppression != '' ORDER BY name
          """
      )
    ).compactMap { try? StoredAlarm($0) }
  }

  /// An alarm's state, and when it was last set; `nil` where there is none.
  static func standing(
    of name: String,
    in db: Database
  ) throws -> (state: String, updated: Instant)? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT state, updated FROM alarm WHERE name = ?"),
      arguments: [name]
    ).map { ($0[0], Instant(milliseconds: $0[1])) }
  }

  /// When a metric alarm's state was set longest ago; `nil` where there is none.
  static func earliestUpdate(in db: Database) throws -> Instant? {
    try Int64.fetchOne(db, sql: "SELECT min(updated) FROM alarm WHERE type = 'MetricAlarm'").map {
      Instant(milliseconds: $0)
    }
  }

  /// The state of an alarm; `nil` where there is none.
  static func state(of name: String, in db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT state FROM alarm WHERE name = ?"),
      arguments: [name]
    )
  }

  /// The type of an alarm; `nil` where there is none.
  static func type(of name: String, in db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT type FROM alarm WHERE name = ?"),
      arguments: [name]
    )
  }

  /// Stores an alarm in place of the one with its name, if any.
  static func put(_ alarm: StoredAlarm, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO alarm
          (name, type, settings, state, reason, reason_data, updated, transitioned, configured,
            suppression, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      alarm.settings.name, alarm.settings.type, alarm.settings.json.text(), alarm.state,
      alarm.reason, alarm.reasonData, alarm.updated.milliseconds,
      alarm.transitioned.milliseconds, alarm.configured.milliseconds, alarm.suppression.stored,
      JSON.object(alarm.tags).text(),
    ])
  }

  /// Removes an alarm but not its history; a name that is not there is passed over.
  static func remove(_ name: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM alarm WHERE name = ?", arguments: [name])
  }
}
