internal import Terminal

/// What the lists of themes and contexts have in common.
extension Canvas {
  /// Draws the opened list: its border, and each row in sight by `draw`.
  func drawChoice(
    _ title: String,
    _ geometry: ChoiceGeometry,
    on frame: inout Frame,
    row draw: (Int, Rect, inout Frame) -> Void
  ) {
    frame.fill(geometry.box, theme[.text])
    border(
      geometry.box,
      focused: true,
      title: [span(SafeText(title), .focus)],
      note: [],
      on: &frame
    )
    let rows = geometry.rows
    for line in 0..<min(rows.height, geometry.count - geometry.top) {
      let index = geometry.top + line
      draw(index, rows.row(line).inset(columns: 1), &frame)
      guard index == geometry.selected else { continue }
      frame.put(glyphs.pointer, at: rows.row(line).origin, style: theme[.focus])
      select(rows.row(line), on: &frame)
    }
    scrollMarks(
      rows.inset(right: 1),
      above: geometry.top > 0,
      below: geometry.top + rows.height < geometry.count,
      on: &frame
    )
  }
}
