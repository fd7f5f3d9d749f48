package import AWSWire

/// How a tail stands.
package struct TailStatus: Hashable, Sendable, Codable {
  /// How many groups it follows.
  package var groupCount: Int
  /// How far the tail was behind the present at most, since its last round began, in milliseconds.
  package var lagMilliseconds: Int64
  /// When it last heard from the service.
  package var lastSuccess: Instant?
  /// How far back what comes late is found, in milliseconds and to a round number.
  ///
  /// `nil` while all is that comes five minutes late at most. In a flood it is less.
  package var lateReachMilliseconds: Int64?
  /// Whether each group was read to its end at least once.
  package var hasReadAll: Bool
  /// The trouble it has, until the next success.
  package var failure: ServiceFailure?
  /// When it will try again, while it backs off.
  package var retryAt: Instant?
  /// How Live Tail stands; `nil` where it was not asked for.
  package var live: LiveTailStanding?

  /// Makes a status.
  package init(
    groupCount: Int,
    lagMilliseconds: Int64 = 0,
    lastSuccess: Instant? = nil,
    lateReachMilliseconds: Int64? = nil,
    hasReadAll: Bool = true,
    failure: ServiceFailure? = nil,
    retryAt: Instant? = nil,
    live: LiveTailStanding? = nil
  ) {
    self.groupCount = groupCount
    self.lagMilliseconds = lagMilliseconds
    self.lastSuccess = lastSuccess
    self.lateReachMilliseconds = lateReachMilliseconds
    self.hasReadAll = hasReadAll
    self.failure = failure
    self.retryAt = retryAt
    self.live = live
  }
}
