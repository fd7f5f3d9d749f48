/// A line of points, at most one a period.
struct MetricSeries: Hashable, Sendable {
  /// By where their periods begin, in seconds since the epoch.
  var points: [Int64: Double]
  /// In seconds.
  var period: Int64
  /// The query's label or the metric's name; empty for a series that a function made.
  var label: String

  /// The points, the oldest first.
  var sorted: [(time: Int64, value: Double)] {
    points.sorted { $0.key < $1.key }.map { (time: $0.key, value: $0.value) }
  }

  /// The series with each value replaced; what is no number afterwards is left out.
  func map(_ change: (Double) -> Double) -> MetricSeries {
    with(points.mapValues(change))
  }

  /// The same series with other points; what is no number is left out.
  func with(_ points: [Int64: Double]) -> MetricSeries {
    MetricSeries(points: points.filter { $0.value.isFinite }, period: period, label: label)
  }
}

/// What an expression of metric math stands for.
enum MathValue: Hashable, Sendable {
  /// A number that belongs to no period.
  case scalar(Double)
  /// One line of points.
  case series(MetricSeries)
  /// Several lines of points, in the order in which they are shown.
  case array([MetricSeries])

  /// The type as refusals name it.
  var type: String {
    switch self {
    case .scalar: "Scalar"
    case .series: "TimeSeries"
    case .array: "TimeSeries[]"
    }
  }
}
