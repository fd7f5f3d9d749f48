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

  /// What a reading brought.
  struct Reading: Sendable {
    /// What could be read, and why the rest could not.
    let report: AlarmReport
    /// What could not be read, or not whole.
    let failed: Set<AlarmWatch.Part>
    /// What of that is not permitted.
    let denied: Set<AlarmWatch.Part>
  }

  /// Reads parts of a report.
  ///
  /// - Parameters:
  ///   - parts: which ones; the others are left out of the report.
  ///   - name: the alarm's name.
  ///   - known: the alarm, where it was listed before.
  /// - Returns: what could be read, and what could not.
  /// - Throws: `ServiceFailure` where the alarm itself cannot be read; `CancellationError`.
  func read(
    _ parts: Set<AlarmWatch.Part>,
    of name: String,
    known: Alarm?
  ) async throws -> Reading {
    var found = known
    if found == nil { found = try await service.list(names: [name]).first }
    guard let alarm = found else {
      return Reading(report: AlarmReport(name: name), failed: [], denied: [])
    }
    async let history = attempt(parts.contains(.history)) { try await service.history(of: name) }
    async let metrics = attempt(parts.contains(.metrics)) { try await self.metrics(of: alarm) }
    async let topics = attempt(parts.contains(.topics)) { try await service.topics(of: alarm) }
    let (read, drawn, told) = await (history, metrics, topics)
    var failures: [AlarmWatch.Part: [ServiceFailure]] = [:]
    failures[.history] = read.failure.map { [$0] }
    failures[.metrics] = drawn.failure.map { [$0] }
    let untold = [told.failure].compactMap(\.self) + (told.value ?? []).compactMap(\.failure)
    failures[.topics] = untold.isEmpty ? nil : untold
    let denied = failures.filter { part in part.value.allSatisfy(\.isAccessDenied) }
    let report = AlarmReport(
      name: name,
      history: read.value,
      metrics: drawn.value ?? nil,
      topics: told.value,
      failures: [read.failure, drawn.failure, told.failure].compactMap(\.self)
    )
    return Reading(report: report, failed: Set(failures.keys), denied: Set(denied.keys))
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
    _ isWanted: Bool,
    _ work: () async throws -> Value
  ) async -> Outcome<Value> {
    guard isWanted else { return Outcome() }
    do {
      return Outcome(value: try await work())
    } catch {
      return Outcome(failure: ServiceFailure(error, doing: "read the alarm"))
    }
  }
}
