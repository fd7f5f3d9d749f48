internal import CustomerDomain
internal import Terminal

/// How a workflow from top to bottom looks.
extension Canvas {
  /// The widest that a condition is told before its state.
  private static let widestCondition = 40

  /// Draws a line with each state's status.
  func draw(
    _ line: FlowLine,
    tallies: [String: StateTally],
    in rect: Rect,
    on frame: inout Frame
  ) {
    var spans = [span(rails(line.rails, within: rect.width / 2), .border)]
    let isAlone = line.name == nil && line.reference == nil
    if !line.words.isEmpty {
      let room = isAlone ? rect.width : min(Canvas.widestCondition, rect.width / 3)
      let words = line.words.truncated(to: room, ellipsis: glyphs.ellipsis)
      spans.append(span(words, .muted))
      if !isAlone { spans.append(span(line.name == nil ? " " : " \(glyphs.arrow) ", .border)) }
    }
    let tail = tail(of: line, tallies: tallies)
    if let name = line.name {
      let tally = tallies[name]
      let look = look(of: tally?.status)
      let used = width(spans) + 2 + width(tail)
      let label = line.label.truncated(
        to: max(8, rect.width - used),
        ellipsis: glyphs.ellipsis
      )
      spans += [span(look.glyph, look.role), span(" " + label, tally == nil ? .muted : .text)]
    }
    frame.put(spans + tail, at: rect.origin, maxWidth: rect.width)
  }

  private func width(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + $1.text.width } }

  /// What stands behind a state's name: how it went, what it is, and where it leads.
  private func tail(of line: FlowLine, tallies: [String: StateTally]) -> [Span] {
    var tail = line.name.flatMap { tallies[$0] }.map(how) ?? []
    if !line.note.isEmpty { tail.append(span("  " + line.note, .muted)) }
    if let reference = line.reference {
      let limit = max(12, state.insidePage.width / 3)
      let label = reference.label.truncated(to: limit, ellipsis: glyphs.ellipsis)
      let space: SafeText = line.name == nil ? "" : "  "
      tail.append(span(space + glyphs.arrow + " ", .border))
      tail.append(span(label + " " + (reference.isAbove ? glyphs.up : glyphs.down), .muted))
    }
    return tail
  }

  /// How often a state was entered and how that went, or how long it took the one time.
  private func how(_ tally: StateTally) -> [Span] {
    let last = tally.last
    if let iterations = last.iterations {
      let isBad = iterations.failed > 0
      return [span(SafeText("  " + iterations.words), isBad ? .failed : .text)]
    }
    guard tally.isIterated else {
      var spans = [span(SafeText("  " + took(last)), .muted)]
      if last.retries > 0 {
        spans.append(span(SafeText("  " + last.retryWords), .warn))
      }
      if tally.count > 1 { spans.append(span(SafeText("  \(tally.count) times"), .muted)) }
      return spans
    }
    let parts: [(Int, SafeText, Role)] = [
      (tally.succeeded, glyphs.ok, .succeeded), (tally.failed, glyphs.failed, .failed),
      (tally.aborted, glyphs.aborted, .aborted), (tally.running, glyphs.running, .running),
    ]
    return parts.filter { $0.0 > 0 }.map { span(SafeText("  \($0.0) ") + $0.1, $0.2) }
  }

  /// The lines before a line's text; of those that take too much room, the last ones.
  private func rails(_ rails: [FlowLine.Rail], within columns: Int) -> SafeText {
    let box = glyphs.box
    let room = max(1, columns / 3)
    let shown = rails.suffix(room)
    let text = shown.reduce(SafeText.empty) { text, rail in
      switch rail {
      case .none: text + "   "
      case .passing: text + box.vertical + "  "
      case .branch: text + box.teeLeft + box.horizontal + " "
      case .last: text + box.bottomLeft + box.horizontal + " "
      }
    }
    return rails.count > shown.count ? glyphs.ellipsis + " " + text : text
  }
}
