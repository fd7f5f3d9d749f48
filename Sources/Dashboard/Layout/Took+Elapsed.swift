internal import AWSWire
internal import CustomerDomain

extension Took {
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
    return seconds < 10 ? "\(seconds) s" : text(min(seconds, longest / 1000) * 1000)
  }

  /// When `elapsed` changes next.
  static func nextChange(since start: Instant, now: Instant) -> Instant {
    now + (1000 - now.passed(since: start) % 1000)
  }
}
