internal import AWSWire
internal import CustomerDomain

/// Remembers which events of one group were shown, by 64 bits of their ids and the second in which
/// they happened.
///
/// With two million ids remembered, the chance that a new one looks like one of its second is far below
/// one in a thousand million.
struct SeenEvents: Sendable {
  /// Events before this are not remembered; all of them count as shown.
  private(set) var horizon = Instant(milliseconds: .min)
  private var seconds: [Int64: Set<UInt64>] = [:]
  private var count = 0

  /// Takes note of events; those of them that are new.
  mutating func insert(_ events: [LogEvent]) -> [LogEvent] {
    var new: [Int] = []
    new.reserveCapacity(events.count)
    for index in events.indices where insert(events[index].eventID, events[index].timestamp) {
      new.append(index)
    }
    return new.count == events.count ? events : new.map { events[$0] }
  }

  private mutating func insert(_ id: String, _ moment: Instant) -> Bool {
    guard moment >= horizon else { return false }
    let key = SeenEvents.key(id)
    let isNew = seconds[SeenEvents.second(moment), default: []].insert(key).inserted
    if isNew { count += 1 }
    return isNew
  }

  /// Forgets the seconds before a moment, whose events will not be read again.
  mutating func forget(before moment: Instant) {
    let first = SeenEvents.second(moment)
    // Events from long ago are few and their seconds many; the walk must be worth it.
    guard seconds.count > 1000 || seconds[first - 1] != nil else { return }
    for (second, keys) in seconds where second < first {
      count -= keys.count
      seconds[second] = nil
    }
  }

  /// Forgets the oldest half where more than `limit` events are remembered, but none from `moment`
  /// on; the horizon moves up to what is left.
  mutating func shrink(to limit: Int, keeping moment: Instant) {
    guard count > limit, moment > horizon else { return }
    let last = SeenEvents.second(moment)
    for second in seconds.keys.sorted() where second < last {
      guard count > limit / 2 else { break }
      count -= seconds.removeValue(forKey: second)?.count ?? 0
      horizon = max(horizon, Instant(milliseconds: (second + 1) * 1000))
    }
  }

  private static func second(_ moment: Instant) -> Int64 {
    moment.milliseconds >= 0 ? moment.milliseconds / 1000 : moment.milliseconds / 1000 - 1
  }

  /// A hash of an id, which is long: it is taken eight bytes at a time.
  private static func key(_ id: String) -> UInt64 {
    var id = id
    return id.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var (hash, position) = (UInt64(raw.count), 0)
      while position + 8 <= raw.count {
        hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        position += 8
      }
      var rest: UInt64 = 0
      for byte in raw[position...] { rest = rest << 8 | UInt64(byte) }
      return mixed(hash ^ rest)
    }
  }

  /// Lets each bit of a word change all others (MurmurHash3's `fmix64`).
  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
    word = (word ^ word >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return word ^ word >> 33
  }
}
