internal import AWSWire
internal import DequeModule

/// One event as a live tail shows it.
struct LiveTailEvent: Hashable, Sendable {
  /// The name of its log stream.
  let stream: String
  /// The account's id and its group's name, with a colon between them.
  let group: String
  /// The line's text.
  let message: String
  /// Milliseconds since the epoch, like `ingested`.
  let timestamp: Int64
  /// When it was taken in.
  let ingested: Int64
}

/// What a live tail has taken in and not sent yet: one update a second, each at most 500 events.
///
/// A pure value that is told the time. A reader who comes late finds the last ten updates, and of
/// those no more than 5,000 events, as AWS holds them.
struct LiveTailBuffer: Sendable {
  /// What passed in one second, or a sample of it.
  struct Update: Hashable, Sendable {
    /// At most `sampleSize` events, in the order in which they were taken in.
    var events: [LiveTailEvent]
    /// Whether more events passed than are shown.
    var isSampled: Bool
  }

  /// The most events that an update shows.
  static let sampleSize = 500
  /// How long an update gathers events, in milliseconds.
  static let second: Int64 = 1000
  private static let heldUpdates = 10
  private static let heldEvents = 5000
  /// The most text that one second may hold, in bytes; beyond it is sampled as well.
  private static let heldBytes = 1 << 20

  private var held: Deque<Update> = []
  private var end: Instant
  private var kept: [LiveTailEvent] = []
  private var bytes = 0
  private var matched = 0
  /// Every so many events one is kept.
  private var stride = 1

  /// Makes a buffer whose first second begins at `start`.
  init(start: Instant) { end = start + LiveTailBuffer.second }

  /// When the next update is to be sent.
  var due: Instant { held.isEmpty ? end : .init(milliseconds: 0) }

  /// Takes in an event at `now`.
  mutating func take(_ event: LiveTailEvent, at now: Instant) {
    close(at: now)
    matched += 1
    guard (matched - 1).isMultiple(of: stride) else { return }
    kept.append(event)
    bytes += event.message.utf8.count
    while kept.count > 1,
      kept.count > 2 * LiveTailBuffer.sampleSize || bytes > LiveTailBuffer.heldBytes
    {
      kept = kept.indices.filter { $0.isMultiple(of: 2) }.map { kept[$0] }
      bytes = kept.reduce(0) { $0 + $1.message.utf8.count }
      stride *= 2
    }
  }

  /// The oldest update that has ended by `now`; `nil` where none has.
  mutating func next(at now: Instant) -> Update? {
    close(at: now)
    return held.popFirst()
  }

  /// Ends the seconds that are over.
  private mutating func close(at now: Instant) {
    let longest = Int64(LiveTailBuffer.heldUpdates) * LiveTailBuffer.second
    // A clock that was set does not make for years of updates, nor for none in years.
    if end - now > LiveTailBuffer.second { end = now + LiveTailBuffer.second }
    if now - end > longest, matched == 0 { end = now + -longest }
    while end <= now {
      hold(Update(events: sample, isSampled: stride > 1 || kept.count > LiveTailBuffer.sampleSize))
      (kept, bytes, matched, stride) = ([], 0, 0, 1)
      end = now - end > longest ? now + -longest : end + LiveTailBuffer.second
    }
  }

  private mutating func hold(_ update: Update) {
    held.append(update)
    while held.count > LiveTailBuffer.heldUpdates
      || held.count > 1
        && held.reduce(0, { $0 + $1.events.count }) > LiveTailBuffer.heldEvents
    {
      held.removeFirst()
    }
  }

  /// The events that are kept, thinned evenly to as many as an update holds.
  private var sample: [LiveTailEvent] {
    let size = LiveTailBuffer.sampleSize
    guard kept.count > size else { return kept }
    return (0..<size).map { kept[$0 * kept.count / size] }
  }
}
