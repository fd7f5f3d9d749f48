internal import CustomerDomain
internal import Terminal

/// Fields of text, with the terminal's own cursor where the keys go.
extension Canvas {
  /// Draws a field, scrolled so that its cursor is in sight; an id as exactly what it is.
  func draw(
    _ field: TextField,
    in rect: Rect,
    hasCursor: Bool,
    isExact: Bool = false,
    role: Role = .text,
    on frame: inout Frame
  ) {
    guard rect.width > 1 else { return }
    let (text, cursor) = isExact ? exact(field) : safe(field)
    let first = max(0, cursor - (rect.width - 1))
    let base = theme[role].over(rect.y == frame.size.rows - 1 ? theme[.footer] : theme[.text])
    let style = field.isAllSelected && hasCursor ? base.over(theme[.selection]) : base
    let shown = text.slice(columns: first..<first + rect.width)
    frame.put(shown, at: rect.origin, style: style, maxWidth: rect.width, marks: theme[.warn])
    if hasCursor { frame.cursor = rect.origin.offset(columns: cursor - first) }
  }

  private func safe(_ field: TextField) -> (text: SafeText, cursor: Int) {
    (SafeText(field.text), SafeText(field.textBeforeCursor).width)
  }

  private func exact(_ field: TextField) -> (text: SafeText, cursor: Int) {
    let text = field.text
    let count = field.textBeforeCursor.unicodeScalars.count
    return (
      SafeText(ExactText(text, isTyped: true)),
      SafeText(ExactText(typed: text, before: count)).width
    )
  }
}
