internal import AWSWire
internal import CustomerDomain

/// Where a recent scan ends, and where the next one begins.
extension GroupTail {
  /// How far back is read what was read before, in milliseconds.
  ///
  /// In a flood it shrinks to what can be read again each time; late scans do the rest.
  func overlap(_ options: LogTail.Options, at now: Instant) -> Int64 {
    let perSecond = max(1, rate.perSecond(at: now))
    let affordable = Int64(Double(options.overlapEvents) * 1000 / perSecond)
    return min(options.overlap, max(affordable, options.leastOverlap))
  }

  /// Whether the recent scan has read all that it is for.
  ///
  /// That is what was there when it began; what came since is left to the next one, which otherwise
  /// would read it once more. Until all was read once, and after a silence, the service's time may be
  /// later by any amount than what its events showed; and what is stamped with a time to come may have
  /// been there for long.
  ///
  /// - Parameters:
  ///   - service: what the service's clock shows at least.
  ///   - isClockNews: whether that was known only since the page came.
  /// - Returns: whether it ends.
  func isRecentAtEnd(_ service: ServiceClock, isClockNews: Bool) -> Bool {
    guard let recent else { return false }
    if recent.token == nil { return true }
    guard readUpTo != nil, !isClockNews, let began = service.earliest(at: recent.startedAt),
      let reached = recent.reached, let takenIn = recent.reachedAt
    else { return false }
    return min(reached, takenIn) >= began
  }
}

extension GroupTail.Scan {
  /// Takes note of how far a page, whose call is ending, leaves nothing to be read again.
  ///
  /// What comes within the overlap was there where a call was made at least that long after its time.
  /// A page may have been searched beyond its last event, so that what lies between the last events of
  /// two pages counts as read with the first one's call.
  mutating func settle(_ page: LogTail.Page, _ service: ServiceClock, overlap: Int64) {
    defer { if askedAt == nil || !page.events.isEmpty { askedAt = calledAt } }
    guard !isUnsettled, let called = askedAt ?? calledAt else { return }
    guard let moment = service.earliest(at: called) else {
      isUnsettled = !page.events.isEmpty
      return
    }
    let limit = moment + -overlap
    guard page.token != nil else {
      settledUpTo = limit
      return
    }
    guard let last = page.events.last?.timestamp else { return }
    settledUpTo = min(last, limit)
    isUnsettled = last > limit
  }
}
