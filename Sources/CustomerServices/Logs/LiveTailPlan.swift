internal import AWSWire
internal import CustomerDomain

/// When a tail's session of Live Tail is opened, and how it stands; a pure state machine.
///
/// A session that ended as sessions do, after three hours, is opened again at once; one that broke or
/// was refused after a while that doubles. What does not pass by itself is tried a minute apart at
/// least.
struct LiveTailPlan: Sendable {
  /// The most groups that a session has.
  static let mostGroups = 10
  /// The longest wait between two attempts, in milliseconds.
  static let longestWait: Int64 = 600_000
  private static let shortestWait: Int64 = 2000
  private static let lastingWait: Int64 = 60_000
  /// After this time, a session that breaks says nothing about the next one.
  private static let proof: Int64 = 60_000

  private enum Phase: Hashable {
    case waiting(until: Instant)
    case opening
    case standing(since: Instant, isSampled: Bool)
    case never
  }

  private var phase: Phase
  private var failures = 0
  private var failure: ServiceFailure?

  /// Makes a plan for a tail of so many groups.
  init(groupCount: Int, at now: Instant) {
    phase = .waiting(until: now)
    guard groupCount > LiveTailPlan.mostGroups else { return }
    phase = .never
    failure = ServiceFailure(
      kind: .invalidInput,
      action: LiveTailPlan.action,
      reason:
        "a session has \(LiveTailPlan.mostGroups) groups at most, and these are \(groupCount)",
      advice: "follow fewer groups"
    )
  }

  /// What is being done, for failures.
  static let action = "follow by Live Tail"

  /// When the next attempt is due; `nil` where none is.
  var nextAttempt: Instant? {
    if case .waiting(let until) = phase { until } else { nil }
  }

  /// How it stands.
  var standing: LiveTailStanding {
    switch phase {
    case .standing(_, let isSampled): .standing(isSampled: isSampled)
    case .waiting(let until):
      failure.map { .unavailable($0, retryAt: until) } ?? .opening
    case .opening: failure.map { .unavailable($0, retryAt: nil) } ?? .opening
    case .never: failure.map { .unavailable($0, retryAt: nil) } ?? .opening
    }
  }

  /// Lets the next attempt be made now.
  mutating func hurry(at now: Instant) {
    if case .waiting(let until) = phase { phase = .waiting(until: min(until, now)) }
  }

  /// Takes note that a session is being opened.
  mutating func opens() { phase = .opening }

  /// Takes note that it stands.
  mutating func began(at now: Instant) {
    phase = .standing(since: now, isSampled: false)
    failure = nil
  }

  /// Takes note of whether the last update was a sample.
  mutating func told(isSampled: Bool) {
    guard case .standing(let since, _) = phase else { return }
    phase = .standing(since: since, isSampled: isSampled)
  }

  /// Takes note that it ended, or was refused.
  ///
  /// - Parameters:
  ///   - failure: why; `nil` where it ended without a word.
  ///   - random: from 0 to 1; spreads the next attempts of many tails.
  ///   - now: the present moment.
  mutating func ended(_ failure: ServiceFailure?, random: Double, at now: Instant) {
    var stoodLong = false
    if case .standing(let since, _) = phase { stoodLong = now - since >= LiveTailPlan.proof }
    if stoodLong { failures = 0 }
    if stoodLong, failure?.code == "SessionTimeoutException" {
      phase = .waiting(until: now)
      return
    }
    failures += 1
    self.failure =
      failure
      ?? ServiceFailure(
        kind: .unavailable,
        action: LiveTailPlan.action,
        reason: "the session ended"
      )
    let passes = failure.map { [.unavailable, .throttled].contains($0.kind) } ?? true
    let first = passes ? LiveTailPlan.shortestWait : LiveTailPlan.lastingWait
    let bound = min(LiveTailPlan.longestWait, first << min(Int64(failures) - 1, 10))
    phase = .waiting(until: now + Int64(Double(bound) * (0.5 + random / 2)))
  }
}
