internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

/// Reads what is known of one alarm, all of it at the same time; what fails leaves the rest.
struct AlarmReader: Sendable {
  /// Reads it.
  let service: AlarmService
  /// The present moment.
  let now: Instant

  /// How many periods a chart shows, and how long that is at least and at most, in seconds.
  private static let periods: Int64 = 60
  private static let seconds: ClosedRange<Int64> = 3600...7 * 86_400
  /// The most periods that are shown so that the beginning of a state is among them.
  private static let mostPeriods: Int64 = 720

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - name: the alarm's name.
  ///   - known: the alarm, where it was listed before.
  ///   - topics: whom it tells, where that was read before.
  /// - Returns: what could be read, and why the rest could not.
  /// - Throws: `ServiceFailure` where the alarm itself cannot be read; `CancellationError`.
  func report(
    of name: String,
    known: Alarm?,
    topics: [NotifiedTopic]?
  ) async throws -> AlarmReport {
    var found = known
    if found == nil { found = try await service.list(names: [name]).first }
    guard let alarm = found else { return AlarmReport(name: name) }
    async let history = attempt { try await service.history(of: name) }
    async let metrics = attempt { try await self.metrics(of: alarm) }
    async let listeners = attempt {
      if let topics { return topics }
      return try await service.topics(of: alarm)
    }
    let (read, drawn, told) = await (history, metrics, listeners)
    return AlarmReport(
      name: name,
      history: read.value,
      metrics: drawn.value ?? nil,
      topics: told.value,
      failures: [read.failure, drawn.failure, told.failure].compactMap(\.self)
    )
  }

  /// What it watches over a time in which the state began, if that is not too long ago.
  private func metrics(of alarm: Alarm) async throws -> AlarmReport.Metrics? {
    guard let metric = alarm.metric else { return nil }
    let period = Int64(max(1, metric.periodSeconds))
    let evaluated = Int64(metric.evaluationPeriods) * period
    let wanted = max(AlarmReader.periods * period, 2 * evaluated)
    let usual = min(max(wanted, AlarmReader.seconds.lowerBound), AlarmReader.seconds.upperBound)
    let age = max(0, now - alarm.since) / 1000 + evaluated + 5 * period
    let length = age <= AlarmReader.mostPeriods * period ? max(usual, age) : usual
    // Whole periods, so that each is asked for as it is evaluated.
    let start = (now.milliseconds / 1000 - length) / period * period
    let from = Instant(milliseconds: start * 1000)
    let series = try await service.series(of: metric, from: from, to: now)
    return AlarmReport.Metrics(series: series, from: from, to: now)
  }

  private struct Outcome<Value: Sendable>: Sendable {
    var value: Value?
    var failure: ServiceFailure?
  }

  private func attempt<Value: Sendable>(
    _ work: () async throws -> Value
  ) async -> Outcome<Value> {
    do {
      return Outcome(value: try await work())
    } catch {
      return Outcome(failure: ServiceFailure(error, doing: "read the alarm"))
    }
  }
}
