internal import Terminal

/// Lines in which something is typed, in the footer.
extension Canvas {
  /// What is said of what is being typed.
  struct PromptNote {
    /// The words.
    var text: SafeText
    /// Fewer words, for where there is little room; empty for none.
    var brief: SafeText = .empty
    /// Whether it cannot be taken like this.
    var isProblem = false
    /// Whether it is probably not meant like this.
    var isWarning = false
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
      let role: Role = note.isProblem ? .error : note.isWarning ? .warn : .muted
      // What is typed matters more than what is said of it.
      let typed = min(SafeText(field.text).width + 2, room * 2 / 3)
      let free = room - max(typed, 8) - 2
      let sign = note.isProblem ? glyphs.failed + " " : .empty
      let text = [sign + note.text, sign + note.brief].first { $0.width <= free } ?? sign
      if !text.isEmpty, text.width <= free {
        frame.put(
          text,
          endingAt: Point(x: rect.maxX - 1, y: rect.y),
          style: theme[role].over(theme[.footer])
        )
        room -= text.width + 2
      }
    }
    let place = Rect(x: origin.x + used, y: rect.y, width: room, height: 1)
    draw(field, in: place, hasCursor: true, role: .prompt, on: &frame)
  }
}
