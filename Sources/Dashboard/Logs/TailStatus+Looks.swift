package import CustomerDomain

extension TailStatus {
  /// Whether a screen that shows `other` shows this, too: only when the service was heard last, and
  /// how far behind that left the tail, may differ, the latter by less than is told of it.
  package func looksLike(_ other: TailStatus) -> Bool {
    guard failure == nil, (lastSuccess == nil) == (other.lastSuccess == nil),
      Took.below(lagMilliseconds) == Took.below(other.lagMilliseconds)
    else {
      return false
    }
    var confirmed = other
    confirmed.lastSuccess = lastSuccess
    confirmed.lagMilliseconds = lagMilliseconds
    return self == confirmed
  }
}
