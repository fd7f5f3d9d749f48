internal import Terminal

/// How the list of fields looks.
extension Canvas {
  /// Draws the fields that were seen: which have columns, in which place, and what is in them.
  func draw(_ chooser: ColumnChooser, on frame: inout Frame) {
    let geometry = ColumnsGeometry(state, count: chooser.fields.count)
    frame.fill(geometry.box, theme[.text])
    border(
      geometry.box,
      focused: true,
      title: [span("Columns", .focus)],
      note: geometry.box.width >= 40 ? [span("of \(state.logs.lines.count) lines", .muted)] : [],
      on: &frame
    )
    let places = RowPlaces(in: geometry.rows, from: chooser.top, count: chooser.fields.count)
    let widest = chooser.fields.map { SafeText($0.name, columns: 0..<40).width }.max() ?? 0
    let nameWidth = min(widest, max(8, geometry.rows.width * 2 / 5))
    for (index, rect) in places.places {
      draw(chooser.fields[index], nameWidth: nameWidth, in: rect, on: &frame)
      if index == chooser.selected { select(rect, on: &frame) }
    }
    scrollMarks(
      geometry.rows.inset(right: -1),
      above: places.first > 0,
      below: places.end < chooser.fields.count,
      on: &frame
    )
  }

  private func draw(
    _ field: ColumnChooser.Field,
    nameWidth: Int,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let number = state.logs.columns.firstIndex { $0.name.isExactly(field.name) }
    if let number {
      frame.put("[\(number + 1)]", at: rect.origin, style: theme[.accent])
    } else {
      frame.put("[ ]", at: rect.origin, style: theme[.muted])
    }
    var x = 5
    put(
      SafeText(field.name),
      at: rect.origin.offset(columns: x),
      number == nil ? .text : .title,
      width: nameWidth,
      on: &frame
    )
    x += nameWidth + 2
    put(
      SafeText("\(field.count)"),
      endingAt: rect.origin.offset(columns: x + 5),
      .muted,
      on: &frame
    )
    x += 7
    put(
      field.sample,
      at: rect.origin.offset(columns: x),
      .muted,
      width: rect.width - x,
      on: &frame
    )
  }
}
