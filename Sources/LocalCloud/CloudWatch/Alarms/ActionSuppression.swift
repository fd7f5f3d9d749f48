internal import AWSWire
internal import JSONValue

/// Whether the actions of a composite alarm are held back by its suppressor.
///
/// Source: CloudWatch User Guide, "Suppressing composite alarm actions": actions wait while the
/// suppressor is in ALARM, a while before it may get there and a while after; then those for the
/// state that the alarm has by then are taken. A pure value.
struct ActionSuppression: Hashable, Sendable {
  /// What holds actions back.
  enum Hold: Hashable, Sendable {
    /// Actions are taken as they come.
    case nothing
    /// The suppressor may yet get to ALARM; actions go ahead where it has not by then.
    case waitPeriod(until: Instant)
    /// The suppressor is in ALARM, for however long.
    case alarm
    /// The suppressor has left ALARM, and actions wait a while more.
    case extensionPeriod(until: Instant)
  }

  /// What happened.
  enum Event: Hashable, Sendable {
    /// The composite alarm went from a state to another.
    case stateChanged(from: String)
    /// The suppressor went into ALARM, or out of it.
    case suppressorChanged
    /// A moment came.
    case timePassed
  }

  /// The periods of an alarm, in milliseconds.
  struct Periods: Hashable, Sendable {
    /// How long a change of state waits for the suppressor to get to ALARM; 0 for not at all.
    let wait: Int64
    /// How long actions are held back after the suppressor has left ALARM; 0 for not at all.
    let `extension`: Int64
  }

  /// What holds actions back now.
  var hold = Hold.nothing
  /// The last state that actions were taken for, while others are held back.
  var settled: String?

  /// Takes an event in.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - state: the state that the composite alarm has now.
  ///   - isSuppressing: whether the suppressor is in ALARM.
  ///   - periods: how long is waited.
  ///   - now: the moment.
  /// - Returns: the state that the alarm is to be told to have left, where actions are now to be
  ///   taken.
  mutating func take(
    _ event: Event,
    state: String,
    isSuppressing: Bool,
    periods: Periods,
    now: Instant
  ) -> String? {
    switch event {
    case .stateChanged(let old):
      if hold == .nothing {
        guard isSuppressing || periods.wait > 0 else { return old }
        hold = isSuppressing ? .alarm : .waitPeriod(until: now + periods.wait)
      }
      settled = settled ?? old
      return nil
    case .suppressorChanged:
      if isSuppressing {
        hold = .alarm
        return nil
      }
      guard hold == .alarm else { return nil }
      guard periods.extension == 0 else {
        hold = .extensionPeriod(until: now + periods.extension)
        return nil
      }
      return release(state)
    case .timePassed:
      guard let due, due <= now else { return nil }
      return release(state)
    }
  }

  private mutating func release(_ state: String) -> String? {
    hold = .nothing
    defer { settled = nil }
    return settled == state ? nil : settled
  }

  /// When the running period ends.
  var due: Instant? {
    switch hold {
    case .waitPeriod(let until), .extensionPeriod(let until): until
    case .nothing, .alarm: nil
    }
  }

  /// What suppresses, as `DescribeAlarms` names it.
  var name: String? {
    switch hold {
    case .nothing: nil
    case .waitPeriod: "WaitPeriod"
    case .alarm: "Alarm"
    case .extensionPeriod: "ExtensionPeriod"
    }
  }

  /// Why, as `DescribeAlarms` words it.
  var reason: String? { name.map { "Actions suppressed by \($0)" } }
}

// As the column has it.
extension ActionSuppression {
  /// The column's text; empty where nothing is held back.
  var stored: String {
    guard let name else { return "" }
    return JSON.object([
      "by": .string(name), "until": JSON(due.map { Int($0.milliseconds) }),
      "settled": JSON(settled),
    ]).text()
  }

  /// Reads the column's text.
  init(stored: String) {
    guard let json = try? JSON(parsing: stored) else { return }
    settled = json["settled"]?.string
    let until = Instant(milliseconds: Int64(json["until"]?.int ?? 0))
    switch json["by"]?.string {
    case "WaitPeriod": hold = .waitPeriod(until: until)
    case "ExtensionPeriod": hold = .extensionPeriod(until: until)
    case "Alarm": hold = .alarm
    default: hold = .nothing
    }
  }
}
