internal import GRDB
internal import JSONValue

/// A metric that is known.
struct StoredMetric: Sendable {
  /// The number of its row, which its points refer to.
  let id: Int64
  /// The namespace, name and dimensions.
  let key: MetricKey
}

/// The SQL of metrics.
enum MetricStore {
  /// Dimensions as the column has them: an object with its keys in order.
  private static func text(_ dimensions: [String: String]) -> String {
    JSON.object(
      JSONObject(dimensions.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    ).text()
  }

  /// The number of a metric's row; `nil` where the metric never had a sample.
  static func id(of key: MetricKey, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT id FROM metric WHERE namespace = ? AND name = ? AND dimensions = ?"
      ),
      arguments: [key.namespace, key.name, text(key.dimensions)]
    )
  }

  /// Adds samples to those of a slot, with a row for the metric where it has none yet.
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
    try add(statistics, to: (metric, slot.second, slot.unit), in: db)
  }

  /// Adds samples to those that a metric has at a place.
  static func add(
    _ statistics: MetricStatistics,
    to place: (metric: Int64, second: Int64, unit: String),
    in db: Database
  ) throws {
    var merged = statistics
    let kept = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count, sum, minimum, maximum, spread FROM metric_point
          WHERE metric_id = ? AND second = ? AND unit = ?
          """
      ),
      arguments: [place.metric, place.second, place.unit]
    )
    if let kept {
      merged = MetricStore.statistics(kept, from: 0, hasSpread: true)
      merged.merge(statistics)
    }
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO metric_point
          (metric_id, second, unit, count, sum, minimum, maximum, spread)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      place.metric, place.second, place.unit, merged.count, merged.sum, merged.minimum,
      merged.maximum, merged.spread.bytes?.data,
    ])
  }

  /// The statistics in five columns of a row; without their spread where nobody asks for it.
  static func statistics(_ row: Row, from column: Int, hasSpread: Bool) -> MetricStatistics {
    let spread: StorageBytes? = hasSpread ? row[column + 4] : nil
    var statistics = MetricStatistics(
      count: row[column],
      sum: row[column + 1],
      minimum: row[column + 2],
      maximum: row[column + 3],
      spread: spread.flatMap { MetricSpread(bytes: $0.bytes) }
    )
    if !hasSpread { statistics.spread = .unknown }
    return statistics
  }

  /// The statistics of periods of `period` seconds from `start` to `end`, which is excluded, by unit
  /// and by where the period begins.
  static func periods(
    of metric: Int64,
    from start: Int64,
    to end: Int64,
    period: Int64,
    hasSpread: Bool,
    in db: Database
  ) throws -> [String: [Int64: MetricStatistics]] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT second, unit, count, sum, minimum, maximum, spread FROM metric_point
          WHERE metric_id = ? AND second >= ? AND second < ?
          """
      ),
      arguments: [metric, start, end]
    )
    var periods: [String: [Int64: MetricStatistics]] = [:]
    while let row = try rows.next() {
      let second: Int64 = row[0]
      let place = start + (second - start) / period * period
      let found = statistics(row, from: 2, hasSpread: hasSpread)
      if periods[row[1], default: [:]][place]?.merge(found) == nil {
        periods[row[1], default: [:]][place] = found
      }
    }
    return periods
  }

  /// Whether a metric has a point at `second` or later.
  static func hasPoints(of key: MetricKey, since second: Int64, in db: Database) throws -> Bool {
    guard let id = try id(of: key, in: db) else { return false }
    return try Bool.fetchOne(
      db.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM metric_point WHERE metric_id = ? AND second >= ?)"
      ),
      arguments: [id, second]
    ) ?? false
  }

  /// The metrics of a namespace and name, or all, that have points since `second`.
  static func active(
    since second: Int64,
    namespace: String?,
    name: String?,
    in db: Database
  ) throws -> [StoredMetric] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM metric WHERE (?1 IS NULL OR namespace = ?1) AND (?2 IS NULL OR name = ?2)
          AND EXISTS (SELECT 1 FROM metric_point WHERE metric_id = metric.id AND second >= ?3)
        ORDER BY namespace, name, dimensions
        """,
      arguments: [namespace, name, second]
    ).map { row in
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
        )
      )
    }
  }
}
