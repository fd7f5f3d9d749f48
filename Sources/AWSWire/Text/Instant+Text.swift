extension Instant {
  /// The moment as ISO 8601 in UTC with milliseconds, such as `2026-01-02T03:04:05.678Z`.
  package var iso8601: String {
    let date = CalendarDate(self)
    return DigitWriter.text { writer in
      writer.day(date, "-")
      writer.put("T")
      writer.time(date, ":")
      writer.put(".")
      writer.put(date.millisecond, 3)
      writer.put("Z")
    }
  }

  /// The moment as signatures write it, such as `20260102T030405Z`.
  package var basicISO8601: String {
    let date = CalendarDate(self)
    return DigitWriter.text { writer in
      writer.day(date, "")
      writer.put("T")
      writer.time(date, "")
      writer.put("Z")
    }
  }

  /// The moment as HTTP's `Date` header writes it (RFC 9110 section 5.6.7).
  package var httpDate: String {
    let date = CalendarDate(self)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
    return "\(weekday), \(Instant.padded(date.day, 2)) \(Instant.monthNames[date.month - 1]) "
      + "\(Instant.padded(date.year, 4)) " + DigitWriter.text { $0.time(date, ":") } + " GMT"
  }

  /// The moment as access logs write it, such as `09/Apr/2015:12:34:56 +0000`.
  package var accessLogDate: String {
    let date = CalendarDate(self)
    return DigitWriter.text { writer in
      writer.put(date.day, 2)
      writer.put("/")
      writer.put(Instant.monthNames[date.month - 1])
      writer.put("/")
      writer.put(date.year, 4)
      writer.put(":")
      writer.time(date, ":")
      writer.put(" +0000")
    }
  }

  /// The English three-letter names of the months, January first.
  package static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads ISO 8601 in its extended or basic form, with `Z` or an offset, with or without seconds'
  /// fraction; a date alone is its midnight in UTC.
  package init?(iso8601 text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(4) else { return nil }
    reader.skip("-")
    guard let month = reader.number(2), (1...12).contains(month) else { return nil }
    reader.skip("-")
    guard let day = reader.number(2), (1...31).contains(day) else { return nil }
    var date = CalendarDate(Instant(milliseconds: 0))
    (date.year, date.month, date.day) = (year, month, day)
    if reader.isAtEnd {
      self = date.instant
      return
    }
    guard reader.skip("T") || reader.skip(" "), let hour = reader.number(2), hour < 24 else {
      return nil
    }
    reader.skip(":")
    guard let minute = reader.number(2), minute < 60 else { return nil }
    (date.hour, date.minute) = (hour, minute)
    reader.skip(":")
    if let second = reader.number(2) { date.second = second }
    if reader.skip(".") { date.millisecond = reader.fraction() }
    guard let offset = reader.zoneOffset(), reader.isAtEnd else { return nil }
    self = date.instant + Int64(-offset * 60_000)
  }

  /// `value` in decimal with zeros in front, at least `width` digits wide.
  package static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Writes fixed-width numbers into a text without making one of each.
private struct DigitWriter {
  private var bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// The text, at most 64 bytes, that `write` puts together.
  static func text(_ write: (inout DigitWriter) -> Void) -> String {
    String(unsafeUninitializedCapacity: 64) { buffer in
      var writer = DigitWriter(bytes: buffer)
      write(&writer)
      return writer.count
    }
  }

  mutating func put(_ text: String) {
    for byte in text.utf8 {
      bytes[count] = byte
      count += 1
    }
  }

  /// A number in decimal with zeros in front, at least `width` digits wide.
  mutating func put(_ value: Int, _ width: Int) {
    var (rest, at) = (value, count + width)
    while at > count, rest >= 0 {
      at -= 1
      bytes[at] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    // What is wider than it should be, or negative, is rare enough to go the long way.
    if rest == 0 { count += width } else { put(Instant.padded(value, width)) }
  }

  mutating func day(_ date: CalendarDate, _ separator: String) {
    put(date.year, 4)
    put(separator)
    put(date.month, 2)
    put(separator)
    put(date.day, 2)
  }

  mutating func time(_ date: CalendarDate, _ separator: String) {
    put(date.hour, 2)
    put(separator)
    put(date.minute, 2)
    put(separator)
    put(date.second, 2)
  }
}

/// Reads fixed-width numbers off the front of a text.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  @discardableResult
  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    rest.removeFirst(width)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The digits of a fraction of a second as milliseconds.
  mutating func fraction() -> Int {
    var (value, scale) = (0, 100)
    while let byte = rest.first, byte >= 0x30, byte <= 0x39 {
      value += Int(byte - 0x30) * scale
      scale /= 10
      rest.removeFirst()
    }
    return value
  }

  /// Minutes east of UTC, or `nil` where no zone stands there.
  mutating func zoneOffset() -> Int? {
    if skip("Z") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip("+") || skip("-"), let hours = number(2) else { return nil }
    skip(":")
    let minutes = number(2) ?? 0
    return (hours * 60 + minutes) * (isWest ? -1 : 1)
  }
}
