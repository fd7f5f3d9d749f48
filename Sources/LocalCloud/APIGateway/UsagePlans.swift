internal import AWSWire
internal import JSONValue
internal import Synchronization

/// API keys, and what each may ask of which stage.
final class UsagePlans: Sendable {
  /// An API key.
  struct Key: Hashable, Sendable {
    /// The id, which logs and events carry in place of the value.
    let id: String
    /// The name for people.
    let name: String
    /// The secret that callers send as `x-api-key`.
    let value: String
    /// Whether it lets anything pass.
    let isEnabled: Bool
    /// When it was made; `nil` where that is not known.
    var created: Instant?
    /// When it was last changed; `nil` where that is not known.
    var changed: Instant?
    /// What it is for; empty where the template does not say.
    var summary = ""
    /// The tags that the template gives it.
    var tags: JSONObject = [:]
  }

  /// A usage plan.
  struct Plan: Hashable, Sendable {
    /// An API's stage.
    struct Stage: Hashable, Sendable {
      /// The id of the API.
      let apiID: String
      /// The name of the stage.
      let stage: String
    }

    /// What `Ref` gives for it.
    let id: String
    /// The name for people.
    let name: String
    /// The stages that its keys may use.
    let stages: [Stage]
    /// How many requests a second each key has; `nil` where there is no throttle.
    let rate: Double?
    /// How many requests each key may make at once; `nil` where that is the same as `rate`.
    let burst: Double?
    /// The ids of the keys that belong to it.
    var keyIDs: Set<String>
    /// What it is for; empty where the template does not say.
    var summary = ""
    /// The tags that the template gives it.
    var tags: JSONObject = [:]
  }

  /// What becomes of a request.
  enum Verdict: Hashable, Sendable {
    /// It may go on, with the key of this id.
    case allowed(keyID: String)
    /// No enabled key has this value, or none of its plans has the stage.
    case forbidden
    /// The key has used up what its plan gives it for now.
    case throttled
  }

  /// All keys, those that are disabled among them.
  let keys: [Key]
  /// All plans; the first one that has both key and stage counts.
  let plans: [Plan]
  private let buckets: Mutex<[String: TokenBucket]> = Mutex([:])

  /// Makes plans of which no key has used anything yet.
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
