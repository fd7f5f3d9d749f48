internal import AWSWire
internal import JSONValue
internal import Synchronization

/// API keys, and what each may ask of which stage.
final class UsagePlans: Sendable {
  /// An API key.
  struct Key: Hashable, Sendable {
    let id: String
    let name: String
    let value: String
    let isEnabled: Bool
    var created: Instant?
    var changed: Instant?
  }

  /// A usage plan.
  struct Plan: Hashable, Sendable {
    /// An API's stage.
    struct Stage: Hashable, Sendable {
      let apiID: String
      let stage: String
    }

    let id: String
    let name: String
    let stages: [Stage]
    let rate: Double?
    let burst: Double?
    var keyIDs: Set<String>
  }

  /// What becomes of a request.
  enum Verdict: Hashable, Sendable {
    case allowed(keyID: String)
    case forbidden
    case throttled
  }

  let keys: [Key]
  let plans: [Plan]
  private let buckets: Mutex<[String: TokenBucket]> = Mutex([:])

  init(keys: [Key], plans: [Plan]) {
    self.keys = keys
    self.plans = plans
  }

  /// The key's id, where a key with this value may use the stage.
  func keyID(for value: String?, apiID: String, stage: String) -> (key: Key, plan: Plan)? {
    guard let value,
      let key = keys.first(where: { Digest.areEqual($0.value, value) && $0.isEnabled }),
      let plan = plans.first(where: { plan in
        plan.keyIDs.contains(key.id)
          && plan.stages.contains(Plan.Stage(apiID: apiID, stage: stage))
      })
    else { return nil }
    return (key, plan)
  }

  /// Whether a request with a key's value may go on, now.
  func verdict(for value: String?, apiID: String, stage: String, now: Instant) -> Verdict {
    guard let (key, plan) = keyID(for: value, apiID: apiID, stage: stage) else {
      return .forbidden
    }
    guard let rate = plan.rate else { return .allowed(keyID: key.id) }
    let burst = plan.burst ?? rate
    let isAllowed = buckets.withLock { buckets in
      buckets["\(plan.id)/\(key.id)", default: TokenBucket(rate: rate, burst: burst)].take(at: now)
    }
    return isAllowed ? .allowed(keyID: key.id) : .throttled
  }
}
