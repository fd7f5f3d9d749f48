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
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .alarm: 0
      case .insufficientData: 1
      case .ok: 2
      }
    }
  }

  /// What keeps a composite alarm's actions back while another alarm is red.
  package struct Suppression: Hashable, Sendable, Codable {
    /// The suppressor, by name or ARN.
    package var suppressor: String
    /// For how many seconds the actions wait for it to turn red.
    package var waitSeconds: Int
    /// For how many seconds they are held back after it.
    package var extensionSeconds: Int
    /// What holds actions back now, in the service's words; `nil` where nothing does.
    package var reason: String?

    /// Makes a suppression.
    package init(
      suppressor: String,
      waitSeconds: Int = 0,
      extensionSeconds: Int = 0,
      reason: String? = nil
    ) {
      self.suppressor = suppressor
      self.waitSeconds = waitSeconds
      self.extensionSeconds = extensionSeconds
      self.reason = reason
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
  /// The ARNs that it notifies when it goes to INSUFFICIENT_DATA.
  package var insufficientDataActions: [String]
  /// What keeps a composite alarm's actions back; `nil` for one without a suppressor.
  package var suppression: Suppression?

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
    okActions: [String] = [],
    insufficientDataActions: [String] = [],
    suppression: Suppression? = nil
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
    self.insufficientDataActions = insufficientDataActions
    self.suppression = suppression
  }
}

extension Alarm {
  /// Whether it comes first: the worst, of the same state the newest change, of the same time by name.
  package func isWorse(than other: Alarm) -> Bool {
    if state != other.state { return state < other.state }
    if since != other.since { return since > other.since }
    return name < other.name
  }
}
