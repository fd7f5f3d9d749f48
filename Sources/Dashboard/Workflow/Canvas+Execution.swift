internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How an opened run looks.
extension Canvas {
  /// Which run it is and how it stands.
  func executionTitle(_ open: OpenExecution) -> [Span] {
    let row = state.workflow.visible.first { $0.id == open.arn }
    guard let execution = report(of: open)?.detail.execution ?? row?.execution else {
      return [span("Run", .focus)]
    }
    let look = look(of: execution.status)
    let dash = span(" \(glyphs.box.horizontal) ", .borderFocused)
    let status = [
      dash, span(look.glyph, look.role),
      span(SafeText(" \(execution.status.word) \(took(execution))"), look.role),
    ]
    let id = SafeText(exactly: execution.customerID ?? "")
      .truncatedMiddle(to: 32, ellipsis: glyphs.ellipsis)
    let started =
      "started " + time.moment(execution.startedAt, state.times == .age ? .utc : state.times)
    func width(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + $1.text.width } }
    // The status is what is looked for: the start, the id and the name give way to it, in that order.
    var room = state.size.columns - 8 - "Run ".count - width(status) - noteWidth
    let name = SafeText(execution.name, columns: 0..<120)
    var optional: [[Span]] = [[], []]
    if !id.isEmpty, room >= name.width + id.width + 3 {
      optional[0] = [dash, span(id, .text)]
      room -= id.width + 3
    }
    if room >= name.width + started.count + 3 {
      optional[1] = [dash, span(SafeText(started), .muted)]
      room -= started.count + 3
    }
    let shown = name.truncatedMiddle(to: max(4, room), ellipsis: glyphs.ellipsis)
    return [span("Run", .focus), span(" ", .text), span(shown, .title)]
      + optional[0] + status + optional[1]
  }

  /// How much of the border the note on its right takes.
  private var noteWidth: Int { state.size.columns >= 60 ? "esc one back".count + 3 : 0 }

  private func report(of open: OpenExecution) -> ExecutionReport? {
    guard let report = state.workflow.report, report.detail.execution.arn == open.arn else {
      return nil
    }
    return report
  }

  /// What went wrong first, then the graph, the states, the data and the history.
  func executionPage(_ open: OpenExecution) -> Page {
    var page = Page()
    if let failure = state.workflow.reportFailure {
      page.sections.append(
        section("\(glyphs.failed) Trouble", wrapped([SafeText(failure.description)]))
      )
    }
    guard let report = report(of: open) else {
      if page.sections.isEmpty {
        page.sections = [section("Run", ["looking for the run…"], .muted)]
      }
      return page
    }
    if !report.trouble.isEmpty {
      page.sections.append(errorSection(report))
    }
    if let graph = graphSection(report) { page.sections.append(graph) }
    page.sections.append(statesSection(report))
    page.sections += dataSections(report)
    page.sections.append(historySection(report))
    page.sections.append(factsSection(report.detail))
    return page
  }

  /// The error's name stands out; the cause, which may be long, is plain.
  private func errorSection(_ report: ExecutionReport) -> Page.Section {
    let lines = wrapped(report.trouble)
    return Page.Section(title: "Error", count: lines.count) { index, rect, frame in
      let role: Role = index == 0 ? .error : .text
      put(lines[index], at: rect.origin.offset(columns: 1), role, width: rect.width - 1, on: &frame)
    }
  }

  /// Input and output, side by side where there is room for both.
  private func dataSections(_ report: ExecutionReport) -> [Page.Section] {
    let isOver = report.detail.execution.status.isFinal
    let none: SafeText = isOver ? "none" : "not yet"
    let output = report.output.isEmpty ? [none] : report.output
    let width = state.insidePage.width - 2
    guard width >= 96 else { return [section("Input", report.input), section("Output", output)] }
    let half = width / 2
    let title = "Input" + String(repeating: " ", count: half - "Input".count) + "Output"
    let count = max(report.input.count, output.count)
    return [
      Page.Section(title: title, count: count) { index, rect, frame in
        for (lines, start) in [(report.input, 0), (output, half)] where index < lines.count {
          put(
            lines[index],
            at: rect.origin.offset(columns: start + 1),
            .text,
            width: half - 2,
            on: &frame
          )
        }
      }
    ]
  }

  /// The graph from left to right where it fits, else from top to bottom.
  private func graphSection(_ report: ExecutionReport) -> Page.Section? {
    guard let drawing = report.drawing(within: state.insidePage.width - 3) else {
      return report.flow.isEmpty ? nil : flowSection(report)
    }
    return Page.Section(title: "Workflow", count: drawing.size.rows) { index, rect, frame in
      draw(
        drawing,
        runs: report.tallies,
        at: rect.origin.offset(columns: 1, rows: -index),
        in: rect,
        on: &frame
      )
    }
  }

  private func flowSection(_ report: ExecutionReport) -> Page.Section {
    Page.Section(title: "Workflow", count: report.flow.count) { index, rect, frame in
      draw(report.flow[index], tallies: report.tallies, in: rect.inset(left: 1), on: &frame)
    }
  }

  /// A row an event: in columns where there is room, else one behind the other.
  private func historySection(_ report: ExecutionReport) -> Page.Section {
    let lines = report.history
    let style = state.times == .age ? TimeStyle.utc : state.times
    let isWide = state.insidePage.width >= 100
    let item = { (index: Int) -> String? in RunPart.event(lines[index].number).name }
    let title = "History" + day(of: lines.first?.timestamp, style)
    return Page.Section(title: title, count: lines.count, item: item) { index, rect, frame in
      let line = lines[index]
      let role: Role = line.isTrouble ? .failed : .text
      let stamp = time.precise(
        line.timestamp,
        style,
        below: index > 0 ? lines[index - 1].timestamp : nil,
        // Where there is hardly room for the state, the milliseconds give way.
        width: rect.width < 70 ? 8 : 12
      )
      guard isWide else {
        let words = [
          span(SafeText(stamp + " "), .muted),
          span(line.type, role),
          span(line.state.isEmpty ? .empty : " " + line.state, .text),
          span(line.details.isEmpty ? .empty : "  " + line.details, .muted),
        ]
        put(words, at: rect.origin.offset(columns: 1), width: rect.width - 1, on: &frame)
        return
      }
      put(
        SafeText(String(line.number)),
        endingAt: rect.origin.offset(columns: 5),
        .muted,
        on: &frame
      )
      frame.put(stamp, at: rect.origin.offset(columns: 6), style: theme[.muted])
      put(line.type, at: rect.origin.offset(columns: 19), role, width: 24, on: &frame)
      put(line.state, at: rect.origin.offset(columns: 44), .text, width: 18, on: &frame)
      put(
        line.details,
        at: rect.origin.offset(columns: 63),
        .muted,
        width: rect.width - 63,
        on: &frame
      )
    }
  }

  /// What a heading adds where the rows below it have times without a day, and that is not today.
  func day(of first: Instant?, _ style: TimeStyle) -> String {
    first.flatMap { time.day($0, style) }.map { ", " + $0 } ?? ""
  }

  private func factsSection(_ detail: ExecutionDetail) -> Page.Section {
    let execution = detail.execution
    let style = state.times
    var facts: [(String, SafeText, Role)] = [
      ("ARN", SafeText(execution.arn), .text),
      ("started", SafeText(time.full(execution.startedAt, style)), .text),
    ]
    if let end = execution.stoppedAt {
      facts.append(("ended", SafeText(time.full(end, style)), .text))
    }
    return section("Run", facts: facts)
  }
}
