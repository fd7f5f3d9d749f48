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
    let filtered =
      filter.isEmpty
      ? [] : [span(" / ", .muted), span(SafeText(filter, columns: 0..<24), .match)]
    return [name] + remarks(on: pane) + filtered
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
      guard running > 0 else { return sorted }
      return [dash, span("\(glyphs.running) \(running) running", .running)] + sorted
    case .logs: return logRemarks.flatMap { [dash, $0] }
    case .alarms:
      let red = state.alarms.tally[.alarm] ?? 0
      let sorted = state.alarms.order == .worst ? [] : [dash, span("by name", .muted)]
      guard red > 0 else { return sorted }
      let new = state.alarms.unseen.isEmpty ? "" : " NEW"
      return [dash, span("\(glyphs.alarm) \(red)\(new)", .alarm)] + sorted
    }
  }

  /// How old the pane's data is, where the header does not say the same.
  private func note(of pane: Pane) -> [Span] {
    let freshness: Freshness
    switch pane {
    case .customers, .logs: return []
    case .workflow: freshness = state.workflow.freshness
    case .alarms: freshness = state.alarms.freshness
    }
    guard let last = freshness.lastSuccess else { return [] }
    let age = Age.data.text(last, now: state.now)
    guard age != state.dataAge || freshness.failure != nil else { return [] }
    return [span("data \(age)", freshness.failure == nil ? .muted : .warn)]
  }

  /// What cannot be done, in one line; what is below it is the last that was known.
  func drawBanner(_ text: String?, in rect: Rect, on frame: inout Frame) {
    guard let text, !rect.isEmpty else { return }
    putTrouble(text, wrappedIn: rect, on: &frame)
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
    let spans = summary(of: pane)
    let room = rect.width - start - 1
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
