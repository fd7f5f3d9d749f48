internal import AWSWire
internal import Synchronization

/// Makes calls again as the policy says; the calls of one client share a budget.
final class Retrier: Sendable {
  /// What became of one attempt.
  enum Attempt<Output: Sendable>: Sendable {
    case success(Output)
    /// It failed; with the wait that the service asked for.
    case failure(AWSError, advised: Duration?)
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

  /// Makes attempts until one succeeds or the policy gives up.
  ///
  /// - `isRepeatable`: whether the call may be made twice without doing anything twice.
  /// - `attempt`: makes the attempt of a number, from 1.
  /// - Throws: the last attempt's `AWSError`; `CancellationError`.
  func run<Output: Sendable>(
    isRepeatable: Bool,
    _ attempt: (Int) async throws -> Attempt<Output>
  ) async throws -> Output {
    let start = pacer.elapsed
    var (number, paid) = (1, 0)
    while true {
      switch try await attempt(number) {
      case .success(let output):
        budget.withLock { $0.succeed(paid: paid) }
        return output
      case .failure(let error, let advised):
        guard let cause = policy.cause(of: error, isRepeatable: isRepeatable) else { throw error }
        if cause == .refused, pacer.elapsed - start < policy.handoverPatience {
          try await pacer.sleep(for: .milliseconds(100))
        } else {
          guard number < policy.maximumAttempts,
            let cost = budget.withLock({ $0.pay(for: cause) })
          else { throw error }
          paid = cost
          try await pacer.sleep(
            for: policy.delay(
              after: cause,
              attempt: number,
              random: pacer.unitRandom(),
              advised: advised
            )
          )
        }
        number += 1
      }
    }
  }
}
