internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How an opened state or event of a run looks.
extension Canvas {
  /// Which part it is and how it went.
  func runPartTitle(_ open: OpenRunPart) -> [Span] {
    let dash = span(" \(glyphs.box.horizontal) ", .borderFocused)
    let room = max(8, state.size.columns - 44)
    func name(_ text: String) -> Span {
      span(SafeText(text, columns: 0..<200).truncated(to: room, ellipsis: glyphs.ellipsis), .title)
    }
    guard let report = part(of: open) else { return [span("Run", .focus)] }
    if let run = report.run {
      let look = look(of: run.status)
      return [
        span("State ", .focus), name(run.name), dash, span(look.glyph, look.role),
        span(SafeText(" \(run.status.word) \(took(run))"), look.role),
      ]
    }
    guard let event = report.event else { return [span("Event", .focus)] }
    return [span(SafeText("Event \(event.number) "), .focus), name(event.type)]
  }

  /// What is known of an opened part; `nil` before it was read.
  func part(of open: OpenRunPart) -> RunPartReport? {
    guard let report = state.workflow.part, report.arn == open.arn, report.part == open.part else {
      return nil
    }
    return report
  }

  /// What went wrong first, then the request and the tries, the data and what became of it; what a
  /// later try got over stands with the tries.
  func runPartPage(_ open: OpenRunPart) -> Page {
    guard let report = part(of: open) else {
      return Page(sections: [section("Run", ["reading it…"], .muted)])
    }
    var sections = report.isOvercome ? [] : trouble(report)
    sections.append(facts(report))
    if let run = report.run, run.attempts.count > 1 { sections.append(tries(run)) }
    if report.isOvercome { sections += trouble(report) }
    if !report.differences.isEmpty {
      sections.append(section("From input to output", report.differences))
    }
    sections += report.blocks.map { section($0.title, wrapped($0.lines)) }
    if !report.rules.isEmpty {
      sections.append(section("On errors", wrapped(report.rules), .muted))
    }
    return Page(sections: sections)
  }

  /// The error and its cause; nothing where there is none.
  private func trouble(_ report: RunPartReport) -> [Page.Section] {
    guard !report.trouble.isEmpty else { return [] }
    let lines = wrapped(report.trouble)
    let title = report.isOvercome ? "Error of an earlier try" : "Error"
    let section = Page.Section(title: title, count: lines.count) { index, rect, frame in
      let role: Role = index == 0 && !report.isOvercome ? .error : .text
      let start = rect.origin.offset(columns: 1)
      put(lines[index], at: start, role, width: rect.width - 1, on: &frame)
    }
    return [section]
  }

  /// Differences as lines, each in its colour and with its sign.
  func section(_ title: String, _ lines: [DiffLine]) -> Page.Section {
    let pieces = lines.flatMap { line in wrapped([line.text], limit: 40).map { ($0, line.kind) } }
    return Page.Section(title: title, count: pieces.count) { index, rect, frame in
      let (text, kind) = pieces[index]
      let role: Role =
        switch kind {
        case .added: .succeeded
        case .removed: .failed
        case .changed: .warn
        case .remark: .muted
        }
      put(text, at: rect.origin.offset(columns: 1), role, width: rect.width - 1, on: &frame)
    }
  }

  private func facts(_ report: RunPartReport) -> Page.Section {
    let style = state.times
    var facts: [(String, SafeText, Role)] = []
    if let run = report.run {
      facts.append(("type", SafeText(run.type), .text))
      facts.append(("entered", SafeText(time.full(run.startedAt, style)), .text))
      if let end = run.stoppedAt { facts.append(("left", SafeText(time.full(end, style)), .text)) }
      if let index = run.iteration { facts.append(("iteration", SafeText("#\(index)"), .text)) }
      if let iterations = run.iterations {
        facts.append(("iterations", SafeText(iterations.words), .text))
      }
    }
    if let event = report.event {
      facts.append(("at", SafeText(time.full(event.timestamp, style)), .text))
      if let name = event.stateName { facts.append(("state", SafeText(name), .text)) }
      facts.append(("follows", SafeText("event \(event.previousNumber)"), .muted))
    }
    if let request = report.requestID { facts.append(("request", SafeText(request), .text)) }
    facts.append(("run", SafeText(report.arn), .muted))
    return section(report.run == nil ? "Event" : "State", facts: facts)
  }

  /// A row a try: when, how long, what went wrong and in which request.
  private func tries(_ run: StateRun) -> Page.Section {
    let style = state.times == .age ? TimeStyle.utc : state.times
    let title = "Tries" + day(of: run.attempts.first?.startedAt, style)
    return Page.Section(title: title, count: run.attempts.count) { index, rect, frame in
      let attempt = run.attempts[index]
      let stamp = time.precise(
        attempt.startedAt,
        style,
        below: index > 0 ? run.attempts[index - 1].startedAt : nil,
        width: 12
      )
      let hasFailed = attempt.error != nil
      let isOpen = attempt.stoppedAt == nil
      let glyph = hasFailed ? glyphs.failed : isOpen ? glyphs.running : glyphs.ok
      let role: Role = hasFailed ? .failed : isOpen ? .running : .succeeded
      let took =
        attempt.stoppedAt.map { Took.text($0 - attempt.startedAt) }
        ?? Took.elapsed(since: attempt.startedAt, now: state.now)
      let spans = [
        span(glyph, role), span(SafeText(" " + stamp), .muted),
        span(SafeText("  " + took), .text),
        span(SafeText(attempt.error.map { "  " + $0 } ?? "", columns: 0..<200), role),
        span(SafeText(attempt.requestID.map { "  req " + $0 } ?? "", columns: 0..<200), .muted),
      ]
      frame.put(spans, at: rect.origin.offset(columns: 1), maxWidth: rect.width - 1)
    }
  }
}
