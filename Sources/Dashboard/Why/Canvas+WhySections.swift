internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What an explanation says, section by section.
extension Canvas {
  /// The most lines that an error and its cause take.
  private static let errorLimit = 4
  /// The rows that are kept for what follows the list, so that it stays while that is read.
  private static let restHeight = 10
  /// The most alarms of a composite one that are shown; its page has them all.
  private static let childLimit = 6

  /// The lines of an explanation.
  func page(of open: OpenWhy) -> WhyPage {
    var page = WhyPage()
    guard let content = state.content(of: open), let report = content.report else {
      addWaiting(state.content(of: open), to: &page)
      return page
    }
    if let failure = content.failure {
      addText(
        TroubleText(failure, retryAt: content.retryAt, now: state.now).lines(
          width: width,
          limit: 2,
          sign: glyphs.failed,
          ellipsis: glyphs.ellipsis
        ),
        .error,
        to: &page
      )
    }
    addReason(report, to: &page)
    var rest = WhyPage()
    addHappened(content, open, to: &rest)
    addLines(content, open, to: &rest)
    let height = WhyGeometry(state.size, hasLinks: !state.whyLinks.isEmpty).inside.height
    let room = height - page.rows.count - 1 - max(rest.rows.count, Canvas.restHeight)
    addIncidents(report, content, open, room: room, to: &page)
    page.add(rest)
    return page
  }

  private var width: Int { WhyGeometry(state.size, hasLinks: false).inside.width }

  private func addText(_ lines: [SafeText], _ role: Role, to page: inout WhyPage) {
    for line in lines {
      page.add { rect, frame in put(line, at: rect.origin, role, width: rect.width, on: &frame) }
    }
  }

  private func addWaiting(_ content: WhyState.Content?, to page: inout WhyPage) {
    guard let failure = content?.failure else {
      let waited = content.map { Patience.words(since: $0.askedAt, now: state.now) } ?? ""
      return addText([SafeText("looking for what failed…\(waited)")], .muted, to: &page)
    }
    let text = TroubleText(failure, retryAt: content?.retryAt, now: state.now)
    addText(
      text.lines(width: width, limit: 4, sign: glyphs.failed, ellipsis: glyphs.ellipsis),
      .text,
      to: &page
    )
  }

  // MARK: Why

  private func addReason(_ report: WhyReport, to page: inout WhyPage) {
    let explanation = report.explanation
    if let alarm = explanation.alarm {
      let look = look(of: alarm.state)
      let standing = IncidentWords.standing(alarm.state.word, since: alarm.since, now: state.now)
      page.add { rect, frame in
        put(
          [
            span(look.glyph + " ", look.role),
            span(SafeText(standing), look.role),
            span(": " + report.reason, .text),
          ],
          at: rect.origin,
          width: rect.width,
          on: &frame
        )
      }
    }
    if explanation.alarm == nil, !report.reason.isEmpty {
      let incident = report.rows.first?.incident
      page.add { rect, frame in
        let sign = incident.map { self.look(of: $0) }.map { span($0.glyph + " ", $0.role) }
        put(
          [sign, span(report.reason, .text)].compactMap(\.self),
          at: rect.origin,
          width: rect.width,
          on: &frame
        )
      }
    }
    for child in report.children.prefix(Canvas.childLimit) {
      let look = look(of: child.alarm.state)
      let indent = SafeText(String(repeating: "  ", count: 1 + explanation.depth(of: child.alarm)))
      page.add { rect, frame in
        put(
          [
            span(indent + look.glyph + " ", look.role), span(child.name, .text),
            span("  " + child.shortReason, .muted),
          ],
          at: rect.origin,
          width: rect.width,
          on: &frame
        )
      }
    }
    let hidden = report.children.count - Canvas.childLimit
    if hidden > 0 { addText([SafeText("  and \(hidden) more")], .muted, to: &page) }
    for note in report.notes { addText(note.wrapped(to: width, limit: 3), .muted, to: &page) }
    addChart(explanation, to: &page)
  }

  private func addChart(_ explanation: Explanation, to page: inout WhyPage) {
    let height = chartHeight
    let points = explanation.series.filter { $0.part == .watched }.flatMap(\.points)
    guard height >= Chart.leastHeight, let alarm = explanation.chartedAlarm,
      let metric = alarm.metric, let newest = points.map(\.timestamp).max()
    else { return }
    if explanation.charted != nil {
      let title = alarm.name + ": " + AlarmWords.title(of: metric)
      addText([SafeText(title, columns: 0..<400)], .muted, to: &page)
    }
    let period = Int64(metric.periodSeconds) * 1000
    let end = newest + period
    let from = min(explanation.window?.from ?? end, end + -60 * period)
    let metrics = AlarmReport.Metrics(
      series: explanation.series.filter { $0.part != .input }.map { series in
        var series = series
        series.points.removeAll { $0.timestamp < from }
        return series
      },
      from: from,
      to: end
    )
    let chart =
      AlarmChart(metric, metrics, times: state.times, zone: state.utcOffsetMinutes).chart
    let picture = chart.picture(Size(columns: width - 2, rows: height), glyphs: glyphs)
    for index in picture.lines.indices {
      page.add { rect, frame in
        picture.draw(index, in: rect.inset(left: 2), theme: theme, on: &frame)
      }
    }
  }

  /// How many rows the metric gets: what failed matters more.
  private var chartHeight: Int {
    switch state.size.rows {
    case ..<30: 0
    case ..<45: 6
    default: 9
    }
  }

  // MARK: Failed

  private func addIncidents(
    _ report: WhyReport,
    _ content: WhyState.Content,
    _ open: OpenWhy,
    room: Int,
    to page: inout WhyPage
  ) {
    var heading = SafeText(IncidentWords.heading(of: report.explanation).capitalizedFirst)
    let index = content.index(of: open)
    let shown = max(3, min(8, (state.size.rows - 12) / 4), min(room, report.rows.count))
    let first = max(0, min(index - shown / 2, report.rows.count - shown))
    if report.rows.count > shown {
      heading = heading + SafeText("  (\(index + 1) of \(report.rows.count))")
    }
    page.begin(heading)
    let rows = report.rows.enumerated().dropFirst(first).prefix(shown)
    let widest = IncidentWidths(rows.lazy.map(\.element))
    for (number, row) in rows {
      let isSelected = number == index
      page.add { rect, frame in
        draw(row, isSelected: isSelected, widest, in: rect, on: &frame)
        if isSelected { select(rect, on: &frame) }
      }
    }
  }

  private func draw(
    _ row: IncidentRow,
    isSelected: Bool,
    _ widest: IncidentWidths,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let style = state.times == .age ? TimeStyle.utc : state.times
    let isNarrow = rect.width < 70
    let when = SafeText(time.moment(row.incident.at, style))
    let look = look(of: row.incident)
    var x = rect.x
    func column(_ text: SafeText, _ role: Role, _ width: Int) {
      put(text, at: Point(x: x, y: rect.y), role, width: width, on: &frame)
      x += width + 1
    }
    column(isSelected ? glyphs.pointer : " ", .focus, 1)
    column(look.glyph, look.role, 1)
    let took = isNarrow ? SafeText.empty : row.took
    let tail = isNarrow ? 9 : 9 + min(20, max(7, widest.took)) + 2
    column(short(row.incident.execution?.name ?? row.id), .text, isNarrow ? 6 : 9)
    if !isNarrow {
      let customer = row.customer.truncatedMiddle(to: 14, ellipsis: glyphs.ellipsis)
      column(customer, .text, min(14, max(6, widest.customer)))
    }
    if row.incident.request == nil || !isNarrow {
      // What the errors need not is the places'.
      let spare = rect.maxX - tail - x - widest.error - 1
      let room = min(widest.place, isNarrow ? 10 : max(rect.width / 4, spare))
      column(row.place.truncatedMiddle(to: room, ellipsis: glyphs.ellipsis), .text, room)
    }
    column(row.error, look.role, max(0, rect.maxX - tail - x))
    let end = rect.maxX - (isNarrow ? 0 : tail - 10)
    put(when, endingAt: Point(x: end, y: rect.y), .muted, on: &frame)
    if !isNarrow { put(took, endingAt: Point(x: rect.maxX, y: rect.y), .muted, on: &frame) }
  }

  /// An incident's glyph and colour.
  private func look(of incident: Incident) -> (glyph: SafeText, role: Role) {
    if let execution = incident.execution { return look(of: execution.status) }
    if incident.invocations.last?.outcome == .timedOut { return (glyphs.timedOut, .failed) }
    return incident.isFailed ? (glyphs.failed, .failed) : (glyphs.ok, .text)
  }

  // MARK: What happened

  private func addHappened(_ content: WhyState.Content, _ open: OpenWhy, to page: inout WhyPage) {
    guard let row = content.row(of: open) else { return }
    let trace = content.trace(of: open)
    let detail = trace?.trace.detail ?? row.incident.detail
    page.begin(detail.map { "What happened in run " + short($0.execution.name) } ?? "What happened")
    // Where not all is in sight, what went wrong comes before how.
    let isSmall = state.size.rows < 20
    if isSmall { addError(trace, row, to: &page) }
    if let detail, let states = trace?.states {
      addStates(states, of: detail.execution, to: &page)
    }
    if !isSmall { addError(trace, row, to: &page) }
  }

  private func addError(_ trace: WhyTrace?, _ row: IncidentRow, to page: inout WhyPage) {
    let error = trace?.error.isEmpty == false ? trace?.error ?? .empty : row.error
    if !error.isEmpty {
      let lines = error.wrapped(to: width - 2, limit: Canvas.errorLimit)
      let isFailed = row.incident.isFailed || trace?.trace.detail?.failingState != nil
      for (index, line) in lines.enumerated() {
        page.add { rect, frame in
          let sign: SafeText = index == 0 && isFailed ? glyphs.failed + " " : "  "
          frame.put(
            [span(sign, .failed), span(line, isFailed ? .error : .text)],
            at: rect.origin,
            maxWidth: rect.width
          )
        }
      }
    }
  }

  // MARK: The lines

  private func addLines(_ content: WhyState.Content, _ open: OpenWhy, to page: inout WhyPage) {
    guard content.row(of: open) != nil else { return }
    guard let trace = content.trace(of: open) else {
      page.begin("The lines of the request")
      return addText(["reading the log…"], .muted, to: &page)
    }
    let source = trace.lines.first.map { " (" + $0.source + ")" } ?? .empty
    // The rows have no day: the heading says it where it is not today.
    let day = day(of: trace.lines.first?.timestamp, lineTimes)
    page.begin(
      (trace.trace.requestID.map { "The lines of request " + short($0) + source }
        ?? "The lines of the request") + SafeText(day)
    )
    for note in trace.notes { addText(note.wrapped(to: width, limit: 3), .muted, to: &page) }
    var above: Instant?
    for line in trace.lines {
      add(line, below: above, to: &page)
      above = line.timestamp
    }
  }

  /// How the times of log lines are told, of which an age would tell nothing.
  private var lineTimes: TimeStyle { state.logs.times == .local ? .local : .utc }

  private func add(_ line: LogLine, below above: Instant?, to page: inout WhyPage) {
    let stampWidth = width < 70 ? 8 : 12
    let stamp = time.precise(line.timestamp, lineTimes, below: above, width: stampWidth)
    let indent = stampWidth + 2
    // Trouble is read whole, the rest as far as there is room.
    let isWrapped = line.isError && line.text.width > width - indent
    if isWrapped {
      let pieces = line.text.wrapped(to: max(1, width - indent), limit: 6)
      for (index, piece) in pieces.enumerated() {
        page.add { rect, frame in
          if index == 0 { frame.put(stamp, at: rect.origin, style: theme[.muted]) }
          put(
            piece,
            at: rect.origin.offset(columns: indent),
            .error,
            width: rect.width - indent,
            on: &frame
          )
        }
      }
    } else {
      page.add { rect, frame in
        frame.put(stamp, at: rect.origin, style: theme[.muted])
        put(
          line.parts.map { span(spelled($0.text, of: line), $0.role) },
          at: rect.origin.offset(columns: indent),
          width: rect.width - indent,
          on: &frame
        )
      }
    }
  }
}

/// How many columns the rows of a list need, each for itself, so that they stand under each other.
private struct IncidentWidths {
  private(set) var customer = 0
  private(set) var place = 0
  private(set) var error = 0
  private(set) var took = 0

  init(_ rows: some Sequence<IncidentRow>) {
    for row in rows {
      customer = max(customer, row.customer.width)
      place = max(place, row.place.width)
      error = max(error, row.error.width)
      took = max(took, row.took.width)
    }
  }
}

extension String {
  /// The same with a capital at the beginning.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
