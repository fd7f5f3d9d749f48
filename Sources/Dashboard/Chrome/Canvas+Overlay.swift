internal import Terminal

/// What stands in the middle of the screen: help and questions.
extension Canvas {
  /// Draws help or a question over everything else.
  func drawOverlay(on frame: inout Frame) {
    switch state.layers.last {
    case .help(let top): drawHelp(from: top, on: &frame)
    case .confirm(let question): draw(question, on: &frame)
    case .prompt(let prompt): drawCompletions(of: prompt, on: &frame)
    case .contexts: drawContexts(on: &frame)
    case .themes: drawThemes(on: &frame)
    case .columns(let chooser): draw(chooser, on: &frame)
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
    if state.usesMouse {
      for (index, line) in SafeText(mouseSentence(in: context)).wrapped(to: room).enumerated() {
        rows.append((index == 0 ? "mouse" : .empty, line, false))
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

  /// What the mouse does there.
  private func mouseSentence(in context: KeyContext) -> String {
    let selecting = "With Shift held, most terminals select text as ever."
    if context == .overview {
      return "A click selects a part, a double click goes to its pane. \(selecting)"
    }
    guard KeyContext.rows.contains(context) else { return "The wheel scrolls. \(selecting)" }
    return "A click goes to a pane and its row, a double click opens it, the wheel scrolls. "
      + selecting
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
