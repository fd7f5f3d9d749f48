internal import AWSWire
internal import CustomerDomain
internal import Dashboard

/// One row of the scrollback: an event or a gap, and what is asked of it again and again.
struct LogRow: Sendable {
  /// Where a row stands among the others: time, arrival, and then number.
  struct Place: Hashable, Comparable, Sendable {
    /// When it happened, in milliseconds since the epoch.
    var time: Int64
    /// When it was taken in, in milliseconds since the epoch.
    var arrival: Int64
    /// The row's number.
    var sequence = 0

    /// Orders by time, then arrival, then number.
    static func < (left: Place, right: Place) -> Bool {
      if left.time != right.time { return left.time < right.time }
      if left.arrival != right.arrival { return left.arrival < right.arrival }
      return left.sequence < right.sequence
    }
  }

  /// Boxed, so that moving a row moves one reference.
  private indirect enum Content: Sendable {
    case event(LogEvent)
    case gap(LogGap)
  }

  /// Where it stands.
  var place: Place
  /// Whether it is an error.
  let isError: Bool
  /// Whether it says nothing which others don't say better.
  let isRoutine: Bool
  /// How much memory it takes, about, in bytes.
  let size: Int
  private let content: Content

  /// Makes a row without a number.
  init(_ event: LogEvent) {
    place = Place(
      time: event.timestamp.milliseconds,
      arrival: event.ingestedAt.milliseconds
    )
    isRoutine = RoutineLine.matches(event.message)
    isError = !isRoutine && TroubleScan.isError(event.message)
    // The texts that are of this event alone, and what holds them.
    size = event.message.utf8.count + event.eventID.utf8.count + 200
    content = .event(event)
  }

  /// Makes a row without a number.
  init(_ gap: LogGap) {
    // What is no longer held stands before what is.
    let time = gap.reason == .notHeld ? gap.to : gap.from
    place = Place(time: time.milliseconds, arrival: gap.reason == .notHeld ? .min : 0)
    isRoutine = false
    isError = false
    size = 200
    content = .gap(gap)
  }

  /// The gap; `nil` for an event.
  var gap: LogGap? {
    if case .gap(let gap) = content { gap } else { nil }
  }

  /// The event; `nil` for a gap.
  var event: LogEvent? {
    if case .event(let event) = content { event } else { nil }
  }

  /// The row made ready for the screen.
  var line: LogLine {
    switch content {
    case .event(let event): LogLine(sequence: place.sequence, event: event)
    case .gap(let gap): LogLine(sequence: place.sequence, gap: gap)
    }
  }
}
