internal import AWSWire
package import CustomerDomain
package import Dashboard

/// The log rows that are held, in the order of time, and those of them that the filter lets through.
///
/// A pure value: events and gaps go in, windows of rows come out. A row keeps its number for as long
/// as it is held, wherever late events put it; the oldest rows go when there are too many.
package struct LogScrollback: Sendable {
  /// What stands in a row.
  private enum Content: Sendable {
    case event(LogEvent)
    case gap(LogGap)
  }

  private struct Row: Sendable {
    let sequence: Int
    let content: Content
    let isError: Bool

    /// What rows are ordered by: time, arrival, and then number.
    var key: (Int64, Int64, Int) {
      switch content {
      case .event(let event):
        (event.timestamp.milliseconds, event.ingestedAt.milliseconds, sequence)
      case .gap(let gap): (gap.from.milliseconds, 0, sequence)
      }
    }
  }

  private let capacity: Int
  private var rows: [Row] = []
  private var passing: [Row] = []
  private var keys: [Int: (Int64, Int64, Int)] = [:]
  private var held: Set<String> = []
  private var nextSequence = 1
  private var arrived = 0
  private var filter = LogFilter("")

  /// Makes an empty store for at most `capacity` rows.
  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// Takes in events in any order; those it holds already are left out.
  package mutating func append(_ events: [LogEvent]) {
    insert(
      events.filter { held.insert($0.id).inserted }.map { event in
        Row(sequence: 0, content: .event(event), isError: LogScrollback.isError(event))
      }
    )
  }

  /// Takes in a gap.
  package mutating func append(_ gap: LogGap) {
    insert([Row(sequence: 0, content: .gap(gap), isError: false)])
  }

  /// The event in the row with that number.
  package func event(_ sequence: Int) -> LogEvent? {
    guard let index = index(of: sequence, in: rows), case .event(let event) = rows[index].content
    else { return nil }
    return event
  }

  /// The rows that a query asks for.
  package mutating func window(_ query: LogQuery) -> LogWindow {
    use(filter: query.filter)
    let shown = filter.isEmpty ? rows : passing
    guard !shown.isEmpty else {
      return LogWindow(
        query: query,
        lines: [],
        anchor: nil,
        total: rows.count,
        arrived: arrived
      )
    }
    let found = position(of: query.anchor, in: shown)
    // Where there is no such error, the rows stay where the search began.
    let center = found ?? nearest(query.anchor.sequence ?? 0, in: shown)
    let first = max(0, center - query.above)
    let end = min(shown.count, center + query.below + 1)
    return LogWindow(
      query: query,
      lines: shown[first..<end].map(LogScrollback.line),
      anchor: found.map { shown[$0].sequence },
      olderCount: first,
      newerCount: shown.count - end,
      total: rows.count,
      arrived: arrived
    )
  }

  // MARK: Order

  private mutating func insert(_ unnumbered: [Row]) {
    let added = unnumbered.sorted { ($0.key.0, $0.key.1) < ($1.key.0, $1.key.1) }.map { row in
      defer { nextSequence += 1 }
      return Row(sequence: nextSequence, content: row.content, isError: row.isError)
    }
    for row in added { keys[row.sequence] = row.key }
    LogScrollback.merge(added, into: &rows)
    let through = filter.isEmpty ? [] : added.filter(passes)
    LogScrollback.merge(through, into: &passing)
    arrived += filter.isEmpty ? added.count : through.count
    trim()
  }

  /// Merges sorted rows into sorted rows, moving only what lies after the first new one.
  private static func merge(_ added: [Row], into rows: inout [Row]) {
    guard let first = added.first else { return }
    let start = lowerBound(first.key, in: rows)
    var tail = rows[start...]
    guard !tail.isEmpty else {
      rows += added
      return
    }
    var merged: [Row] = []
    merged.reserveCapacity(tail.count + added.count)
    for row in added {
      while let next = tail.first, next.key < row.key {
        merged.append(next)
        tail.removeFirst()
      }
      merged.append(row)
    }
    rows.replaceSubrange(start..., with: merged + tail)
  }

  /// Drops the oldest tenth once there are more rows than fit, so that dropping is seldom.
  private mutating func trim() {
    guard rows.count > capacity else { return }
    let dropped = rows.prefix(rows.count - capacity + capacity / 10)
    for row in dropped {
      keys[row.sequence] = nil
      if case .event(let event) = row.content { held.remove(event.id) }
    }
    rows.removeFirst(dropped.count)
    if let oldest = rows.first?.key {
      passing.removeFirst(LogScrollback.lowerBound(oldest, in: passing))
    }
  }

  private static func lowerBound(_ key: (Int64, Int64, Int), in rows: [Row]) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Places

  private func position(of anchor: LogQuery.Anchor, in shown: [Row]) -> Int? {
    guard !shown.isEmpty else { return nil }
    switch anchor {
    case .newest: return shown.count - 1
    case .oldest: return 0
    case .sequence(let sequence): return nearest(sequence, in: shown)
    case .errorAfter(let sequence):
      let start = keys[sequence].map { LogScrollback.lowerBound($0, in: shown) } ?? 0
      return shown[start...].firstIndex { $0.isError && $0.sequence != sequence }
    case .errorBefore(let sequence):
      let end = keys[sequence].map { LogScrollback.lowerBound($0, in: shown) } ?? shown.count
      return shown[..<end].lastIndex { $0.isError }
    }
  }

  private func index(of sequence: Int, in shown: [Row]) -> Int? {
    guard let key = keys[sequence] else { return nil }
    let index = LogScrollback.lowerBound(key, in: shown)
    return index < shown.count && shown[index].sequence == sequence ? index : nil
  }

  /// The row with that number, or the next one that is shown; a row that is gone was the oldest.
  private func nearest(_ sequence: Int, in shown: [Row]) -> Int {
    guard let key = keys[sequence] else { return 0 }
    return min(LogScrollback.lowerBound(key, in: shown), shown.count - 1)
  }

  /// Words without which no line is an error; only lines that have one are taken apart for it.
  private static let hints = ["error", "fatal", "critical", "traceback", "timeout"].map(
    LogFilter.init
  )

  private static func isError(_ event: LogEvent) -> Bool {
    hints.contains { $0.matches(event.message) } && LogLine(sequence: 0, event: event).isError
  }

  // MARK: Filter

  private mutating func use(filter text: String) {
    guard text != filter.text else { return }
    filter = LogFilter(text)
    passing = filter.isEmpty ? [] : rows.filter(passes)
    arrived = filter.isEmpty ? rows.count : passing.count
  }

  private func passes(_ row: Row) -> Bool {
    switch row.content {
    case .event(let event): filter.matches(event.message) || filter.matches(event.source)
    case .gap: true
    }
  }

  private static func line(_ row: Row) -> LogLine {
    switch row.content {
    case .event(let event): LogLine(sequence: row.sequence, event: event)
    case .gap(let gap): LogLine(sequence: row.sequence, gap: gap)
    }
  }
}

extension LogQuery.Anchor {
  /// The row that the place is told from.
  fileprivate var sequence: Int? {
    switch self {
    case .newest, .oldest: nil
    case .sequence(let sequence), .errorAfter(let sequence), .errorBefore(let sequence): sequence
    }
  }
}
