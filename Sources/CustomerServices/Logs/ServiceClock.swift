internal import AWSWire
internal import CustomerDomain

/// What the logs service's clock shows at least, as its events tell.
///
/// An event that was read had been taken in before: from then on the service's clock cannot show less
/// than that moment and the time passed since. Our own clock may be wrong by any amount; it is only
/// used to tell how much time passed.
struct ServiceClock: Sendable {
  /// How long an observation counts, in milliseconds: clocks drift by some seconds a day.
  private static let period: Int64 = 600_000
  /// What is farther from our clock than a day is no clock's fault.
  private static let plausible: ClosedRange<Int64> = -86_400_000...86_400_000

  private var offset: Int64?
  private var earlierOffset: Int64?
  private var periodEndsAt = Instant(milliseconds: .min)

  /// Takes note of the moments at which the service took in the events that were read by `now`.
  ///
  /// - Returns: by how many milliseconds the clock shows more than was known.
  @discardableResult
  mutating func heard(_ events: [LogEvent], at now: Instant) -> Int64 {
    var greatest: Int64?
    for index in events.indices {
      let offset = events[index].ingestedAt - now
      if ServiceClock.plausible.contains(offset) { greatest = max(greatest ?? offset, offset) }
    }
    guard let found = greatest else { return 0 }
    let known = earliest(at: now)
    if now >= periodEndsAt {
      (earlierOffset, offset) = (offset, nil)
      periodEndsAt = now + ServiceClock.period
    }
    offset = max(offset ?? found, found)
    return known.map { max(0, now + found - $0) } ?? .max
  }

  /// What it shows at least when ours shows `now`; `nil` before anything was heard.
  func earliest(at now: Instant) -> Instant? {
    [offset, earlierOffset].compactMap { $0 }.max().map { now + $0 }
  }
}
