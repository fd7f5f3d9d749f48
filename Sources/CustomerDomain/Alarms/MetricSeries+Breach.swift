package import AWSWire

extension [MetricSeries] {
  /// The band that stands for the threshold, at each moment: from the least to the greatest of its
  /// edges; empty where the threshold is fixed.
  package var band: [Instant: ClosedRange<Double>] {
    var edges: [Instant: ClosedRange<Double>] = [:]
    for point in lazy.filter({ $0.part == .band }).flatMap(\.points) {
      let known = edges[point.timestamp]
      let low = Swift.min(known?.lowerBound ?? point.value, point.value)
      edges[point.timestamp] = low...Swift.max(known?.upperBound ?? point.value, point.value)
    }
    return edges
  }

  /// The points of what a metric alarm watches that are out of bounds, the oldest first.
  package func breaching(_ metric: Alarm.Metric) -> [MetricPoint] {
    let band = band
    return filter { $0.part == .watched }.flatMap(\.points)
      .filter { metric.isBreached(by: $0.value, band: band[$0.timestamp]) }
      .sorted { $0.timestamp < $1.timestamp }
  }
}
