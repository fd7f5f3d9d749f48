package import AWSWire

extension Instant {
  /// Reads HTTP's date in the form that servers send, such as `Sun, 06 Nov 1994 08:49:37 GMT`
  /// (RFC 9110 section 5.6.7).
  package init?(httpDate text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), (1...31).contains(day),
      let month = Instant.monthNames.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
      (0...9999).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
      (0..<61).contains(time[2])
    else { return nil }
    var date = CalendarDate(Instant(milliseconds: 0))
    (date.year, date.month, date.day) = (year, month + 1, day)
    (date.hour, date.minute, date.second) = (time[0], time[1], time[2])
    self = date.instant
  }
}
