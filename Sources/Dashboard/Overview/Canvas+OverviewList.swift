internal import CustomerDomain
internal import Terminal

/// How the overview looks where there is no room for a diagram.
extension Canvas {
  /// Where the figures of a line end, counted from its right edge.
  private static let ends = (rate: 13, errors: 8, latency: 0)

  /// Draws the parts as a list with figures.
  func drawParts(inListOf geometry: OverviewGeometry, on frame: inout Frame) {
    let heading = geometry.heading.inset(right: 1)
    put("part", at: heading.origin.offset(columns: 3), .muted, width: 10, on: &frame)
    putFigures(("/min", .muted), ("err", .muted), ("took", .muted), in: heading, on: &frame)
    let rows = state.overview.rows
    let places = RowPlaces(in: geometry.rows, from: state.overview.cursor.top, count: rows.count)
    for (index, rect) in places.places {
      let line = rect.inset(right: 1)
      draw(rows[index], inListAt: line, on: &frame)
      if rows[index].id == state.overview.selectedRow?.id { select(line, on: &frame) }
    }
    scrollMarks(
      geometry.rows,
      above: places.first > 0,
      below: places.end < rows.count,
      on: &frame
    )
  }

  private func draw(_ row: OverviewRow, inListAt rect: Rect, on frame: inout Frame) {
    let look = look(of: row)
    let isLit = isLit(row.id)
    frame.put(look.glyph, at: rect.origin, style: theme[look.role])
    if isLit {
      put(glyphs.running, at: rect.origin.offset(columns: 1), .running, width: 1, on: &frame)
    }
    let room = rect.width - 3 - 18
    let name = row.name.truncatedMiddle(to: room, ellipsis: glyphs.ellipsis)
    frame.put(
      name,
      at: rect.origin.offset(columns: 3),
      style: theme[look.isTrouble ? look.role : .text]
    )
    if row.part.kind == .alarms {
      let red = state.alarms.tally[.alarm] ?? 0
      let text = SafeText("\(red) in alarm, \(state.alarms.tally[.ok] ?? 0) ok")
      return put(text, endingAt: Point(x: rect.maxX, y: rect.y), look.role, on: &frame)
    }
    guard row.part.isEnabled, row.perMinute != nil || row.isFailing else {
      let isUnknown = state.overview.freshness.failure != nil
      let text: SafeText = row.part.isEnabled ? isUnknown ? "" : "no data" : "disabled"
      return put(text, endingAt: Point(x: rect.maxX, y: rect.y), .muted, on: &frame)
    }
    putFigures(
      (SafeText(OverviewWords.amount(row.perMinute ?? 0)), .text),
      (SafeText(OverviewWords.amount(row.errors ?? 0)), row.isFailing ? .failed : .muted),
      (SafeText(row.latency.map(Took.latency) ?? ""), .text),
      in: rect,
      on: &frame
    )
  }

  private func putFigures(
    _ rate: (SafeText, Role),
    _ errors: (SafeText, Role),
    _ latency: (SafeText, Role),
    in rect: Rect,
    on frame: inout Frame
  ) {
    let ends = Canvas.ends
    for (figure, end) in [(rate, ends.rate), (errors, ends.errors), (latency, ends.latency)] {
      put(figure.0, endingAt: Point(x: rect.maxX - end, y: rect.y), figure.1, on: &frame)
    }
  }
}
