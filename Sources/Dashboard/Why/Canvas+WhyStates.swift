internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The states of a run as bars on its time.
extension Canvas {
  /// The most states that are shown; the page of the run has them all.
  private static let stateLimit = 12

  /// Adds a line a state.
  func addStates(_ detail: ExecutionDetail, to page: inout WhyPage) {
    let states = detail.states.suffix(Canvas.stateLimit)
    if states.count < detail.states.count {
      let count = detail.states.count - states.count
      page.add { rect, frame in
        put(
          SafeText("\(count) states before these"),
          at: rect.origin,
          .muted,
          width: rect.width,
          on: &frame
        )
      }
    }
    let nameWidth = min(24, max(6, states.map { SafeText($0.name).width }.max() ?? 0))
    let span = RunSpan(detail, now: state.now)
    for run in states {
      page.add { rect, frame in draw(run, span, nameWidth: nameWidth, in: rect, on: &frame) }
    }
  }

  private func draw(
    _ run: StateRun,
    _ span: RunSpan,
    nameWidth: Int,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let look = look(of: run.status)
    let width = min(nameWidth, rect.width / 3)
    put(look.glyph, at: rect.origin, look.role, width: 1, on: &frame)
    put(SafeText(run.name), at: rect.origin.offset(columns: 2), .text, width: width, on: &frame)
    let again = run.retries == 0 ? "" : ", \(run.retries) \(run.retries == 1 ? "retry" : "retries")"
    let words = SafeText(took(run) + again)
    let end = rect.maxX - max(16, min(24, rect.width / 5))
    let bar = Rect(
      x: rect.x + width + 3,
      y: rect.y,
      width: max(4, end - rect.x - width - 3),
      height: 1
    )
    frame.horizontal(
      at: bar.origin,
      width: bar.width,
      style: theme[.border],
      glyph: glyphs.pending
    )
    for part in span.parts(of: run, width: bar.width) {
      let role: Role = part.isFailed ? .failed : look.role
      frame.horizontal(
        at: bar.origin.offset(columns: part.cells.lowerBound),
        width: part.cells.count,
        style: theme[role],
        glyph: glyphs.bar.last ?? "#"
      )
      // A try that failed is told by its sign, too.
      if part.isFailed {
        frame.put(
          glyphs.failed,
          at: bar.origin.offset(columns: part.cells.upperBound - 1),
          style: theme[.failed]
        )
      }
    }
    put(
      words,
      at: Point(x: bar.maxX + 1, y: rect.y),
      run.error == nil ? .muted : look.role,
      width: rect.maxX - bar.maxX - 1,
      on: &frame
    )
  }
}

/// Where moments of a run stand on a bar.
private struct RunSpan {
  let start: Instant
  let length: Int64
  let now: Instant

  init(_ detail: ExecutionDetail, now: Instant) {
    start = detail.execution.startedAt
    length = max(1, (detail.execution.stoppedAt ?? now).passed(since: start))
    self.now = now
  }

  /// The cells of each try of a state; at least one each.
  func parts(of run: StateRun, width: Int) -> [(cells: Range<Int>, isFailed: Bool)] {
    [(cells(run.startedAt, run.stoppedAt, width), [.failed, .timedOut].contains(run.status))]
  }

  private func cells(_ from: Instant, _ to: Instant?, _ width: Int) -> Range<Int> {
    let begin = min(cell(from, width), max(0, width - 1))
    return begin..<max(begin + 1, min(width, cell(to ?? now, width)))
  }

  private func cell(_ instant: Instant, _ width: Int) -> Int {
    let passed = min(instant.passed(since: start), length)
    return (Double(passed) / Double(length) * Double(width)).whole(in: 0...max(0, width))
  }
}
