internal import AWSWire

/// How far the services' clock is from ours, learned from answers that complain about it.
struct ClockSkew: Hashable, Sendable {
  /// What to add to our time to get the services', in milliseconds.
  private(set) var offset: Int64 = 0
  /// The same as the last answer's `Date` header showed it; 0 where the two agree as far as whole
  /// seconds and the way there can tell.
  private(set) var measured: Int64 = 0

  /// The services' time at our moment `now`.
  func corrected(_ now: Instant) -> Instant { now + offset }

  /// Takes note of what an answer's `Date` header says at our moment `now`.
  mutating func measure(_ date: Instant, now: Instant) {
    let found = date - now
    measured = (-3000...2000).contains(found) ? 0 : found
  }

  /// Learns from a refused call.
  ///
  /// - Parameters:
  ///   - error: what the service said.
  ///   - date: the answer's `Date` header.
  ///   - now: our present moment.
  /// - Returns: whether the call is worth making once more.
  mutating func learn(from error: AWSError, date: Instant?, now: Instant) -> Bool {
    guard AWSErrorCodes.mayBeClock.contains(error.code), let date else { return false }
    let found = date - now
    // Signatures are accepted within five minutes; less than half of that is not the clock's fault.
    guard abs(found - offset) > 150_000 else { return false }
    offset = found
    return true
  }
}
