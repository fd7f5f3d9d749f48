internal import GRDB
internal import JSONValue

/// A metric that is known.
struct StoredMetric: Sendable {
  let id: Int64
  let key: MetricKey
  let unit: String
}

/// The SQL of metrics.
enum MetricStore {
  /// Dimensions as the column has them: an object with its keys in order.
  private static func text(_ dimensions: [String: String]) -> String {
    JSON.object(
      JSONObject(dimensions.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    ).text()
  }

  static func id(of key: MetricKey, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT id FROM metric WHERE namespace = ? AND name = ? AND dimensions = ?"
      ),
      arguments: [key.namespace, key.name, text(key.dimensions)]
    )
  }

  static func add(
    _ statistics: MetricStatistics,
    to slot: MetricIntake.Slot,
    in db: Database
  ) throws {
    let metric: Int64
    if let found = try id(of: slot.metric, in: db) {
      metric = found
    } else {
      try db.cachedStatement(
        sql: "INSERT INTO metric (namespace, name, dimensions, unit) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [
        slot.metric.namespace, slot.metric.name, text(slot.metric.dimensions), slot.unit,
      ])
      metric = db.lastInsertedRowID
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO metric_minute (metric_id, minute, count, sum, minimum, maximum)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (metric_id, minute) DO UPDATE SET count = count + excluded.count,
          sum = sum + excluded.sum, minimum = min(minimum, excluded.minimum),
          maximum = max(maximum, excluded.maximum)
        """
    ).execute(arguments: [
      metric, slot.minute, statistics.count, statistics.sum, statistics.minimum,
      statistics.maximum,
    ])
  }

  /// The statistics of periods of `period` minutes from `start` to `end`, which is excluded.
  static func periods(
    of metric: Int64,
    from start: Int64,
    to end: Int64,
    period: Int64,
    in db: Database
  ) throws -> [Int64: MetricStatistics] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT minute, count, sum, minimum, maximum FROM metric_minute
          WHERE metric_id = ? AND minute >= ? AND minute < ?
          """
      ),
      arguments: [metric, start, end]
    )
    var periods: [Int64: MetricStatistics] = [:]
    while let row = try rows.next() {
      let minute: Int64 = row[0]
      let slot = start + (minute - start) / period * period
      let statistics = MetricStatistics(
        count: row[1],
        sum: row[2],
        minimum: row[3],
        maximum: row[4]
      )
      if periods[slot]?.merge(statistics) == nil { periods[slot] = statistics }
    }
    return periods
  }

  static func all(in db: Database) throws -> [StoredMetric] {
    try Row.fetchAll(db, sql: "SELECT * FROM metric ORDER BY namespace, name, dimensions").map {
      row in
      let dimensions = try JSON(parsing: row["dimensions"] as String).object ?? [:]
      return StoredMetric(
        id: row["id"],
        key: MetricKey(
          namespace: row["namespace"],
          name: row["name"],
          dimensions: Dictionary(
            dimensions.map { ($0.key, $0.value.string ?? "") },
            uniquingKeysWith: { $1 }
          )
        ),
        unit: row["unit"]
      )
    }
  }

  static func trim(before minute: Int64, in db: Database) throws {
    try db.execute(sql: "DELETE FROM metric_minute WHERE minute < ?", arguments: [minute])
  }
}
