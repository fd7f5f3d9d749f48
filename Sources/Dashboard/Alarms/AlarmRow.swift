internal import CustomerDomain
internal import Terminal

/// One alarm as a row of the list.
struct AlarmRow: Hashable, Sendable, Identifiable {
  /// The alarm itself.
  let alarm: Alarm
  /// The name, printable, cut at 256 columns.
  let name: SafeText
  /// Why it stands so, in one line.
  let reason: SafeText

  /// Makes an alarm ready for the screen.
  init(_ alarm: Alarm) {
    self.alarm = alarm
    name = SafeText(alarm.name, columns: 0..<256)
    reason = SafeText(AlarmWords.reason(of: alarm), columns: 0..<400)
  }

  /// The alarm's name.
  var id: String { alarm.name }
}
