internal import AWSWire
internal import CustomerDomain

/// Letting the oldest rows go.
extension LogScrollback {
  /// Drops the oldest tenth once there is more than fits, so that dropping is seldom; one row says
  /// what is gone.
  mutating func trim() {
    guard rows.count > capacity || bytes > byteCapacity else { return }
    let keptRows = rows.count > capacity ? capacity - capacity / 10 : rows.count
    let keptBytes = bytes > byteCapacity ? byteCapacity - byteCapacity / 10 : bytes
    var count = 0
    while count < rows.count, rows.count - count > keptRows || bytes > keptBytes {
      bytes -= rows[count].size
      count += 1
    }
    let dropped = rows[..<count]
    for row in dropped {
      if let event = row.event { held.remove(Name(group: event.group, id: event.eventID)) }
    }
    let gap = gap(over: dropped)
    rows.removeFirst(count)
    if let oldest = rows.first?.place {
      passing.removeFirst(LogScrollback.lowerBound(oldest, in: passing))
    } else {
      passing = []
    }
    if let gap { put(gap) }
    forgetPlaces()
  }

  private func gap(over dropped: ArraySlice<LogRow>) -> LogGap? {
    guard let first = dropped.first, let last = dropped.last else { return nil }
    let earlier = dropped.compactMap(\.gap).filter { $0.reason == .notHeld }
    return LogGap(
      group: "",
      from: earlier.first?.from ?? Instant(milliseconds: first.place.time),
      to: Instant(milliseconds: last.place.time),
      count: dropped.count { $0.event != nil } + earlier.reduce(0) { $0 + ($1.count ?? 0) },
      reason: .notHeld
    )
  }

  /// Puts a gap before all that is held.
  private mutating func put(_ gap: LogGap) {
    var row = LogRow(gap)
    row.place.sequence = firstNumbered + places.count
    places.append(row.place)
    bytes += row.size
    rows.insert(row, at: 0)
    if !letsAllThrough { passing.insert(row, at: 0) }
  }

  /// Gives up the numbers of rows that are gone.
  private mutating func forgetPlaces() {
    // A row from the future may keep its low number for ever; its place is given up at some point.
    let lowest = rows.reduce(Int.max) { min($0, $1.place.sequence) }
    let kept = max(
      min(lowest, firstNumbered + places.count),
      firstNumbered + places.count - 4 * capacity
    )
    places.removeFirst(max(0, kept - firstNumbered))
    firstNumbered = max(firstNumbered, kept)
  }
}
