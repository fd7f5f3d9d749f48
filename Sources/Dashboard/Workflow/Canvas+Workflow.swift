internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the Workflow pane looks.
extension Canvas {
  /// Draws the form, the runs, and the selected one's graph.
  func drawWorkflow(on frame: inout Frame) {
    let geometry = WorkflowGeometry(state)
    let workflow = state.workflow
    let hasCursor = hasFocus(.workflow) && state.keyContext == .workflowField
    drawTrouble(of: .workflow, in: geometry.banner, on: &frame)
    let hint = state.context.isReadOnly ? "READ-ONLY: nothing can be submitted" : "id to submit"
    drawForm(workflow.field, in: geometry.field, hasCursor: hasCursor, hint: hint, on: &frame)
    if let note = workflow.note {
      if note.isError {
        putTrouble(note.text, wrappedIn: geometry.note, on: &frame)
      } else {
        put(
          SafeText("\(glyphs.running) \(note.text)", columns: 0..<600),
          at: geometry.note.origin,
          .muted,
          width: geometry.note.width,
          on: &frame
        )
      }
    }
    drawList(geometry, hasCursor: hasCursor, on: &frame)
    drawShape(in: geometry.graph, on: &frame)
  }

  /// The workflow of the selected run, from left to right where it fits, else from top to bottom.
  private func drawShape(in rect: Rect, on frame: inout Frame) {
    guard !rect.isEmpty, let report = state.workflow.report else { return }
    let isCurrent = report.detail.execution.arn == state.workflow.selectedRow?.id
    let tallies = isCurrent ? report.tallies : [:]
    if let drawing = report.drawing(within: rect.width) {
      return draw(drawing, runs: tallies, at: rect.origin, in: rect, on: &frame)
    }
    for (index, line) in report.flow.prefix(rect.height).enumerated() {
      draw(line, tallies: tallies, in: rect.row(index), on: &frame)
    }
  }

  private func drawList(_ geometry: WorkflowGeometry, hasCursor: Bool, on frame: inout Frame) {
    let workflow = state.workflow
    let columns = ExecutionColumns(width: geometry.rows.width, times: state.times)
    guard !workflow.visible.isEmpty else {
      let text =
        workflow.freshness.isLoading
        ? "looking for runs…\(state.patience)"
        : !workflow.filter.isEmpty
          ? "no run has “\(workflow.filter)” in it"
          : workflow.freshness.lastSuccess == nil
            ? ""
            : state.context.isReadOnly ? "no runs yet" : "no runs yet: type an id and press enter"
      return drawEmpty(text, in: geometry.rows, on: &frame)
    }
    if !geometry.heading.isEmpty { drawHeading(columns, in: geometry.heading, on: &frame) }
    let selected = workflow.cursor.index(in: workflow.ids)
    let places = geometry.places(workflow)
    for (index, rect) in places.places {
      draw(workflow.visible[index], columns, in: rect, on: &frame)
      guard index == selected else { continue }
      frame.put(
        glyphs.pointer,
        at: rect.origin,
        style: theme[hasFocus(.workflow) && !hasCursor ? .accent : .muted]
      )
      if hasFocus(.workflow), !hasCursor { select(rect, on: &frame) }
    }
    scrollMarks(
      geometry.rows,
      above: places.first > 0,
      below: places.end < workflow.visible.count,
      on: &frame
    )
  }

  private func drawHeading(_ columns: ExecutionColumns, in rect: Rect, on frame: inout Frame) {
    let words: [(SafeText, Range<Int>)] = [
      ("run", columns.name), ("id", columns.id), ("state", columns.state),
      ("status", columns.status),
    ]
    for (word, range) in words where range.count > 1 {
      put(
        word,
        at: rect.origin.offset(columns: range.lowerBound),
        .muted,
        width: range.count,
        on: &frame
      )
    }
    for (word, range) in [
      ("took", columns.took), (state.times.heading, columns.age),
    ]
    where !range.isEmpty {
      put(
        SafeText(word),
        endingAt: rect.origin.offset(columns: range.upperBound),
        .muted,
        on: &frame
      )
    }
  }

  private func draw(
    _ row: ExecutionRow,
    _ columns: ExecutionColumns,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let execution = row.execution
    let look = look(of: execution.status)
    func cell(_ text: SafeText, _ range: Range<Int>, _ role: Role) {
      guard !range.isEmpty else { return }
      put(
        text,
        at: rect.origin.offset(columns: range.lowerBound),
        role,
        width: range.count,
        on: &frame
      )
    }
    cell(
      row.name.truncated(to: columns.name.count, ellipsis: glyphs.ellipsis),
      columns.name,
      .muted
    )
    // A list does not tell id and state; they are asked for run by run.
    cell(known(execution.customerID, row.customerID), columns.id, .text)
    cell(known(execution.stateName, row.stateName), columns.state, .text)
    // While runs cannot be read nobody knows whether one is still under way.
    let isOpen = state.workflow.freshness.failure != nil && !execution.status.isFinal
    let doubt = isOpen ? "?" : ""
    cell(
      columns.status.count > 1
        ? "\(look.glyph) \(SafeText(execution.status.word + doubt))" : isOpen ? "?" : look.glyph,
      columns.status,
      isOpen ? .muted : look.role
    )
    if !columns.took.isEmpty {
      put(
        SafeText(took(execution)),
        endingAt: rect.origin.offset(columns: columns.took.upperBound),
        .text,
        on: &frame
      )
    }
    put(
      SafeText(time.moment(execution.startedAt, state.times)),
      endingAt: rect.origin.offset(columns: columns.age.upperBound),
      .muted,
      on: &frame
    )
  }

  /// What is known, or a sign that it is not known yet.
  private func known(_ value: String?, _ text: SafeText) -> SafeText {
    value == nil ? glyphs.ellipsis : text
  }

  /// How long a run took, or has been going on.
  func took(_ execution: Execution) -> String {
    execution.durationMilliseconds.map(Took.text)
      ?? Took.elapsed(since: execution.startedAt, now: state.now)
  }

  /// A run's glyph and colour.
  func look(of status: Execution.Status) -> (glyph: SafeText, role: Role) {
    switch status {
    case .running: (glyphs.running, .running)
    case .succeeded: (glyphs.ok, .succeeded)
    case .failed: (glyphs.failed, .failed)
    case .timedOut: (glyphs.timedOut, .failed)
    case .aborted: (glyphs.aborted, .aborted)
    case .pendingRedrive: (glyphs.pending, .muted)
    }
  }

  /// The newest runs, what is under way or went wrong first.
  var workflowSummary: [Span] {
    if state.workflow.freshness.isLoading {
      return [span(SafeText("looking for runs…\(state.patience)"), .muted)]
    }
    let rows = state.workflow.visible.prefix(3)
    guard !rows.isEmpty else { return [span("no runs yet", .muted)] }
    return joined(
      rows.map { row in
        let look = look(of: row.execution.status)
        let name = row.customerID.isEmpty ? row.name : row.customerID
        return [
          span(look.glyph, look.role), span(" ", .text),
          span(name.truncatedMiddle(to: 16, ellipsis: glyphs.ellipsis), .text),
          span(SafeText(" \(row.stateName) \(took(row.execution))"), .muted),
        ]
      }
    )
  }
}
