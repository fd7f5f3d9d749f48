internal import AWSWire
internal import CustomerDomain
package import Dashboard

/// Making windows of the rows.
extension LogScrollback {
  /// The rows that a query asks for, once all rows are searched.
  package mutating func window(_ query: LogQuery) -> LogWindow {
    use(query)
    while true {
      switch need(for: query) {
      case .window(let chunk), .rest(let chunk): search(chunk)
      case .nothing: return present(query)
      }
    }
  }

  /// Searches as much as the window needs.
  package mutating func begin(_ query: LogQuery) {
    use(query)
    while case .window(let chunk) = need(for: query) { search(chunk) }
  }

  /// The rows that a query asks for, as far as was searched; the query is in use.
  mutating func present(_ query: LogQuery) -> LogWindow {
    refreshFolds()
    var anchor: Position?
    if case .found(let position) = resolve(query.anchor) { anchor = position }
    // Where there is no such row, the rows stay where the search began.
    var center = anchor
    if center == nil, let number = query.anchor.sequence,
      case .found(let position) = resolve(.sequence(number))
    {
      center = position
    }
    var rows: [Position] = []
    if let center {
      rows = walk(from: center, above: query.above).rows.reversed()
      rows.append(center)
      rows += walk(from: center, below: query.below).rows
    }
    let lines = lines(rows)
    let counts = counts(around: rows)
    return LogWindow(
      query: query,
      lines: lines,
      anchor: anchor.map { self[$0].number },
      olderCount: counts.older,
      newerCount: counts.newer,
      total: count,
      arrived: arrived,
      searched: chunks.reduce(0) { $0 + ($1.isSearched ? $1.rows.count : 0) },
      filterProblem: view.problem,
      highlights: highlights(lines),
      histogram: histogram(columns: query.histogram),
      past: past,
      pastNumber: pastNumber,
      known: known,
      storageProblem: text.problem
    )
  }

  private func counts(around rows: [Position]) -> (older: Int, newer: Int) {
    guard let first = rows.first, let last = rows.last else {
      return (0, 0)
    }
    var (older, newer) = (0, 0)
    for (index, chunk) in chunks.enumerated() {
      guard let shown = chunk.shown else { continue }
      if index < first.chunk { older += shown.count }
      if index == first.chunk { older += shown.rank(first.row) }
      if index > last.chunk { newer += shown.count }
      if index == last.chunk { newer += shown.count - shown.rank(last.row) - 1 }
    }
    return (older, newer)
  }

  // MARK: Lines

  private mutating func lines(_ rows: [Position]) -> [LogLine] {
    var lines: [LogLine] = []
    var kept: [Int: LogLine] = [:]
    for position in rows {
      let row = self[position]
      guard var line = made[row.number] ?? line(at: position) else { continue }
      // A gap may be shorter the next time.
      if !row.isGap { kept[row.number] = line }
      if row.request != 0 {
        line.request = line.request ?? LogRequest(id: id(of: row.request, near: position))
        if let folds, row.traits.contains(.report) {
          line.request?.foldedCount = folds[row]?.foldedCount ?? 0
        }
      }
      lines.append(line)
    }
    made = kept
    return lines
  }

  private func line(at position: Position) -> LogLine? {
    let row = self[position]
    if let gap = gaps[row.number] { return LogLine(sequence: row.number, gap: gap) }
    return event(at: position).map { LogLine(sequence: row.number, event: $0) }
  }

  /// The id of a request, from the lines near one that does not tell it.
  private func id(of request: UInt64, near position: Position) -> String? {
    let rows = chunks[position.chunk].rows
    for distance in 1..<256 {
      for index in [position.row - distance, position.row + distance]
      where rows.indices.contains(index) && rows[index].request == request {
        let message = event(at: Position(chunk: position.chunk, row: index))?.message
        if let id = message.flatMap({ LogRequest($0)?.id }) { return id }
      }
    }
    return nil
  }

  /// What made the lines pass.
  private func highlights(_ lines: [LogLine]) -> [String] {
    guard !view.matcher.isEmpty else { return [] }
    var texts = view.matcher.words
    guard view.matcher.hasPatterns else { return texts }
    var known = Set(texts)
    for line in lines {
      guard let event = line.event, texts.count < 100 else { continue }
      for text in view.matcher.found(in: event.message) where known.insert(text).inserted {
        texts.append(text)
      }
    }
    return texts
  }

  // MARK: Histogram

  private func histogram(columns: Int) -> LogHistogram? {
    guard columns > 0 else { return nil }
    let times = chunks.filter { $0.shown?.count ?? 0 > 0 }
    guard let oldest = times.first, let newest = times.last,
      let first = oldest.shown?.first(from: 0),
      let last = newest.shown?.last(before: newest.rows.count)
    else { return nil }
    // An event from the future must not make all the others one column.
    let end = newest.rows[last].time
    let latest = latestPlausible.map { max($0.milliseconds, oldest.rows[first].time) } ?? end
    var histogram = LogHistogram(
      from: Instant(milliseconds: oldest.rows[first].time),
      to: Instant(milliseconds: min(end, latest)),
      columns: columns
    )
    for chunk in times { count(chunk, in: &histogram) }
    return histogram
  }

  /// Counts a chunk's shown events into the bins, a bin at a time and no row by itself.
  private func count(_ chunk: LogChunk, in histogram: inout LogHistogram) {
    guard let first = chunk.rows.first, let last = chunk.rows.last else { return }
    let bins = [first, last].map { histogram.bin(of: Instant(milliseconds: $0.time)) }
    var before = (events: 0, errors: 0)
    for bin in bins[0]...bins[1] {
      let end =
        bin == bins[1]
        ? chunk.rows.count
        : chunk.lowerBound(time: histogram.start(ofBin: bin + 1).milliseconds)
      let counts = chunk.shownCounts(before: end)
      histogram.bins[bin].total += counts.events - before.events
      histogram.bins[bin].errors += counts.errors - before.errors
      before = counts
    }
  }
}
