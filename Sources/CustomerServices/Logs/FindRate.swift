internal import AWSWire

/// How many new events a second are found, over a second at least: what was written at once says
/// little of how many come.
struct FindRate: Sendable {
  /// Over how long is counted, in milliseconds.
  private static let period: Int64 = 1000

  private var began: Instant
  private var countedAt: Instant
  private var count = 0
  /// The rate of the time before.
  private var last = 0.0

  /// Begins to count.
  init(from now: Instant) { (began, countedAt) = (now, now) }

  /// Counts events that were found by `now`.
  mutating func count(_ found: Int, at now: Instant) {
    count += found
    countedAt = now
    guard now - began >= FindRate.period else { return }
    last = perSecondSinceThen(at: now)
    (began, count) = (now, 0)
  }

  /// Leaves out the time since events were counted, in which nothing but known ones was read.
  mutating func leaveOut(until now: Instant) {
    began = began + (now - countedAt)
    countedAt = now
  }

  /// Events a second, the greater of now and the time before.
  func perSecond(at now: Instant) -> Double { max(last, perSecondSinceThen(at: now)) }

  private func perSecondSinceThen(at now: Instant) -> Double {
    Double(count) * 1000 / Double(max(FindRate.period, now - began))
  }
}
