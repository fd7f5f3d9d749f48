internal import GRDB
internal import JSONValue

/// The SQL of metric filters.
enum MetricFilterStore {
  /// Makes the table, as a step of the schema.
  static func makeTable(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE log_metric_filter (
          log_group TEXT NOT NULL, name TEXT NOT NULL, pattern TEXT NOT NULL,
          transformation TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (log_group, name)
        ) WITHOUT ROWID
        """
    )
  }

  /// All filters, by group and name, but for those that would be refused today.
  static func all(in db: Database) throws -> [MetricFilter] {
    try Row.fetchAll(db, sql: "SELECT * FROM log_metric_filter ORDER BY log_group, name").compactMap
    {
      row in
      try? MetricFilter(
        group: row["log_group"],
        name: row["name"],
        pattern: row["pattern"],
        document: JSON(parsing: row["transformation"] as String),
        created: row["created"]
      )
    }
  }

  /// How many filters a group has; none where there is no such group.
  static func count(of group: String, in db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: "SELECT count(*) FROM log_metric_filter WHERE log_group = ?",
      arguments: [group]
    ) ?? 0
  }

  /// Puts a filter in place of one of its name, which keeps its time of creation.
  static func put(_ filter: MetricFilter, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO log_metric_filter VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (log_group, name) DO UPDATE SET pattern = excluded.pattern,
          transformation = excluded.transformation
        """,
      arguments: [
        filter.group, filter.name, filter.patternText, filter.document.text(), filter.created,
      ]
    )
  }

  /// Removes a filter; `false` where there was none.
  static func remove(_ name: String, of group: String, in db: Database) throws -> Bool {
    try db.execute(
      sql: "DELETE FROM log_metric_filter WHERE log_group = ? AND name = ?",
      arguments: [group, name]
    )
    return db.changesCount > 0
  }

  /// Removes all filters of a group.
  static func removeAll(of group: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM log_metric_filter WHERE log_group = ?", arguments: [group])
  }
}
