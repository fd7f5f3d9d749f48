internal import AWSWire

/// How long an alarm whose state is what its points lead to cannot get to another one, unless samples
/// come or it is changed.
///
/// A window holds the same points until it moves, once a minute or, of shorter periods, once a period;
/// one without points stays so. A pure value.
enum AlarmRest: Hashable, Sendable {
  /// Until the window ends elsewhere than at this second.
  case whileEnding(at: Int64)
  /// Until a sample comes: there is no point in the window, nor after it.
  case untilSample

  /// Whether an evaluation at `moment` would find nothing new.
  func covers(_ moment: Instant, _ condition: MetricCondition) -> Bool {
    switch self {
    case .whileEnding(let end): end == AlarmWindow.end(condition, at: moment)
    case .untilSample: true
    }
  }
}
