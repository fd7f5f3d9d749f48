extension Alarm {
  /// What a metric alarm watches: a metric, or metric math; then the name is that of the result.
  package struct Metric: Hashable, Sendable, Codable {
    /// The namespace, such as `AWS/Lambda`.
    package var namespace: String
    /// The metric's name.
    package var name: String
    /// The dimensions, in the service's order.
    package var dimensions: [Dimension]
    /// The statistic, such as `Sum`.
    package var statistic: String
    /// The period, in seconds.
    package var periodSeconds: Int
    /// How many periods are looked at.
    package var evaluationPeriods: Int
    /// How many of them must breach.
    package var datapointsToAlarm: Int
    /// The threshold.
    package var threshold: Double
    /// The comparison, such as `GreaterThanOrEqualToThreshold`.
    package var comparison: String
    /// What is made of missing data.
    package var treatMissingData: String
    /// The parts of metric math; empty where a single metric is watched.
    package var queries: [Query]
    /// Which of the parts is held against the threshold; empty where a single metric is watched.
    package var watchedQuery: String
    /// Which of the parts draws the band that stands for the threshold; `nil` for a fixed threshold.
    package var bandQuery: String?

    /// Makes a metric.
    package init(
      namespace: String,
      name: String,
      dimensions: [Dimension],
      statistic: String,
      periodSeconds: Int,
      evaluationPeriods: Int,
      datapointsToAlarm: Int,
      threshold: Double,
      comparison: String,
      treatMissingData: String,
      queries: [Query] = [],
      watchedQuery: String = "",
      bandQuery: String? = nil
    ) {
      self.namespace = namespace
      self.name = name
      self.dimensions = dimensions
      self.statistic = statistic
      self.periodSeconds = periodSeconds
      self.evaluationPeriods = evaluationPeriods
      self.datapointsToAlarm = datapointsToAlarm
      self.threshold = threshold
      self.comparison = comparison
      self.treatMissingData = treatMissingData
      self.queries = queries
      self.watchedQuery = watchedQuery
      self.bandQuery = bandQuery
    }
  }

  /// A part of metric math: an expression, or a metric that expressions name.
  package struct Query: Hashable, Sendable, Codable {
    /// What expressions call it.
    package var id: String
    /// What people call it; empty where nobody said.
    package var label: String
    /// The expression; `nil` for a metric.
    package var expression: String?
    /// The metric's namespace; empty for an expression.
    package var namespace: String
    /// The metric's name; empty for an expression.
    package var name: String
    /// The metric's dimensions.
    package var dimensions: [Dimension]
    /// The metric's statistic.
    package var statistic: String
    /// The period, in seconds; `nil` where it is that of its parts.
    package var periodSeconds: Int?
    /// The account that the metric is in; `nil` for the alarm's own.
    package var accountID: String?

    /// Makes a part.
    package init(
      id: String,
      label: String = "",
      expression: String? = nil,
      namespace: String = "",
      name: String = "",
      dimensions: [Dimension] = [],
      statistic: String = "",
      periodSeconds: Int? = nil,
      accountID: String? = nil
    ) {
      self.id = id
      self.label = label
      self.expression = expression
      self.namespace = namespace
      self.name = name
      self.dimensions = dimensions
      self.statistic = statistic
      self.periodSeconds = periodSeconds
      self.accountID = accountID
    }

    /// The label, else the expression or the metric's name.
    package var title: String { label.isEmpty ? expression ?? name : label }
  }

  /// One dimension of a metric.
  package struct Dimension: Hashable, Sendable, Codable {
    /// The dimension's name.
    package var name: String
    /// The dimension's value.
    package var value: String

    /// Makes a dimension.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
}

extension Alarm.Metric {
  /// What of it is watched where it is metric math; `nil` for a single metric.
  package var watched: Alarm.Query? { queries.first { $0.id == watchedQuery } }

  /// Whether a value is on the bad side of the threshold; `band` stands for one that moves.
  package func isBreached(by value: Double, band: ClosedRange<Double>? = nil) -> Bool {
    switch comparison {
    case "GreaterThanOrEqualToThreshold": value >= threshold
    case "GreaterThanThreshold": value > threshold
    case "LessThanThreshold": value < threshold
    case "LessThanOrEqualToThreshold": value <= threshold
    case "LessThanLowerOrGreaterThanUpperThreshold": band.map { !$0.contains(value) } ?? false
    case "LessThanLowerThreshold": band.map { value < $0.lowerBound } ?? false
    case "GreaterThanUpperThreshold": band.map { value > $0.upperBound } ?? false
    default: false
    }
  }
}
