internal import AWSWire
internal import CustomerDomain

/// What happens in the Alarms pane.
extension DashboardState {
  /// The name of the alarm that is open over the panes.
  var openAlarmName: String? {
    for case .alarm(let open) in layers.reversed() { return open.name }
    return nil
  }

  /// Takes a new list; an alarm that has gone red is heard and stays marked until looked at.
  mutating func takeAlarms(_ listed: [Alarm], at: Instant) -> [Effect] {
    advance(to: at)
    let reddened = alarms.list(listed)
    if !reddened.isEmpty { lightAlarms() }
    alarms.freshness.succeeded(at: at)
    let red = Set(listed.filter { $0.state == .alarm }.map(\.name))
    alarms.unseen = alarms.unseen.intersection(red).union(reddened)
    return reddened.isEmpty ? [] : [.ringBell]
  }

  /// Takes what is known of the opened alarm, sorted for the screen.
  mutating func takeAlarmDetail(
    name: String,
    history: [AlarmHistoryItem],
    points: [MetricPoint]
  ) {
    guard openAlarmName == name else { return }
    alarms.detailFailure = nil
    alarms.detail = AlarmDetail(
      name: name,
      history: history.sorted { $0.timestamp > $1.timestamp }.map(AlarmHistoryRow.init),
      points: points.sorted { $0.timestamp < $1.timestamp }
    )
  }
}
