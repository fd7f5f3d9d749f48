internal import AWSWire
internal import CustomerDomain

/// Where rows stand, and where new ones go.
extension LogScrollback {
  /// A row's place: its chunk, and where it is in there.
  struct Position: Hashable, Comparable {
    /// The chunk.
    var chunk: Int
    /// The row in it.
    var row: Int

    /// Orders as the rows are ordered.
    static func < (left: Position, right: Position) -> Bool {
      (left.chunk, left.row) < (right.chunk, right.row)
    }
  }

  /// The row at a place.
  subscript(position: Position) -> LogRow { chunks[position.chunk].rows[position.row] }

  /// The row with that number.
  func position(of number: Int) -> Position? {
    // Most numbers that are asked for are of new rows, and most chunks have numbers of their own.
    for index in chunks.indices.reversed()
    where chunks[index].lowestNumber <= number && number <= chunks[index].highestNumber {
      if let row = chunks[index].rows.firstIndex(where: { $0.number == number }) {
        return Position(chunk: index, row: row)
      }
    }
    return nil
  }

  /// The first row that is not before one in time and arrival; `nil` behind all.
  func lowerBound(_ row: LogRow) -> Position? { firstPosition { !$0.isBefore(row) } }

  /// The first row at a moment or later; `nil` where there is none.
  func lowerBound(time: Int64) -> Position? { firstPosition { $0.time >= time } }

  /// The first row for which `isBeyond` holds, which it does for all rows after that one, too.
  private func firstPosition(_ isBeyond: (LogRow) -> Bool) -> Position? {
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle].rows.last.map(isBeyond) ?? false { high = middle } else { low = middle + 1 }
    }
    guard low < chunks.count else { return nil }
    let rows = chunks[low].rows
    var (first, end) = (0, rows.count)
    while first < end {
      let middle = (first + end) / 2
      if isBeyond(rows[middle]) { end = middle } else { first = middle + 1 }
    }
    return Position(chunk: low, row: first)
  }

  /// Whether an event stands behind all rows.
  func isBehindAll(_ event: LogEvent) -> Bool {
    guard let last = chunks.last?.rows.last else { return true }
    return isBefore(last, event)
  }

  /// The first row that does not stand before an event; `nil` behind all.
  func place(of event: LogEvent) -> Position? { firstPosition { !isBefore($0, event) } }

  /// Whether the row at a place is that event.
  func isHeld(_ event: LogEvent, at position: Position) -> Bool {
    let row = self[position]
    return !row.isGap && row.time == event.timestamp.milliseconds
      && groups[row.group] == event.group && text.id(row) == event.eventID
  }

  /// Whether a row stands before an event: by time, then arrival, then as the service numbers them.
  private func isBefore(_ row: LogRow, _ event: LogEvent) -> Bool {
    let time = event.timestamp.milliseconds
    if row.time != time { return row.time < time }
    if row.isGap { return true }
    let delay = Int32(clamping: max(-0x7FFF_FFFF, event.ingestedAt - event.timestamp))
    if row.delay != delay { return row.delay < delay }
    let id = text.id(row)
    return (id, groups[row.group]) < (event.eventID, event.group)
  }

  /// Puts rows in, which are in the order of time.
  mutating func insert(_ added: [Added], count counts: Bool) {
    let behind = added.firstIndex { $0.place == nil } ?? added.count
    insertLate(added[..<behind])
    for entry in added[behind...] {
      if chunks.last.map({ $0.rows.count >= LogChunk.capacity || !$0.isSearched }) ?? true {
        chunks.append(LogChunk())
      }
      chunks[chunks.count - 1].append(entry.row, passes: entry.passes)
    }
    for entry in added {
      count += 1
      bytes += entry.row.size
      if counts, entry.passes { arrived += 1 }
      fold(entry.row, passes: entry.passes)
    }
  }

  private mutating func insertLate(_ added: ArraySlice<Added>) {
    var end = added.endIndex
    // From the last chunk on, so that splitting one moves none that is still to come.
    while end > added.startIndex {
      guard let chunk = added[end - 1].place?.chunk else { return }
      var start = end - 1
      while start > added.startIndex, added[start - 1].place?.chunk == chunk { start -= 1 }
      let entries = added[start..<end].map { entry in
        (row: entry.row, place: entry.place?.row ?? 0, passes: entry.passes)
      }
      chunks[chunk].insert(entries[...])
      split(chunk)
      end = start
    }
  }

  private mutating func split(_ index: Int) {
    guard chunks[index].rows.count > LogChunk.capacity else { return }
    var pieces = [chunks[index]]
    while pieces.contains(where: { $0.rows.count > LogChunk.capacity }) {
      pieces = pieces.flatMap { $0.rows.count > LogChunk.capacity ? $0.halves() : [$0] }
    }
    chunks.replaceSubrange(index...index, with: pieces)
  }
}
