internal import AWSWire

/// How long something took, in words.
enum Took {
  /// A latency such as `3 ms`, `1.2 s`.
  static func latency(_ milliseconds: Double) -> String {
    milliseconds < 1000 ? "\(Int(milliseconds.rounded())) ms" : text(Int64(milliseconds))
  }

  /// A duration such as `3 ms`, `0.8 s`, `12 s`, `3 m 05 s`, `2 h 10 m`.
  static func text(_ milliseconds: Int64) -> String {
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
    let seconds = max(0, now - start) / 1000
    return seconds < 10 ? "\(seconds) s" : text(seconds * 1000)
  }

  /// When `elapsed` changes next.
  static func nextChange(since start: Instant, now: Instant) -> Instant {
    start + (max(0, now - start) / 1000 + 1) * 1000
  }
}
