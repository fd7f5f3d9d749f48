internal import AWSWire

/// A span of time as a query of metrics asks for it, cut into periods.
///
/// Source: CloudWatch API Reference, GetMetricStatistics, `StartTime`. A pure value; in seconds.
struct MetricWindow: Hashable, Sendable {
  private static let hour: Int64 = 3600
  private static let day: Int64 = 86_400
  /// As long as points are kept.
  private static let longestPeriod = 455 * day

  /// The present moment, before which old points are kept in longer periods only.
  let now: Int64
  /// The start that was asked for, before it is rounded down to a period.
  let from: Int64
  /// Excluded.
  let end: Int64

  /// Makes the window from one moment to another, the latter excluded.
  init(_ from: Instant, _ to: Instant, now: Instant) {
    self.now = now.milliseconds / 1000
    self.from = from.milliseconds / 1000
    end = (to.milliseconds + 999) / 1000
  }

  /// Makes the window of an alarm, which is whole periods already.
  init(from: Int64, end: Int64) {
    (self.from, self.end) = (from, end)
    now = end
  }

  /// Where the first period begins: the start, rounded down the more the longer it is ago.
  func start(period: Int64) -> Int64 {
    let age = now - from
    let rounding =
      age > 63 * MetricWindow.day
      ? 3600
      : age > 15 * MetricWindow.day ? 300 : age <= 3 * MetricWindow.hour ? min(period, 60) : 60
    return from - (from % rounding + rounding) % rounding
  }

  /// Whether points of so short a period are still kept at the start.
  func keeps(period: Int64) -> Bool {
    let age = now - from
    if age > 63 * MetricWindow.day { return period.isMultiple(of: 3600) }
    if age > 15 * MetricWindow.day { return period.isMultiple(of: 300) }
    return age <= 3 * MetricWindow.hour || period.isMultiple(of: 60)
  }

  /// Where each period begins.
  func grid(period: Int64) -> StrideTo<Int64> {
    stride(from: start(period: period), to: end, by: Int64.Stride(period))
  }

  /// How many periods there are.
  func count(period: Int64) -> Int64 {
    max(0, (end - start(period: period) + period - 1) / period)
  }

  /// Whether a period is one that CloudWatch has, in seconds.
  static func isPeriod(_ seconds: Int) -> Bool {
    [1, 5, 10, 20, 30].contains(seconds)
      || (60...Int(longestPeriod)).contains(seconds) && seconds.isMultiple(of: 60)
  }
}
