internal import JSONValue

/// What is kept of a metric's samples in a span of time.
struct MetricStatistics: Hashable, Sendable {
  /// How many samples there were.
  var count: Double
  var sum: Double
  var minimum: Double
  var maximum: Double

  /// The statistics of one sample.
  init(_ value: Double) {
    (count, sum, minimum, maximum) = (1, value, value, value)
  }

  /// The statistics that were computed before.
  init(count: Double, sum: Double, minimum: Double, maximum: Double) {
    (self.count, self.sum, self.minimum, self.maximum) = (count, sum, minimum, maximum)
  }

  /// Takes the samples of `other` in.
  mutating func merge(_ other: MetricStatistics) {
    count += other.count
    sum += other.sum
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The statistics that can be asked for.
  static let names = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]

  /// One statistic by its name; `nil` where there is none of that name.
  func value(_ name: String) -> Double? {
    switch name {
    case "SampleCount": count
    case "Average": count == 0 ? 0 : sum / count
    case "Sum": sum
    case "Minimum": minimum
    case "Maximum": maximum
    default: nil
    }
  }
}
