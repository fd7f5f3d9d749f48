internal import AWSWire
internal import JSONValue

/// How long a delivery is tried again, as a target's RetryPolicy says.
struct DeliveryRetry: Hashable, Sendable {
  /// The longest wait between two tries, in milliseconds: with it 185 tries take a day.
  private static let longestWait: Int64 = 480_000

  /// The most tries after the first one.
  var attempts = 185
  /// How old an event may become, in seconds.
  var age = 86_400

  /// Says both.
  init(attempts: Int = 185, age: Int = 86_400) { (self.attempts, self.age) = (attempts, age) }

  /// Reads a target's policy; what it does not say is EventBridge's own.
  init(_ target: JSON) {
    let policy = target["RetryPolicy"]
    self.init(
      attempts: policy?["MaximumRetryAttempts"]?.int ?? 185,
      age: policy?["MaximumEventAgeInSeconds"]?.int ?? 86_400
    )
  }

  /// When a delivery that has failed `tries` times is to be tried again; `nil` where it is not.
  func next(after tries: Int, created: Instant, now: Instant) -> Instant? {
    guard tries <= attempts, now - created < Int64(age) * 1000 else { return nil }
    return now + min(DeliveryRetry.longestWait, 1000 << Int64(min(tries - 1, 16)))
  }
}
