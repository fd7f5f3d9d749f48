internal import Terminal

/// How the list of themes looks.
extension Canvas {
  /// Draws the list at the right, and below it what the theme makes of states.
  func drawThemes(on frame: inout Frame) {
    guard case .themes(let open) = state.layers.last, let geometry = ChoiceGeometry(state) else {
      return
    }
    drawChoice("Themes", geometry, on: &frame) { index, rect, frame in
      let name = state.themes[index]
      if name == open.before {
        frame.put(glyphs.ok, at: rect.origin.offset(columns: 1), style: theme[.accent])
      }
      put(
        SafeText(name),
        at: rect.origin.offset(columns: 3),
        .text,
        width: rect.width - 3,
        on: &frame
      )
    }
    let room = geometry.below
    let lines = ThemeSample.lines(theme)
    let start = room.height >= ThemeSample.height ? 1 : 0
    for (index, line) in lines.prefix(max(0, room.height - start)).enumerated() {
      let row = room.row(start + index).inset(columns: 2)
      frame.put(line, at: row.origin, maxWidth: row.width)
    }
  }
}
