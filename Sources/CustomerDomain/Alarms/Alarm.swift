package import AWSWire

/// One alarm and how it stands.
package struct Alarm: Hashable, Sendable, Identifiable, Codable {
  /// How an alarm stands; the worst comes first.
  package enum State: String, Hashable, Sendable, CaseIterable, Comparable, Codable {
    /// What it watches is out of bounds.
    case alarm = "ALARM"
    /// There is too little to tell.
    case insufficientData = "INSUFFICIENT_DATA"
    /// All is well.
    case ok = "OK"

    /// Orders the worst first.
    package static func < (left: State, right: State) -> Bool {
      guard let a = allCases.firstIndex(of: left), let b = allCases.firstIndex(of: right) else {
        return false
      }
      return a < b
    }
  }

  /// What a metric alarm watches.
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
      treatMissingData: String
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
    }
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

  /// The alarm's name.
  package var name: String
  /// The alarm's ARN.
  package var arn: String
  /// The kind of alarm: `MetricAlarm` or `CompositeAlarm`.
  package var type: String
  /// What it is for, in its author's words.
  package var summary: String
  /// How it stands.
  package var state: State
  /// Since when it stands so.
  package var since: Instant
  /// Why it stands so, in the service's words.
  package var reason: String
  /// What it watches; `nil` for a composite alarm.
  package var metric: Metric?
  /// The rule of a composite alarm.
  package var rule: String?
  /// Whether its actions are enabled.
  package var actionsEnabled: Bool
  /// The ARNs that it notifies when it goes to ALARM.
  package var alarmActions: [String]
  /// The ARNs that it notifies when it goes to OK.
  package var okActions: [String]

  /// The name, which no other alarm has.
  package var id: String { name }

  /// Makes an alarm.
  package init(
    name: String,
    arn: String,
    type: String = "MetricAlarm",
    summary: String = "",
    state: State,
    since: Instant,
    reason: String,
    metric: Metric? = nil,
    rule: String? = nil,
    actionsEnabled: Bool = true,
    alarmActions: [String] = [],
    okActions: [String] = []
  ) {
    self.name = name
    self.arn = arn
    self.type = type
    self.summary = summary
    self.state = state
    self.since = since
    self.reason = reason
    self.metric = metric
    self.rule = rule
    self.actionsEnabled = actionsEnabled
    self.alarmActions = alarmActions
    self.okActions = okActions
  }
}
