internal import Terminal

/// How what fits the typed command looks.
extension Canvas {
  /// The most rows that the list has.
  private static let mostRows = 10
  /// The widest that the list is.
  private static let widest = 96

  /// Draws the list above the prompt, whose line the footer is.
  func drawCompletions(of prompt: CommandPrompt, on frame: inout Frame) {
    let fitting = state.completions(of: prompt)
    let body = Layout.body(state.size)
    let most = max(1, min(Canvas.mostRows, body.height - 4))
    let notes = fitting.isEmpty || prompt.refusal != nil ? 1 : 0
    let count = min(fitting.count, most - notes)
    let height = count + notes + 2
    let rect = Rect(
      x: body.x,
      y: body.maxY - height,
      width: min(body.width, Canvas.widest),
      height: height
    )
    frame.fill(rect, theme[.text])
    border(
      rect,
      focused: true,
      title: [span("Commands", .focus)],
      note: [span(SafeText(promptKeys), .muted)],
      on: &frame
    )
    let inside = rect.inset(columns: 2, rows: 1)
    let parts = inside.split(top: count)
    draw(fitting, choice: prompt.choice, in: parts.top, on: &frame)
    if notes > 0 { drawNote(on: prompt, in: parts.bottom, on: &frame) }
  }

  private func draw(
    _ fitting: [Completion],
    choice: Int?,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let first = min(max(0, (choice ?? 0) - rect.height / 2), max(0, fitting.count - rect.height))
    let shown = fitting[first..<min(fitting.count, first + rect.height)]
    let titles = fitting.map { SafeText($0.title).width }
    let width = min(titles.max() ?? 0, max(12, rect.width / 2 - 2))
    for (line, completion) in shown.enumerated() {
      let row = rect.row(line)
      let isRefused = completion.refusal != nil
      put(
        SafeText(completion.title),
        at: row.origin,
        isRefused ? .muted : .text,
        width: width,
        on: &frame
      )
      let words = completion.refusal.map { "Not now: \($0)." } ?? completion.sentence
      put(
        SafeText(words),
        at: row.origin.offset(columns: width + 2),
        .muted,
        width: row.width - width - 2,
        on: &frame
      )
      if first + line == choice { select(row.inset(columns: -1), on: &frame) }
    }
    scrollMarks(
      rect.inset(right: -1),
      above: first > 0,
      below: first + rect.height < fitting.count,
      on: &frame
    )
  }

  /// Why what was typed was not done, or what is still to be typed where no list says it.
  private func drawNote(on prompt: CommandPrompt, in rect: Rect, on frame: inout Frame) {
    if let refusal = prompt.refusal {
      let line = SafeText("\(glyphs.failed) " + refusal)
      put(line, at: rect.origin, .error, width: rect.width, on: &frame)
      return
    }
    let line = PromptLine(prompt.wanted)
    let word = state.promptWords.first { $0.name == line.name }
    let hint =
      word.map(\.sentence) ?? state.elsewhere(line.name) ?? "No command has this in its name."
    put(SafeText(hint), at: rect.origin, .muted, width: rect.width, on: &frame)
  }

  /// What keys do in the prompt, whose footer is the prompt itself.
  private var promptKeys: String {
    let commands: [Command] = [.complete, .olderCommand, .back]
    let bindings = state.keys.bindings(in: .prompt).filter { commands.contains($0.command) }
    return bindings.map { binding in
      "\(binding.keys(in: .prompt)[0].shortName(glyphs)) \(binding.title)"
    }.joined(separator: "  ")
  }
}
