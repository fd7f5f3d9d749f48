internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// When an alarm's metric was out of bounds; a pure function of what the service tells of it.
struct BreachWindow: Hashable, Sendable {
  /// From where on, and until when.
  let window: Explanation.Window
  /// Whether the alarm went red there; otherwise it is no more than the time that was last looked at.
  let isBreach: Bool

  /// The longest window that is searched whole, in milliseconds.
  static let longest: Int64 = 900_000
  /// The shortest time that is looked at where the service does not tell, in milliseconds.
  private static let shortest: Int64 = 300_000

  /// Finds the last breach.
  ///
  /// - Parameters:
  ///   - alarm: the alarm.
  ///   - wire: the same as DescribeAlarms gives it.
  ///   - history: what happened to its state, newest first.
  ///   - now: the present moment.
  init(_ alarm: Alarm, wire: JSON, history: [StateUpdate], now: Instant) {
    let period = Int64(alarm.metric?.periodSeconds ?? 60) * 1000
    let periods = Int64(alarm.metric?.evaluationPeriods ?? 1)
    let reach = max(BreachWindow.shortest, period * periods)
    let index = history.firstIndex { $0.state == .alarm }
    let isRed = alarm.state == .alarm
    guard isRed || index != nil else {
      window = Explanation.Window(from: now + -max(reach, BreachWindow.longest), to: now)
      isBreach = false
      return
    }
    let change = index.map { history[$0] }
    let began = change?.at ?? alarm.since
    let ended = index.flatMap { $0 > 0 ? history[$0 - 1].at : nil }
    let data =
      isRed ? wire["StateReasonData"]?.string.map(JSON.parsed) ?? change?.data : change?.data
    let first =
      data.flatMap { BreachWindow.firstBreach(in: $0, alarm.metric) }
      .flatMap { $0 <= began ? $0 : nil }
    isBreach = true
    window = Explanation.Window(
      from: first ?? began + -reach,
      to: isRed ? now : ended ?? began + period
    )
  }

  /// Finds the last breach of an alarm that reached into a window, until the window's end at most; `nil`
  /// where none did.
  ///
  /// - Parameters:
  ///   - alarm: an alarm that is not red any more.
  ///   - window: where it must have been red for a while.
  ///   - history: what happened to its state, newest first.
  ///   - now: the present moment.
  init?(
    _ alarm: Alarm,
    within window: Explanation.Window,
    history: [StateUpdate],
    now: Instant
  ) {
    let index = history.indices.first { index in
      let ended = index > 0 ? history[index - 1].at : now
      return history[index].state == .alarm && history[index].at <= window.to
        && ended >= window.from
    }
    guard let index else { return nil }
    let own = Array(history[max(0, index - 1)...])
    let whole = BreachWindow(alarm, wire: [:], history: own, now: now).window
    self.window = Explanation.Window(from: whole.from, to: min(whole.to, window.to))
    isBreach = true
  }

  /// The first of the datapoints that were looked at which is out of bounds, else where they begin.
  private static func firstBreach(in data: JSON, _ metric: Alarm.Metric?) -> Instant? {
    let points = (data["evaluatedDatapoints"]?.array ?? []).compactMap { point in
      point["timestamp"]?.instant.map { (at: $0, value: point["value"]?.double) }
    }
    let breaching = points.filter { point in
      guard let value = point.value else { return metric?.treatMissingData == "breaching" }
      return metric?.isBreached(by: value) ?? true
    }
    return breaching.map(\.at).min() ?? data["startDate"]?.instant ?? points.map(\.at).min()
  }

  /// The end of the window that is searched where it is too long to be searched whole: around the
  /// newest points that are out of bounds, else its last part.
  func searched(_ series: [MetricSeries], _ metric: Alarm.Metric?) -> Explanation.Window {
    guard window.to - window.from > BreachWindow.longest else { return window }
    let period = Int64(metric?.periodSeconds ?? 60) * 1000
    let breaching = metric.map { series.breaching($0) } ?? []
    let end = breaching.last.map { min(window.to, $0.timestamp + period) } ?? window.to
    return Explanation.Window(from: max(window.from, end + -BreachWindow.longest), to: end)
  }
}
