internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How one line of the log looks.
extension Canvas {
  /// What stands before the words where the platform wrote them.
  private static let rule: SafeText = "───── "

  /// Draws a line: when, from where, how grave, its columns, and what it says.
  ///
  /// - Parameters:
  ///   - line: the line.
  ///   - geometry: where things stand.
  ///   - day: how its day is told; `nil` where it is the one that a reader takes it for.
  ///   - isInOpenFold: whether it belongs to an invocation that was unfolded.
  ///   - skip: how many of its lines are above the first one in sight.
  ///   - rect: where it stands.
  ///   - frame: what it is drawn on.
  func draw(
    _ line: LogLine,
    _ geometry: LogsGeometry,
    day: Role?,
    isInOpenFold: Bool,
    skipping skip: Int,
    in rect: Rect,
    on frame: inout Frame
  ) {
    if skip == 0 {
      drawOrigin(line, geometry, day: day, in: rect, on: &frame)
    } else {
      frame.put(glyphs.moreAbove, at: rect.origin, style: theme[.muted])
    }
    if isInOpenFold, line.request?.isReport == false {
      let side = rect.origin.offset(columns: geometry.bodyStart - 1)
      for row in 0..<rect.height {
        frame.put(glyphs.box.vertical, at: side.offset(rows: row), style: theme[.muted])
      }
    }
    let body = Rect(
      x: rect.x + geometry.bodyStart,
      y: rect.y,
      width: geometry.bodyWidth,
      height: rect.height
    )
    if line.kind == .gap { return drawGap(line, in: body, on: &frame) }
    let indent = geometry.indent(of: line)
    if skip == 0 {
      drawLevel(line, width: geometry.levelWidth, at: body.origin, on: &frame)
      drawColumns(line, geometry, in: body.inset(left: geometry.levelWidth), on: &frame)
    }
    let words = body.inset(left: indent)
    if state.logs.wraps {
      drawWrapped(line, geometry, skipping: skip, in: words, on: &frame)
    } else {
      drawCut(parts(of: line, geometry), in: words, on: &frame)
    }
  }

  /// Draws when a line was written, whether it is marked, and from where it is.
  private func drawOrigin(
    _ line: LogLine,
    _ geometry: LogsGeometry,
    day: Role?,
    in rect: Rect,
    on frame: inout Frame
  ) {
    drawTime(line, geometry, day: day, in: rect, on: &frame)
    if state.logs.marks.contains(line.sequence) {
      let mark = rect.origin.offset(columns: geometry.timeWidth)
      frame.put(glyphs.pointer, at: mark, style: theme[.accent])
    }
    put(
      line.source,
      at: rect.origin.offset(columns: geometry.timeWidth + 1),
      line.sourceRole,
      width: geometry.sourceWidth,
      on: &frame
    )
  }

  private func drawTime(
    _ line: LogLine,
    _ geometry: LogsGeometry,
    day: Role?,
    in rect: Rect,
    on frame: inout Frame
  ) {
    if let day {
      let text = time.dated(line.timestamp, state.logs.times, width: geometry.timeWidth)
      frame.put(text, at: rect.origin, style: theme[day], maxWidth: geometry.timeWidth)
      return
    }
    let full = time.precise(line.timestamp, state.logs.times)
    let stamp = geometry.timeWidth == 8 ? String(full.prefix(8)) : full
    if state.logs.times == .age {
      put(
        SafeText(stamp),
        endingAt: rect.origin.offset(columns: geometry.timeWidth),
        .muted,
        on: &frame
      )
    } else {
      frame.put(stamp, at: rect.origin, style: theme[.muted], maxWidth: geometry.timeWidth)
    }
  }

  /// Draws the level's sign and, where there is room and the line has it not in its own words, its
  /// name.
  private func drawLevel(_ line: LogLine, width: Int, at point: Point, on frame: inout Frame) {
    guard let level = line.level, line.spellsLevel || level >= .warn else { return }
    frame.put(sign(of: level), at: point, style: theme[level.role])
    guard line.spellsLevel, width > 2 else { return }
    frame.put(level.word, at: point.offset(columns: 2), style: theme[level.role])
  }

  /// The sign of a level, which no other one has.
  private func sign(of level: LogEvent.Level) -> SafeText {
    switch level {
    case .debug: " "
    case .info: glyphs.pending
    case .warn: "!"
    case .error: glyphs.failed
    }
  }

  private func drawColumns(
    _ line: LogLine,
    _ geometry: LogsGeometry,
    in rect: Rect,
    on frame: inout Frame
  ) {
    var x = 0
    for (column, width) in zip(state.logs.columns, geometry.columnWidths) {
      if let value = line.value(of: column.name) {
        let room = width - LogColumn.gap
        let cut = value.truncated(to: room, ellipsis: glyphs.ellipsis)
        let start = column.isNumeric ? room - cut.width : 0
        put(cut, at: rect.origin.offset(columns: x + start), .text, width: room, on: &frame)
      }
      x += width
    }
  }

  /// The names of the columns, over them.
  func drawHeading(_ geometry: LogsGeometry, on frame: inout Frame) {
    guard !geometry.heading.isEmpty else { return }
    var x = geometry.bodyStart + geometry.levelWidth
    for (column, width) in zip(state.logs.columns, geometry.columnWidths) {
      let room = width - LogColumn.gap
      let name = SafeText(column.name).truncated(to: room, ellipsis: glyphs.ellipsis)
      let start = column.isNumeric ? room - name.width : 0
      put(
        name,
        at: geometry.heading.origin.offset(columns: x + start),
        .muted,
        width: room,
        on: &frame
      )
      x += width
    }
  }

  /// What a line says, piece by piece; a report says how many lines are folded under it.
  private func parts(of line: LogLine, _ geometry: LogsGeometry) -> [LogLine.Part] {
    var parts = line.body(without: Set(geometry.columnNames))
    if line.kind == .platform {
      for index in parts.indices { parts[index].text = spelled(parts[index].text, of: line) }
    }
    guard state.logs.isFolded, let request = line.request, request.isReport,
      request.foldedCount > 0, let first = parts.first,
      first.text.text.hasPrefix(spelled(Canvas.rule, of: line).text)
    else { return parts }
    let isOpen = state.logs.unfolded.contains(line.sequence)
    let sign = isOpen ? glyphs.moreBelow : glyphs.pointer
    let count = request.foldedCount
    let note = SafeText(" \(count) \(count == 1 ? "line" : "lines")  ")
    parts[0].text = first.text.slice(columns: Canvas.rule.width..<first.text.width)
    return [LogLine.Part(role: isOpen ? .muted : .text, text: sign + note)] + parts
  }

  /// A piece of a platform's line with the signs that the terminal can show; what functions wrote stays
  /// as it is.
  func spelled(_ text: SafeText, of line: LogLine) -> SafeText {
    guard line.kind == .platform, glyphs.box.horizontal != Glyphs.unicode.box.horizontal else {
      return text
    }
    return SafeText(
      text.text.replacing("─", with: glyphs.box.horizontal.text)
        .replacing("…", with: glyphs.ellipsis.text)
    )
  }

  private func drawCut(_ parts: [LogLine.Part], in rect: Rect, on frame: inout Frame) {
    let width = parts.reduce(0) { $0 + $1.text.width }
    let room = width > rect.width ? rect.width - glyphs.ellipsis.width : rect.width
    var used = 0
    for part in parts where used < room {
      used += frame.put(
        part.text,
        at: rect.origin.offset(columns: used),
        style: theme[part.role],
        maxWidth: room - used,
        marks: theme[.warn]
      )
    }
    if width > rect.width {
      frame.put(glyphs.ellipsis, at: rect.origin.offset(columns: room), style: theme[.muted])
    }
  }

  private func drawWrapped(
    _ line: LogLine,
    _ geometry: LogsGeometry,
    skipping skip: Int,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let lines = geometry.wrapped(line, limit: rect.height + skip).dropFirst(skip)
    let role: Role = line.isError ? .error : line.kind == .platform ? .muted : .text
    for (index, piece) in lines.enumerated() {
      frame.put(
        spelled(piece, of: line),
        at: rect.origin.offset(rows: index),
        style: theme[role],
        marks: theme[.warn]
      )
    }
  }

  /// Draws where lines are missing: a rule to the edge with what is known of it, as much as there is
  /// room for.
  private func drawGap(_ line: LogLine, in rect: Rect, on frame: inout Frame) {
    guard let gap = line.gap else { return }
    let style: TimeStyle = state.logs.times == .age ? .utc : state.logs.times
    let ends = [gap.from, gap.to]
    let isToday = ends.allSatisfy { time.isSameDay($0, time.now, style) }
    var precise = ends.map { isToday ? time.precise($0, style) : time.moment($0, style) }
    var short = ends.map { time.moment($0, style) }
    // Only a time of today says by itself that it is of today.
    if !time.isSameDay(gap.from, gap.to, style) {
      short = ends.map { time.dated($0, style, width: style.width) }
      precise = short
    }
    let texts = [
      "\(gap.missing) from \(precise[0]) to \(precise[1]) (\(gap.length)): \(gap.why)",
      "\(gap.missing) from \(short[0]) to \(short[1]): \(gap.why)",
      "\(gap.missing) over \(gap.length): \(gap.why)", "\(gap.missing) over \(gap.length)",
      gap.count.map { "\($0) missing" } ?? "missing",
    ].map { SafeText(" \($0) ") }
    let rule = SafeText(String(repeating: glyphs.box.horizontal.text, count: rect.width))
    frame.put(rule, at: rect.origin, style: theme[.warn], maxWidth: rect.width)
    let text = texts.first { $0.width <= rect.width - 4 } ?? texts[texts.count - 1]
    frame.put(
      text,
      at: rect.origin.offset(columns: 2),
      style: theme[.warn],
      maxWidth: rect.width - 2
    )
  }
}
