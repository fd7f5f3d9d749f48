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
      return drawEmpty(emptyLogs, in: geometry.content, on: &frame)
    }
    drawBars(geometry, on: &frame)
    drawHeading(geometry, on: &frame)
    let places = geometry.places(logs)
    let needles = window.highlights.map { $0.lowercased().map(String.init) }.filter { !$0.isEmpty }
    let openRequests = self.openRequests
    for (index, rect) in places.places {
      let line = window.lines[index]
      draw(
        line,
        geometry,
        day: day(of: index, first: places.first),
        isInOpenFold: line.request?.id.map(openRequests.contains) ?? false,
        skipping: index == places.first ? places.skip : 0,
        in: rect,
        on: &frame
      )
      highlight(needles, in: rect.inset(left: geometry.timeWidth + 1), on: &frame)
      if hasFocus(.logs), !logs.follows, line.sequence == logs.selectedLine?.sequence {
        select(rect, on: &frame)
      }
    }
    scrollMarks(
      geometry.rows,
      above: places.first > 0 || places.skip > 0 || window.olderCount > 0,
      below: places.end < window.lines.count || places.isCut || window.newerCount > 0,
      on: &frame
    )
  }

  /// How a row's day is told where it is not that of the row above it in sight, or not today's where it is
  /// the first one; that one looks like a time, since it is another one with each line that scrolls.
  private func day(of index: Int, first: Int) -> Role? {
    let (lines, times) = (state.logs.lines, state.logs.times)
    guard times != .age else { return nil }
    let above = index > first ? lines[index - 1].timestamp : time.now
    guard !time.isSameDay(lines[index].timestamp, above, times) else { return nil }
    return index > first ? .text : .muted
  }

  /// Marks what the filter found, a screen line at a time.
  private func highlight(_ needles: [[String]], in rect: Rect, on frame: inout Frame) {
    guard !needles.isEmpty else { return }
    for y in rect.y..<rect.maxY {
      let columns = (rect.x..<rect.maxX).filter { !frame.character(at: Point(x: $0, y: y)).isEmpty }
      let letters = columns.map { frame.character(at: Point(x: $0, y: y)).lowercased() }
      for needle in needles {
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
  }

  /// The invocations whose lines were unfolded, of those at hand.
  private var openRequests: Set<String> {
    guard state.logs.isFolded, !state.logs.unfolded.isEmpty else { return [] }
    let reports = state.logs.lines.filter { state.logs.unfolded.contains($0.sequence) }
    return Set(reports.compactMap { $0.request?.id })
  }

  /// Why there are no rows.
  private var emptyLogs: String {
    let logs = state.logs
    if logs.isLoading { return "looking for log lines…\(state.patience)" }
    let total = logs.window?.total ?? 0
    if !logs.filter.isEmpty {
      if let progress = logs.searchProgress { return "searching \(total) lines: \(progress) done" }
      let advice = LogFilter.lookalikes(in: logs.filter).first.map { "; \($0.advice)" } ?? ""
      return "no line passes “\(logs.filter)”, of \(total)\(olderAdvice)\(advice)"
    }
    guard logs.tail?.failure == nil else { return "" }
    if logs.isBrief, !logs.isChosen, total > 0 {
      let lines = total == 1 ? "line" : "lines"
      return "nothing but \(total) routine \(lines); v shows all\(olderAdvice)"
    }
    return logs.source.pattern == nil ? "no log lines yet" : "no line matches the pattern yet"
  }

  /// How to go on to lines from before all that was read.
  private var olderAdvice: String {
    guard let window = state.logs.window, window.past == .unread, window.known != nil,
      !state.logs.isReadingOlder, hasFocus(.logs)
    else { return "" }
    return "; k reads older ones"
  }

  /// The newest error at hand, else the newest row.
  var logsSummary: [Span] {
    guard let line = state.logs.lines.last(where: \.isError) ?? state.logs.lines.last else {
      return [span(SafeText(emptyLogs), .muted)]
    }
    let stamp = time.moment(line.timestamp, state.logs.times)
    return [
      span(SafeText(stamp + " "), .muted), span(line.source, line.sourceRole), span(" ", .text),
    ]
      + line.parts.prefix(8).map { span(spelled($0.text, of: line), $0.role) }
  }
}
