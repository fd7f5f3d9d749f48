internal import CustomerDomain
internal import Terminal

/// How a row of the Customers pane looks.
extension Canvas {
  /// Draws sign, id, outcome, latency and age; the id gives way where there is little room.
  func draw(
    _ row: CustomerRow,
    hasReasonBelow: Bool,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let look = look(of: row)
    let sentence = hasReasonBelow ? nil : row.reason
    let columns = CustomerColumns(
      width: rect.width,
      times: state.times,
      label: row.label.width,
      widestLabel: widestLabel,
      hasLatency: row.latency != nil,
      hasSentence: sentence != nil
    )
    func place(_ column: Int) -> Point { rect.origin.offset(columns: column) }
    put(look.glyph, at: rect.origin, look.role, width: 2, on: &frame)
    let age = SafeText(time.moment(row.at, state.times))
    put(age, endingAt: place(rect.width), .muted, on: &frame)
    if let latency = row.latency, let end = columns.latencyEnd {
      put(SafeText(latency), endingAt: place(end), .muted, on: &frame)
    }
    let id = row.label.truncatedMiddle(to: columns.id.count, ellipsis: glyphs.ellipsis)
    frame.put(id, at: place(columns.id.lowerBound), style: theme[.text], marks: theme[.warn])
    put(
      SafeText(sentence ?? row.word),
      at: place(columns.word.lowerBound),
      // The sign tells that it is trouble; a sentence is easier to read plain.
      sentence == nil ? look.role : .text,
      width: columns.word.count,
      on: &frame
    )
  }

  /// How wide the widest id that can be in sight is.
  private var widestLabel: Int {
    let shown = state.customers.visible.dropFirst(state.customers.cursor.top)
      .prefix(state.size.rows)
    return shown.map(\.label.width).max() ?? 0
  }

  /// A row's sign and colour.
  func look(of row: CustomerRow) -> (glyph: SafeText, role: Role) {
    switch row.status {
    case .invalid: (glyphs.failed, .error)
    case .asking: (glyphs.running, .running)
    case .answered where row.trouble?.isOpen == true: (glyphs.insufficient, .warn)
    case .answered(let answer): look(of: answer.outcome)
    }
  }

  private func look(of outcome: CustomerAnswer.Outcome) -> (glyph: SafeText, role: Role) {
    switch outcome {
    case .exists, .created, .alreadyExisted: (glyphs.ok, .ok)
    case .absent, .deleted, .wasAbsent: (glyphs.absent, .muted)
    case .unknown: (glyphs.insufficient, .warn)
    case .failed: (glyphs.failed, .error)
    }
  }
}
