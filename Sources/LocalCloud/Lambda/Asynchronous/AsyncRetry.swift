internal import AWSWire

/// What follows from a try of an asynchronous invocation.
///
/// Source: Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous
/// invocation". A pure value.
struct AsyncRetry: Sendable {
  /// The most tries after the first one, where the function does not say.
  static let mostRetries = 2
  /// How old an event may become, in seconds, where the function does not say: six hours.
  static let longestAge = 21_600

  /// The waits after the first failed run and after those that follow, in milliseconds.
  private static let waits: (first: Int64, later: Int64) = (60_000, 120_000)
  /// The longest wait for a function that cannot be run, in milliseconds.
  private static let longestWait: Int64 = 300_000

  /// How a try ended.
  enum Outcome: Hashable, Sendable {
    /// The function ran and did not fail.
    case succeeded
    /// The function ran and failed.
    case failed
    /// The function could not be run, and may be later: a throttle, or a fault of the service.
    case refused
    /// There is nothing that could be run.
    case impossible
  }

  /// What is to be done.
  enum Step: Hashable, Sendable {
    /// The event goes, and the success destination is told what came of it.
    case succeed
    /// The event stays until that moment.
    case tryAgain(at: Instant)
    /// The event goes, and the failure destination is told why.
    case giveUp(InvocationRecord.Condition)
    /// The event goes.
    case drop
  }

  /// The most tries after the first one.
  var retries = AsyncRetry.mostRetries
  /// How old an event may become, in seconds.
  var age = AsyncRetry.longestAge

  /// Whether an event is too old to be tried once more.
  func isExpired(accepted: Instant, now: Instant) -> Bool { now - accepted >= Int64(age) * 1000 }

  /// What follows from a try that ended at `now`; `attempts` and `refusals` count it.
  func step(
    after outcome: Outcome,
    attempts: Int,
    refusals: Int,
    accepted: Instant,
    now: Instant
  ) -> Step {
    let wait: Int64
    switch outcome {
    case .succeeded: return .succeed
    case .impossible: return .drop
    case .failed:
      guard attempts <= retries else { return .giveUp(.retriesExhausted) }
      wait = attempts <= 1 ? AsyncRetry.waits.first : AsyncRetry.waits.later
    case .refused: wait = min(AsyncRetry.longestWait, 1000 << Int64(min(max(refusals - 1, 0), 16)))
    }
    guard !isExpired(accepted: accepted, now: now) else { return .giveUp(.eventAgeExceeded) }
    // Where the event will be too old by then, it goes at the moment at which it is.
    return .tryAgain(at: min(now + wait, accepted + Int64(age) * 1000))
  }
}
