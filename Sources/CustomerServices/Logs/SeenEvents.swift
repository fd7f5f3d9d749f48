internal import AWSWire
internal import CustomerDomain

/// Remembers which events of one group were shown, by 64 bits of their ids.
///
/// With half a million ids remembered, the chance that a new one looks like one of them is one in
/// 37 million million.
struct SeenEvents: Sendable {
  /// Events before this are not remembered; all of them count as shown.
  private(set) var horizon = Instant(milliseconds: .min)
  private var times: [UInt64: Int64] = [:]
  private var countAfterCleaning = 0

  /// Takes note of an event; whether it is a new one.
  mutating func insert(_ event: LogEvent) -> Bool {
    guard event.timestamp >= horizon else { return false }
    return times.updateValue(event.timestamp.milliseconds, forKey: SeenEvents.key(event)) == nil
  }

  /// Forgets events that will not be read again, once they are enough to be worth the work.
  mutating func forget(before moment: Instant) {
    guard times.count > 2 * countAfterCleaning + 1000 else { return }
    times = times.filter { $0.value >= moment.milliseconds }
    countAfterCleaning = times.count
  }

  /// Forgets the oldest half where more than `limit` events are remembered, but none from `moment`
  /// on; the horizon moves up to what is left.
  mutating func shrink(to limit: Int, keeping moment: Instant) {
    guard times.count > limit, moment > horizon else { return }
    let ordered = times.values.sorted()
    horizon = min(moment, Instant(milliseconds: ordered[ordered.count / 2]))
    times = times.filter { $0.value >= horizon.milliseconds }
    countAfterCleaning = times.count
  }

  /// FNV-1a over the id (draft-eastlake-fnv), with a last mixing step.
  private static func key(_ event: LogEvent) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in event.eventID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    return hash &* 0x9E37_79B9_7F4A_7C15
  }
}
