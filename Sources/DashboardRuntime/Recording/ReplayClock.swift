package import AWSWire

/// Times of a recording in words.
package enum ReplayClock {
  /// A moment in local time, such as `12:04:31`.
  package static func time(_ moment: Instant, utcOffsetMinutes: Int) -> String {
    let day: Int64 = 86_400
    let local = moment.milliseconds / 1000 + Int64(utcOffsetMinutes) * 60
    let seconds = (local % day + day) % day
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// A length in milliseconds, such as `4:31` or `1:04:31`.
  package static func length(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    guard seconds >= 3600 else { return "\(seconds / 60):\(two(seconds % 60))" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  private static func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }
}
