/// What is kept of a metric's samples in a span of time.
struct MetricStatistics: Hashable, Sendable {
  /// How many samples there were.
  var count: Double
  /// The sum of the samples, in their unit.
  var sum: Double
  /// The least sample, in its unit.
  var minimum: Double
  /// The greatest sample, in its unit.
  var maximum: Double
  /// How the samples are spread between minimum and maximum.
  var spread: MetricSpread

  /// The statistics of samples of one value.
  init(_ value: Double, times count: Double = 1) {
    (self.count, sum, minimum, maximum) = (count, value * count, value, value)
    spread = .uniform
  }

  /// The statistics that were computed before.
  init(
    count: Double,
    sum: Double,
    minimum: Double,
    maximum: Double,
    spread: MetricSpread? = nil
  ) {
    (self.count, self.sum, self.minimum, self.maximum) = (count, sum, minimum, maximum)
    self.spread = spread ?? (minimum == maximum ? .uniform : .unknown)
  }

  /// Takes the samples of `other` in.
  mutating func merge(_ other: MetricStatistics) {
    MetricSpread.merge(&self, other)
    count += other.count
    sum += other.sum
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// How many samples had each value; empty where that is not known.
  var counts: [Double: Double] {
    switch spread {
    case .uniform: [minimum: count]
    case .values(let counts): counts
    case .unknown: [:]
    }
  }
}
