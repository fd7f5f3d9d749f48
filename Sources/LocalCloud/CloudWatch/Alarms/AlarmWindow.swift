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
  /// Where each point's period begins, in seconds since the epoch.
  private let times: [Int64]

  /// Reads the window that ends with the minute of `now`, or, where periods are shorter, with its
  /// period.
  ///
  /// The running minute counts as soon as it breaches, where more samples could not take it back from
  /// that; what does not breach yet may still do so, and is no recovery.
  init(_ condition: MetricCondition, at now: Instant, in db: Database) throws {
    let period = Int64(condition.period)
    let current = AlarmWindow.end(condition, at: now)
    func read(endingBefore end: Int64) throws -> (points: [AlarmPoint?], times: [Int64]) {
      let window = AlarmWindow.span(condition, endingBefore: end)
      let found = try AlarmWindow.points(condition, over: window, in: db)
      let times = Array(window.grid(period: period))
      return (times.map { found[$0] }, times)
    }
    if condition.onlyNearsBreaching {
      let running = try read(endingBefore: current + AlarmWindow.step(condition))
      if let newest = running.points.last, let newest, condition.evaluator.breaches(newest.value) {
        (points, times) = running
        return
      }
    }
    (points, times) = try read(endingBefore: current)
  }

  /// How far the window moves at a time, in seconds.
  private static func step(_ condition: MetricCondition) -> Int64 {
    min(Int64(condition.period), 60)
  }

  /// Where the window at a moment ends, in seconds since the epoch, but for the running minute.
  static func end(_ condition: MetricCondition, at now: Instant) -> Int64 {
    now.milliseconds / 1000 / step(condition) * step(condition)
  }

  private static func span(_ condition: MetricCondition, endingBefore end: Int64) -> MetricWindow {
    let count = Int64(condition.evaluator.evaluationPeriods) + lingering
    return MetricWindow(from: end - count * Int64(condition.period), end: end)
  }

  /// For how long an alarm can be left alone whose state at `now` is what its points lead to.
  static func rest(
    _ condition: MetricCondition,
    at now: Instant,
    in db: Database
  ) throws -> AlarmRest {
    let end = end(condition, at: now)
    // Metric math may say something else of each minute, be there no points at all.
    guard let selection = condition.selection else { return .whileEnding(at: end) }
    let start = span(condition, endingBefore: end).start(period: Int64(condition.period))
    return try MetricStore.hasPoints(of: selection.key, since: start, in: db)
      ? .whileEnding(at: end) : .untilSample
  }

  private static func points(
    _ condition: MetricCondition,
    over window: MetricWindow,
    in db: Database
  ) throws -> [Int64: AlarmPoint] {
    let reading = MetricReading(window: window, db: db)
    switch condition.source {
    case .metric(let selection):
      var found: [Int64: AlarmPoint] = [:]
      for (second, statistics) in try reading.points(of: selection).points {
        guard let value = selection.statistic.value(of: statistics) else { continue }
        found[second] = AlarmPoint(second: second, value: value, sampleCount: statistics.count)
      }
      return found
    case .math(let program, let query):
      let values = try program.run(over: window) { try reading.values(of: $0) }
      let series = program.series(of: query, in: values, over: window).first
      return (series?.points ?? [:]).reduce(into: [:]) { found, point in
        found[point.key] = AlarmPoint(second: point.key, value: point.value, sampleCount: nil)
      }
    }
  }

  /// The verdict on the window.
  func verdict(_ condition: MetricCondition) -> AlarmEvaluator.Verdict {
    if let fewest = condition.fewestSamples {
      let newest = points.compactMap { $0 }.suffix(condition.evaluator.evaluationPeriods)
      if newest.contains(where: { ($0.sampleCount ?? fewest) < fewest }) { return .retain }
    }
    return condition.evaluator.verdict(points.map { $0?.value })
  }

  /// Why the verdict is what it is.
  func reason(_ condition: MetricCondition) -> AlarmReason {
    let wanted = condition.evaluator.evaluationPeriods
    let real = points.compactMap { $0 }.suffix(wanted)
    return AlarmReason(
      condition: condition,
      points: Array(real),
      missing: wanted - real.count,
      times: Array(times.suffix(wanted))
    )
  }
}
