package import AWSWire
internal import Dashboard
internal import JSONValue
package import Terminal

/// What is in a recording, in a few words.
package struct RecordingSummary: Hashable, Sendable {
  /// The version that recorded.
  package let version: String
  /// The name of the context.
  package let context: String
  /// When it began.
  package let startedAt: Instant
  /// How long it is, in milliseconds.
  package let durationMilliseconds: Int64
  /// The screen's size at the beginning.
  package let size: Size
  /// How many events are in it.
  package let eventCount: Int
  /// Where trouble began.
  package let troubles: [RecordedTrouble]
  /// Whether it was ended, and not cut off by a crash or a full disk.
  package let isWhole: Bool

  /// Reads a recording to its end.
  ///
  /// - Throws: `RecordingProblem`.
  package init(_ reader: RecordingReader) throws(RecordingProblem) {
    let header = reader.header
    version = header.rollcall
    context = header.opening.context.name
    startedAt = header.opening.now
    durationMilliseconds = reader.duration
    size = header.opening.size
    var finder = TroubleFinder()
    var eventCount = 0
    var isWhole = false
    var memory = JSONMemory()
    for index in 0..<reader.count {
      switch try reader.entry(index, memory: memory).content {
      case .event(let event):
        eventCount += 1
        finder.take(event, at: reader.times[index])
        isWhole = false
      case .theme: break
      case .opened: memory = JSONMemory()
      case .end: isWhole = true
      }
    }
    self.eventCount = eventCount
    self.isWhole = isWhole
    troubles = finder.found
  }
}
