package import AWSWire

/// One point of a metric.
package struct MetricPoint: Hashable, Sendable, Codable {
  /// When its period begins.
  package var timestamp: Instant
  /// Its value, in the metric's own unit.
  package var value: Double

  /// Makes a point.
  package init(timestamp: Instant, value: Double) {
    self.timestamp = timestamp
    self.value = value
  }
}
