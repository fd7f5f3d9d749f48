/// The points of one metric or expression, the oldest first.
package struct MetricSeries: Hashable, Sendable, Codable {
  /// What it is to the alarm.
  package enum Part: Hashable, Sendable, Codable {
    /// It is held against the threshold.
    case watched
    /// It is an edge of the band that stands for the threshold.
    case band
    /// It goes into what is watched.
    case input
  }

  /// What people call it.
  package var label: String
  /// What it is to the alarm.
  package var part: Part
  /// The points, the oldest first.
  package var points: [MetricPoint]

  /// Makes a series.
  package init(label: String, part: Part = .watched, points: [MetricPoint]) {
    self.label = label
    self.part = part
    self.points = points
  }
}
