internal import GRDB
internal import JSONValue

extension CloudWatchService {
  /// The schema's steps.
  package static let migrations: [CloudMigration] = [
    CloudMigration("cloudwatch-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE metric (
            id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL,
            dimensions TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE (namespace, name, dimensions)
          );
          CREATE TABLE metric_minute (
            metric_id INTEGER NOT NULL, minute INTEGER NOT NULL, count REAL NOT NULL,
            sum REAL NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL,
            PRIMARY KEY (metric_id, minute)
          ) WITHOUT ROWID;
          CREATE TABLE alarm (
            name TEXT PRIMARY KEY, settings TEXT NOT NULL, state TEXT NOT NULL,
            reason TEXT NOT NULL, reason_data TEXT NOT NULL, updated INTEGER NOT NULL,
            transitioned INTEGER NOT NULL, configured INTEGER NOT NULL
          ) WITHOUT ROWID;
          CREATE TABLE alarm_history (
            id INTEGER PRIMARY KEY, alarm TEXT NOT NULL, type TEXT NOT NULL,
            time INTEGER NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL
          );
          CREATE INDEX alarm_history_by_alarm ON alarm_history (alarm, id);
          """
      )
    },
    CloudMigration("cloudwatch-2") { db in
      try db.execute(
        sql: """
          CREATE TABLE metric_point (
            metric_id INTEGER NOT NULL, second INTEGER NOT NULL, unit TEXT NOT NULL,
            count REAL NOT NULL, sum REAL NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL,
            spread BLOB, PRIMARY KEY (metric_id, second, unit)
          ) WITHOUT ROWID;
          INSERT INTO metric_point (metric_id, second, unit, count, sum, minimum, maximum)
            SELECT metric_id, minute * 60, unit, count, sum, minimum, maximum
            FROM metric_minute JOIN metric ON metric.id = metric_id;
          DROP TABLE metric_minute;
          ALTER TABLE alarm ADD COLUMN type TEXT NOT NULL DEFAULT 'MetricAlarm';
          ALTER TABLE alarm ADD COLUMN suppression TEXT NOT NULL DEFAULT '';
          ALTER TABLE alarm ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
          ALTER TABLE alarm_history ADD COLUMN alarm_type TEXT NOT NULL DEFAULT 'MetricAlarm';
          """
      )
      for row in try Row.fetchAll(db, sql: "SELECT name, settings FROM alarm") {
        guard let settings = try? JSON(parsing: row["settings"] as String),
          let tags = try? CloudWatchService.tags(settings["Tags"]?.array ?? [])
        else { continue }
        try db.execute(
          sql: "UPDATE alarm SET tags = ? WHERE name = ?",
          arguments: [JSON.object(tags).text(), row["name"] as String]
        )
      }
    },
    CloudMigration("cloudwatch-3") { db in
      try db.execute(
        sql: """
          CREATE INDEX alarm_by_state ON alarm (state, name);
          CREATE INDEX alarm_by_type ON alarm (type, name);
          CREATE TABLE alarm_relative (
            child TEXT NOT NULL, role TEXT NOT NULL, parent TEXT NOT NULL,
            PRIMARY KEY (child, role, parent)
          ) WITHOUT ROWID;
          CREATE INDEX alarm_relative_by_parent ON alarm_relative (parent, role, child);
          """
      )
      let composites = try AlarmStore.alarms(
        AlarmQuery(types: ["CompositeAlarm"]),
        limit: Int.max,
        in: db
      )
      for alarm in composites { try AlarmGraph(db: db).put(alarm.settings) }
    },
  ]
}
