/// Which parts of the open alarm are read when: all of them now and then, and what failed soon again,
/// ever less often for as long as it fails; a pure value.
struct AlarmWatch: Hashable, Sendable {
  /// What is known of an alarm beyond its row, each read by calls of its own.
  enum Part: Hashable, Sendable, CaseIterable {
    /// What happened to it.
    case history
    /// What it watches.
    case metrics
    /// Whom it tells.
    case topics
  }

  /// Between two readings of what changes.
  private let interval: Duration
  private var untilNext = Duration.zero
  /// Who listens seldom changes: it is read when the alarm is opened, and until that went well.
  private var missing: Set<Part> = [.topics]
  private var backoff = Backoff()

  /// Nothing was read yet.
  init(every interval: Duration) { self.interval = interval }

  /// What is to be read now.
  mutating func next() -> Set<Part> {
    guard untilNext <= .zero else { return missing }
    untilNext = interval
    return missing.union([.history, .metrics])
  }

  /// Takes note of what could not be read of what was to be.
  ///
  /// - Returns: how long to wait for the next reading.
  mutating func took(failed: Set<Part>) -> Duration {
    missing = failed
    if failed.isEmpty { backoff.succeeded() }
    let wait = failed.isEmpty ? untilNext : min(untilNext, .milliseconds(backoff.failed()))
    untilNext -= wait
    return wait
  }
}
