package import AWSWire

/// One alarm and how it stands.
package struct Alarm: Hashable, Sendable, Identifiable {
  /// How an alarm stands; the worst comes first.
  package enum State: String, Hashable, Sendable, CaseIterable, Comparable {
    case alarm = "ALARM"
    case insufficientData = "INSUFFICIENT_DATA"
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
  package struct Metric: Hashable, Sendable {
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
  package struct Dimension: Hashable, Sendable {
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

/// One entry of an alarm's history.
package struct AlarmHistoryItem: Hashable, Sendable {
  /// The alarm's name.
  package var alarmName: String
  /// When it happened.
  package var timestamp: Instant
  /// What happened: `StateUpdate`, `ConfigurationUpdate` or `Action`.
  package var type: String
  /// What happened, in one line.
  package var summary: String

  /// Makes an entry.
  package init(alarmName: String, timestamp: Instant, type: String, summary: String) {
    self.alarmName = alarmName
    self.timestamp = timestamp
    self.type = type
    self.summary = summary
  }
}

/// One point of a metric.
package struct MetricPoint: Hashable, Sendable {
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

/// One message that the alerts topic sent, from the local cloud's outbox.
package struct Notification: Hashable, Sendable {
  /// When it was sent.
  package var time: Instant
  /// The topic's ARN.
  package var topicARN: String
  /// The subject line.
  package var subject: String
  /// The text.
  package var message: String
  /// To whom it went; `nil` where nobody is subscribed.
  package var to: String?
  /// What became of it, such as `outbox`.
  package var delivery: String

  /// Makes a message.
  package init(
    time: Instant,
    topicARN: String,
    subject: String,
    message: String,
    to: String?,
    delivery: String
  ) {
    self.time = time
    self.topicARN = topicARN
    self.subject = subject
    self.message = message
    self.to = to
    self.delivery = delivery
  }
}

/// A rule that starts something by schedule or by event.
package struct EventRule: Hashable, Sendable {
  /// The rule's name.
  package var name: String
  /// Whether it is enabled.
  package var isEnabled: Bool
  /// The schedule, such as `rate(5 minutes)`.
  package var schedule: String?
  /// The event pattern, as JSON text.
  package var pattern: String?
  /// The ARNs of its targets.
  package var targets: [String]

  /// Makes a rule.
  package init(
    name: String,
    isEnabled: Bool,
    schedule: String?,
    pattern: String?,
    targets: [String]
  ) {
    self.name = name
    self.isEnabled = isEnabled
    self.schedule = schedule
    self.pattern = pattern
    self.targets = targets
  }
}

/// A fault that was asked for in the local cloud.
package struct InjectedFault: Hashable, Sendable {
  /// What goes wrong.
  package enum Kind: Hashable, Sendable {
    case error
    case throttle
    case timeout
    /// Answers come late, by so many milliseconds.
    case delay(milliseconds: Int)
  }

  /// The function's name.
  package var function: String
  /// What goes wrong.
  package var kind: Kind
  /// How often, from 0 to 1.
  package var rate: Double
  /// Until when; `nil` until it is cleared.
  package var until: Instant?

  /// Makes a fault.
  package init(function: String, kind: Kind, rate: Double = 1, until: Instant? = nil) {
    self.function = function
    self.kind = kind
    self.rate = rate
    self.until = until
  }
}
