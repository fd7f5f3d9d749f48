internal import AWSWire
internal import CustomerDomain

/// Moments as the columns of lists show them.
struct TimeText: Hashable, Sendable {
  /// The present moment.
  let now: Instant
  /// Minutes that local time is east of UTC.
  let utcOffsetMinutes: Int

  /// Takes the clock and the zone of a state.
  init(_ state: DashboardState) {
    now = state.now
    utcOffsetMinutes = state.utcOffsetMinutes
  }

  /// `12:04:28` or an age; on another day than today, the date before it.
  func moment(_ instant: Instant, _ style: TimeStyle) -> String {
    switch style {
    case .age: Age.event.text(instant, now: now)
    case .utc: dayTime(instant, offset: 0)
    case .local: dayTime(instant, offset: utcOffsetMinutes)
    }
  }

  /// `11-16 07:39` or an age: the day of a moment that is not today's, or of which another stands above
  /// it; as much of it as fits.
  func dated(_ instant: Instant, _ style: TimeStyle, width: Int) -> String {
    if style == .age { return Age.event.text(instant, now: now) }
    let offset = style == .local ? utcOffsetMinutes : 0
    let date = shifted(instant, offset)
    let whole = day(date)
    guard date.year == shifted(now, offset).year else {
      return String(whole.suffix(width < whole.count ? 8 : whole.count))
    }
    let short = String(whole.suffix(5))
    return width < 11 ? short : short + " " + clock(date).prefix(5)
  }

  /// `11-16`, or `2025-11-16` of another year: the day of a moment; `nil` where it is today.
  func day(_ instant: Instant, _ style: TimeStyle) -> String? {
    guard style != .age, !isSameDay(instant, now, style) else { return nil }
    return dated(instant, style, width: 10)
  }

  /// `12:04:28.101` in a row below one of the same day, `11-16 07:39` below one of another; that wide.
  func precise(
    _ instant: Instant,
    _ style: TimeStyle,
    below above: Instant?,
    width: Int
  ) -> String {
    let isDay = above.map { !isSameDay(instant, $0, style) } ?? false
    let text = isDay ? dated(instant, style, width: width) : precise(instant, style)
    return text.prefix(width) + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Whether two moments are of the same day, by the clock that is shown.
  func isSameDay(_ one: Instant, _ other: Instant, _ style: TimeStyle) -> Bool {
    let offset = style == .local ? utcOffsetMinutes : 0
    let (left, right) = (shifted(one, offset), shifted(other, offset))
    return (left.year, left.month, left.day) == (right.year, right.month, right.day)
  }

  /// `12:04:28.101`, or an age.
  func precise(_ instant: Instant, _ style: TimeStyle) -> String {
    if style == .age { return Age.event.text(instant, now: now) }
    let date = shifted(instant, style == .local ? utcOffsetMinutes : 0)
    return clock(date) + "." + Instant.padded(date.millisecond, 3)
  }

  /// Date and time with milliseconds and the zone.
  func full(_ instant: Instant, _ style: TimeStyle) -> String {
    let offset = style == .utc ? 0 : utcOffsetMinutes
    return day(shifted(instant, offset)) + " " + precise(instant, style == .utc ? .utc : .local)
      + (offset == 0 ? " UTC" : " local")
  }

  /// `12:04 UTC`, for the header.
  var minute: String { minute(of: now) }

  /// `12:04 UTC`, whatever the day.
  func minute(of instant: Instant) -> String {
    let date = CalendarDate(instant)
    return Instant.padded(date.hour, 2) + ":" + Instant.padded(date.minute, 2) + " UTC"
  }

  private func dayTime(_ instant: Instant, offset: Int) -> String {
    let date = shifted(instant, offset)
    let isToday = isSameDay(instant, now, offset == 0 ? .utc : .local)
    return isToday ? clock(date) : String(day(date).dropFirst(5)) + " " + clock(date).prefix(5)
  }

  private func shifted(_ instant: Instant, _ minutes: Int) -> CalendarDate {
    CalendarDate(instant + Int64(minutes) * 60_000)
  }

  private func clock(_ date: CalendarDate) -> String {
    [date.hour, date.minute, date.second].map { Instant.padded($0, 2) }.joined(separator: ":")
  }

  private func day(_ date: CalendarDate) -> String {
    [Instant.padded(date.year, 4), Instant.padded(date.month, 2), Instant.padded(date.day, 2)]
      .joined(separator: "-")
  }
}
