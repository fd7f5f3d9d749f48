internal import CustomerDomain
internal import Terminal

/// How a part of the backend looks in the overview.
extension Canvas {
  /// How a part stands.
  struct PartLook {
    /// Its sign.
    var glyph: SafeText
    /// Its sign's colour.
    var role: Role
    /// Whether it is in alarm, or fails.
    var isTrouble = false
  }

  /// How a part stands: the worst that is known of it.
  func look(of row: OverviewRow) -> PartLook {
    if row.part.kind == .alarms { return alarmsLook }
    if state.overview.red[row.id] != nil, state.alarms.freshness.failure == nil {
      return PartLook(glyph: glyphs.alarm, role: .alarm, isTrouble: true)
    }
    let isStale = state.overview.freshness.failure != nil
    if row.isFailing {
      return PartLook(glyph: glyphs.failed, role: isStale ? .muted : .failed, isTrouble: true)
    }
    if !row.part.isEnabled { return PartLook(glyph: glyphs.aborted, role: .muted) }
    if row.part.figures?.traffic.total ?? 0 == 0 {
      return PartLook(glyph: glyphs.absent, role: .muted)
    }
    return isStale ? PartLook(glyph: "?", role: .muted) : PartLook(glyph: glyphs.ok, role: .ok)
  }

  private var alarmsLook: PartLook {
    let tally = state.alarms.tally
    if state.alarms.freshness.failure != nil { return PartLook(glyph: "?", role: .muted) }
    if tally[.alarm] ?? 0 > 0 {
      return PartLook(glyph: glyphs.alarm, role: .alarm, isTrouble: true)
    }
    if tally[.ok] ?? 0 > 0 { return PartLook(glyph: glyphs.ok, role: .ok) }
    return PartLook(glyph: glyphs.insufficient, role: .insufficient)
  }

  /// Whether something passes through a part.
  func isLit(_ id: String) -> Bool {
    state.overview.freshness.failure == nil && state.overview.lit[id].map { $0 > state.now } == true
  }

  /// Draws a part of the diagram.
  func draw(
    _ row: OverviewRow,
    in rect: Rect,
    _ layout: OverviewLayout,
    on frame: inout Frame
  ) {
    drawName(of: row, in: rect.row(0), isLeader: layout.leaders.contains(row.id), on: &frame)
    let body = rect.inset(left: 2, top: 1)
    if row.part.kind == .alarms {
      frame.put(tallyWords, at: body.origin, maxWidth: body.width)
    } else if !row.part.isEnabled {
      put("disabled", at: body.origin, .muted, width: body.width, on: &frame)
    } else if let figures = row.part.figures, !figures.traffic.isEmpty || row.isFailing {
      switch layout.density {
      case .row: break
      case .compact: drawCompact(row, in: body, on: &frame)
      case .complete: drawComplete(row, in: body, on: &frame)
      case .generous: drawGenerous(row, figures, in: body, on: &frame)
      }
    } else if state.overview.freshness.failure == nil {
      put("no data", at: body.origin, .muted, width: body.width, on: &frame)
    }
    if state.overview.selectedRow?.id == row.id { select(rect.row(0), on: &frame) }
  }

  /// The sign and the name, a sign behind it while something passes, and where ways begin at its
  /// right, a line that leads there.
  private func drawName(
    of row: OverviewRow,
    in rect: Rect,
    isLeader: Bool,
    on frame: inout Frame
  ) {
    let isLit = isLit(row.id)
    var look = look(of: row)
    let room = rect.width - 2
    let name = row.name.truncatedMiddle(to: room, ellipsis: glyphs.ellipsis)
    let hasMark = name.width + 2 <= room
    if isLit, !hasMark, !look.isTrouble { look = PartLook(glyph: glyphs.running, role: .running) }
    let nameRole: Role = look.isTrouble ? look.role : row.part.isEnabled ? .text : .muted
    var spans = [span(look.glyph, look.role), span(" ", .text), span(name, nameRole)]
    if isLit, hasMark { spans.append(span(" \(glyphs.running)", .running)) }
    let used = frame.put(spans, at: rect.origin, maxWidth: rect.width)
    let start = rect.origin.offset(columns: used + 1)
    guard isLeader, start.x < rect.maxX else { return }
    frame.horizontal(
      at: start,
      width: rect.maxX - start.x,
      style: theme[isLit && leadsToLit(row.id) ? .running : .border],
      glyph: glyphs.box.horizontal
    )
  }

  private func leadsToLit(_ id: String) -> Bool {
    state.overview.overview?.edges.contains { $0.from == id && isLit($0.to) } ?? false
  }

  /// How many alarms stand in each state.
  private var tallyWords: [Span] {
    let tally = state.alarms.tally
    guard state.alarms.freshness.lastSuccess != nil else { return [span("not read yet", .muted)] }
    let isStale = state.alarms.freshness.failure != nil
    let red = tally[.alarm] ?? 0
    let unknown = tally[.insufficientData] ?? 0
    return [
      span("\(red) in alarm", red > 0 && !isStale ? .alarm : .muted),
      span("  \(tally[.ok] ?? 0) ok" + (isStale ? "?" : ""), .muted),
      span(unknown > 0 ? "  \(unknown) without data" : "", .muted),
    ]
  }

  /// Figures and a few bars in one line.
  private func drawCompact(_ row: OverviewRow, in rect: Rect, on frame: inout Frame) {
    let (errors, latency, bars) = (6, 10, 16)
    put(rate(row, "/m"), at: rect.origin, .text, width: errors, on: &frame)
    putErrors(of: row, at: rect.origin.offset(columns: errors), room: 4, on: &frame)
    if let value = row.latency {
      let text = SafeText(Took.latency(value).filter { $0 != " " })
      put(text, at: rect.origin.offset(columns: latency), .muted, width: bars - latency, on: &frame)
    }
    let room = rect.inset(left: bars)
    row.trafficBars(OverviewRow.quarter).draw(in: room, glyphs: glyphs, theme: theme, on: &frame)
  }

  /// Figures, and below them the bars of the last hour.
  private func drawComplete(_ row: OverviewRow, in rect: Rect, on frame: inout Frame) {
    put(rate(row, "/min"), at: rect.origin, .text, width: 10, on: &frame)
    let latency = latencyWords(row)
    // One column at the right, and one between the two.
    let room = rect.width - 10 - 2 - (latency?.width ?? 0)
    putErrors(of: row, at: rect.origin.offset(columns: 10), room: min(12, room), on: &frame)
    if let latency {
      put(latency, endingAt: Point(x: rect.maxX - 1, y: rect.y), .muted, on: &frame)
    }
    row.trafficBars().draw(
      in: rect.row(1).inset(right: 1),
      glyphs: glyphs,
      theme: theme,
      on: &frame
    )
  }

  /// A line for each figure, with its bars.
  private func drawGenerous(
    _ row: OverviewRow,
    _ figures: PartFigures,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let lines: [(SafeText, SafeText, Role, Sparkline)] = [
      ("rate", rate(row, "/min"), .text, row.trafficBars()),
      (
        "errors",
        SafeText(
          (row.isFailing ? "\(glyphs.failed) " : "") + OverviewWords.amount(row.errors ?? 0)
        ),
        row.isFailing ? .failed : .muted, row.errorBars
      ),
      (
        SafeText(figures.latencyStatistic.rawValue),
        SafeText(row.latency.map(Took.latency) ?? ""), .text, row.latencyBars
      ),
    ]
    for (index, (label, value, role, bars)) in lines.enumerated() {
      if index == 2, figures.latency.isEmpty { continue }
      let line = rect.row(index)
      put(label, at: line.origin, .muted, width: 7, on: &frame)
      put(value, endingAt: line.origin.offset(columns: 16), role, on: &frame)
      bars.draw(in: line.inset(left: 18, right: 1), glyphs: glyphs, theme: theme, on: &frame)
    }
  }

  private func rate(_ row: OverviewRow, _ unit: String) -> SafeText {
    SafeText(OverviewWords.amount(row.perMinute ?? 0) + unit)
  }

  /// How much failed; without the word where there is no room for it.
  private func putErrors(of row: OverviewRow, at point: Point, room: Int, on frame: inout Frame) {
    guard let errors = row.errors else { return }
    let words = SafeText(
      (row.isFailing ? "\(glyphs.failed) " : "") + OverviewWords.errors(errors)
    )
    let short = SafeText("\(glyphs.failed)" + OverviewWords.amount(errors))
    put(
      words.width <= room ? words : short,
      at: point,
      row.isFailing ? .failed : .muted,
      width: room,
      on: &frame
    )
  }

  private func latencyWords(_ row: OverviewRow) -> SafeText? {
    guard let latency = row.latency, let figures = row.part.figures else { return nil }
    return SafeText("\(figures.latencyStatistic.rawValue) \(Took.latency(latency))")
  }
}
