internal import Terminal

/// Fields of text, with the terminal's own cursor where the keys go.
extension Canvas {
  /// Draws a field, scrolled so that its cursor is in sight.
  func draw(
    _ field: TextField,
    in rect: Rect,
    hasCursor: Bool,
    role: Role = .text,
    on frame: inout Frame
  ) {
    guard rect.width > 1 else { return }
    let text = SafeText(field.text)
    let cursor = SafeText(field.textBeforeCursor).width
    let first = max(0, cursor - (rect.width - 1))
    let base = theme[role].over(rect.y == frame.size.rows - 1 ? theme[.footer] : theme[.text])
    let style = field.isAllSelected && hasCursor ? base.over(theme[.selection]) : base
    let shown = text.slice(columns: first..<first + rect.width)
    frame.put(shown, at: rect.origin, style: style, maxWidth: rect.width, marks: theme[.warn])
    if hasCursor { frame.cursor = rect.origin.offset(columns: cursor - first) }
  }
}
