internal import Terminal

/// Lines in which something is typed, in the footer.
extension Canvas {
  /// What is said of what is being typed.
  struct PromptNote {
    /// The words.
    var text: SafeText
    /// Whether it cannot be taken like this.
    var isProblem = false
  }

  /// Draws a prompt's label, its field with the cursor, and at the right what is said of what is typed.
  func drawPrompt(
    _ label: String,
    _ field: TextField,
    _ note: PromptNote?,
    on frame: inout Frame
  ) {
    let rect = frame.bounds.row(frame.size.rows - 1)
    let origin = rect.origin.offset(columns: 1)
    let style = theme[.prompt].over(theme[.footer])
    let used = frame.put(label + " ", at: origin, style: style)
    var room = rect.width - used - 2
    if let note {
      let role: Role = note.isProblem ? .error : .muted
      let text = note.isProblem ? glyphs.failed + " " + note.text : note.text
      // What is typed matters more than what is said of it.
      let typed = min(SafeText(field.text).width + 2, room * 2 / 3)
      let cut = text.truncated(to: max(0, room - max(typed, 8) - 2), ellipsis: glyphs.ellipsis)
      if cut.width >= 3 {
        frame.put(
          cut,
          endingAt: Point(x: rect.maxX - 1, y: rect.y),
          style: theme[role].over(theme[.footer])
        )
        room -= cut.width + 2
      }
    }
    let place = Rect(x: origin.x + used, y: rect.y, width: room, height: 1)
    draw(field, in: place, hasCursor: true, role: .prompt, on: &frame)
  }
}
