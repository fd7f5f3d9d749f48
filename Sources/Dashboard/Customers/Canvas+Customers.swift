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
    let selected = state.customers.cursor.index(in: state.customers.ids)
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
  private func draw(
    _ row: CustomerRow,
    hasReasonBelow: Bool,
    in rect: Rect,
    on frame: inout Frame
  ) {
    var look = look(of: row)
    if hasReasonBelow { (look.word, look.isLong) = (look.shortWord ?? look.word, false) }
    let ageWidth = state.times.width
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
    // Ids are seldom long: what is said of them stands near them however wide the pane is.
    let widest = widestLabel
    let column = min(latencyEnd - (hasLatency ? 8 : 0) - 10, idStart + max(32, widest) + 2)
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
      // The sign tells that it is trouble; a sentence is easier to read plain.
      look.isLong ? .text : look.role,
      width: wordEnd - wordStart,
      on: &frame
    )
  }

  /// How wide the widest id that can be in sight is.
  private var widestLabel: Int {
    let shown = state.customers.visible.dropFirst(state.customers.cursor.top)
      .prefix(state.size.rows)
    return shown.map(\.label.width).max() ?? 0
  }

  /// An outcome in a word that fits its column.
  private func word(of outcome: CustomerAnswer.Outcome) -> String {
    switch outcome {
    case .alreadyExisted: "existed"
    case .wasAbsent: "was absent"
    default: outcome.description
    }
  }

  private struct CustomerLook {
    var glyph: SafeText
    var role: Role
    var word: String
    var latency: String?
    /// Whether the word is a sentence, for which the id gives way.
    var isLong = false
    /// What stands in its place where the sentence stands below.
    var shortWord: String?
  }

  private func look(of row: CustomerRow) -> CustomerLook {
    switch row.status {
    case .invalid(let problem):
      return CustomerLook(
        glyph: glyphs.failed,
        role: .error,
        word: "\(problem), not sent",
        latency: nil,
        isLong: true,
        shortWord: "not sent"
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
          word: word(of: answer.outcome),
          latency: latency
        )
      case .absent, .deleted, .wasAbsent:
        return CustomerLook(
          glyph: glyphs.absent,
          role: .muted,
          word: word(of: answer.outcome),
          latency: latency
        )
      case .unknown(let failure):
        return CustomerLook(
          glyph: glyphs.insufficient,
          role: .warn,
          word: "unknown: \(failure.reason)",
          latency: nil,
          isLong: true,
          shortWord: "unknown"
        )
      case .failed(let failure):
        return CustomerLook(
          glyph: glyphs.failed,
          role: .error,
          word: failure.sentence,
          latency: nil,
          isLong: true,
          shortWord: "failed"
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
          span(look.glyph, look.role), span(" ", .text),
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
