internal import Terminal

/// How the list of contexts looks.
extension Canvas {
  /// Draws the list in the middle of the screen.
  func drawContexts(on frame: inout Frame) {
    guard let geometry = ChoiceGeometry(state) else { return }
    let marks = state.listedContexts
    let names = marks.map { SafeText($0.name) }
    let room = geometry.rows.width - 4
    let nameWidth = min(names.map(\.width).max() ?? 0, max(10, room - 24))
    let markWidth = marks.map { SafeText(words(of: $0)).width }.max() ?? 0
    drawChoice("Contexts", geometry, on: &frame) { index, rect, frame in
      let mark = marks[index]
      if mark.name == state.context.name {
        frame.put(glyphs.ok, at: rect.origin.offset(columns: 1), style: theme[.accent])
      }
      var x = 3
      put(names[index], at: rect.origin.offset(columns: x), .text, width: nameWidth, on: &frame)
      x += nameWidth + 2
      frame.put(
        spans(of: mark),
        at: rect.origin.offset(columns: x),
        maxWidth: max(0, rect.width - x)
      )
      x += markWidth == 0 ? 0 : markWidth + 2
      let region = SafeText(mark.region)
      put(region, at: rect.origin.offset(columns: x), .muted, width: rect.width - x, on: &frame)
    }
    drawContextsNote(in: geometry.below.inset(columns: 2), on: &frame)
  }

  /// What is missing from the list, or how there come to be more.
  private func drawContextsNote(in rect: Rect, on frame: inout Frame) {
    if let trouble = state.contexts.trouble {
      putTrouble(trouble, wrappedIn: rect, on: &frame)
    } else {
      put(
        "More: 'contexts' in config.yaml.",
        wrappedIn: rect.inset(top: rect.height > 1 ? 1 : 0),
        .muted,
        on: &frame
      )
    }
  }

  private func words(of mark: ContextMark) -> String {
    spans(of: mark).map(\.text.text).joined()
  }

  private func spans(of mark: ContextMark) -> [Span] {
    var spans: [Span] = []
    if mark.isProduction { spans.append(span("\(glyphs.alarm) PRODUCTION", .alarm)) }
    if mark.isProduction, mark.isReadOnly { spans.append(span("  ", .text)) }
    if mark.isReadOnly { spans.append(span("READ-ONLY", .warn)) }
    return spans
  }
}
