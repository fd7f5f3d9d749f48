package import AWSWire
package import CustomerDomain

/// How old a pane's data is, and what is wrong with getting newer.
package struct Freshness: Hashable, Sendable {
  /// When data last came.
  package var lastSuccess: Instant?
  /// The trouble since then.
  package var failure: ServiceFailure?
  /// When it is tried again.
  package var retryAt: Instant?

  /// Nothing has been heard yet.
  package init() {}

  /// Whether no answer of any kind has come yet.
  var isLoading: Bool { lastSuccess == nil && failure == nil }

  /// Notes that data came.
  mutating func succeeded(at instant: Instant) {
    lastSuccess = instant
    failure = nil
    retryAt = nil
  }

  /// Notes that none came, and why.
  mutating func failed(_ failure: ServiceFailure, retryAt: Instant?) {
    self.failure = failure
    self.retryAt = retryAt
  }
}
