/// What a window of datapoints means for an alarm.
///
/// Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data". Real
/// points count first; missing ones are filled in only where there are fewer real points in the
/// window than the alarm looks at. A pure value.
struct AlarmEvaluator: Hashable, Sendable {
  /// How missing points count.
  enum MissingData: String, Hashable, Sendable {
    /// They do not count; where no point is real, the state becomes INSUFFICIENT_DATA.
    case missing
    /// They do not count; where no point is real, or all of them breach but are too few, the state
    /// stays what it is.
    case ignore
    /// They count as beyond the threshold.
    case breaching
    /// They count as within the threshold.
    case notBreaching
  }

  /// What comes out of an evaluation.
  enum Verdict: Hashable, Sendable {
    /// Enough points breach, and the state is to be ALARM.
    case alarm
    /// Too few points breach, and the state is to be OK.
    case ok
    /// No point is real, and the state is to be INSUFFICIENT_DATA.
    case insufficient
    /// The state stays what it is.
    case retain

    /// The state that is to be, as operations name it; `nil` where it stays.
    var state: String? {
      switch self {
      case .alarm: "ALARM"
      case .ok: "OK"
      case .insufficient: "INSUFFICIENT_DATA"
      case .retain: nil
      }
    }
  }

  /// How many points the alarm looks at.
  let evaluationPeriods: Int
  /// How many of them must breach.
  let datapointsToAlarm: Int
  /// How a value must stand to the threshold to breach.
  let comparison: AlarmComparison
  /// In the unit of the points.
  let threshold: Double
  /// What stands in for the real points that the window lacks.
  let missingData: MissingData

  /// The verdict on a window, oldest point first; `nil` is a missing point.
  func verdict(_ window: [Double?]) -> Verdict {
    let real = window.compactMap { $0 }
    let newest = real.suffix(evaluationPeriods)
    let breaching = newest.filter(breaches).count
    guard newest.count < evaluationPeriods else {
      return breaching >= datapointsToAlarm ? .alarm : .ok
    }
    switch missingData {
    case .breaching:
      let filled = evaluationPeriods - newest.count
      return breaching + filled >= datapointsToAlarm ? .alarm : .ok
    case .notBreaching: return breaching >= datapointsToAlarm ? .alarm : .ok
    case .missing, .ignore:
      if breaching >= datapointsToAlarm { return .alarm }
      // One point within the threshold is enough to be OK.
      guard breaching == real.count else { return .ok }
      guard missingData == .missing else { return .retain }
      if real.isEmpty { return .insufficient }
      // The next point may be within the threshold: until the oldest is old enough nothing changes.
      return isOldEnough(window) ? .alarm : .retain
    }
  }

  /// Whether the oldest point that is there is at least as old as so many points are long that must
  /// breach ("Avoiding premature transitions to alarm state").
  private func isOldEnough(_ window: [Double?]) -> Bool {
    window.firstIndex { $0 != nil }.map { window.count - $0 >= datapointsToAlarm } ?? false
  }

  /// Whether a value is beyond the threshold.
  func breaches(_ value: Double) -> Bool { comparison.holds(value, threshold) }
}

/// How an alarm compares a value with its threshold.
enum AlarmComparison: String, CaseIterable, Hashable, Sendable {
  /// Breaches at the threshold and above.
  case greaterThanOrEqual = "GreaterThanOrEqualToThreshold"
  /// Breaches above the threshold only.
  case greaterThan = "GreaterThanThreshold"
  /// Breaches below the threshold only.
  case lessThan = "LessThanThreshold"
  /// Breaches at the threshold and below.
  case lessThanOrEqual = "LessThanOrEqualToThreshold"

  /// Whether `value` breaches `threshold`.
  func holds(_ value: Double, _ threshold: Double) -> Bool {
    switch self {
    case .greaterThanOrEqual: value >= threshold
    case .greaterThan: value > threshold
    case .lessThan: value < threshold
    case .lessThanOrEqual: value <= threshold
    }
  }

  /// The comparison as reasons word it.
  var words: String {
    switch self {
    case .greaterThanOrEqual: "greater than or equal to"
    case .greaterThan: "greater than"
    case .lessThan: "less than"
    case .lessThanOrEqual: "less than or equal to"
    }
  }

  /// Whether larger values breach.
  var isUpward: Bool { self == .greaterThan || self == .greaterThanOrEqual }
}
