internal import AWSWire
internal import GRDB

/// The points that an alarm looks at, and where they end.
struct AlarmWindow: Sendable {
  /// How many periods more than the alarm's own are looked at.
  ///
  /// A real point in them suppresses
  /// filling, so that an alarm on one point lingers for two more periods after the last error, as
  /// it does on AWS for a few minutes; the exact length there is not documented.
  private static let lingering: Int64 = 2

  /// Oldest first; `nil` is a missing point.
  let points: [AlarmPoint?]

  /// Reads the window that ends with the minute of `now`.
  ///
  /// The running minute counts as soon as it has a sample, unless more samples could take it back
  /// from breaching.
  init(_ settings: AlarmSettings, at now: Instant, in db: Database) throws {
    let period = settings.periodMinutes
    let count = Int64(settings.evaluator.evaluationPeriods) + AlarmWindow.lingering
    let current = now.milliseconds / 60_000
    let metric = try MetricStore.id(of: settings.metric, in: db)
    func points(endingBefore end: Int64) throws -> [AlarmPoint?] {
      let start = end - count * period
      let found =
        try metric.map {
          try MetricStore.periods(of: $0, from: start, to: end, period: period, in: db)
        } ?? [:]
      return (0..<count).map { index in
        let minute = start + index * period
        return found[minute].map { statistics in
          AlarmPoint(
            minute: minute,
            value: statistics.value(settings.statistic) ?? 0,
            sampleCount: statistics.count
          )
        }
      }
    }
    let isMonotonic = settings.evaluator.comparison.isUpward
    let running = isMonotonic ? try points(endingBefore: current + 1) : []
    if running.last.flatMap({ $0 }) != nil {
      self.points = running
    } else {
      self.points = try points(endingBefore: current)
    }
  }

  /// The verdict on the window.
  func verdict(_ settings: AlarmSettings) -> AlarmEvaluator.Verdict {
    settings.evaluator.verdict(points.map { $0?.value })
  }

  /// Why the verdict is what it is.
  func reason(_ settings: AlarmSettings) -> AlarmReason {
    let wanted = settings.evaluator.evaluationPeriods
    let real = points.compactMap { $0 }.suffix(wanted)
    return AlarmReason(settings: settings, points: Array(real), missing: wanted - real.count)
  }
}
