internal import Terminal

/// What stands in the middle of the screen: help and questions.
extension Canvas {
  /// Draws help or a question over everything else.
  func drawOverlay(on frame: inout Frame) {
    switch state.layers.last {
    case .help(let top): drawHelp(from: top, on: &frame)
    case .confirm(let question): draw(question, on: &frame)
    default: break
    }
  }

  /// Where help stands: as large as it needs to be.
  var helpRect: Rect {
    let body = Layout.body(state.size)
    return centered(width: min(body.width, 78), height: min(body.height, helpPage.lineCount + 2))
  }

  /// The keys that count where help was asked for, from the table that dispatches them.
  var helpPage: Page {
    var below = state
    if case .help = below.layers.last { below.layers.removeLast() }
    let context = below.keyContext
    let keyWidth = 15
    let room = min(state.size.columns, 78) - 4 - keyWidth - 1
    var rows: [(keys: SafeText, words: SafeText, isRefused: Bool)] = []
    for binding in state.keys.bindings(in: context) {
      let keys = binding.keys(in: context).map { $0.shortName(glyphs) }
      let refusal = binding.refusal(below)
      let sentence = binding.sentence + (refusal.map { " Not now: \($0)." } ?? "")
      for (index, line) in SafeText(sentence).wrapped(to: room).enumerated() {
        let name = index == 0 ? SafeText(keys.joined(separator: " ")) : .empty
        rows.append((name, line, refusal != nil))
      }
    }
    let section = Page.Section(title: context.rawValue, count: rows.count) { index, rect, frame in
      let row = rows[index]
      put(row.keys, at: rect.origin.offset(columns: 1), .key, width: keyWidth - 1, on: &frame)
      put(
        row.words,
        at: rect.origin.offset(columns: keyWidth + 1),
        row.isRefused ? .muted : .text,
        width: rect.width - keyWidth - 1,
        on: &frame
      )
    }
    return Page(sections: state.calls.isEmpty ? [section] : [section, callsSection])
  }

  /// What the dashboard itself asks of the services.
  private var callsSection: Page.Section {
    let calls = state.calls
    return Page.Section(title: "Calls in the last minute", count: calls.count) {
      index,
      rect,
      frame in
      let origin = rect.origin.offset(columns: 1)
      put(SafeText(calls[index].service), at: origin, .muted, width: 15, on: &frame)
      put(
        SafeText(calls[index].words),
        at: origin.offset(columns: 15),
        .text,
        width: rect.width - 16,
        on: &frame
      )
    }
  }

  private func drawHelp(from top: Int, on frame: inout Frame) {
    let rect = helpRect
    frame.fill(rect, theme[.text])
    border(
      rect,
      focused: true,
      title: [span("Help", .focus)],
      note: [span("esc back", .muted)],
      on: &frame
    )
    let inside = rect.inset(columns: 2, rows: 1)
    helpPage.draw(from: top, in: inside, heading: theme[.title], on: &frame)
    let below = helpPage.lineCount - top > inside.height
    scrollMarks(inside, above: top > 0, below: below, on: &frame)
  }

  private func draw(_ question: Confirmation, on frame: inout Frame) {
    let rect = centered(
      width: min(64, state.size.columns - 2),
      height: question.field == nil ? 5 : 6
    )
    frame.fill(rect, theme[.text])
    let role: Role = state.context.isProduction ? .alarm : .focus
    border(rect, focused: true, title: [span("Delete", role)], note: [], on: &frame)
    let inside = rect.inset(columns: 2, rows: 1)
    let id = SafeText(question.id, columns: 0..<256)
      .truncatedMiddle(to: inside.width - 9, ellipsis: glyphs.ellipsis)
    frame.put(
      [span("delete ", .text), span(id, .title), span(" ?", .text)],
      at: inside.origin,
      maxWidth: inside.width
    )
    let place = state.context.isProduction ? "PRODUCTION \(state.context.name)" : state.context.name
    put(
      SafeText("from customer_ids in \(place)"),
      at: inside.origin.offset(rows: 1),
      state.context.isProduction ? .alarm : .muted,
      width: inside.width,
      on: &frame
    )
    guard let field = question.field else {
      frame.put(
        [span("y", .key), span(" delete   ", .text), span("n", .key), span(" keep", .text)],
        at: inside.origin.offset(rows: 2)
      )
      return
    }
    let label = put(
      "type the id again ",
      at: inside.origin.offset(rows: 2),
      .muted,
      width: inside.width,
      on: &frame
    )
    let box = Rect(
      x: inside.x + label,
      y: inside.y + 2,
      width: inside.width - label,
      height: 1
    )
    draw(field, in: box, hasCursor: true, on: &frame)
    frame.put(
      [span("enter", .key), span(" delete   ", .text), span("esc", .key), span(" keep", .text)],
      at: inside.origin.offset(rows: 3)
    )
  }

  private func centered(width: Int, height: Int) -> Rect {
    let body = Layout.body(state.size)
    return Rect(
      x: body.x + (body.width - width) / 2,
      y: body.y + (body.height - height) / 2,
      width: width,
      height: height
    )
  }
}
