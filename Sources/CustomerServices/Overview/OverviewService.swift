package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Tells what parts the backend has, and how much passes through each.
package struct OverviewService: Sendable {
  /// The most rules that are shown, by name.
  static let mostRules = 8
  /// How many minutes are told of.
  package static let minutes = 60

  private let access: ServiceAccess
  private let locator: WorkflowLocator
  private let rules: RuleService
  private let clock: any WallClock

  /// Makes a service.
  ///
  /// - Parameters:
  ///   - caller: makes the calls.
  ///   - names: what the backend's parts are called.
  ///   - clock: the service's clock, by which minutes begin.
  package init(
    caller: any AWSCaller,
    names: BackendNames.Source = .known(BackendNames()),
    clock: any WallClock
  ) {
    access = ServiceAccess(caller: caller, mode: .readOnly)
    locator = WorkflowLocator(names)
    rules = RuleService(caller: caller, mode: .readOnly)
    self.clock = clock
  }

  /// The backend's parts and the ways between them, without figures.
  ///
  /// Where rules may not be read, the overview says so and has none.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func parts() async throws -> Overview {
    let names = try await locator.names(access)
    let workflow = try await locator.arn(access)
    do {
      let rules = try await rules.list(target: workflow, limit: OverviewService.mostRules)
      return Overview(names, workflow: workflow, rules: rules)
    } catch let failure as ServiceFailure where failure.kind == .notPermitted {
      return Overview(names, workflow: workflow, rules: [], gap: failure)
    }
  }

  /// The same parts with their figures of the last hour, read with one call as long as its answer
  /// fits a page; each costs money on AWS.
  ///
  /// - Parameters:
  ///   - overview: the parts.
  ///   - lag: how many milliseconds a service takes to tell all of a minute; where it takes any, the
  ///     figures end with the last whole minute.
  /// - Returns: the parts with figures.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func figures(of overview: Overview, lag: Int64) async throws -> Overview {
    let queries = overview.parts.enumerated().flatMap { MetricQuery.queries(of: $1, number: $0) }
    let span = OverviewSpan(now: clock.now, lag: lag, minutes: OverviewService.minutes)
    var result = overview
    result.until = span.until
    for part in Set(queries.map(\.part)) {
      result.parts[part].figures = PartFigures(blank: span.blank)
    }
    try await access.readPages(
      .cloudWatch,
      "GetMetricData",
      [
        "MetricDataQueries": .array(queries.enumerated().map { $1.wire(id: "q\($0)") }),
        "StartTime": JSON(span.blank.start.seconds), "EndTime": JSON(span.end.seconds),
        "ScanBy": "TimestampAscending",
      ],
      tokenKey: "NextToken",
      for: .init("read the metrics")
    ) { page in
      for found in page["MetricDataResults"]?.array ?? [] {
        guard let number = found["Id"]?.string.flatMap({ Int($0.dropFirst()) }),
          queries.indices.contains(number)
        else { continue }
        let query = queries[number]
        let times = (found["Timestamps"]?.array ?? []).map(\.instant)
        let values = (found["Values"]?.array ?? []).map(\.double)
        for case (let time?, let value?) in zip(times, values) {
          result.parts[query.part].figures?.put(value, at: time, query.use)
        }
      }
      return true
    }
    return result
  }
}

/// The minutes that figures are of.
private struct OverviewSpan {
  /// The moment up to which figures are known.
  let until: Instant
  /// The minutes, without values.
  let blank: MinuteSeries

  init(now: Instant, lag: Int64, minutes: Int) {
    let minute = MinuteSeries.minute
    until = lag == 0 ? now : Instant(milliseconds: (now + -lag).milliseconds / minute * minute)
    let last = (until.milliseconds - 1) / minute
    let start = Instant(milliseconds: (last + 1 - Int64(minutes)) * minute)
    blank = MinuteSeries(start: start, count: minutes)
  }

  /// Where the last minute ends.
  var end: Instant { blank.time(of: blank.values.count) }
}

extension PartFigures {
  /// Makes figures of nothing.
  fileprivate init(blank: MinuteSeries) {
    self.init(traffic: blank, errors: blank, latency: blank)
  }

  /// Takes a value that a query gave.
  fileprivate mutating func put(_ value: Double, at time: Instant, _ use: MetricQuery.Use) {
    switch use {
    case .traffic: traffic.put(value, at: time, +)
    case .errors: errors.put(value, at: time, +)
    case .latency(let statistic):
      latencyStatistic = statistic
      latency.put(value, at: time, max)
    case .fact(let name):
      var index = facts.firstIndex { $0.name == name }
      if index == nil {
        facts.append(
          Fact(name: name, series: MinuteSeries(start: traffic.start, count: traffic.values.count))
        )
        index = facts.indices.last
      }
      if let index { facts[index].series.put(value, at: time, +) }
    }
  }
}
