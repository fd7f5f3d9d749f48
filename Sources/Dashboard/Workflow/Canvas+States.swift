internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the states of an opened run look: what happened, on one axis of time.
extension Canvas {
  /// A row a state: sign, name, a bar for each try on the run's time, how long, and trouble.
  func statesSection(_ report: ExecutionReport) -> Page.Section {
    let lines = report.states
    let width = state.insidePage.width - 2
    let widest = lines.map { 2 * $0.depth + $0.label.width }.max() ?? 0
    let nameWidth = min(max(10, width * 2 / 5), max(8, widest))
    let tail = max(12, width / 4)
    let bars = max(4, width - nameWidth - 5 - 11 - tail)
    let scale = TimeScale(report.detail.execution, now: state.now, width: bars)
    let item = { (index: Int) in lines[index].run.map { RunPart.state($0.enteredBy).name } }
    let title = heading(scale, from: nameWidth + 5, width: bars)
    return Page.Section(title: title, count: lines.count, item: item) { index, rect, frame in
      let line = lines[index]
      let indent = min(2 * line.depth, max(0, nameWidth - 6))
      guard let run = line.run else {
        let start = rect.origin.offset(columns: 3 + indent)
        put(
          glyphs.ellipsis + " " + line.label,
          at: start,
          .muted,
          width: rect.maxX - start.x,
          on: &frame
        )
        return
      }
      let look = look(of: run.status)
      put(look.glyph, at: rect.origin.offset(columns: 1 + indent), look.role, width: 2, on: &frame)
      put(
        line.label,
        at: rect.origin.offset(columns: 3 + indent),
        .text,
        width: nameWidth - indent,
        on: &frame
      )
      let bar = Rect(x: rect.x + nameWidth + 5, y: rect.y, width: bars, height: 1)
      draw(run, on: scale, in: bar, on: &frame)
      put(SafeText(took(run)), endingAt: Point(x: bar.maxX + 9, y: rect.y), .text, on: &frame)
      put(
        SafeText(words(on: run), columns: 0..<200),
        at: Point(x: bar.maxX + 11, y: rect.y),
        run.isGood ? .muted : look.role,
        width: rect.maxX - bar.maxX - 11,
        on: &frame
      )
    }
  }

  /// `States`, and over the bars the time since the run's start.
  private func heading(_ scale: TimeScale, from start: Int, width: Int) -> String {
    var text = "States"
    for tick in scale.ticks {
      let column = start + tick.cell
      guard column > text.count, column + tick.words.count <= start + width + 8 else { continue }
      text += String(repeating: " ", count: column - text.count) + tick.words
    }
    return text
  }

  /// What went wrong in a state, how often it was tried, and how a Map's iterations stand.
  private func words(on run: StateRun) -> String {
    // What was mended by trying again is no trouble any more.
    var words = [run.isGood ? "" : run.error ?? ""]
    if let iterations = run.iterations { words.append(iterations.words) }
    if run.retries > 0 { words.append(run.retryWords) }
    return words.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// A bar for each try, a sign at the end of one that failed, and dots while it waited for the next.
  func draw(_ run: StateRun, on scale: TimeScale, in rect: Rect, on frame: inout Frame) {
    let look = look(of: run.status)
    let whole = scale.cells(from: run.startedAt, to: run.stoppedAt)
    let full = glyphs.bar.last ?? "#"
    func fill(_ cells: Range<Int>, _ role: Role, _ glyph: SafeText) {
      frame.horizontal(
        at: rect.origin.offset(columns: cells.lowerBound),
        width: cells.count,
        style: theme[role],
        glyph: glyph
      )
    }
    guard run.attempts.count > 1 else { return fill(whole, look.role, full) }
    fill(whole, .muted, glyphs.pending)
    for attempt in run.attempts {
      let cells = scale.cells(from: attempt.startedAt, to: attempt.stoppedAt)
      let hasFailed = attempt.error != nil
      fill(cells, hasFailed ? .failed : look.role, full)
      if hasFailed { fill(cells.upperBound - 1..<cells.upperBound, .failed, glyphs.failed) }
    }
  }
}

extension StateRun {
  /// Whether it ended well, or goes on.
  var isGood: Bool { status == .succeeded || status == .running }

  /// `1 retry`, or how many.
  var retryWords: String { retries == 1 ? "1 retry" : "\(retries) retries" }
}

extension StateRun.Iterations {
  /// `3 of 12 done, 1 failed, 2 running`.
  var words: String {
    var words = ["\(succeeded) of \(total) done"]
    if failed > 0 { words.append("\(failed) failed") }
    if aborted > 0 { words.append("\(aborted) aborted") }
    if running > 0 { words.append("\(running) running") }
    return words.joined(separator: ", ")
  }
}
