/// A moment split into the parts of the proleptic Gregorian calendar, in UTC.
package struct CalendarDate: Hashable, Sendable {
  /// The year.
  package var year: Int
  /// The month, 1 to 12.
  package var month: Int
  /// The day of the month, 1 to 31.
  package var day: Int
  /// The hour, 0 to 23.
  package var hour: Int
  /// The minute, 0 to 59.
  package var minute: Int
  /// The second, 0 to 59.
  package var second: Int
  /// The millisecond, 0 to 999.
  package var millisecond: Int

  /// The day of the week, 0 for Sunday.
  package var weekday: Int {
    let days = CalendarDate.daysFromCivil(year: year, month: month, day: day)
    return ((days + 4) % 7 + 7) % 7
  }

  /// The years that can be told apart, about as many as in ECMAScript's time values.
  private static let years = -270_000...270_000
  /// The same in milliseconds since the epoch.
  private static let reach: ClosedRange<Int64> = -8_500_000_000_000_000...8_500_000_000_000_000

  /// Splits a moment; one farther than 269,000 years away is taken for that.
  package init(_ instant: Instant) {
    let reach = CalendarDate.reach
    let milliseconds = min(max(instant.milliseconds, reach.lowerBound), reach.upperBound)
    let (days, rest) = CalendarDate.floorDivide(milliseconds, 86_400_000)
    // Days to year, month and day: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let shifted = days + 719_468
    let (era, _) = CalendarDate.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3_600_000)
    minute = Int(rest / 60_000 % 60)
    second = Int(rest / 1000 % 60)
    millisecond = Int(rest % 1000)
  }

  /// The moment that the parts name.
  package var instant: Instant {
    let year = min(max(year, CalendarDate.years.lowerBound), CalendarDate.years.upperBound)
    let days = Int64(CalendarDate.daysFromCivil(year: year, month: month, day: day))
    let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return Instant(milliseconds: seconds * 1000 + Int64(millisecond))
  }

  private static func floorDivide(_ value: Int64, _ by: Int64) -> (quotient: Int64, rest: Int64) {
    let rest = (value % by + by) % by
    return ((value - rest) / by, rest)
  }

  private static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
