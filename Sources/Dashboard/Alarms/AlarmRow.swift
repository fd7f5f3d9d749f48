internal import CustomerDomain
internal import Terminal

/// One alarm as a row of the list.
struct AlarmRow: Hashable, Sendable, Identifiable {
  /// The alarm itself.
  let alarm: Alarm
  /// The name, printable, cut at 256 columns.
  let name: SafeText
  /// How many columns of the name's beginning are whole words that another alarm's name begins with.
  let sharedWidth: Int
  /// Why it stands so, in one line.
  let reason: SafeText
  /// The same without the threshold, for where there is little room.
  let shortReason: SafeText

  /// Makes an alarm ready for the screen.
  init(_ alarm: Alarm, sharedWidth: Int = 0) {
    self.sharedWidth = sharedWidth
    self.alarm = alarm
    name = SafeText(alarm.name, columns: 0..<256)
    reason = SafeText(AlarmWords.reason(of: alarm), columns: 0..<400)
    shortReason = SafeText(AlarmWords.reason(of: alarm, isShort: true), columns: 0..<400)
  }

  /// The name in at most so many columns; what it shares with others gives way first, because what
  /// follows tells them apart.
  func name(in columns: Int, ellipsis: SafeText) -> SafeText {
    guard name.width > columns, sharedWidth > 0 else {
      return name.truncatedMiddle(to: columns, ellipsis: ellipsis)
    }
    let rest = name.slice(columns: sharedWidth..<name.width)
    let room = columns - rest.width - ellipsis.width
    guard room >= 0 else { return (ellipsis + rest).truncated(to: columns, ellipsis: ellipsis) }
    return name.prefix(columns: min(room, sharedWidth)) + ellipsis + rest
  }

  /// The alarm's name.
  var id: String { alarm.name }
}
