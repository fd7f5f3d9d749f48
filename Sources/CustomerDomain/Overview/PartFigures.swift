package import AWSWire

/// How much passes through a part of the backend, how much of it fails, and how long it takes.
package struct PartFigures: Hashable, Sendable, Codable {
  /// A figure beside the three, such as how often a function was throttled.
  package struct Fact: Hashable, Sendable, Codable {
    /// What it counts, in a word or two.
    package var name: String
    /// How much came in each minute.
    package var series: MinuteSeries

    /// Makes a figure.
    package init(name: String, series: MinuteSeries) {
      self.name = name
      self.series = series
    }
  }

  /// How latency was summed up.
  package enum LatencyStatistic: String, Hashable, Sendable, Codable {
    /// All but one in a hundred were faster.
    case p99
    /// The mean, where the service knows no percentile; of several operations, the slowest.
    case average = "avg"
  }

  /// How much came in each minute: requests, invocations, runs or messages.
  package var traffic: MinuteSeries
  /// How much of it failed.
  package var errors: MinuteSeries
  /// How long it took, in milliseconds.
  package var latency: MinuteSeries
  /// How latency was summed up.
  package var latencyStatistic: LatencyStatistic
  /// Further figures.
  package var facts: [Fact]

  /// Makes figures.
  package init(
    traffic: MinuteSeries,
    errors: MinuteSeries,
    latency: MinuteSeries,
    latencyStatistic: LatencyStatistic = .p99,
    facts: [Fact] = []
  ) {
    self.traffic = traffic
    self.errors = errors
    self.latency = latency
    self.latencyStatistic = latencyStatistic
    self.facts = facts
  }
}

extension PartFigures {
  /// How far back errors and latencies count as present ones, in milliseconds.
  package static let recent: Int64 = 300_000

  /// How much came in the minute before a moment; `nil` where the service tells nothing.
  package func perMinute(until end: Instant) -> Double? { traffic.lastMinute(until: end) }

  /// How much failed in the last five minutes; `nil` where the service tells nothing.
  ///
  /// Services keep silent about errors that did not happen: where they tell of traffic, silence means
  /// none.
  package func recentErrors(until end: Instant) -> Double? {
    errors.sum(of: PartFigures.recent, until: end) ?? (traffic.isEmpty ? nil : 0)
  }

  /// How long it took of late, in milliseconds; `nil` where nothing came.
  package func recentLatency(until end: Instant) -> Double? {
    latency.newest(within: PartFigures.recent, until: end)
  }
}
