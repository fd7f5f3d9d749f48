internal import CustomerDomain

/// Gaps under the reader: what is missing is read from the side from which they come, and put where it
/// belongs while all that they have seen stays where it is.
extension DashboardState {
  /// The gap in sight that can be read, on from its beginning for whoever stands before it.
  func gapInSight(_ window: LogWindow) -> LogReading? {
    guard !logs.follows, let unread = window.known?.unread, !unread.isEmpty else { return nil }
    let gaps = LogsGeometry(self).places(logs).places.map(\.index)
      .filter { window.lines[$0].gap != nil }
    let selected = logs.selectedIndex ?? gaps.first ?? 0
    // The one that the reader stands on or comes to next.
    let next = logs.goesDown ? gaps.first { $0 >= selected } : gaps.last { $0 <= selected }
    guard let index = next ?? gaps.min(by: { abs($0 - selected) < abs($1 - selected) }),
      let gap = unread.first(where: { $0.number == window.lines[index].sequence })
    else { return nil }
    let isForward = selected < index || selected == index && logs.goesDown
    // Nothing was read before the first row.
    if index == 0, window.olderCount == 0 {
      return logs.goesDown ? nil : .gap(gap, isForward: false)
    }
    return .gap(gap, isForward: isForward)
  }

  /// Where a move ends: at a gap on its way, because what is missing there is read first, and on the gap
  /// while that is being read.
  func stopAtGap(from start: Int, to end: Int) -> Int {
    func isGap(_ index: Int) -> Bool { logs.lines[index].gap != nil }
    if let awaited = logs.awaitedOlder, isGap(start), awaited.reading.isForward == (end > start) {
      return start
    }
    let way = start < end ? Array((start + 1)..<(end + 1)) : (end..<start).reversed()
    return way.first(where: isGap) ?? end
  }

  /// The next gap of what the service still has on the way to errors before the line from which one is
  /// looked for, or after it.
  func gapOnWay(_ known: LogKnown, forward: Bool) -> LogKnown.Unread? {
    guard let line = logs.errorOrigin else { return forward ? nil : known.unread.last }
    return forward
      ? known.unread.first { $0.to > line.gap?.from ?? line.timestamp }
      : known.unread.last { $0.from < line.gap?.to ?? line.timestamp }
  }

  /// Whether an error that was found in a window has a gap before it on the way, which may hold nearer
  /// ones.
  func isBehindGap(_ anchor: LogQuery.Anchor, found number: Int?, in window: LogWindow?) -> Bool {
    guard let known = window?.known,
      let found = window?.lines.first(where: { $0.sequence == number })?.timestamp
    else { return false }
    switch anchor {
    case .errorBefore: return gapOnWay(known, forward: false).map { $0.to > found } ?? false
    case .errorAfter: return gapOnWay(known, forward: true).map { $0.from < found } ?? false
    default: return false
    }
  }

  /// The row around which rows are wanted: the selected one or, where that is a gap, the one beside it
  /// from which the reader came, because what is put into the gap comes between the two.
  var logAnchor: Int? {
    guard let index = logs.selectedIndex, logs.lines[index].gap != nil else { return logs.selected }
    let beside = index + (logs.goesDown ? -1 : 1)
    return logs.lines.indices.contains(beside) ? logs.lines[beside].sequence : logs.selected
  }

  /// Keeps all that was in sight where it was, although lines were put into a gap there; whoever stood on
  /// the gap stands on the first of them.
  ///
  /// - Parameters:
  ///   - before: the rows as they were, with the selected one and the first one shown.
  ///   - window: the rows as they are.
  /// - Returns: `false` where no gap has changed, or that row is out of reach.
  mutating func keepPlace(since before: LogSight, in window: LogWindow) -> Bool {
    guard let fixed = before.fixedIndex(in: window, goesDown: logs.goesDown) else { return false }
    let number = before.lines[fixed].sequence
    let place = window.lines.firstIndex { $0.sequence == number }
    guard let index = place else { return false }
    func row(_ index: Int) -> Int {
      window.lines[min(max(0, index), window.lines.count - 1)].sequence
    }
    logs.selected = row(index + before.selected - fixed)
    logs.top = row(index + before.top - fixed)
    return true
  }
}

/// The rows of Logs as they were seen last.
struct LogSight {
  /// The rows.
  let lines: [LogLine]
  /// Which of them was selected.
  let selected: Int
  /// Which of them was the first one shown.
  let top: Int

  /// Takes note of what is seen; `nil` where nothing is.
  init?(_ logs: LogsState) {
    guard !logs.follows, let selected = logs.selectedIndex else { return nil }
    lines = logs.lines
    self.selected = selected
    top = logs.top.flatMap { top in logs.lines.firstIndex { $0.sequence == top } } ?? selected
  }

  /// Which row is to stay where it is, because a gap between the first one and the selected one is another
  /// now: the selected one or, where that is the gap, the one from which the reader came.
  func fixedIndex(in window: LogWindow, goesDown: Bool) -> Int? {
    let now = Set(window.lines.compactMap(\.gap))
    func hasChanged(_ index: Int) -> Bool { lines[index].gap.map { !now.contains($0) } ?? false }
    guard lines[selected].gap != nil else {
      return top < selected && (top..<selected).contains(where: hasChanged) ? selected : nil
    }
    let beside = selected + (goesDown ? -1 : 1)
    return hasChanged(selected) && lines.indices.contains(beside) ? beside : nil
  }
}
