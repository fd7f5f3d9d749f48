internal import CustomerDomain
internal import JSONValue

/// A metric that is read for a part of the backend, and what its values are for.
struct MetricQuery: Sendable {
  /// What values are for.
  enum Use: Hashable, Sendable {
    /// They are added to what comes through.
    case traffic
    /// They are added to what failed.
    case errors
    /// They are how long it takes; of several the longest counts.
    case latency(PartFigures.LatencyStatistic)
    /// They are a figure of their own.
    case fact(String)
  }

  /// The number of the part among the overview's.
  let part: Int
  /// What values are for.
  let use: Use
  /// The namespace, such as `AWS/Lambda`.
  let namespace: String
  /// The metric's name.
  let name: String
  /// The dimensions.
  let dimensions: [Alarm.Dimension]
  /// The statistic, such as `Sum`.
  let statistic: String

  /// The query as GetMetricData takes it, by the minute.
  func wire(id: String) -> JSON {
    [
      "Id": .string(id),
      "MetricStat": [
        "Metric": [
          "Namespace": .string(namespace), "MetricName": .string(name),
          "Dimensions": .array(
            dimensions.map { ["Name": .string($0.name), "Value": .string($0.value)] }
          ),
        ],
        "Period": 60, "Stat": .string(statistic),
      ],
    ]
  }
}
