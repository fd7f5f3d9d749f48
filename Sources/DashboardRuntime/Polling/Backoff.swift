/// How long to wait after a failure: twice as long each time, up to half a minute.
struct Backoff: Hashable, Sendable {
  private var failures = 0

  /// No failure yet.
  init() {}

  /// Counts a failure.
  ///
  /// - Returns: how long to wait, in milliseconds.
  mutating func failed() -> Int64 {
    failures += 1
    return min(30_000, 500 << min(failures, 6))
  }

  /// Forgets the failures.
  mutating func succeeded() { failures = 0 }
}
