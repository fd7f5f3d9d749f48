internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the Customers pane looks.
extension Canvas {
  /// Draws the field and the rows.
  func drawCustomers(on frame: inout Frame) {
    let geometry = CustomersGeometry(state)
    let hasCursor = hasFocus(.customers) && state.keyContext == .customersField
    drawForm(
      state.customers.field,
      in: geometry.field,
      hasCursor: hasCursor,
      hint: "type an id",
      on: &frame
    )
    if let batch = state.customers.batch, let line = geometry.batch {
      draw(batch, in: line, on: &frame)
    }
    let visible = state.customers.visible
    guard !visible.isEmpty else {
      let text =
        state.customers.filter.isEmpty
        ? "nothing looked up yet" : "no row has “\(state.customers.filter)” in it"
      return drawEmpty(text, in: geometry.rows, on: &frame)
    }
    let selected = state.customers.selectedPlace
    let places = geometry.places(state.customers)
    for (index, rect) in places.places {
      let reason = index == selected ? geometry.reason : []
      let line = rect.row(0)
      draw(visible[index], hasReasonBelow: !reason.isEmpty, in: line, on: &frame)
      if hasFocus(.customers), !hasCursor, index == selected { select(line, on: &frame) }
      for (offset, words) in reason.prefix(rect.height - 1).enumerated() {
        let start = rect.origin.offset(columns: 2, rows: 1 + offset)
        frame.put(words, at: start, style: theme[.text], marks: theme[.warn])
      }
    }
    scrollMarks(
      geometry.rows,
      above: places.first > 0,
      below: places.end < visible.count,
      on: &frame
    )
  }

  /// How far pasted ids are, with a bar, and then what was found.
  private func draw(_ batch: PastedBatch, in line: Rect, on frame: inout Frame) {
    guard !batch.isDone else {
      let words = SafeText(batch.words)
      let text = words.width <= line.width ? words : SafeText(batch.briefWords)
      put(text, at: line.origin, batch.failed > 0 ? .warn : .text, width: line.width, on: &frame)
      return
    }
    let count = SafeText("\(batch.done) of \(batch.total)  ")
    let taken = put(count, at: line.origin, .running, width: line.width, on: &frame)
    let stop = stopWord
    let room = min(40, line.width - taken - (stop?.width ?? 0))
    guard room > 0 else { return }
    if let stop {
      let place = line.origin.offset(columns: taken + room)
      put(stop, at: place, .muted, width: stop.width, on: &frame)
    }
    let filled = room * batch.done / max(1, batch.total)
    let start = line.origin.offset(columns: taken)
    frame.horizontal(at: start, width: room, style: theme[.muted], glyph: glyphs.pending)
    frame.horizontal(at: start, width: filled, style: theme[.chart], glyph: glyphs.bar.last ?? "#")
  }

  /// Which key stops the look-up; `nil` where it would do something else.
  private var stopWord: SafeText? {
    let context = state.keyContext
    guard context == .customersRows, state.customers.filter.isEmpty,
      let back = state.keys.bindings(in: context).first(where: { $0.command == .back })
    else { return nil }
    return SafeText("  \(back.keys(in: context)[0].shortName(glyphs)) stops")
  }

  /// A field with its pointer, and a word where it is empty and the keys are elsewhere.
  func drawForm(
    _ field: TextField,
    in rect: Rect,
    hasCursor: Bool,
    hint: String,
    on frame: inout Frame
  ) {
    let label = frame.put(
      [span("id ", .muted), span("\(glyphs.pointer) ", hasCursor ? .accent : .muted)],
      at: rect.origin,
      maxWidth: rect.width
    )
    let inner = Rect(x: rect.x + label, y: rect.y, width: rect.width - label, height: 1)
    if field.isEmpty {
      put(SafeText(hint), at: inner.origin, .muted, width: inner.width, on: &frame)
    }
    draw(field, in: inner, hasCursor: hasCursor, isExact: true, on: &frame)
  }

  /// The newest answers.
  var customersSummary: [Span] {
    let rows = state.customers.visible.prefix(3)
    guard !rows.isEmpty else { return [span("nothing looked up yet", .muted)] }
    return joined(
      rows.map { row in
        let look = look(of: row)
        return [
          span(look.glyph, look.role), span(" ", .text),
          span(row.label.truncatedMiddle(to: 20, ellipsis: glyphs.ellipsis), .text),
          span(SafeText(" " + (row.reason ?? row.word), columns: 0..<24), .muted),
        ]
      }
    )
  }
}
