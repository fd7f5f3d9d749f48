internal import AWSWire
internal import Synchronization

/// Makes calls again as the policy says; the calls of one client share a budget.
final class Retrier: Sendable {
  /// What became of one attempt.
  enum Attempt<Output: Sendable>: Sendable {
    /// It brought this.
    case success(Output)
    /// It failed; with the wait that the service asked for.
    case failure(AWSError, advised: Duration?)
  }

  /// What a call is, as far as making it again goes.
  struct Nature: Sendable {
    /// Whether it may be made twice without doing anything twice.
    var isRepeatable: Bool
    /// Whether it changes something, so that it matters whether a failed attempt did so.
    var isChanging: Bool
    /// How long all its attempts may take together; `nil` for no limit.
    var timeLimit: Duration?
  }

  /// When to try again.
  let policy: RetryPolicy
  private let pacer: any Pacer
  private let budget = Mutex(RetryBudget())

  /// Makes a retrier with a full budget.
  init(policy: RetryPolicy, pacer: any Pacer) {
    self.policy = policy
    self.pacer = pacer
  }

  /// Makes attempts until one succeeds, or the policy or the time limit ends them.
  ///
  /// - Parameters:
  ///   - nature: what may be done twice, and in what time.
  ///   - attempt: makes the attempt of a number, from 1, in the time that is left.
  /// - Returns: what the attempt that succeeded brought.
  /// - Throws: the last attempt's `AWSError`, or an earlier one's that leaves open whether a change
  ///   was made, which no later failure takes back; `CancellationError`.
  func run<Output: Sendable>(
    _ nature: Nature,
    _ attempt: (Int, TimeLeft) async throws -> Attempt<Output>
  ) async throws -> Output {
    let timeLeft = TimeLeft(nature.timeLimit, pacer)
    var (number, paid) = (1, 0)
    var open: AWSError?
    while true {
      do {
        switch try await attempt(number, timeLeft) {
        case .success(let output):
          budget.withLock { $0.succeed(paid: paid) }
          return output
        case .failure(let error, let advised):
          if nature.isChanging, error.leavesOutcomeOpen { open = error }
          guard let wait = wait(after: error, number, advised, nature, timeLeft, &paid) else {
            throw open ?? error
          }
          try await pacer.sleep(for: wait)
          number += 1
        }
      } catch let error as CancellationError {
        throw open ?? error
      }
    }
  }

  /// How long to wait before the next attempt; `nil` where there must be none.
  private func wait(
    after error: AWSError,
    _ number: Int,
    _ advised: Duration?,
    _ nature: Nature,
    _ timeLeft: TimeLeft,
    _ paid: inout Int
  ) -> Duration? {
    guard let cause = policy.cause(of: error, isRepeatable: nature.isRepeatable) else { return nil }
    var wait = Duration.milliseconds(100)
    if cause != .refused || timeLeft.spent >= policy.handoverPatience {
      wait = policy.delay(
        after: cause,
        attempt: number,
        random: pacer.unitRandom(),
        advised: advised
      )
      guard number < policy.maximumAttempts else { return nil }
      if let left = timeLeft.duration, wait >= left { return nil }
      guard let cost = budget.withLock({ $0.pay(for: cause) }) else { return nil }
      paid = cost
    }
    if let left = timeLeft.duration, wait >= left { return nil }
    return wait
  }
}

extension AWSError {
  /// Whether a changing call that ended so may have been done all the same.
  package var leavesOutcomeOpen: Bool {
    switch kind {
    case .throttled, .denied: false
    case .unreachable: mayHaveBeenSent
    // 503 says that it was not begun; other faults may have come after the deed.
    case .service, .unreadable: status >= 500 && status != 503 || status < 300
    }
  }
}
