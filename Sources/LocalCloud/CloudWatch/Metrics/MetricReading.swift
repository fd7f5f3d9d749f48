internal import GRDB

/// Reads the points of metrics that a window has.
struct MetricReading {
  /// The span that points are read of.
  let window: MetricWindow
  /// The database, inside the read that all points are to come from.
  let db: Database

  /// The points of one statistic, by where their periods begin, and all units that were found.
  ///
  /// Of several units the first in the order of the alphabet counts, as on CloudWatch.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func points(of selection: MetricSelection) throws -> (
    points: [Int64: MetricStatistics], units: [String]
  ) {
    let found = try periods(
      selection.key,
      period: Int64(selection.period),
      unit: selection.unit,
      hasSpread: selection.statistic.isExtended
    )
    let units = found.keys.sorted()
    return (units.first.flatMap { found[$0] } ?? [:], units)
  }

  /// The values of one statistic, by where their periods begin.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func values(of selection: MetricSelection) throws -> [Int64: Double] {
    try points(of: selection).points.compactMapValues(selection.statistic.value)
  }

  /// What there is of a metric, by unit and by where the periods begin.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func periods(
    _ key: MetricKey,
    period: Int64,
    unit: String?,
    hasSpread: Bool
  ) throws -> [String: [Int64: MetricStatistics]] {
    guard window.keeps(period: period), let id = try MetricStore.id(of: key, in: db) else {
      return [:]
    }
    let found = try MetricStore.periods(
      of: id,
      from: window.start(period: period),
      to: window.end,
      period: period,
      hasSpread: hasSpread,
      in: db
    )
    guard let unit else { return found }
    return found.filter { $0.key == unit }
  }
}
