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
  mutating func takeAlarms(_ roster: AlarmRoster, at: Instant) -> [Effect] {
    advance(to: at)
    let reddened = alarms.list(roster)
    if !reddened.isEmpty { lightAlarms() }
    alarms.freshness.succeeded(at: at)
    guard !reddened.isEmpty else { return [] }
    let rows = reddened.compactMap(alarms.row).sorted { $0.alarm.isWorse(than: $1.alarm) }
    return [.ringBell, .notify(AlarmWords.announcement(rows, of: context.name))]
  }

  /// Takes what is known of an opened alarm.
  mutating func takeAlarmReport(_ report: AlarmReport) {
    guard isOpen(report.name) else { return }
    var report = report
    report.complete(with: alarms.reports[report.name])
    alarms.reports[report.name] = report
  }

  /// Forgets what is known of alarms that are no longer open.
  mutating func settleReports() {
    guard !alarms.reports.isEmpty else { return }
    alarms.reports = alarms.reports.filter { isOpen($0.key) }
  }

  /// Has the opened alarm described for as long as it is open, whatever closes it.
  mutating func settleAlarm() -> [Effect] {
    guard openAlarmName != alarms.watched else { return [] }
    alarms.watched = openAlarmName
    return [openAlarmName.map { .describeAlarm(name: $0) } ?? .leaveAlarm]
  }

  private func isOpen(_ name: String) -> Bool {
    layers.contains { if case .alarm(let open) = $0 { open.name == name } else { false } }
  }
}
