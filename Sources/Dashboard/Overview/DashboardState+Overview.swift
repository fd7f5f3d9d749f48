internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What happens in the overview.
extension DashboardState {
  /// How long a change of an alarm lights the alarms, in milliseconds.
  private static let alarmLight: Int64 = 3000

  /// Whether the overview lies over the panes, be it below something else.
  var showsOverview: Bool { layers.contains(.overview) }

  /// Where the parts stand now; `nil` before there are any.
  var overviewLayout: OverviewLayout? { overview.layout }

  /// Opens the overview, or closes it.
  mutating func toggleOverview() {
    overview.hop = nil
    if layers.last == .overview { layers.removeLast() } else { layers.append(.overview) }
  }

  /// Takes new figures.
  mutating func takeOverview(_ new: Overview, at: Instant, lighting span: Int64) {
    advance(to: at)
    overview.take(new, at: at, lighting: span)
  }

  /// Takes note that there are no new figures; the parts may be known nevertheless.
  mutating func failOverview(_ parts: Overview?, _ failure: ServiceFailure, retryAt: Instant?) {
    if let parts { overview.show(parts) }
    overview.freshness.failed(failure, retryAt: retryAt)
  }

  /// Has figures fetched while the overview is open, and forgets what is over.
  mutating func settleOverview() -> [Effect] {
    let isOpen = showsOverview
    if isOpen {
      let reds = alarms.all.lazy.map(\.alarm).prefix { $0.state == .alarm }
      overview.settle(now: now, reds: reds)
      overview.layOut(in: OverviewGeometry(self).parts.size)
      settleOverviewList()
    }
    guard isOpen != overview.isWatched else { return [] }
    overview.isWatched = isOpen
    return [isOpen ? .watchOverview : .leaveOverview]
  }

  /// A change among the alarms is what passes through them.
  mutating func lightAlarms() {
    if showsOverview { overview.lightAlarms(until: now + DashboardState.alarmLight) }
  }

  private mutating func settleOverviewList() {
    guard overviewLayout?.density == .row else { return }
    overview.cursor.settle(in: overview.ids, height: OverviewGeometry(self).rows.height)
  }

  /// Moves the selection as the command says; `false` where the overview does not have the keys.
  mutating func moveOverview(_ command: Command) -> Bool {
    guard layers.last == .overview else { return false }
    guard let layout = overviewLayout, let selected = overview.selectedRow?.id else { return true }
    let page = max(1, OverviewGeometry(self).rows.height - 1)
    switch command {
    case .top: overview.cursor.move(by: -1_000_000, in: overview.ids)
    case .bottom: overview.cursor.move(by: 1_000_000, in: overview.ids)
    case .up: go(.up, from: selected, layout)
    case .down: go(.down, from: selected, layout)
    case .previousSection: go(.left, from: selected, layout)
    case .nextSection: go(.right, from: selected, layout)
    case .pageUp: overview.cursor.move(by: -page, in: overview.ids)
    case .pageDown: overview.cursor.move(by: page, in: overview.ids)
    default: break
    }
    return true
  }

  private mutating func go(
    _ direction: OverviewLayout.Direction,
    from id: String,
    _ layout: OverviewLayout
  ) {
    if let next = layout.neighbour(of: id, direction) { overview.cursor.selected = next }
  }

  /// Selects the part at a cell; `nil` where the overview does not have the mouse.
  mutating func clickOverview(_ point: Point, at instant: Instant) -> [Effect]? {
    guard layers.last == .overview else { return nil }
    message = nil
    guard let layout = overviewLayout,
      let id = OverviewGeometry(self).part(at: point, layout, top: overview.cursor.top)
    else { return [] }
    let target = MouseTarget.part(id)
    let isDouble = lastClick?.isDoubled(by: target, at: instant) ?? false
    lastClick = isDouble ? nil : Click(target: target, at: instant)
    overview.cursor.selected = id
    return isDouble ? perform(.open) : []
  }
}

extension DashboardState {
  /// Goes to the pane of the selected part, with what fits it selected or filtered.
  mutating func openOverviewPart() {
    guard let part = overview.selectedRow?.part else { return }
    layers.removeLast()
    switch part.kind {
    case .api, .apiFunction, .workflowFunction:
      hop(to: .logs, filter: part.logSource)
      followLogs()
    case .workflow, .rule: hop(to: .workflow)
    case .alarms, .topic: hop(to: .alarms)
    case .table: hop(to: .customers)
    }
  }

  /// Goes to a pane, so that Esc leads back; without a filter the pane's own one stays.
  private mutating func hop(to pane: Pane, filter: String? = nil) {
    let before = self.filter(of: pane)
    focus = pane
    if let filter { setFilter(filter, of: pane) }
    overview.hop = .init(pane: pane, filter: self.filter(of: pane), before: before)
    switch pane {
    case .customers: enterField()
    case .workflow: leaveField()
    case .logs, .alarms: break
    }
  }

  /// Goes back to the overview where it led here and nothing was filtered since; `false` elsewhere.
  mutating func hopBack() -> Bool {
    guard let hop = overview.hop, hop.pane == focus, filter(of: focus) == hop.filter else {
      return false
    }
    setFilter(hop.before, of: focus)
    overview.hop = nil
    layers.append(.overview)
    return true
  }
}

extension BackendPart {
  /// What the log calls what it writes: the last part of its group's name.
  fileprivate var logSource: String? {
    logGroup.flatMap { $0.split(separator: "/").last.map(String.init) }
  }
}
