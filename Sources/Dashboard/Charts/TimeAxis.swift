internal import AWSWire
internal import CustomerDomain

/// The time axis: which column a moment stands in, and the round times below it.
struct TimeAxis: Hashable, Sendable {
  /// A round time.
  struct Tick: Hashable, Sendable {
    /// The column, counted from the left edge of the plot.
    let column: Int
    /// What is said of it: `12:05`, or `11-24` where a day begins.
    let text: String
  }

  private let from: Instant
  private let length: Int64
  private let offset: Int64

  /// How far apart round times may be, in minutes.
  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160, 43_200,
  ]
  /// The columns that a time takes, and that are free between two.
  private static let labelWidth = 5
  private static let gap = 3

  /// Takes the moments at both edges, and the minutes that the clock is east of UTC.
  init(from: Instant, to: Instant, utcOffsetMinutes: Int) {
    self.from = from
    length = max(1, to - from)
    offset = Int64(utcOffsetMinutes) * 60_000
  }

  /// How far to the right a moment stands, from 0 to 1; `nil` for one beyond an edge.
  func position(_ instant: Instant) -> Double? {
    let passed = instant - from
    guard passed >= 0, passed <= length else { return nil }
    return Double(passed) / Double(length)
  }

  /// The round times for a plot that many columns wide, as many as there is room for.
  func ticks(columns: Int) -> [Tick] {
    let room = max(1, columns / (TimeAxis.labelWidth + TimeAxis.gap))
    let step = TimeAxis.steps.first { length / ($0 * 60_000) < Int64(room) }
    guard columns > 0, let step else { return [] }
    let distance = step * 60_000
    let (start, isTooEarly) = from.milliseconds.addingReportingOverflow(offset)
    guard !isTooEarly, start > .min + distance, start < .max - length - distance else { return [] }
    var moment = start - ((start % distance) + distance) % distance
    if moment < start { moment += distance }
    var ticks: [Tick] = []
    while moment - start <= length {
      let share = Double(moment - start) / Double(length)
      let column = (share * Double(columns - 1)).whole(in: 0...columns - 1)
      ticks.append(Tick(column: column, text: TimeAxis.text(moment)))
      moment += distance
    }
    return ticks
  }

  private static func text(_ moment: Int64) -> String {
    let date = CalendarDate(Instant(milliseconds: moment))
    let isMidnight = date.hour == 0 && date.minute == 0
    return isMidnight
      ? Instant.padded(date.month, 2) + "-" + Instant.padded(date.day, 2)
      : Instant.padded(date.hour, 2) + ":" + Instant.padded(date.minute, 2)
  }
}
