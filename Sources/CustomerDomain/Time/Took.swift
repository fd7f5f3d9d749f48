internal import AWSWire

/// How long something took, in words.
enum Took {
  /// The longest time that is told, in milliseconds: some 30,000 years.
  private static let longest = 1_000_000_000_000_000

  /// A latency such as `3 ms`, `1.2 s`.
  static func latency(_ milliseconds: Double) -> String {
    let whole = milliseconds.whole(in: 0...longest)
    return whole < 1000 ? "\(whole) ms" : text(Int64(whole))
  }

  /// A duration such as `3 ms`, `0.8 s`, `12 s`, `3 m 05 s`, `2 h 10 m`.
  static func text(_ milliseconds: Int64) -> String {
    let milliseconds = min(milliseconds, Int64(longest))
    if milliseconds < 50 { return "\(max(0, milliseconds)) ms" }
    let tenths = (max(0, milliseconds) + 50) / 100
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = milliseconds / 1000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) m \(Instant.padded(Int(seconds % 60), 2)) s" }
    return "\(seconds / 3600) h \(Instant.padded(Int(seconds / 60 % 60), 2)) m"
  }

  /// What a duration is below, in steps that its jitter seldom crosses: `<1 s`, `<10 s`, `<2 m`.
  static func below(_ milliseconds: Int64) -> String {
    let steps: [Int64] = [1, 2, 5, 10, 20, 30, 60]
    if let step = steps.first(where: { milliseconds < $0 * 1000 }) {
      return step == 60 ? "<1 m" : "<\(step) s"
    }
    return "<\(milliseconds / 60_000 + 1) m"
  }

  /// How long something has been going on, in whole seconds.
  static func elapsed(since start: Instant, now: Instant) -> String {
    let seconds = now.passed(since: start) / 1000
    return seconds < 10 ? "\(seconds) s" : text(min(seconds, Int64(longest)) * 1000)
  }

  /// When `elapsed` changes next.
  static func nextChange(since start: Instant, now: Instant) -> Instant {
    now + (1000 - now.passed(since: start) % 1000)
  }
}
