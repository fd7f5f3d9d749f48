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
    let visible = state.customers.visible
    guard !visible.isEmpty else {
      let text =
        state.customers.filter.isEmpty
        ? "nothing looked up yet" : "no row has “\(state.customers.filter)” in it"
      return drawEmpty(text, in: geometry.rows, on: &frame)
    }
    let top = state.customers.cursor.top
    let selected = state.customers.cursor.index(in: state.customers.ids)
    let shown = visible.dropFirst(top).prefix(geometry.rows.height)
    for (index, row) in shown.enumerated() {
      let rect = geometry.rows.row(index)
      draw(row, in: rect, on: &frame)
      if hasFocus(.customers), !hasCursor, top + index == selected { select(rect, on: &frame) }
    }
    scrollMarks(
      geometry.rows,
      above: top > 0,
      below: top + shown.count < visible.count,
      on: &frame
    )
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
    draw(field, in: inner, hasCursor: hasCursor, on: &frame)
  }

  /// Glyph, id, outcome, latency and age; the id gives way where there is little room.
  private func draw(_ row: CustomerRow, in rect: Rect, on frame: inout Frame) {
    let look = look(of: row)
    let ageWidth = state.times == .age ? 5 : 11
    put(look.glyph, at: rect.origin, look.role, width: 2, on: &frame)
    put(
      SafeText(time.moment(row.at, state.times)),
      endingAt: Point(x: rect.maxX, y: rect.y),
      .muted,
      on: &frame
    )
    let latencyEnd = rect.maxX - ageWidth - 1
    var wordEnd = latencyEnd
    // Where there is little room, the latency is the first thing to go.
    let hasLatency = rect.width >= 38
    if hasLatency, let latency = look.latency {
      put(SafeText(latency), endingAt: Point(x: latencyEnd, y: rect.y), .muted, on: &frame)
      wordEnd = latencyEnd - 8
    }
    let idStart = rect.x + 2
    let column = latencyEnd - (hasLatency ? 8 : 0) - 10
    let inTheWay = idStart + min(row.label.width, max(8, rect.width / 4)) + 2
    let wordStart = look.isLong ? min(column, inTheWay) : column
    let idRoom = max(4, wordStart - idStart - 1)
    let id = row.label.truncatedMiddle(to: idRoom, ellipsis: glyphs.ellipsis)
    frame.put(
      id,
      at: Point(x: idStart, y: rect.y),
      style: theme[.text],
      marks: theme[.warn]
    )
    put(
      SafeText(look.word),
      at: Point(x: wordStart, y: rect.y),
      look.role,
      width: wordEnd - wordStart,
      on: &frame
    )
  }

  private struct CustomerLook {
    var glyph: SafeText
    var role: Role
    var word: String
    var latency: String?
    /// Whether the word is a sentence, for which the id gives way.
    var isLong = false
  }

  private func look(of row: CustomerRow) -> CustomerLook {
    switch row.status {
    case .invalid(let problem):
      return CustomerLook(
        glyph: glyphs.failed,
        role: .error,
        word: "\(problem), not sent",
        latency: nil,
        isLong: true
      )
    case .asking(let action, _):
      let word = action == .lookUp ? "looking up" : action == .insert ? "inserting" : "deleting"
      return CustomerLook(glyph: glyphs.running, role: .running, word: word, latency: nil)
    case .answered(let answer):
      let latency = Took.latency(answer.latencyMilliseconds)
      switch answer.outcome {
      case .exists, .created, .alreadyExisted:
        return CustomerLook(
          glyph: glyphs.ok,
          role: .ok,
          word: answer.outcome.description,
          latency: latency
        )
      case .absent, .deleted, .wasAbsent:
        return CustomerLook(
          glyph: glyphs.absent,
          role: .muted,
          word: answer.outcome.description,
          latency: latency
        )
      case .unknown(let failure):
        return CustomerLook(
          glyph: glyphs.insufficient,
          role: .warn,
          word: "unknown: \(failure.reason)",
          latency: nil,
          isLong: true
        )
      case .failed(let failure):
        return CustomerLook(
          glyph: glyphs.failed,
          role: .error,
          word: failure.sentence,
          latency: nil,
          isLong: true
        )
      }
    }
  }

  /// The last two answers.
  var customersSummary: [Span] {
    let rows = state.customers.visible.prefix(3)
    guard !rows.isEmpty else { return [span("nothing looked up yet", .muted)] }
    return joined(
      rows.map { row in
        let look = look(of: row)
        return [
          span("\(look.glyph) ", look.role),
          span(row.label.truncatedMiddle(to: 20, ellipsis: glyphs.ellipsis), .text),
          span(SafeText(" " + look.word, columns: 0..<24), .muted),
        ]
      }
    )
  }
}

extension ServiceFailure {
  /// Why, and what to do, without what it was asked for, which the row says already.
  var sentence: String { advice.isEmpty ? reason : "\(reason); \(advice)" }
}
