internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How an opened alarm looks.
extension Canvas {
  /// Which alarm it is and how it stands.
  func alarmTitle(_ open: OpenAlarm) -> [Span] {
    guard let row = state.alarms.row(open.name) else { return [span("Alarm", .focus)] }
    let alarm = row.alarm
    let look = look(of: alarm.state)
    // How it stands is what is looked for: a long name gives way to it.
    let age = SafeText(Age.event.text(alarm.since, now: state.now))
    guard state.size.columns >= 60 else {
      let room = state.size.columns - 9 - age.width
      return [
        span(row.name(in: room, ellipsis: glyphs.ellipsis), .title), span(" ", .text),
        span(look.glyph, look.role), span(" " + age, .muted),
      ]
    }
    let name = row.name(in: state.size.columns - 48, ellipsis: glyphs.ellipsis)
    return [
      span("Alarm", .focus), span(" ", .text), span(name, .title),
      span("  ", .text), span(look.glyph, look.role),
      span(
        SafeText(
          " " + IncidentWords.standing(alarm.state.word, since: alarm.since, now: state.now)
        ),
        look.role
      ),
    ]
  }

  /// Why it stands so, its metric or its rule's alarms, whom it notifies, what it watches, and its
  /// history.
  func alarmPage(_ open: OpenAlarm) -> Page {
    guard let row = state.alarms.row(open.name) else {
      return Page(sections: [section("Alarm", ["it no longer exists"], .muted)])
    }
    let alarm = row.alarm
    let report = state.alarms.reports[open.name]
    let role: Role = alarm.state == .alarm ? .alarm : .text
    var sections = [section("Why", wrapped([row.reason]), role)]
    for failure in report?.failures ?? [] {
      let text = TroubleText(failure, retryAt: report?.retryAt(after: failure), now: state.now)
      let lines = wrapped([SafeText(text.full + text.retry)])
      sections.append(section("\(glyphs.failed) Trouble", lines, .error))
    }
    sections += ruleSections(alarm, open) + metricSections(alarm, report)
    sections.append(notifiesSection(alarm, report, open))
    sections.append(factsSection(alarm))
    sections += wordsSections(row)
    sections.append(historySection(report, open))
    return Page(sections: sections)
  }

  /// The reason as the service tells it, where it is told in plain words already.
  private func wordsSections(_ row: AlarmRow) -> [Page.Section] {
    let own = SafeText(row.alarm.reason, columns: 0..<2000)
    guard own != row.reason, !own.isEmpty else { return [] }
    return [section("In the service's words", wrapped([own]), .muted)]
  }

  private func factsSection(_ alarm: Alarm) -> Page.Section {
    var facts: [(String, SafeText, Role)] = [
      ("since", SafeText(time.full(alarm.since, state.times)), .text)
    ]
    if let metric = alarm.metric {
      facts.append(("goes red when", SafeText(AlarmWords.rule(of: metric)), .text))
      if !metric.dimensions.isEmpty {
        facts.append(("of", SafeText(AlarmWords.dimensions(of: metric)), .text))
      }
      for query in metric.queries {
        facts.append((query.id, SafeText(AlarmWords.definition(of: query)), .text))
      }
      facts.append(("gaps", SafeText(AlarmWords.missingData(metric.treatMissingData)), .text))
    }
    if let rule = alarm.rule { facts.append(("rule", SafeText(rule), .text)) }
    if !alarm.summary.isEmpty { facts.append(("is for", SafeText(alarm.summary), .text)) }
    facts.append(("ARN", SafeText(alarm.arn), .muted))
    return section("What it watches", facts: facts)
  }

  /// That a part of a report is not known, and when it is read again where all that failed is.
  func unread(_ report: AlarmReport) -> String {
    let moments = report.failures.map { report.retryAt(after: $0) }
    return "it could not be read"
      + TroubleText.retry(at: moments.contains(nil) ? nil : report.retryAt, now: state.now)
  }

  /// What happened to it, the newest first; an opened entry over as many lines as it needs.
  private func historySection(_ report: AlarmReport?, _ open: OpenAlarm) -> Page.Section {
    guard let rows = report?.history else {
      let text = report.map(unread) ?? "looking for its history…"
      return section("History", wrapped([SafeText(text)]), .muted)
    }
    guard !rows.isEmpty else { return section("History", ["nothing has happened to it"], .muted) }
    let start = state.size.columns < 60 ? 13 : 27
    let room = max(8, state.insidePage.width - 2 - start)
    var lines: [(row: Int, text: SafeText, isFirst: Bool)] = []
    var links: [Int: String] = [:]
    for (index, row) in rows.enumerated() {
      let link = AlarmLink.history(fromOldest: rows.count - index).name
      let texts = open.opened.contains(link) ? row.summary.wrapped(to: room) : [row.summary]
      links[lines.count] = link
      for (number, text) in texts.enumerated() { lines.append((index, text, number == 0)) }
    }
    let all = lines
    var section = Page.Section(title: "History", count: all.count) { index, rect, frame in
      let line = all[index]
      let row = rows[line.row]
      if line.isFirst {
        frame.put(
          time.moment(row.timestamp, state.times),
          at: rect.origin.offset(columns: 1),
          style: theme[.muted]
        )
        if start > 13 {
          put(row.type, at: rect.origin.offset(columns: 13), .muted, width: 13, on: &frame)
        }
      }
      let place = rect.origin.offset(columns: start)
      put(line.text, at: place, .text, width: rect.width - start, on: &frame)
      markLink(links[index], open, rect, on: &frame)
    }
    section.links = links
    return section
  }

  /// Marks the line that Enter opens.
  func markLink(_ name: String?, _ open: OpenAlarm, _ rect: Rect, on frame: inout Frame) {
    if let name, name == open.selected { select(rect, on: &frame) }
  }
}

extension Alarm.State {
  /// The state as people read it.
  var word: String {
    switch self {
    case .alarm: "in alarm"
    case .insufficientData: "without data"
    case .ok: "ok"
    }
  }
}
