internal import Terminal

/// How the question before a change looks.
extension Canvas {
  /// The widest that a question is.
  private static let widest = 64

  /// How wide the question is in a place, with a column free on both sides where there is room.
  private func width(in place: Rect) -> Int {
    min(Canvas.widest, place.width >= 44 ? place.width - 2 : place.width)
  }

  /// Draws the question in the pane it is about: its subject whole, where that is, and the answers.
  func draw(_ question: Confirmation, on frame: inout Frame) {
    let others = question.field == nil ? 2 : 3
    let place = place(for: question, others: others)
    let width = width(in: place)
    let room = max(1, place.height - 2 - others)
    let lines = subjectLines(question.action, width: width - 4, limit: room)
    let needed = lines.count + others + 2
    // A line of the pane's own border below the box would only look broken.
    let height = place.height - needed == 1 ? place.height : needed
    let rect = Rect(
      x: place.x + (place.width - width) / 2,
      y: place.y + max(0, place.height - height) / 2,
      width: width,
      height: height
    )
    frame.fill(rect, theme[.text])
    let role: Role = state.context.isProduction ? .alarm : .focus
    let verb = question.action.verb
    let title = SafeText(verb.prefix(1).uppercased() + verb.dropFirst())
    border(rect, focused: true, title: [span(title, role)], note: [], on: &frame)
    let inside = rect.inset(columns: 2, rows: 1)
    for (index, line) in lines.enumerated() {
      frame.put(line, at: inside.row(index).origin, maxWidth: inside.width)
    }
    drawAnswers(question, in: inside.inset(top: lines.count), on: &frame)
  }

  /// The smallest place around the question that has room for the whole name: inside the pane, over
  /// it, else all between header and footer.
  private func place(for question: Confirmation, others: Int) -> Rect {
    let body = Layout.body(state.size)
    let pane = state.paneRects[state.focus] ?? body
    return [pane.inset(columns: 1, rows: 1), pane, body].first { place in
      let width = width(in: place) - 4
      let room = place.height - 2 - others
      guard width > 0, room > 0 else { return false }
      let text = asked(question.action)
      return text.width <= width * room && text.chunked(to: width).count <= room
    } ?? body
  }

  private func asked(_ action: Confirmation.Action) -> SafeText {
    SafeText(action.verb + " ") + SafeText(exactly: action.subject) + "?"
  }

  /// The name over several lines, spaces kept; of one that is too long, both ends and its length.
  private func subjectLines(
    _ action: Confirmation.Action,
    width: Int,
    limit: Int
  ) -> [[Span]] {
    let lines = asked(action).chunked(to: max(1, width))
    var shown = lines.map { [Span($0, theme[.title])] }
    if lines.count > limit {
      let note = "\(glyphs.ellipsis) \(action.subject.utf8.count) bytes in all \(glyphs.ellipsis)"
      let tail = limit >= 3 ? (limit - 1) / 2 : 0
      let head = max(1, limit - 1 - tail)
      shown =
        shown.prefix(head) + [[span(SafeText(note), .warn)]] + shown.suffix(tail)
      shown = Array(shown.prefix(max(limit, 2)))
    }
    guard let first = lines.first, !shown.isEmpty else { return shown }
    let word = action.verb.count + 1
    shown[0] = [
      span(first.slice(columns: 0..<word), .text),
      span(first.slice(columns: word..<max(word, first.width)), .title),
    ]
    return shown
  }

  private func drawAnswers(_ question: Confirmation, in rect: Rect, on frame: inout Frame) {
    let isProduction = state.context.isProduction
    let place = isProduction ? "PRODUCTION \(state.context.name)" : state.context.name
    put(
      SafeText(question.action.place + (question.action.isChanging ? " in \(place)" : "")),
      at: rect.origin,
      isProduction && question.action.isChanging ? .alarm : .muted,
      width: rect.width,
      on: &frame
    )
    if let field = question.field {
      let line = rect.row(1)
      let label = put("type the id again ", at: line.origin, .muted, width: line.width, on: &frame)
      draw(field, in: line.inset(left: label), hasCursor: true, isExact: true, on: &frame)
    }
    var commands: [Command] = [.confirm, .accept, .decline]
    if question.action.hasChoices { commands.append(.nextChoice) }
    let context = state.keyContext
    let answers = state.keys.bindings(in: context).filter { commands.contains($0.command) }
    let words = answers.flatMap { binding -> [Span] in
      let key = binding.keys(in: context)[0].shortName(glyphs)
      return [span(SafeText(key), .key), span(SafeText(" \(title(of: binding))   "), .text)]
    }
    frame.put(words, at: rect.row(rect.height - 1).origin, maxWidth: rect.width)
  }
}
