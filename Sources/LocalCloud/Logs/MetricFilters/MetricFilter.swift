internal import AWSWire
internal import JSONValue

/// A metric filter of a log group: a pattern, and what matching events count for.
///
/// This folder makes metrics of log events. It knows the events' text and a place to record samples,
/// and nothing of alarms.
struct MetricFilter: Sendable {
  /// The log group's name.
  let group: String
  /// The filter's name, which is unique in its group only.
  let name: String
  /// The pattern as it was put.
  let patternText: String
  /// The transformation as it was put.
  let document: JSON
  /// Milliseconds since the epoch.
  let created: Int64
  /// What lines must match: `patternText`, read.
  let pattern: FilterPattern
  /// What matching lines count for: `document`, read.
  let transformation: MetricTransformation

  /// Makes a filter.
  ///
  /// - Throws: `CloudError` where the pattern or the transformation is malformed.
  init(group: String, name: String, pattern: String, document: JSON, created: Int64) throws {
    (self.group, self.name, patternText) = (group, name, pattern)
    (self.document, self.created) = (document, created)
    self.pattern = try FilterPattern(pattern, ofMetricFilter: true)
    transformation = try MetricTransformation(document, pattern: self.pattern)
  }

  /// The filter as `DescribeMetricFilters` shows it.
  var json: JSON {
    [
      "filterName": .string(name), "filterPattern": .string(patternText),
      "metricTransformations": [document], "creationTime": JSON(Int(created)),
      "logGroupName": .string(group), "applyOnTransformedLogs": false,
    ]
  }

  /// The samples that lines give, at the lines' own times, and whether any line matched.
  func samples(of lines: [LogLine]) -> (samples: [MetricSample], hasMatched: Bool) {
    var (samples, hasMatched): ([MetricSample], Bool) = ([], false)
    for line in lines where pattern.matches(line.message) {
      hasMatched = true
      guard let (key, value) = transformation.sample(of: line.message) else { continue }
      samples.append(
        MetricSample(key, value, unit: transformation.unit, timestamp: line.timestamp)
      )
    }
    return (samples, hasMatched)
  }
}
