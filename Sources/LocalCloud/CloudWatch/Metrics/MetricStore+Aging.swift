internal import GRDB

// CloudWatch keeps points the longer the longer their periods are: of less than a minute three
// hours, minutes 15 days, five minutes 63 days, hours 455 days.
extension MetricStore {
  /// From which age on, in seconds, points are at least so far apart.
  private static let steps: [(age: Int64, width: Int64)] = [
    (3 * 3600, 60), (15 * 86_400, 300), (63 * 86_400, 3600),
  ]
  private static let longest: Int64 = 455 * 86_400

  /// Takes points together that have come of age since `last`, and removes those that are too old, at
  /// most `limit` of both.
  ///
  /// - Returns: whether there may be more.
  static func age(
    since last: Int64,
    now: Int64,
    limit: Int,
    in db: Database
  ) throws -> Bool {
    var left = limit
    let metrics = try Int64.fetchAll(db, sql: "SELECT id FROM metric")
    for metric in metrics {
      for step in steps where left > 0 {
        left -= try widen(
          metric,
          to: step.width,
          between: (last - step.age, now - step.age),
          limit: left,
          in: db
        )
      }
      guard left > 0 else { return true }
      try db.cachedStatement(
        sql: """
          DELETE FROM metric_point WHERE metric_id = ?1 AND (second, unit) IN (
            SELECT second, unit FROM metric_point WHERE metric_id = ?1 AND second < ?2
            ORDER BY second, unit LIMIT ?3)
          """
      ).execute(arguments: [metric, now - longest, left])
      left -= db.changesCount
    }
    return left <= 0
  }

  private static func widen(
    _ metric: Int64,
    to width: Int64,
    between span: (from: Int64, to: Int64),
    limit: Int,
    in db: Database
  ) throws -> Int {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT second, unit, count, sum, minimum, maximum, spread FROM metric_point
          WHERE metric_id = ? AND second >= ? AND second < ? AND second % ? != 0 LIMIT ?
          """
      ),
      arguments: [metric, span.from, span.to, width, limit]
    )
    for row in rows {
      let (second, unit): (Int64, String) = (row[0], row[1])
      try db.cachedStatement(
        sql: "DELETE FROM metric_point WHERE metric_id = ? AND second = ? AND unit = ?"
      ).execute(arguments: [metric, second, unit])
      try add(
        statistics(row, from: 2, hasSpread: true),
        to: (metric, second - second % width, unit),
        in: db
      )
    }
    return rows.count
  }
}
