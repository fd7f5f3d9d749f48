package import AWSWire

/// How the session of Live Tail stands that tells a tail when there is something to read.
package enum LiveTailStanding: Hashable, Sendable, Codable {
  /// It is being opened.
  case opening
  /// It stands; whether it told a sample only of what came last.
  case standing(isSampled: Bool)
  /// There is none, so that the tail polls at its ordinary pace; `nil` where it
  /// is being tried, or will not be.
  case unavailable(ServiceFailure, retryAt: Instant?)

  /// Why there is none; `nil` where there is one.
  package var failure: ServiceFailure? {
    if case .unavailable(let failure, _) = self { failure } else { nil }
  }
}
