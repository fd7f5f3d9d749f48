internal import Terminal

/// The last line: the prompt, else the last message, else what the keys do here and now.
extension Canvas {
  /// Draws the last line.
  func drawFooter(on frame: inout Frame) {
    let rect = frame.bounds.row(frame.size.rows - 1)
    frame.fill(rect, theme[.footer])
    let origin = rect.origin.offset(columns: 1)
    if case .filter(let prompt) = state.layers.last {
      let label = frame.put(
        "filter \(prompt.pane.title) / ",
        at: origin,
        style: theme[.prompt].over(theme[.footer])
      )
      let field = Rect(
        x: origin.x + label,
        y: rect.y,
        width: rect.width - label - 2,
        height: 1
      )
      draw(prompt.field, in: field, hasCursor: true, role: .prompt, on: &frame)
    } else if let message = state.message {
      let style = theme[message.isError ? .error : .text].over(theme[.footer])
      let glyph = message.isError ? "\(glyphs.failed) " : ""
      let text = SafeText(glyph + message.text).truncated(to: rect.width - 2)
      frame.put(text, at: origin, style: style)
    } else {
      drawKeys(in: rect.inset(columns: 1), on: &frame)
    }
  }

  /// The keys as the table has them; the last ones, help and quit, are never left out.
  private func drawKeys(in rect: Rect, on frame: inout Frame) {
    let context = state.keyContext
    let named = state.keys.bindings(in: context).filter { binding in
      let isDone = binding.command == .bottom && state.logs.follows
      return !binding.title.isEmpty && !isDone
    }
    let isKept = { (binding: KeyBinding) in
      [.help, .quit, .quitFromField, .decline, .back].contains(binding.command)
    }
    let words = named.map { (binding: $0, width: word($0, context).width + 3) }
    var room = rect.width + 3 - words.filter { isKept($0.binding) }.reduce(0) { $0 + $1.width }
    var x = rect.x
    for (binding, width) in words {
      if !isKept(binding) {
        guard room >= width else { continue }
        room -= width
      }
      let isRefused = binding.refusal(state) != nil
      let key = binding.keys(in: context)[0].shortName(glyphs)
      let keyStyle = theme[isRefused ? .muted : .key].over(theme[.footer])
      let wordStyle = theme[.muted].over(theme[.footer])
      var used = frame.put(key, at: Point(x: x, y: rect.y), style: keyStyle)
      used += frame.put(
        " " + title(of: binding),
        at: Point(x: x + used, y: rect.y),
        style: isRefused ? wordStyle : theme[.footer]
      )
      x += used + 3
    }
  }

  private func word(_ binding: KeyBinding, _ context: KeyContext) -> SafeText {
    let key = binding.keys(in: context)[0].shortName(glyphs)
    return SafeText(key + " " + title(of: binding))
  }

  private func title(of binding: KeyBinding) -> String {
    let context = state.keyContext
    return switch binding.command {
    case .pause where state.isPaused: "go on"
    case .brief where !state.logs.isBrief: "brief"
    case .wrap where context == .logEvent && !state.logs.wrapsOpened: "wrap"
    case .wrap where context == .logs && state.logs.wraps: "cut"
    default: binding.title
    }
  }
}
