internal import AWSWire
package import CustomerDomain
internal import Dashboard

/// The log rows that are held, in the order of time, and those of them that a query lets through.
///
/// Events and gaps go in, windows of rows come out. A row keeps its number for as long as it is held,
/// wherever late events put it; the oldest rows go when there are too many. In memory are 40 bytes a
/// row; the text is in unnamed files, and read when rows are searched or shown.
package struct LogScrollback: Sendable {
  /// How many rows are held at most.
  let capacity: Int
  /// How many bytes their text takes at most, about.
  var byteCapacity: Int
  /// Whether a fifth more is held because somebody reads what is older.
  var hasRoomForOlder = false
  /// How many rows are held.
  var count = 0
  /// How many bytes their text takes, about.
  var bytes = 0
  /// The rows, in the order of time.
  var chunks: [LogChunk] = []
  /// The rows' text.
  var text: LogText
  /// The gaps, by the numbers of their rows.
  var gaps: [Int: LogGap] = [:]
  /// The names of the groups, by number.
  var groups: [String] = []
  private var groupNumbers: [String: Int] = [:]
  private var requests = RequestTracker()
  /// From when on gaps were that were filled whole, by the numbers of their rows.
  var filledGaps: [Int: Instant] = [:]
  /// The number of the next row.
  var nextNumber = 1
  /// How many rows came that pass the filter.
  var arrived = 0
  /// How reading what was not read stands.
  var past = LogPast.unread
  /// Whether nothing is older than what was read.
  var isReadFromBeginning = false
  /// The number of the reading that this is known from.
  var pastNumber: Int?
  /// The oldest moment that was read, whatever was let go since.
  var everReadFrom: Instant?
  /// What the rows are shown by.
  var view = LogView()
  /// The invocations, while their lines are folded.
  var folds: FoldTable?
  /// The numbers of the marked rows.
  var markNumbers: Set<Int> = []
  /// The service's present, as far as it is known; what is later is no measure of time.
  var latestPlausible: Instant?
  /// The lines shown last, by number: most of them are shown again.
  var made: [Int: LogLine] = [:]

  /// Makes an empty store.
  ///
  /// - Parameters:
  ///   - capacity: how many rows are held at most.
  ///   - byteCapacity: how many bytes their text takes at most, about.
  ///   - folders: where files for the text may be made; in memory without any.
  package init(capacity: Int, byteCapacity: Int = 1 << 30, folders: [String] = []) {
    self.capacity = capacity
    self.byteCapacity = byteCapacity
    text = LogText(folders: folders, segmentSize: byteCapacity / 16)
  }

  /// The same without any rows; rows to come have numbers that none here has.
  var emptied: LogScrollback {
    var empty = LogScrollback(
      capacity: capacity,
      byteCapacity: byteCapacity,
      folders: text.folders
    )
    empty.nextNumber = nextNumber
    return empty
  }

  /// Takes in events in any order; those it holds already are left out.
  ///
  /// - Parameters:
  ///   - events: the events.
  ///   - areOlder: whether they were asked for from before what is held, and so did not arrive.
  package mutating func append(_ events: [LogEvent], areOlder: Bool = false) {
    var ordered = events
    if !ordered.isOrdered {
      ordered.sort()
      ordered = ordered.enumerated().filter {
        $0.offset == 0 || ordered[$0.offset - 1] != $0.element
      }.map(\.element)
    }
    let kept = places(of: ordered)
    guard !kept.isEmpty else { return }
    let texts = write(ordered, kept.map(\.index), areOlder)
    // What is running now has nothing to do with what was running then.
    var tracker = areOlder ? RequestTracker() : requests
    var added: [Added] = []
    added.reserveCapacity(kept.count)
    for (entry, text) in zip(kept, texts) {
      added.append(make(ordered[entry.index], text, entry.place, &tracker))
    }
    if !areOlder { requests = tracker }
    insert(added, count: !areOlder)
    trim()
  }

  /// Where events stand that are not held yet; `nil` behind all.
  private func places(of ordered: [LogEvent]) -> [(index: Int, place: Position?)] {
    var places: [(index: Int, place: Position?)] = []
    places.reserveCapacity(ordered.count)
    var isBehind = false
    for index in ordered.indices {
      if !isBehind { isBehind = isBehindAll(ordered[index]) }
      let place = isBehind ? nil : place(of: ordered[index])
      if let place, isHeld(ordered[index], at: place) { continue }
      places.append((index, place))
    }
    return places
  }

  /// Writes the text of some of the events, and tells where it is.
  private mutating func write(
    _ events: [LogEvent],
    _ indices: [Int],
    _ areOlder: Bool
  ) -> [LogText.Place] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(indices.reduce(0) { $0 + LogText.size(of: events[$1]) })
    var offsets: [Int] = []
    offsets.reserveCapacity(indices.count)
    for index in indices {
      offsets.append(bytes.count)
      LogText.lay(events[index], into: &bytes)
    }
    return text.append(bytes, offsets: offsets, areOlder: areOlder)
  }

  /// Takes in a gap.
  package mutating func append(_ gap: LogGap) {
    let row = row(gap)
    insert([Added(row: row, place: lowerBound(row), passes: true)], count: true)
    trim()
  }

  /// The event in the row with that number.
  package func event(_ number: Int) -> LogEvent? {
    guard let position = position(of: number) else { return nil }
    return event(at: position)
  }

  /// The event in a row.
  func event(at position: Position) -> LogEvent? {
    let row = self[position]
    return text.event(row, group: groups[row.group])
  }

  /// Of what time all that there is was read.
  var known: LogKnown? {
    guard let everReadFrom else { return nil }
    let unread = gaps.map { LogKnown.Unread(number: $0, from: $1.from, to: $1.to) }
    return LogKnown(oldest: everReadFrom, unread: unread.sorted { $0.to < $1.to })
  }

  // MARK: Rows

  /// A row that is to be put in.
  struct Added {
    /// The row.
    let row: LogRow
    /// Which row it stands before; `nil` behind all.
    let place: Position?
    /// Whether it passes the filter.
    let passes: Bool
  }

  private mutating func make(
    _ event: LogEvent,
    _ text: LogText.Place,
    _ place: Position?,
    _ tracker: inout RequestTracker
  ) -> Added {
    var traits: LogRow.Traits = []
    if TroubleScan.isError(event.message) { traits.insert(.error) }
    if RoutineLine.matches(event.message) { traits.insert(.routine) }
    var message = event.message
    let (request, length, isReport) = message.withUTF8 { bytes in
      (
        tracker.request(
          of: bytes,
          group: event.group,
          stream: event.stream,
          time: event.timestamp.milliseconds
        ), bytes.count, RequestScan.isReport(bytes)
      )
    }
    if isReport, request != 0 { traits.insert(.report) }
    let row = LogRow(
      number: nextNumber,
      time: event.timestamp.milliseconds,
      delay: event.ingestedAt - event.timestamp,
      group: number(ofGroup: event.group),
      text: text,
      length: length,
      request: request,
      traits: traits
    )
    nextNumber += 1
    let isAsked = place.map { chunks[$0.chunk].isSearched } ?? true
    let passes = isAsked && message.withUTF8 { view.passes(row, $0, group: event.group) }
    return Added(row: row, place: place, passes: passes)
  }

  /// Makes a gap's row, with a number that it has already or with a new one, and keeps the gap.
  mutating func row(_ gap: LogGap, number known: Int? = nil) -> LogRow {
    if known == nil { nextNumber += 1 }
    let own = known ?? nextNumber - 1
    // What is not held stands before what is.
    let row = LogRow(
      number: own,
      time: gap.to.milliseconds,
      delay: 0,
      group: number(ofGroup: gap.group),
      text: LogText.Place(rawValue: 0),
      length: 0,
      request: 0,
      traits: .gap
    )
    gaps[own] = gap
    return row
  }

  private mutating func number(ofGroup name: String) -> Int {
    if let known = groupNumbers[name] { return known }
    // Of more groups than 16 bits can count, the last ones would share a name.
    guard groups.count < 65_536 else { return 65_535 }
    groups.append(name)
    groupNumbers[name] = groups.count - 1
    return groups.count - 1
  }
}
