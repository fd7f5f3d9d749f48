internal import AWSWire
internal import CustomerDomain

/// How long a first answer has been awaited, in steps.
enum Patience {
  /// From so many milliseconds on it is worth a word.
  private static let threshold: Int64 = 2000

  /// ` 4 s`, to stand behind what is awaited; nothing for a while that nobody notices.
  static func words(since start: Instant, now: Instant) -> String {
    let waited = now.passed(since: start)
    guard waited >= threshold else { return "" }
    return " " + Took.elapsed(since: start, now: start + waited / step(waited) * step(waited))
  }

  /// When the words change next.
  static func nextChange(since start: Instant, now: Instant) -> Instant {
    let waited = now.passed(since: start)
    return now + (step(waited) - waited % step(waited))
  }

  private static func step(_ waited: Int64) -> Int64 {
    waited < 10_000 ? threshold : waited < 60_000 ? 5000 : 60_000
  }
}

extension DashboardState {
  /// Whether a pane has not had its first answer.
  var isLooking: Bool {
    workflow.freshness.isLoading || alarms.freshness.isLoading || logs.isLoading
  }

  /// How long the first answers have been awaited, in words.
  var patience: String { Patience.words(since: startedAt, now: now) }
}
