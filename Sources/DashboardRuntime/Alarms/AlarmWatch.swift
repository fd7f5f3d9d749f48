/// Which parts of the open alarm are read when: all of them now and then, and what failed soon again,
/// ever less often for as long as it fails, and what is refused no more; a pure value.
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
  /// What these credentials may not read.
  private var refused: Set<Part> = []
  private var backoff = Backoff()

  /// Nothing was read yet.
  init(every interval: Duration) { self.interval = interval }

  /// What is to be read now.
  mutating func next() -> Set<Part> {
    guard untilNext <= .zero else { return missing }
    untilNext = interval
    return missing.union([.history, .metrics]).subtracting(refused)
  }

  /// Takes note of what could not be read of what was to be.
  ///
  /// - Parameters:
  ///   - failed: what could not be read.
  ///   - denied: what of it is not permitted, which trying again does not change.
  /// - Returns: how long to wait for the next reading; `nil` where nothing is left to be read.
  mutating func took(failed: Set<Part>, denied: Set<Part> = []) -> Duration? {
    refused.formUnion(denied)
    missing = failed.subtracting(refused)
    if missing.isEmpty { backoff.succeeded() }
    if missing.isEmpty, refused.isSuperset(of: [.history, .metrics]) { return nil }
    let wait = missing.isEmpty ? untilNext : min(untilNext, .milliseconds(backoff.failed()))
    untilNext -= wait
    return wait
  }

  /// Whether something that failed is read again before its turn.
  var isRetrying: Bool { !missing.isEmpty }
}
