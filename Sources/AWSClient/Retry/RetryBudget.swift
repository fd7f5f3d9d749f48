/// How many calls may still be repeated; keeps a broken service from being hammered.
///
/// The amounts are those of the AWS SDKs: a repetition costs 14 or, after throttling, 5; success
/// gives the cost back, and a first success gives 1.
package struct RetryBudget: Hashable, Sendable {
  /// The most that is ever there.
  package static let capacity = 500
  /// What is there.
  package private(set) var tokens = RetryBudget.capacity

  /// Makes a full budget.
  package init() {}

  /// Pays for a repetition; `nil` where there is not enough, else what was paid.
  package mutating func pay(for cause: RetryPolicy.Cause) -> Int? {
    let cost = cause == .throttled ? 5 : 14
    guard tokens >= cost else { return nil }
    tokens -= cost
    return cost
  }

  /// Takes note of a success whose last repetition had cost `paid`; 0 where there was none.
  package mutating func succeed(paid: Int) {
    tokens = min(RetryBudget.capacity, tokens + max(1, paid))
  }
}
