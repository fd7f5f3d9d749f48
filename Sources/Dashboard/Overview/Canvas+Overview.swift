internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the overview looks.
extension Canvas {
  /// Draws the overview over all panes.
  func drawOverview(on frame: inout Frame) {
    let geometry = OverviewGeometry(state)
    border(
      Layout.body(state.size),
      focused: true,
      title: overviewTitle,
      note: overviewNote,
      on: &frame
    )
    drawOverviewTrouble(in: geometry.banner, on: &frame)
    guard let overview = state.overview.overview, let layout = state.overviewLayout else {
      let isAwaited = state.overview.freshness.isLoading
      return drawEmpty(
        isAwaited ? "looking for the backend…\(state.patience)" : "",
        in: geometry.parts,
        on: &frame
      )
    }
    if layout.density == .row {
      drawParts(inListOf: geometry, on: &frame)
    } else {
      drawWays(layout, overview.edges, at: geometry.parts.origin, on: &frame)
      for row in state.overview.rows {
        guard let place = layout.places[row.id] else { continue }
        draw(row, in: place.moved(to: geometry.parts.origin), layout, on: &frame)
      }
      drawLegend(layout, at: geometry.parts.origin, on: &frame)
    }
    drawDetail(in: geometry.detail, on: &frame)
  }

  private var overviewTitle: [Span] {
    let dash = span(" \(glyphs.box.horizontal) ", .borderFocused)
    let failing = state.overview.rows.filter { look(of: $0).isTrouble }.count
    let words: SafeText = state.size.columns < 60 ? "" : " with trouble"
    let trouble =
      failing == 0 ? [] : [dash, span("\(glyphs.failed) \(failing)\(words)", .failed)]
    return [span("0 Overview", .focus)] + trouble
      + (barSpan.map { [dash, span($0, .muted)] } ?? [])
  }

  /// How far back the bars go; `nil` where there are none.
  private var barSpan: SafeText? {
    switch state.overviewLayout?.density {
    case nil, .row: nil
    case .compact: "last 15 min"
    case .complete, .generous: "last 60 min"
    }
  }

  private var overviewNote: [Span] {
    guard let last = state.overview.freshness.lastSuccess else {
      return [span("esc back", .muted)]
    }
    let isBad = state.overview.freshness.failure != nil
    return [span("data \(SafeText(Age.data.text(last, now: state.now)))", isBad ? .warn : .muted)]
  }

  private func drawOverviewTrouble(in rect: Rect, on frame: inout Frame) {
    guard let trouble = state.overviewTrouble, !rect.isEmpty else { return }
    let lines = trouble.lines(
      width: rect.width,
      limit: rect.height,
      sign: glyphs.failed,
      ellipsis: glyphs.ellipsis
    )
    for (index, line) in lines.enumerated() {
      frame.put(line, at: rect.origin.offset(rows: index), style: theme[.text])
    }
    emphasizeTrouble(trouble.full, in: rect, on: &frame)
  }

  private func drawWays(
    _ layout: OverviewLayout,
    _ edges: [Overview.Edge],
    at origin: Point,
    on frame: inout Frame
  ) {
    let lit = Set(
      edges.indices.filter { isLit(edges[$0].from) && isLit(edges[$0].to) }
    )
    for stroke in layout.strokes {
      let glyph = stroke.head.map(arrow) ?? line(stroke.ways)
      let isLit = !stroke.edges.isDisjoint(with: lit)
      frame.put(
        glyph,
        at: origin.offset(columns: stroke.position.x, rows: stroke.position.y),
        style: theme[isLit ? .running : .border],
        maxWidth: 1
      )
    }
  }

  private func arrow(_ direction: OverviewLayout.Direction) -> SafeText {
    switch direction {
    case .up: glyphs.moreAbove
    case .down: glyphs.moreBelow
    case .left: glyphs.left
    case .right: glyphs.arrow
    }
  }

  /// What the signs mean, where the diagram has a corner free.
  private func drawLegend(_ layout: OverviewLayout, at origin: Point, on frame: inout Frame) {
    let rect = layout.legend.moved(to: origin)
    let isNarrow = rect.width < 32
    let signs: [[(SafeText, Role, SafeText)]] = [
      [
        (glyphs.running, .running, isNarrow ? "now" : "traffic now"),
        (glyphs.ok, .ok, isNarrow ? "last hour" : "in the last hour"),
      ],
      [
        (glyphs.alarm, .alarm, isNarrow ? "alarm" : "in alarm"),
        (glyphs.failed, .failed, isNarrow ? "errors" : "errors in 5 min"),
      ],
      [(glyphs.absent, .muted, isNarrow ? "nothing" : "nothing in an hour, or not told")],
    ]
    for (index, line) in signs.enumerated() where index < rect.height {
      let spans = line.flatMap { glyph, role, words in
        [span(glyph, role), span(" \(words)  ", .muted)]
      }
      frame.put(spans, at: rect.row(index).origin, maxWidth: rect.width)
    }
  }

  /// What is known of the selected part, in one line.
  private func drawDetail(in rect: Rect, on frame: inout Frame) {
    guard let row = state.overview.selectedRow, !rect.isEmpty else { return }
    var pieces: [[Span]] = [[span(row.name, .title), span(" \(kindWords(row))", .muted)]]
    for alarm in state.overview.red[row.id] ?? [] {
      pieces.append([span("\(glyphs.alarm) \(SafeText(alarm, columns: 0..<80))", .alarm)])
    }
    pieces += facts(of: row).map { [span(SafeText($0), .text)] }
    put(joined(pieces), at: rect.origin, width: rect.width - 1, on: &frame)
  }

  private func kindWords(_ row: OverviewRow) -> SafeText {
    SafeText(OverviewWords.word(row.part.kind) + (row.part.isEnabled ? "" : ", disabled"))
  }

  /// The figures of the last hour, in words.
  private func facts(of row: OverviewRow) -> [String] {
    if row.part.kind == .alarms { return [] }
    guard let figures = row.part.figures, let total = figures.traffic.total else {
      return ["no data in the last hour"]
    }
    var facts = ["\(OverviewWords.amount(total)) \(OverviewWords.things(row.part.kind)) in 1 h"]
    if let errors = row.errors { facts.append("\(OverviewWords.errors(errors)) in 5 min") }
    if let latency = row.latency {
      facts.append("\(figures.latencyStatistic.rawValue) \(Took.latency(latency))")
    }
    for fact in figures.facts {
      guard let total = fact.series.total, total > 0 else { continue }
      facts.append("\(OverviewWords.amount(total)) \(fact.name)")
    }
    return facts
  }
}
