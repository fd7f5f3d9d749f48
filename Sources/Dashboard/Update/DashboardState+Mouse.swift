internal import AWSWire
internal import Terminal

/// What the mouse does: a click goes to a pane and selects its row, a double click opens the row,
/// and the wheel scrolls what lies under it.
extension DashboardState {
  /// How many rows a step of the wheel scrolls.
  private static let wheelStep = 3

  /// Does what the mouse asks for; held with a key it asks for nothing here.
  mutating func point(_ mouse: Mouse, at instant: Instant) -> [Effect] {
    guard mouse.modifiers.isEmpty else { return [] }
    switch (mouse.kind, mouse.button) {
    case (.press, .left): return click(mouse.position, at: instant)
    case (.wheelUp, _): scroll(by: -DashboardState.wheelStep, at: mouse.position)
    case (.wheelDown, _): scroll(by: DashboardState.wheelStep, at: mouse.position)
    default: break
    }
    return []
  }

  /// Whether the panes are there to be clicked; a question is answered with keys alone.
  private var takesClicks: Bool {
    switch layers.last {
    case nil, .filter, .bars: true
    default: false
    }
  }

  private mutating func click(_ point: Point, at instant: Instant) -> [Effect] {
    if let effects = clickChoice(point) { return effects }
    if let effects = clickOverview(point, at: instant) { return effects }
    guard takesClicks, let target = target(at: point) else { return [] }
    message = nil
    // A filter that is being typed is taken as it stands.
    switch layers.last {
    case .filter, .bars: layers.removeLast()
    default: break
    }
    let isDouble = lastClick?.isDoubled(by: target, at: instant) ?? false
    lastClick = isDouble ? nil : Click(target: target, at: instant)
    if let pane = target.pane { focus = pane }
    defer { if focus == .alarms { alarms.see() } }
    switch target {
    case .pane, .part: return []
    case .bar(let moment):
      goToTime(moment)
      return []
    case .field:
      if !keyContext.isTyping { enterField() }
      return []
    case .row(_, let name):
      select(name)
      return isDouble ? perform(focus == .customers ? .lookUp : .open) : []
    }
  }

  /// Selects a row of the focused pane, and gives the keys to the rows.
  private mutating func select(_ name: String) {
    switch focus {
    case .customers:
      customers.isTyping = false
      customers.cursor.selected = name
    case .workflow:
      workflow.isTyping = false
      workflow.cursor.selected = name
    case .logs: selectLog(Int(name))
    case .alarms: alarms.cursor.selected = name
    }
  }

  /// Scrolls what lies under the mouse, whatever has the keys.
  private mutating func scroll(by rows: Int, at point: Point) {
    switch layers.last {
    case .confirm, .prompt, .jump, .save: break
    case .contexts, .themes: _ = moveChoice(by: rows.signum())
    case .overview: _ = moveOverview(rows > 0 ? .down : .up)
    case .bars: moveBar(by: rows.signum())
    case .columns: changeColumns { $0.move(by: rows.signum()) }
    case nil, .filter:
      if let pane = target(at: point)?.pane { scroll(pane, by: rows) }
    default: scrollPage { $0 + rows }
    }
  }

  private mutating func scroll(_ pane: Pane, by rows: Int) {
    switch pane {
    case .customers:
      let geometry = CustomersGeometry(self)
      customers.scroll(by: rows, height: geometry.listHeight, selecting: geometry.safeHeight)
    case .workflow:
      let height = WorkflowGeometry(self).rows.height
      workflow.cursor.scroll(by: rows, in: workflow.ids, height: height)
    case .logs: scrollLogs(by: rows)
    case .alarms:
      let height = AlarmsGeometry(self).rows.height
      alarms.scroll(by: rows, height: height)
    }
  }
}
