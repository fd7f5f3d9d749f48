internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The states of a run that failed, each with its tries on the run's time.
extension Canvas {
  /// The most states that are shown; the page of the run has them all.
  private static let stateLimit = 12

  /// Adds a line a state, up to the one that failed last.
  func addStates(_ lines: [StateLine], of execution: Execution, to page: inout WhyPage) {
    let failed = lines.lastIndex { line in
      line.run.map { [.failed, .timedOut].contains($0.status) } ?? false
    }
    let end = failed.map { max($0 + 1, min(lines.count, Canvas.stateLimit)) } ?? lines.count
    let shown = lines[max(0, end - Canvas.stateLimit)..<end]
    if shown.startIndex > 0 {
      let count = shown.startIndex
      page.add { rect, frame in
        let text = SafeText("\(count) states before these")
        put(text, at: rect.origin, .muted, width: rect.width, on: &frame)
      }
    }
    let widest = min(28, max(6, shown.map { $0.label.width + 2 * $0.depth }.max() ?? 0))
    for line in shown {
      page.add { rect, frame in
        draw(line, of: execution, nameWidth: min(widest, rect.width / 3), in: rect, on: &frame)
      }
    }
  }

  private func draw(
    _ line: StateLine,
    of execution: Execution,
    nameWidth: Int,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let indent = min(2 * line.depth, max(0, nameWidth - 6))
    let name = rect.origin.offset(columns: 2 + indent)
    guard let run = line.run else {
      put(line.label, at: name, .muted, width: rect.maxX - name.x, on: &frame)
      return
    }
    let look = look(of: run.status)
    put(look.glyph, at: rect.origin.offset(columns: indent), look.role, width: 1, on: &frame)
    put(line.label, at: name, .text, width: nameWidth - indent, on: &frame)
    let tail = rect.width < 70 ? 8 : 22
    let start = rect.x + nameWidth + 3
    let bar = Rect(x: start, y: rect.y, width: max(4, rect.maxX - tail - start), height: 1)
    let scale = TimeScale(execution, now: state.now, width: bar.width)
    frame.horizontal(
      at: bar.origin,
      width: bar.width,
      style: theme[.border],
      glyph: glyphs.pending
    )
    draw(run, on: scale, in: bar, on: &frame)
    let again = run.retries == 0 ? "" : ", " + run.retryWords
    put(
      SafeText(took(run) + again),
      at: Point(x: bar.maxX + 1, y: rect.y),
      run.error == nil ? .muted : look.role,
      width: rect.maxX - bar.maxX - 1,
      on: &frame
    )
  }
}
