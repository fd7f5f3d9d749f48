internal import AWSWire
internal import CustomerDomain

/// Lengths of time as commands print them: in the dashboard's words.
enum Words {
  /// A length in milliseconds, such as `3 ms`, `3.4 s` or `1 m 02 s`.
  static func duration(milliseconds: Double) -> String { Took.latency(milliseconds) }

  /// How long ago something was, such as `15 s` or `4 m`.
  static func age(of instant: Instant, at now: Instant) -> String {
    Age.event.text(instant, now: now)
  }
}
