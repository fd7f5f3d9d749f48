internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the Logs pane looks.
extension Canvas {
  /// Draws the rows at hand from where the state says.
  func drawLogs(on frame: inout Frame) {
    let geometry = LogsGeometry(state)
    let logs = state.logs
    drawTrouble(of: .logs, in: geometry.banner, on: &frame)
    guard let window = logs.window, !window.lines.isEmpty else {
      return drawEmpty(emptyLogs, in: geometry.rows, on: &frame)
    }
    let places = geometry.places(logs)
    for (index, rect) in places.places {
      let line = window.lines[index]
      draw(line, geometry, in: rect, on: &frame)
      highlightFilter(rect, on: &frame)
      if hasFocus(.logs), !logs.follows, line.sequence == logs.selectedLine?.sequence {
        select(rect, on: &frame)
      }
    }
    scrollMarks(
      geometry.rows,
      above: places.first > 0 || window.olderCount > 0,
      below: places.end < window.lines.count || window.newerCount > 0,
      on: &frame
    )
  }

  /// Marks what the filter found, a screen line at a time.
  private func highlightFilter(_ rect: Rect, on frame: inout Frame) {
    let needle = state.logs.filter.lowercased().map(String.init)
    guard !needle.isEmpty else { return }
    for y in rect.y..<rect.maxY {
      let columns = (rect.x..<rect.maxX).filter { !frame.character(at: Point(x: $0, y: y)).isEmpty }
      let letters = columns.map { frame.character(at: Point(x: $0, y: y)).lowercased() }
      var index = 0
      while index + needle.count <= letters.count {
        guard letters[index..<index + needle.count].elementsEqual(needle) else {
          index += 1
          continue
        }
        let end = index + needle.count < columns.count ? columns[index + needle.count] : rect.maxX
        let found = Rect(x: columns[index], y: y, width: end - columns[index], height: 1)
        frame.restyle(found) { _ in theme[.match] }
        index += needle.count
      }
    }
  }

  private func draw(
    _ line: LogLine,
    _ geometry: LogsGeometry,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let full = time.precise(line.timestamp, state.logs.times)
    let stamp = geometry.timeWidth == 8 ? String(full.prefix(8)) : full
    let isAge = state.logs.times == .age
    if isAge {
      put(
        SafeText(stamp),
        endingAt: rect.origin.offset(columns: geometry.timeWidth),
        .muted,
        on: &frame
      )
    } else {
      frame.put(stamp, at: rect.origin, style: theme[.muted], maxWidth: geometry.timeWidth)
    }
    put(
      line.source,
      at: rect.origin.offset(columns: geometry.timeWidth + 1),
      line.sourceRole,
      width: geometry.sourceWidth,
      on: &frame
    )
    let body = Rect(
      x: rect.x + geometry.bodyStart,
      y: rect.y,
      width: geometry.bodyWidth,
      height: rect.height
    )
    if state.logs.wraps {
      drawWrapped(line, in: body, on: &frame)
    } else {
      drawCut(line, in: body, on: &frame)
    }
  }

  private func drawCut(_ line: LogLine, in rect: Rect, on frame: inout Frame) {
    let width = line.parts.reduce(0) { $0 + $1.text.width }
    let room = width > rect.width ? rect.width - glyphs.ellipsis.width : rect.width
    var used = 0
    for part in line.parts where used < room {
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

  private func drawWrapped(_ line: LogLine, in rect: Rect, on frame: inout Frame) {
    let lines = line.text.wrapped(to: rect.width, limit: rect.height)
    let role: Role = line.isError ? .error : line.kind == .platform ? .muted : .text
    for (index, piece) in lines.enumerated() {
      frame.put(
        piece,
        at: rect.origin.offset(rows: index),
        style: theme[role],
        marks: theme[.warn]
      )
    }
  }

  /// Groups, following or not, rate and lag, for the pane's title.
  var logRemarks: [Span] {
    let logs = state.logs
    guard let tail = logs.tail else { return [span("looking", .muted)] }
    guard tail.groupCount > 0 else { return [span("no groups", .muted)] }
    var remarks = [span("\(tail.groupCount) groups", .muted)]
    if logs.follows {
      remarks.append(span("following", .muted))
    } else {
      let word = state.isPaused ? "paused" : "held"
      let count = logs.newCount
      remarks.append(span(count == 0 ? "\(word)" : "\(word), \(count) new", .warn))
    }
    // UTC is what the header's clock shows.
    if logs.times == .local, let zone = logs.times.zone {
      remarks.append(span(SafeText(zone), .muted))
    }
    if logs.isBrief, logs.filter.isEmpty, state.size.columns >= 60 {
      remarks.append(span("brief", .muted))
    }
    // Nothing is behind that is not being read.
    guard !state.isPaused, tail.lastSuccess != nil else { return remarks }
    let isLate = tail.lagMilliseconds >= 30_000
    // Where there is little room, only what is out of the ordinary.
    guard state.size.columns >= 60 || isLate else { return remarks }
    if state.size.columns >= 60 { remarks.append(span("\(logs.rateWords) events/s", .muted)) }
    remarks.append(span("\(logs.lagWords) behind", isLate ? .warn : .muted))
    return remarks
  }

  /// Why there are no rows.
  private var emptyLogs: String {
    let logs = state.logs
    if logs.isLoading { return "looking for log lines…\(state.patience)" }
    if !logs.filter.isEmpty {
      return "no line has “\(logs.filter)” in it, of \(logs.window?.total ?? 0)"
    }
    return logs.tail?.failure == nil ? "no log lines yet" : ""
  }

  /// The newest error at hand, else the newest row.
  var logsSummary: [Span] {
    guard let line = state.logs.lines.last(where: \.isError) ?? state.logs.lines.last else {
      return [span(SafeText(emptyLogs), .muted)]
    }
    let stamp = String(time.precise(line.timestamp, state.logs.times).prefix(8))
    return [
      span(SafeText(stamp + " "), .muted), span(line.source, line.sourceRole), span(" ", .text),
    ]
      + line.parts.prefix(8).map { span($0.text, $0.role) }
  }
}
