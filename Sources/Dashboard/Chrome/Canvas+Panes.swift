internal import CustomerDomain
internal import Terminal

/// Panes: open ones in a border, closed ones as a line.
extension Canvas {
  /// Draws a pane, or its summary where it has a single row.
  func draw(_ pane: Pane, in rect: Rect, on frame: inout Frame) {
    if rect.height == 1 { return drawSummary(of: pane, in: rect, on: &frame) }
    border(
      rect,
      focused: hasFocus(pane),
      title: title(of: pane),
      note: note(of: pane),
      on: &frame
    )
    switch pane {
    case .customers: drawCustomers(on: &frame)
    case .workflow: drawWorkflow(on: &frame)
    case .logs: drawLogs(on: &frame)
    case .alarms: drawAlarms(on: &frame)
    }
  }

  /// The number that goes there and the pane's name, then what is worth knowing at once.
  private func title(of pane: Pane) -> [Span] {
    let name = span("\(pane.rawValue) \(pane.title)", hasFocus(pane) ? .focus : .title)
    let filter = state.filter(of: pane)
    let shown = SafeText(filter, columns: 0..<256).truncated(to: 24, ellipsis: glyphs.ellipsis)
    let filtered = filter.isEmpty ? [] : [span(" / ", .muted), span(shown, .match)]
    let dash = span(" \(glyphs.box.horizontal) ", hasFocus(pane) ? .borderFocused : .border)
    let named = pane == .logs ? nil : state.times.zone
    let zone = named.map { [dash, span(SafeText($0), .muted)] } ?? []
    return [name] + remarks(on: pane) + zone + filtered
  }

  private func remarks(on pane: Pane) -> [Span] {
    let dash = span(" \(glyphs.box.horizontal) ", hasFocus(pane) ? .borderFocused : .border)
    switch pane {
    case .customers:
      return state.customers.order == .newest ? [] : [dash, span("by id", .muted)]
    case .workflow:
      let sorted =
        state.workflow.order == .newest ? [] : [dash, span("failed ones first", .muted)]
      let running = state.workflow.visible.filter { !$0.execution.status.isFinal }.count
      let underWay =
        running == 0 ? [] : [dash, span("\(glyphs.running) \(running) running", .running)]
      // Where there is little room for a title, what cannot be seen comes first.
      return newRuns.flatMap { [dash, $0] } + underWay + sorted + olderRuns.flatMap { [dash, $0] }
    case .logs: return logRemarks.flatMap { [dash, $0] }
    case .alarms:
      let red = state.alarms.tally[.alarm] ?? 0
      let sorted = state.alarms.order == .worst ? [] : [dash, span("by name", .muted)]
      guard red > 0 else { return sorted }
      let isStale = state.alarms.freshness.failure != nil
      let new = isStale ? "?" : state.alarms.unseen.isEmpty ? "" : " NEW"
      return [dash, span("\(glyphs.alarm) \(red)\(new)", isStale ? .muted : .alarm)] + sorted
    }
  }

  /// The runs that have come above the edge while a selection holds the list.
  private var newRuns: [Span] {
    let new = state.workflow.newAbove
    guard !new.isEmpty else { return [] }
    let failed = new.count { $0.status.trouble == 0 }
    guard failed > 0 else { return [span("\(new.count) new", .warn)] }
    return [span("\(new.count) new, \(failed) failed", .failed)]
  }

  /// How old the pane's data is, where the header does not say the same or newer data should have come.
  private func note(of pane: Pane) -> [Span] {
    let freshness: Freshness
    switch pane {
    case .customers, .logs: return []
    case .workflow: freshness = state.workflow.freshness
    case .alarms: freshness = state.alarms.freshness
    }
    guard let last = freshness.lastSuccess else { return [] }
    let age = Age.data.text(last, now: state.now)
    let isOverdue = state.isOverdue(pane)
    guard age != state.dataAge || freshness.failure != nil || isOverdue else { return [] }
    let isBad = freshness.failure != nil || isOverdue && !state.isPaused
    return [span("data \(age)", isBad ? .warn : .muted)]
  }

  /// What cannot be done, in one line; what is below it is the last that was known.
  func drawTrouble(of pane: Pane, in rect: Rect, on frame: inout Frame) {
    guard let trouble = state.trouble(of: pane), !rect.isEmpty else { return }
    let lines = trouble.lines(
      width: rect.width,
      limit: rect.height,
      sign: glyphs.failed,
      ellipsis: glyphs.ellipsis
    )
    for (index, line) in lines.enumerated() {
      frame.put(line, at: rect.origin.offset(rows: index), style: theme[.text])
    }
    emphasizeTrouble(trouble.emphasis(in: lines.first, sign: glyphs.failed), in: rect, on: &frame)
  }

  /// Says why there are no rows.
  func drawEmpty(_ text: String, in rect: Rect, on frame: inout Frame) {
    put(text, wrappedIn: rect, .muted, on: &frame)
  }

  private func drawSummary(of pane: Pane, in rect: Rect, on frame: inout Frame) {
    let name = frame.put(
      "\(pane.rawValue) \(pane.title)",
      at: rect.origin.offset(columns: 1),
      style: theme[.title]
    )
    let start = max(14, name + 3)
    let room = rect.width - start - 1
    if state.trouble(of: pane) != nil {
      let line = Rect(x: rect.x + start, y: rect.y, width: room, height: 1)
      return drawTrouble(of: pane, in: line, on: &frame)
    }
    let age = state.isOverdue(pane) ? note(of: pane) : []
    let spans = joined([age, summary(of: pane)].filter { !$0.isEmpty })
    let isCut = spans.reduce(0) { $0 + $1.text.width } > room
    frame.put(
      spans,
      at: rect.origin.offset(columns: start),
      maxWidth: isCut ? room - glyphs.ellipsis.width : room
    )
    guard isCut else { return }
    put(glyphs.ellipsis, endingAt: Point(x: rect.maxX - 1, y: rect.y), .muted, on: &frame)
  }

  private func summary(of pane: Pane) -> [Span] {
    switch pane {
    case .customers: customersSummary
    case .workflow: workflowSummary
    case .logs: logsSummary
    case .alarms: alarmsSummary
    }
  }

  /// Several things in one line, with a dot between them.
  func joined(_ pieces: [[Span]]) -> [Span] {
    Array(pieces.joined(separator: [span(" \(glyphs.separator) ", .muted)]))
  }
}
