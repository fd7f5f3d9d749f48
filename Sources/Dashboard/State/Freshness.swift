package import AWSWire
package import CustomerDomain
internal import Terminal

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

  /// How many lines the trouble takes at the top of a pane that has `inside` to draw in.
  ///
  /// No more than a third of it: the last good data is worth more than the whole sentence.
  func bannerHeight(now: Instant, inside: Rect) -> Int {
    guard let text = banner(now: now) else { return 0 }
    let limit = max(1, min(4, inside.height / 3))
    return max(1, SafeText("✕ " + text).wrapped(to: max(1, inside.width), limit: limit).count)
  }

  /// The trouble in words: what cannot be done, why, and when it is tried again.
  func banner(now: Instant) -> String? {
    guard let failure else { return nil }
    var text = failure.description
    if let retryAt {
      let seconds = max(0, (retryAt - now + 999) / 1000)
      text += seconds == 0 ? "; trying again" : "; retrying in \(seconds) s"
    }
    return text
  }
}
