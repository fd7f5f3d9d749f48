package import AWSWire

/// When a failed call is made again, and how long to wait first; a pure value.
///
/// The rules are those of the AWS SDKs' standard mode, with the shorter waits that suit a program
/// somebody is looking at. A changing call is made again only where nothing of it went out or the
/// service said that it had not begun.
package struct RetryPolicy: Hashable, Sendable {
  /// Why a call may be made again.
  package enum Cause: Hashable, Sendable {
    /// It may pass by itself.
    case transient
    /// The service asked to slow down.
    case throttled
    /// Nobody listens there; nothing was sent.
    case refused
  }

  /// How often a call is made at most, the first time included; at least 1.
  package var maximumAttempts: Int
  /// The first wait's upper bound after a transient failure.
  package var baseDelay: Duration
  /// The first wait's upper bound after the service asked to slow down.
  package var throttledDelay: Duration
  /// The upper bound of any wait.
  package var maximumDelay: Duration
  /// How long a refused connection is tried again, however many attempts that takes; a local cloud's
  /// next owner needs up to a second to take over.
  package var handoverPatience: Duration

  /// Makes a policy.
  package init(
    maximumAttempts: Int = 3,
    baseDelay: Duration = .milliseconds(50),
    throttledDelay: Duration = .seconds(1),
    maximumDelay: Duration = .seconds(20),
    handoverPatience: Duration = .zero
  ) {
    self.maximumAttempts = max(1, maximumAttempts)
    self.baseDelay = baseDelay
    self.throttledDelay = throttledDelay
    self.maximumDelay = maximumDelay
    self.handoverPatience = handoverPatience
  }

  /// Why the call may be made again after `error`; `nil` where it may not.
  package func cause(of error: AWSError, isRepeatable: Bool) -> Cause? {
    switch error.kind {
    case .throttled: return .throttled
    case .unreachable:
      // Also a refusal may come after bytes went out: on a kept connection that died, before the
      // next one was refused.
      guard isRepeatable || !error.mayHaveBeenSent else { return nil }
      switch HTTPError.Kind(rawValue: error.code) {
      case .tls, .cancelled: return nil
      case .refused: return .refused
      default: return .transient
      }
    case .service, .unreadable:
      if error.status == 503 { return .transient }
      guard isRepeatable else { return nil }
      let isTransient =
        [500, 502, 504].contains(error.status) || AWSErrorCodes.transient.contains(error.code)
      return isTransient ? .transient : nil
    case .denied: return nil
    }
  }

  /// How long to wait before attempt number `attempt` + 1.
  ///
  /// - Parameters:
  ///   - cause: why the last attempt failed.
  ///   - attempt: how many attempts were made, from 1.
  ///   - random: from 0 to 1.
  ///   - advised: what the service asked for; it is followed up to five seconds beyond our own
  ///     wait.
  /// - Returns: the time to wait.
  package func delay(
    after cause: Cause,
    attempt: Int,
    random: Double,
    advised: Duration?
  ) -> Duration {
    let scale = cause == .throttled ? throttledDelay : baseDelay
    let bound = min(scale * (1 << min(attempt - 1, 16)), maximumDelay)
    let own = bound * random
    guard let advised else { return own }
    return min(max(own, advised), own + .seconds(5))
  }
}
