internal import CustomerDomain
internal import Terminal

/// What happens in the Logs pane.
extension DashboardState {
  /// What the runtime should be showing: a screenful and its margins on either side.
  var wantedLogQuery: LogQuery {
    let page = max(Layout.minimum.rows, size.rows)
    let around = LogQuery(
      source: logs.source,
      anchor: .newest,
      above: 2 * page,
      below: 2 * page,
      filter: logs.filter,
      isBrief: logs.isBrief && !logs.isChosen,
      isFolded: logs.isFolded,
      unfolded: logs.unfolded,
      marks: logs.marks,
      histogram: LogsGeometry(self).barColumns
    )
    if let jump = logs.jump { return around.at(jump) }
    guard !logs.follows, let anchor = logAnchor, let index = logs.selectedIndex else {
      var newest = around
      newest.below = 0
      return newest
    }
    guard let query = logs.query, let window = logs.window, case .sequence = query.anchor,
      query == around.at(query.anchor), logs.selectedLine?.gap == nil
    else { return around.at(.sequence(anchor)) }
    let isNearTop = index < page && window.olderCount > 0
    let isNearEnd = logs.lines.count - 1 - index < page && window.newerCount > 0
    return isNearTop || isNearEnd ? around.at(.sequence(anchor)) : query
  }

  /// Takes rows in, if they are still what is wanted; what is read stays where it is.
  mutating func takeWindow(_ window: LogWindow) {
    guard window.query == logs.query else { return }
    let before = logs.window?.query
    let sight = LogSight(logs)
    let isFirst =
      before?.filter != window.query.filter || before?.isBrief != window.query.isBrief
      || before?.isFolded != window.query.isFolded
    let isLanding = logs.jump == window.query.anchor
    // What was found is not where the reader wants to be, who stays.
    let shown = isLanding && isTooEarly(window) ? window.showing(rowsOf: logs.window) : window
    logs.window = shown
    if isFirst {
      logs.arrivedWhenStopped = window.arrived
    }
    logs.measureColumns()
    if isLanding { land(on: window) }
    guard !logs.follows else { return }
    let isKept = !isLanding && (sight.map { keepPlace(since: $0, in: shown) } ?? false)
    if !isKept, !shown.lines.contains(where: { $0.sequence == logs.selected }) {
      logs.selected = shown.anchor ?? shown.lines.last?.sequence
    }
    settleFold()
    settleLogTop()
  }

  /// Ends a jump that waited for what is read now.
  mutating func landWhereAwaited() {
    guard let window = logs.window, logs.jump == window.query.anchor else { return }
    land(on: window)
  }

  /// Whether a moment is later than all that was read, and what there is of it is still coming.
  private func isAwaited(_ anchor: LogQuery.Anchor, _ window: LogWindow) -> Bool {
    guard case .time(let wanted) = anchor, logs.isCatchingUp, !isPaused else { return false }
    let line = window.lines.first { $0.sequence == window.anchor }
    return line.map { ($0.gap?.to ?? $0.timestamp) < wanted } ?? true
  }

  /// Whether a place was found that is not the right one, because not all was read on the way.
  private func isTooEarly(_ window: LogWindow) -> Bool {
    let place = window.query.anchor
    return isAwaited(place, window) || isBehindGap(place, found: window.anchor, in: window)
  }

  /// Ends a jump: where it led to, or nowhere.
  private mutating func land(on window: LogWindow) {
    // Before anything was read nobody knows where it leads.
    guard window.known != nil || window.anchor != nil, !isAwaited(window.query.anchor, window)
    else { return }
    logs.jump = nil
    guard let anchor = window.anchor,
      !isBehindGap(window.query.anchor, found: anchor, in: window)
    else {
      return tellNoPlace(window.query.anchor, on: window)
    }
    if logs.follows { stopFollowing() }
    if logs.seeks != nil {
      stopReadingOlder()
      message = nil
    }
    logs.selected = anchor
    logs.top = nil
    if window.query.anchor == .oldest { turnLogs(up: true) } else { arriveInLogs() }
    tellLanding(window.query.anchor, on: window)
  }

  /// Holds the rows still: the first one shown stays the first.
  mutating func stopFollowing() {
    let page = LogsGeometry(self).page(logs)
    logs.selected = logs.lines.last?.sequence
    logs.topPlace = logs.lines.isEmpty ? nil : page.top(endingAt: logs.lines.count - 1)
    logs.arrivedWhenStopped = logs.window?.arrived ?? 0
    logs.follows = false
    logs.resumesFollowing = false
  }

  /// Shows the newest row from now on; while paused, goes to the newest one once.
  mutating func followLogs() {
    guard !isPaused else {
      logs.jump = .newest
      logs.resumesFollowing = true
      return
    }
    logs.follows = true
    logs.resumesFollowing = false
    stopReadingOlder()
    logs.selected = nil
    logs.top = nil
    logs.jump = nil
  }

  /// Goes to the oldest row that is held.
  mutating func goToOldestLog() {
    turnLogs(up: true)
    if logs.follows { stopFollowing() }
    logs.resumesFollowing = false
    logs.jump = .oldest
  }

  /// Moves the selection by so many rows; leaving the newest one stops following.
  mutating func moveLogs(by rows: Int) {
    guard !logs.follows || rows < 0 else { return }
    turnLogs(up: rows < 0)
    guard let last = logs.lines.indices.last else { return }
    if logs.follows {
      stopFollowing()
    }
    logs.resumesFollowing = false
    let start = logs.selectedIndex ?? last
    if moveWithinLog(start, by: rows) { return }
    let index = stopAtGap(from: start, to: min(max(0, start + rows), last))
    logs.selected = logs.lines[index].sequence
    let page = LogsGeometry(self).page(logs)
    // Who comes to it from below reads its end first.
    if index == start - 1, logs.topPlace.map({ index < $0.index }) ?? false, page.isTall(index) {
      logs.topPlace = page.top(endingAt: index)
    }
    settleLogTop()
  }

  /// Moves on within the selected row where it goes on beyond what is in sight of it.
  ///
  /// - Returns: whether it did.
  private mutating func moveWithinLog(_ selected: Int, by rows: Int) -> Bool {
    let page = LogsGeometry(self).page(logs)
    guard let top = logs.topPlace, top.index <= selected, page.isTall(selected) else {
      return false
    }
    if rows < 0 {
      guard top.index == selected, top.skip > 0 else { return false }
      logs.topPlace = LogPage.Place(index: selected, skip: max(0, top.skip + rows))
      return true
    }
    guard page.isCut(selected, startingAt: top) else { return false }
    logs.topPlace = min(page.place(top, movedBy: rows), page.top(endingAt: selected))
    return true
  }

  /// Scrolls by so many lines of the screen.
  ///
  /// A selected row that is out of sight then gives way to the nearest one that is not. Scrolling up
  /// stops following, where there is anything above.
  mutating func scrollLogs(by rows: Int) {
    guard !logs.follows || rows < 0 else { return }
    turnLogs(up: rows < 0)
    guard let last = logs.lines.indices.last else { return }
    if logs.follows {
      let isAllShown = LogsGeometry(self).page(logs).top(endingAt: last) == LogPage.Place(index: 0)
      let hasMore = !isAllShown || logs.window?.olderCount ?? 0 > 0
      guard hasMore else { return }
      stopFollowing()
    }
    logs.resumesFollowing = false
    let page = LogsGeometry(self).page(logs)
    let lowest = page.top(endingAt: last)
    let top = min(page.place(logs.topPlace ?? lowest, movedBy: rows), lowest)
    let bottom = max(top.index, page.bottom(startingAt: top))
    // Of a row whose beginning is above the top, the next one is the first to stand whole.
    let whole = top.skip > 0 && !page.isTall(top.index) ? min(top.index + 1, bottom) : top.index
    let selected = min(max(logs.selectedIndex ?? last, whole), bottom)
    logs.topPlace = top
    logs.selected = logs.lines[selected].sequence
  }

  /// Selects the row with that number, which is in sight.
  mutating func selectLog(_ sequence: Int?) {
    if logs.follows { stopFollowing() }
    logs.resumesFollowing = false
    logs.selected = sequence
  }

  /// Goes to the nearest error; asks the store where none is at hand.
  mutating func findError(forward: Bool) {
    if case .bars = layers.last { return findBarWithError(forward: forward) }
    guard let index = logs.selectedIndex else { return }
    logs.resumesFollowing = false
    stopReadingOlder()
    let lines = logs.lines
    logs.errorOrigin = lines[index]
    // No error can be newer than the newest line: whoever follows is led to the newest error.
    let goesForward = forward && !logs.follows
    let found =
      goesForward
      ? lines[(index + 1)...].firstIndex(where: \.isError)
      : lines[..<(logs.follows ? index + 1 : index)].lastIndex(where: \.isError)
    let number = found.map { lines[$0].sequence }
    let sequence = lines[index].sequence
    let place: LogQuery.Anchor = goesForward ? .errorAfter(sequence) : .errorBefore(sequence)
    if let number, !isBehindGap(place, found: number, in: logs.window) {
      if logs.follows { stopFollowing() }
      logs.selected = number
      settleLogTop()
    } else {
      // Following goes on until the store has found one.
      logs.jump = place
    }
  }

  /// Lays the opened line out, where that was not done for the page as wide as it is.
  mutating func layOutLogEvent() {
    guard let detail = logs.detail else { return }
    let width = max(1, insidePage.width - 3)
    for index in layers.indices {
      guard case .logEvent(var open) = layers[index], open.sequence == detail.sequence,
        open.layout?.width != width || open.layout?.wraps != logs.wrapsOpened
      else { continue }
      open.layout = LogLayout(detail.lines, width: width, wraps: logs.wrapsOpened)
      layers[index] = .logEvent(open)
    }
  }

  /// Lets only rows with a text in them through from now on.
  mutating func filterLogs(_ text: String) {
    logs.filter = text
    logs.top = nil
    stopReadingOlder()
  }

  /// Leaves routine lines out, or shows them too.
  mutating func toggleBrief() {
    logs.isBrief.toggle()
    logs.top = nil
    stopReadingOlder()
    message = Message(
      text: logs.isBrief
        ? "brief: starts, ends and the steps of what goes well are left out"
        : "all lines"
    )
  }

  /// Keeps the selected row in sight, moving the first row shown as little as possible.
  mutating func settleLogTop() {
    let page = LogsGeometry(self).page(logs)
    guard let selected = logs.selectedIndex else { return }
    let first = logs.topPlace ?? LogPage.Place(index: max(0, selected - page.height / 2))
    // A page that grew is filled from above where nothing comes after the last line.
    let lowest = page.top(endingAt: logs.lines.count - 1)
    logs.topPlace = page.top(near: min(first, lowest), showing: selected)
  }
}

extension LogQuery {
  /// The same from another place.
  func at(_ anchor: Anchor) -> LogQuery {
    var query = self
    query.anchor = anchor
    return query
  }
}
