internal import AWSWire

/// The six fields of a cron expression: minutes, hours, day of month, month, day of week, year.
struct CronExpression: Hashable, Sendable {
  private enum Days: Hashable {
    case any
    case days(Set<Int>)
    /// The last day of the month.
    case last
    /// The weekday nearest to a day.
    case nearestWeekday(Int)
    /// The last of a weekday in the month, 1 for Sunday.
    case lastWeekday(Int)
    /// The so manieth of a weekday in the month, 1 for Sunday.
    case nth(weekday: Int, Int)
  }

  private let minutes: Set<Int>
  private let hours: Set<Int>
  private let monthDays: Days
  private let months: Set<Int>
  private let weekDays: Days
  private let years: Set<Int>

  /// Reads the fields; `nil` where they are not valid.
  init?(_ text: some StringProtocol) {
    let fields = text.split(whereSeparator: \.isWhitespace).map { String($0).uppercased() }
    guard fields.count == 6,
      // One of the two fields for days must be open, and only one may be given.
      (fields[2] == "?") != (fields[4] == "?"),
      let minutes = CronExpression.numbers(fields[0], 0...59),
      let hours = CronExpression.numbers(fields[1], 0...23),
      let monthDays = CronExpression.monthDays(fields[2]),
      let months = CronExpression.numbers(
        fields[3],
        1...12,
        names: Instant.monthNames.map { $0.uppercased() },
        first: 1
      ),
      let weekDays = CronExpression.weekDays(fields[4]),
      let years = CronExpression.numbers(fields[5], 1970...2199)
    else { return nil }
    (self.minutes, self.hours, self.monthDays) = (minutes, hours, monthDays)
    (self.months, self.weekDays, self.years) = (months, weekDays, years)
  }

  private static let weekDayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  private static func monthDays(_ field: String) -> Days? {
    if field == "?" || field == "*" { return .any }
    if field == "L" { return .last }
    if field.hasSuffix("W") {
      guard let day = Int(field.dropLast()), (1...31).contains(day) else { return nil }
      return .nearestWeekday(day)
    }
    return numbers(field, 1...31).map { .days($0) }
  }

  private static func weekDays(_ field: String) -> Days? {
    if field == "?" || field == "*" { return .any }
    if field == "L" { return .days([7]) }
    if field.hasSuffix("L") {
      guard let days = numbers(String(field.dropLast()), 1...7, names: weekDayNames, first: 1),
        let day = days.first, days.count == 1
      else { return nil }
      return .lastWeekday(day)
    }
    let parts = field.split(separator: "#")
    if parts.count == 2 {
      guard let days = numbers(String(parts[0]), 1...7, names: weekDayNames, first: 1),
        let day = days.first, let number = Int(parts[1]), (1...5).contains(number)
      else { return nil }
      return .nth(weekday: day, number)
    }
    return numbers(field, 1...7, names: weekDayNames, first: 1).map { .days($0) }
  }

  /// The numbers that a field names with `*`, `,`, `-` and `/`.
  private static func numbers(
    _ field: String,
    _ range: ClosedRange<Int>,
    names: [String] = [],
    first: Int = 0
  ) -> Set<Int>? {
    func number(_ text: Substring) -> Int? {
      if let index = names.firstIndex(of: String(text)) { return index + first }
      guard text.allSatisfy(\.isNumber), let value = Int(text), range.contains(value) else {
        return nil
      }
      return value
    }
    var found: Set<Int> = []
    for item in field.split(separator: ",", omittingEmptySubsequences: false) {
      let step = item.split(separator: "/", omittingEmptySubsequences: false)
      let ends = (step.first ?? "").split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(step.count), (1...2).contains(ends.count) else { return nil }
      var low = range.lowerBound
      var high = range.upperBound
      if ends[0] != "*" {
        guard let start = number(ends[0]) else { return nil }
        low = start
        if ends.count == 2 {
          guard let end = number(ends[1]) else { return nil }
          high = end
        } else if step.count == 1 {
          high = start
        }
      }
      var stride = 1
      if step.count == 2 {
        guard let given = Int(step[1]), given > 0 else { return nil }
        stride = given
      }
      // A range may run over its end, such as `FRI-MON`.
      let span = low <= high ? high - low : high - low + range.count
      for offset in Swift.stride(from: 0, through: span, by: stride) {
        found.insert((low - range.lowerBound + offset) % range.count + range.lowerBound)
      }
    }
    return found
  }

  /// The first minute after `now` that all fields fit; `nil` where there is none.
  func next(after now: Instant) -> Instant? {
    let minute: Int64 = 60_000
    var date = CalendarDate(
      Instant(milliseconds: (now.milliseconds / minute + 1) * minute)
    )
    while date.year <= 2199 {
      if !years.contains(date.year) || !months.contains(date.month) {
        date = CronExpression.startOfNextMonth(date)
      } else if !fitsDay(date) {
        date = CronExpression.later(date, by: 86_400_000, from: \.hour)
      } else if !hours.contains(date.hour) {
        date = CronExpression.later(date, by: 3_600_000, from: \.minute)
      } else if !minutes.contains(date.minute) {
        date = CalendarDate(date.instant + minute)
      } else {
        return date.instant
      }
    }
    return nil
  }

  private static func startOfNextMonth(_ date: CalendarDate) -> CalendarDate {
    var next = date
    (next.day, next.hour, next.minute) = (1, 0, 0)
    next.month = date.month % 12 + 1
    if date.month == 12 { next.year += 1 }
    return next
  }

  /// The start of the next day or hour.
  private static func later(
    _ date: CalendarDate,
    by milliseconds: Int64,
    from part: WritableKeyPath<CalendarDate, Int>
  ) -> CalendarDate {
    var start = date
    start.minute = 0
    start[keyPath: part] = 0
    return CalendarDate(start.instant + milliseconds)
  }

  private func fitsDay(_ date: CalendarDate) -> Bool {
    let length = CronExpression.length(of: date)
    switch monthDays {
    case .any: break
    case .days(let days): return days.contains(date.day)
    case .last: return date.day == length
    case .nearestWeekday(let day): return date.day == nearestWeekday(to: min(day, length), date)
    case .lastWeekday, .nth: return false
    }
    switch weekDays {
    case .any: return true
    case .days(let days): return days.contains(date.weekday + 1)
    case .lastWeekday(let day): return date.weekday + 1 == day && date.day + 7 > length
    case .nth(let day, let number):
      return date.weekday + 1 == day && (date.day - 1) / 7 + 1 == number
    case .last, .nearestWeekday: return false
    }
  }

  private func nearestWeekday(to day: Int, _ date: CalendarDate) -> Int {
    var target = date
    target.day = day
    let length = CronExpression.length(of: date)
    switch target.weekday {
    case 6: return day > 1 ? day - 1 : day + 2
    case 0: return day < length ? day + 1 : day - 2
    default: return day
    }
  }

  private static func length(of date: CalendarDate) -> Int {
    var first = date
    (first.day, first.hour, first.minute, first.second) = (1, 0, 0, 0)
    let next = startOfNextMonth(first)
    return Int((next.instant - first.instant) / 86_400_000)
  }
}
