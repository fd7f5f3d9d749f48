internal import AWSWire
internal import CustomerDomain
internal import Dashboard

/// Letting rows go: the oldest ones, and gaps that were filled.
extension LogScrollback {
  /// What memory alone holds, in bytes, where there is no room for files.
  private static let memory = 48 << 20

  /// Drops the oldest tenth once there is more than fits, so that dropping is seldom; one row says
  /// what is gone.
  mutating func trim() {
    if text.problem != nil { byteCapacity = min(byteCapacity, LogScrollback.memory) }
    let (capacity, byteCapacity) = (roomy(capacity), roomy(byteCapacity))
    guard count > capacity || bytes > byteCapacity else { return }
    let keptRows = count > capacity ? capacity - capacity / 10 : count
    let keptBytes = bytes > byteCapacity ? byteCapacity - byteCapacity / 10 : bytes
    var dropped = Dropped()
    while let chunk = chunks.first, count > keptRows || bytes > keptBytes {
      var taken = 0
      for row in chunk.rows {
        guard count > keptRows || bytes > keptBytes else { break }
        forget(row, passes: chunk.passing?[taken] ?? false)
        dropped.take(row, gaps.removeValue(forKey: row.number))
        taken += 1
      }
      if taken == chunk.rows.count {
        chunks.removeFirst()
      } else {
        chunks[0].removeFirst(taken)
      }
    }
    if let gap = dropped.gap { put(gap) }
  }

  /// Holds a fifth more for whoever reads what is older; `false` where that is nearly full, too.
  mutating func makeRoomForOlder() -> Bool {
    hasRoomForOlder = true
    return count < capacity + capacity / 10 && bytes < byteCapacity + byteCapacity / 10
  }

  private func roomy(_ limit: Int) -> Int { hasRoomForOlder ? limit + limit / 5 : limit }

  /// Forgets what is known of a row besides its place.
  private mutating func forget(_ row: LogRow, passes: Bool) {
    count -= 1
    bytes -= row.size
    folds?.remove(row, passes: passes)
    if !row.isGap { text.forget(row.text) }
  }

  /// What was dropped, as one gap.
  private struct Dropped {
    private var from: Instant?
    private var to: Instant?
    private var events: Int? = 0

    mutating func take(_ row: LogRow, _ gap: LogGap?) {
      let time = Instant(milliseconds: row.time)
      let begin = gap?.from ?? time
      from = min(from ?? begin, begin)
      to = time
      let count = gap.map(\.count) ?? 1
      events = count.flatMap { count in events.map { $0 + count } }
    }

    var gap: LogGap? {
      guard let from, let to else { return nil }
      return LogGap(group: "", from: from, to: to, count: events, reason: .notHeld)
    }
  }

  /// Puts a gap before all that is held.
  private mutating func put(_ gap: LogGap) {
    let row = row(gap)
    if chunks.isEmpty { chunks.append(LogChunk()) }
    chunks[0].insert([(row: row, place: 0, passes: true)])
    count += 1
    bytes += row.size
  }

  /// Takes note that all there is of a stretch of time was read: what lies between it and what was read
  /// already is a gap.
  ///
  /// - Parameters:
  ///   - first: the beginning, itself included.
  ///   - last: the end, itself included.
  mutating func noteRead(from first: Instant, to last: Instant) {
    let oldest = everReadFrom ?? first
    everReadFrom = min(oldest, first)
    guard last + 1 < oldest else { return filled(from: first, to: last) }
    putIn(LogGap(group: "", from: last, to: oldest + -1, reason: .notRead))
  }

  private mutating func putIn(_ gap: LogGap, number: Int? = nil) {
    let row = row(gap, number: number)
    insert([Added(row: row, place: lowerBound(row), passes: true)], count: false)
  }

  /// Takes note that all there is of a stretch of time was read again: gaps in it are filled, and
  /// those that reach beyond it are as much shorter.
  ///
  /// - Parameters:
  ///   - first: the beginning, itself included.
  ///   - last: the end, itself included.
  ///   - group: the group that was read; `nil` for all of them.
  mutating func filled(from first: Instant, to last: Instant, group: String? = nil) {
    for (number, gap) in gaps {
      guard group == nil || gap.group == group, gap.to >= first,
        gap.from < last || gap.to <= last, let position = position(of: number)
      else { continue }
      let isOpen = (gap.from < first, gap.to > last)
      remove(at: position)
      var rest = gap
      // How many are missing of the rest is not known.
      rest.count = nil
      // The row stays what it is, so that whoever stands on it stays there.
      if isOpen.1 {
        rest.from = last
        putIn(rest, number: number)
      }
      if isOpen.0 {
        (rest.from, rest.to) = (gap.from, first + -1)
        putIn(rest, number: isOpen.1 ? nil : number)
      }
      if isOpen == (false, false) { filledGaps[number] = gap.from }
    }
  }

  private mutating func remove(at position: Position) {
    let row = self[position]
    forget(row, passes: true)
    gaps[row.number] = nil
    chunks[position.chunk].remove(at: position.row)
    if chunks[position.chunk].rows.isEmpty { chunks.remove(at: position.chunk) }
  }
}
