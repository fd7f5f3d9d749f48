internal import AWSWire

/// A throttle: `burst` requests at once, `rate` a second in the long run.
struct TokenBucket: Hashable, Sendable {
  /// How many requests a second it takes in the long run.
  let rate: Double
  /// How many requests it takes at once.
  let burst: Double
  private var tokens: Double
  private var filledAt: Instant?

  /// Makes a bucket that is full.
  init(rate: Double, burst: Double) {
    self.rate = rate
    self.burst = burst
    tokens = burst
  }

  /// Takes a token; `false` where there is none left.
  mutating func take(at now: Instant) -> Bool {
    if let filledAt, now > filledAt {
      tokens = min(burst, tokens + Double(now - filledAt) / 1000 * rate)
    }
    filledAt = max(now, filledAt ?? now)
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}
