internal import AWSWire
internal import CustomerDomain

/// A moment as somebody types it: `14:03`, `14:03:22`, `-10m`, `11-27 14:03`, `2026-11-27 14:03`, or
/// ISO 8601.
enum TimeInput: Hashable, Sendable {
  /// The moment that is meant.
  case moment(Instant)
  /// Nothing was typed yet.
  case empty
  /// What was typed is no moment.
  case unreadable

  /// What may be typed.
  static let forms = "14:03, -10m, 11-27 14:03:22, 2026-11-27 14:03 or ISO 8601"

  /// Reads a text; where it names no zone it is by the clock `offset` minutes east of UTC.
  ///
  /// A time of day without a date, and a day without a year, are the last ones that are not in the future.
  init(_ text: String, now: Instant, offset: Int) {
    let text = text.trimmed
    guard !text.isEmpty else {
      self = .empty
      return
    }
    let shift = Int64(offset) * 60_000
    let moment =
      TimeInput.ago(text).map { now + -$0 }
      ?? TimeInput.clock(text).map { TimeInput.last($0, before: now, shift: shift) }
      ?? TimeInput.yearless(text, now: now + shift).map { $0 + -shift }
      ?? TimeInput.dated(text).map { $0 + -shift } ?? Instant(iso8601: text)
    self = moment.map(TimeInput.moment) ?? .unreadable
  }

  /// The moment; `nil` where none can be read.
  var instant: Instant? { if case .moment(let instant) = self { instant } else { nil } }

  /// `-10m`, `1h30m`, `90s`: how long ago, in milliseconds.
  private static func ago(_ text: String) -> Int64? {
    var rest = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !rest.isEmpty else { return nil }
    let units: [Character: Int64] = [
      "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    ]
    var total: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let count = Int64(digits), digits.count <= 6, let letter = rest.popFirst(),
        let unit = units[letter]
      else { return nil }
      total += count * unit
      // Nothing was logged, and no run began, more than ten thousand years ago.
      guard total < 315_576_000_000_000 else { return nil }
    }
    return total
  }

  /// `14:03`, `14:03:22`, `14:03:22.123`: milliseconds since midnight.
  private static func clock(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = number(parts[0], below: 24),
      let minute = number(parts[1], below: 60)
    else { return nil }
    var time = (hour * 60 + minute) * 60_000
    guard parts.count == 3 else { return time }
    let second = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard second.count <= 2, let whole = number(second[0], below: 60) else { return nil }
    time += whole * 1000
    guard second.count == 2 else { return time }
    guard (1...3).contains(second[1].count), let thousandths = digits(second[1]) else { return nil }
    return time + thousandths * [100, 10, 1][second[1].count - 1]
  }

  private static func number(_ text: some StringProtocol, below limit: Int64) -> Int64? {
    guard (1...2).contains(text.count), let value = digits(text), value < limit else { return nil }
    return value
  }

  private static func digits(_ text: some StringProtocol) -> Int64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
  }

  /// The last moment, not after `now`, at which a clock shows that time of day.
  private static func last(_ time: Int64, before now: Instant, shift: Int64) -> Instant {
    let local = now.milliseconds + shift
    let day: Int64 = 86_400_000
    let midnight = local - ((local % day) + day) % day
    let today = midnight + time
    return Instant(milliseconds: (today > local ? today - day : today) - shift)
  }

  /// `11-27 14:03`, `11-27T14:03:22`, as the columns of lists show it: the last one that is not after
  /// `now`, by the same clock.
  private static func yearless(_ text: String, now: Instant) -> Instant? {
    let day = text.prefix(5)
    guard day.utf8.count == 5, text.utf8.count > 5, day.dropFirst(2).first == "-"
    else { return nil }
    let year = CalendarDate(now).year
    // The 29th of February may be eight years ago.
    for year in (max(0, year - 8)...max(0, year)).reversed() {
      guard let moment = dated(Instant.padded(year, 4) + "-" + text),
        moment <= now, CalendarDate(moment).day == Int(day.suffix(2))
      else { continue }
      return moment
    }
    return nil
  }

  /// `2026-11-27`, `2026-11-27 14:03`, `2026-11-27T14:03:22`: by a clock without a zone.
  private static func dated(_ text: String) -> Instant? {
    let day = text.prefix(10)
    guard day.count == 10, let midnight = Instant(iso8601: day + "T00:00:00Z") else { return nil }
    let rest = text.dropFirst(10)
    if rest.isEmpty { return midnight }
    guard let first = rest.first, first == " " || first == "T" else { return nil }
    return clock(rest.dropFirst()).map { midnight + $0 }
  }
}

extension String {
  /// The same without spaces at either end.
  fileprivate var trimmed: String {
    let head = drop(while: \.isWhitespace)
    return String(head.prefix(head.count - head.reversed().prefix(while: \.isWhitespace).count))
  }
}

/// The line in which a moment is typed.
struct TimePrompt: Hashable, Sendable {
  /// What was typed so far.
  var field = TextField()
}

extension DashboardState {
  /// How many minutes east of UTC the log's times are; ages are told by UTC, as the header's clock.
  var logOffsetMinutes: Int { logs.times == .local ? utcOffsetMinutes : 0 }

  /// What was typed, as a moment.
  func moment(_ prompt: TimePrompt) -> TimeInput {
    TimeInput(prompt.field.text, now: now, offset: logOffsetMinutes)
  }
}
