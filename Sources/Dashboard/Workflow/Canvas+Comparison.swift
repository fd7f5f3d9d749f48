internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How two runs beside each other look.
extension Canvas {
  /// Which run is compared.
  func comparisonTitle(_ open: OpenExecution) -> [Span] {
    let name = SafeText(
      open.arn.split(separator: ":").last.map(String.init) ?? "",
      columns: 0..<120
    )
    let room = max(8, state.size.columns - 50)
    return [
      span("Compared ", .focus),
      span(name.truncatedMiddle(to: room, ellipsis: glyphs.ellipsis), .title),
      span(state.size.columns >= 60 ? " with the last good run" : "", .muted),
    ]
  }

  /// Both runs, then their states, then the data that differs.
  func comparisonPage(_ open: OpenExecution) -> Page {
    guard let report = state.workflow.comparison, report.run.arn == open.arn else {
      let text = state.workflow.comparisonFailure ?? "looking for the last good run…"
      return Page(sections: [section("Compared", wrapped([SafeText(text)]), .muted)])
    }
    return Page(
      sections: [runsSection(report), pathSection(report)]
        + report.blocks.map { section($0.title.text, $0.lines) }
    )
  }

  private func runsSection(_ report: ComparisonReport) -> Page.Section {
    let style = state.times
    let runs = [("this run", report.run), ("last good", report.other)]
    return Page.Section(title: "Runs", count: runs.count) { index, rect, frame in
      let (word, run) = runs[index]
      let look = look(of: run.status)
      frame.put(word, at: rect.origin.offset(columns: 1), style: theme[.muted])
      let spans = [
        span(look.glyph, look.role), span(SafeText(" \(run.status.word)"), look.role),
        span(SafeText("  " + took(run)), .text),
        span(SafeText("  " + time.moment(run.startedAt, style)), .muted),
        span(SafeText("  " + run.name, columns: 0..<120), .text),
      ]
      let start = rect.origin.offset(columns: 12)
      frame.put(spans, at: start, maxWidth: rect.maxX - start.x)
    }
  }

  /// A row a state: how it went here and there, how long it took in both, and what differs.
  private func pathSection(_ report: ComparisonReport) -> Page.Section {
    let rows = report.rows
    let width = state.insidePage.width - 2
    let widest = rows.map(\.name.width).max() ?? 0
    let nameWidth = min(max(8, widest), max(8, width - 36))
    let heading = "States"
    let start = 6 + nameWidth
    let title =
      heading + String(repeating: " ", count: max(1, start + 8 - heading.count - 4)) + "here"
      + "     there"
    return Page.Section(title: title, count: rows.count) { index, rect, frame in
      let row = rows[index]
      let here = look(of: row.here?.status)
      let there = look(of: row.there?.status)
      let sign: SafeText =
        row.there == nil ? "+" : row.here == nil ? "-" : row.isDifferent ? "~" : " "
      let role: Role =
        row.there == nil ? .succeeded : row.here == nil ? .failed : .warn
      put(sign, at: rect.origin.offset(columns: 1), role, width: 1, on: &frame)
      put(here.glyph, at: rect.origin.offset(columns: 3), here.role, width: 1, on: &frame)
      put(
        row.name,
        at: rect.origin.offset(columns: 5),
        row.here == nil ? .muted : .text,
        width: nameWidth,
        on: &frame
      )
      let column = rect.origin.offset(columns: start)
      func took(_ run: StateRun?) -> SafeText {
        run.map { SafeText(self.took($0)) } ?? glyphs.pending
      }
      put(took(row.here), endingAt: column.offset(columns: 8), .text, on: &frame)
      put(there.glyph, at: column.offset(columns: 9), there.role, width: 1, on: &frame)
      put(took(row.there), endingAt: column.offset(columns: 19), .muted, on: &frame)
      let rest = column.offset(columns: 21)
      put(row.words, at: rest, role, width: rect.maxX - rest.x, on: &frame)
    }
  }
}
