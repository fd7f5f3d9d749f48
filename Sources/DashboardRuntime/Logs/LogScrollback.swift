internal import AWSWire
package import CustomerDomain
package import Dashboard

/// The log rows that are held, in the order of time, and those of them that a query lets through.
///
/// A pure value: events and gaps go in, windows of rows come out. A row keeps its number for as long
/// as it is held, wherever late events put it; the oldest rows go when there are too many.
package struct LogScrollback: Sendable {
  /// What makes an event one of its kind.
  struct Name: Hashable, Sendable {
    /// Its group.
    let group: String
    /// Its id there.
    let id: String
  }

  /// How many rows are held at most.
  let capacity: Int
  /// How many bytes they take at most, together.
  let byteCapacity: Int
  /// How many bytes they take.
  var bytes = 0
  /// All rows, in the order of time.
  var rows: [LogRow] = []
  /// Those that the query lets through; none where it lets all through.
  var passing: [LogRow] = []
  /// Where each row stands in time, by number from `firstNumbered` on.
  var places: [LogRow.Place] = []
  /// The number of the first place that is known.
  var firstNumbered = 1
  /// The events that are held.
  var held: Set<Name> = []
  /// How reading what lies before all rows stands.
  var past = LogPast.unread
  private var arrived = 0
  private var filter = TextFilter("")
  private var isBrief = false
  /// The lines shown last, by number: most of them are shown again.
  private var made: [Int: LogLine] = [:]

  /// Makes an empty store for at most `capacity` rows of `byteCapacity` bytes together.
  package init(capacity: Int, byteCapacity: Int = .max) {
    self.capacity = capacity
    self.byteCapacity = byteCapacity
  }

  /// Takes in events in any order; those it holds already are left out.
  package mutating func append(_ events: [LogEvent]) {
    var added: [LogRow] = []
    added.reserveCapacity(events.count)
    for event in events where held.insert(Name(group: event.group, id: event.eventID)).inserted {
      added.append(LogRow(event))
    }
    insert(added)
  }

  /// Takes in a gap.
  package mutating func append(_ gap: LogGap) {
    insert([LogRow(gap)])
  }

  /// The event in the row with that number.
  package func event(_ sequence: Int) -> LogEvent? {
    guard let place = place(of: sequence) else { return nil }
    let index = LogScrollback.lowerBound(place, in: rows)
    guard index < rows.count, rows[index].place == place else { return nil }
    return rows[index].event
  }

  /// The time of the oldest event that is held.
  var oldest: Instant? {
    rows.first { $0.event != nil }.map { Instant(milliseconds: $0.place.time) }
  }

  /// The rows that a query asks for.
  package mutating func window(_ query: LogQuery) -> LogWindow {
    use(filter: query.filter, isBrief: query.isBrief)
    let shown = letsAllThrough ? rows : passing
    guard !shown.isEmpty else {
      made = [:]
      return LogWindow(
        query: query,
        lines: [],
        anchor: nil,
        total: rows.count,
        arrived: arrived,
        past: past
      )
    }
    let found = position(of: query.anchor, in: shown)
    // Where there is no such error, the rows stay where the search began.
    let center = found ?? nearest(query.anchor.sequence ?? 0, in: shown)
    let first = max(0, center - query.above)
    let end = min(shown.count, center + query.below + 1)
    return LogWindow(
      query: query,
      lines: lines(shown[first..<end]),
      anchor: found.map { shown[$0].place.sequence },
      olderCount: first,
      newerCount: shown.count - end,
      total: rows.count,
      arrived: arrived,
      highlights: [query.filter].filter { !$0.isEmpty },
      histogram: histogram(of: shown, columns: query.histogram),
      past: past
    )
  }

  private func histogram(of shown: [LogRow], columns: Int) -> LogHistogram? {
    guard columns > 0, let first = shown.first, let last = shown.last else { return nil }
    var histogram = LogHistogram(
      from: Instant(milliseconds: first.place.time),
      to: Instant(milliseconds: last.place.time),
      columns: columns
    )
    for row in shown where row.event != nil {
      let bin = histogram.bin(of: Instant(milliseconds: row.place.time))
      histogram.bins[bin].total += 1
      if row.isError { histogram.bins[bin].errors += 1 }
    }
    return histogram
  }

  private mutating func lines(_ rows: ArraySlice<LogRow>) -> [LogLine] {
    let lines = rows.map { row in made[row.place.sequence] ?? row.line }
    made = Dictionary(uniqueKeysWithValues: lines.map { ($0.sequence, $0) })
    return lines
  }

  // MARK: Order

  private mutating func insert(_ unnumbered: [LogRow]) {
    var added = unnumbered
    if !zip(added, added.dropFirst()).allSatisfy({ $0.place <= $1.place }) {
      added.sort { $0.place < $1.place }
    }
    for index in added.indices {
      added[index].place.sequence = firstNumbered + places.count
      places.append(added[index].place)
      bytes += added[index].size
    }
    LogScrollback.merge(added, into: &rows)
    if letsAllThrough {
      arrived += added.count
    } else {
      let through = added.filter(passes)
      LogScrollback.merge(through, into: &passing)
      arrived += through.count
    }
    trim()
  }

  /// Merges sorted rows into sorted rows, moving only what lies after the first new one.
  private static func merge(_ added: [LogRow], into rows: inout [LogRow]) {
    guard let first = added.first else { return }
    guard let last = rows.last, first.place < last.place else {
      rows += added
      return
    }
    let start = lowerBound(first.place, in: rows)
    var merged: [LogRow] = []
    merged.reserveCapacity(rows.count - start + added.count)
    var next = start
    for row in added {
      while next < rows.count, rows[next].place < row.place {
        merged.append(rows[next])
        next += 1
      }
      merged.append(row)
    }
    merged += rows[next...]
    rows.replaceSubrange(start..., with: merged)
  }

  /// The first row that is not before `place`.
  static func lowerBound(_ place: LogRow.Place, in rows: [LogRow]) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Places

  private func place(of sequence: Int) -> LogRow.Place? {
    let index = sequence - firstNumbered
    return places.indices.contains(index) ? places[index] : nil
  }

  private func position(of anchor: LogQuery.Anchor, in shown: [LogRow]) -> Int? {
    guard !shown.isEmpty else { return nil }
    switch anchor {
    case .newest: return shown.count - 1
    case .oldest: return 0
    case .sequence(let sequence): return nearest(sequence, in: shown)
    case .time(let moment):
      let place = LogRow.Place(time: moment.milliseconds, arrival: .min)
      return min(LogScrollback.lowerBound(place, in: shown), shown.count - 1)
    case .markAfter, .markBefore: return nil
    case .errorAfter(let sequence):
      let start = place(of: sequence).map { LogScrollback.lowerBound($0, in: shown) } ?? 0
      return shown[start...].firstIndex { $0.isError && $0.place.sequence != sequence }
    case .errorBefore(let sequence):
      let end = place(of: sequence).map { LogScrollback.lowerBound($0, in: shown) } ?? shown.count
      return shown[..<end].lastIndex { $0.isError }
    }
  }

  /// The row with that number, or the next one that is shown; a row that is gone was the oldest.
  private func nearest(_ sequence: Int, in shown: [LogRow]) -> Int {
    guard let place = place(of: sequence) else { return 0 }
    return min(LogScrollback.lowerBound(place, in: shown), shown.count - 1)
  }

  // MARK: Filter

  /// Whether the query lets all rows through.
  var letsAllThrough: Bool { filter.isEmpty && !isBrief }

  private mutating func use(filter text: String, isBrief: Bool) {
    guard text != filter.text || isBrief != self.isBrief else { return }
    filter = TextFilter(text)
    self.isBrief = isBrief
    passing = letsAllThrough ? [] : rows.filter(passes)
    arrived = letsAllThrough ? rows.count : passing.count
  }

  private func passes(_ row: LogRow) -> Bool {
    guard let event = row.event else { return true }
    if isBrief, row.isRoutine { return false }
    return filter.isEmpty || filter.matches(event.message) || filter.matches(event.source)
  }
}

extension LogQuery.Anchor {
  /// The row that the place is told from.
  fileprivate var sequence: Int? {
    switch self {
    case .newest, .oldest, .time: nil
    case .sequence(let sequence), .errorAfter(let sequence), .errorBefore(let sequence),
      .markAfter(let sequence), .markBefore(let sequence):
      sequence
    }
  }
}
