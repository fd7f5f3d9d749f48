internal import Terminal

/// Moving the selection of the focused pane, or the page that lies over it.
extension DashboardState {
  /// Moves as the command says.
  mutating func move(_ command: Command) {
    if moveOverview(command) { return }
    let page = max(1, pageHeight - 1)
    if case .bars = layers.last { return moveBar(command) }
    switch command {
    case .up: moveRow(by: -1)
    case .down: moveRow(by: 1)
    case .pageUp: moveRow(by: -page)
    case .pageDown: moveRow(by: page)
    case .top: moveToEnd(first: true)
    case .bottom: moveToEnd(first: false)
    case .nextMatch: moveRow(by: 1)
    case .previousMatch: moveRow(by: -1)
    default: break
    }
  }

  private mutating func moveBar(_ command: Command) {
    switch command {
    case .pageUp: moveBar(by: -10)
    case .pageDown: moveBar(by: 10)
    case .top: moveBar(by: -1_000_000)
    case .bottom: moveBar(by: 1_000_000)
    default: break
    }
  }

  private var pageHeight: Int {
    if layers.last != nil { return insidePage.height }
    switch focus {
    case .customers: return CustomersGeometry(self).listHeight
    case .workflow: return WorkflowGeometry(self).rows.height
    case .logs: return LogsGeometry(self).rows.height
    case .alarms: return AlarmsGeometry(self).rows.height
    }
  }

  private mutating func moveRow(by rows: Int) {
    if case .why = layers.last, abs(rows) == 1 { return selectIncident(by: rows) }
    if case .execution = layers.last, abs(rows) == 1 { return choosePart(by: rows) }
    if moveChoice(by: rows) { return }
    if case .columns = layers.last { return changeColumns { $0.move(by: rows) } }
    if abs(rows) == 1, moveLink(by: rows) { return }
    if layers.last != nil { return scrollPage { $0 + rows } }
    switch focus {
    case .customers:
      if rows == -1, customers.selectedPlace == 0 { return enterField() }
      customers.move(by: rows)
    case .workflow:
      if rows == -1, workflow.cursor.index(in: workflow.ids) == 0 { return enterField() }
      workflow.cursor.move(by: rows, in: workflow.ids)
      if rows > 0 { reachEndOfRuns() }
    case .logs: moveLogs(by: rows)
    case .alarms: alarms.move(by: rows)
    }
  }

  private mutating func moveToEnd(first: Bool) {
    let rows = first ? -1_000_000 : 1_000_000
    if first { showNewer() }
    if moveChoice(by: rows) { return }
    if case .columns = layers.last { return changeColumns { $0.move(by: rows) } }
    if layers.last != nil { return scrollPage { $0 + rows } }
    switch focus {
    case .customers: customers.move(by: rows)
    case .workflow:
      workflow.cursor.move(by: rows, in: workflow.ids)
      if !first { reachEndOfRuns() }
    case .logs: first ? goToOldestLog() : followLogs()
    case .alarms: alarms.move(by: rows)
    }
  }

  /// Moves the first line shown of the uppermost layer; `settlePage` keeps it in range.
  mutating func scrollPage(_ change: (Int) -> Int) {
    switch layers.popLast() {
    case .help(let top): layers.append(.help(top: change(top)))
    case .execution(var open):
      open.top = change(open.top)
      layers.append(.execution(open))
    case .alarm(var open):
      open.top = change(open.top)
      layers.append(.alarm(open))
    case .logEvent(var open):
      open.top = change(open.top)
      layers.append(.logEvent(open))
    case .why(var open):
      open.top = change(open.top)
      layers.append(.why(open))
    case .runPart(var open):
      open.top = change(open.top)
      layers.append(.runPart(open))
    case .comparison(var open):
      open.top = change(open.top)
      layers.append(.comparison(open))
    case let layer?: layers.append(layer)
    case nil: break
    }
  }

  /// Keeps the first line shown of the uppermost layer within what there is.
  mutating func settlePage() {
    guard let page = openPage else { return }
    let last = max(0, page.lineCount - page.height)
    scrollPage { min(max(0, $0), last) }
  }

  /// Scrolls to the beginning of the section after or before the one at the top.
  mutating func moveSection(by step: Int) {
    guard let page = openPage else { return }
    scrollPage { top in
      step > 0
        ? page.sectionStarts.first { $0 > top } ?? top
        : page.sectionStarts.last { $0 < top } ?? 0
    }
  }
}
