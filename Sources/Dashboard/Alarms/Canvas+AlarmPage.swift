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
      span(SafeText(" \(alarm.state.word)"), look.role),
      span(" for " + age, .muted),
    ]
  }

  /// Why it stands so, what it watches and notifies, its metric and its history.
  func alarmPage(_ open: OpenAlarm) -> Page {
    var page = Page()
    guard let row = state.alarms.row(open.name) else {
      page.sections = [section("Alarm", ["it no longer exists"], .muted)]
      return page
    }
    let alarm = row.alarm
    let role: Role = alarm.state == .alarm ? .alarm : .text
    var why = [row.reason]
    let own = SafeText(alarm.reason, columns: 0..<2000)
    if own != row.reason { why.append(own) }
    page.sections = [section("Why", wrapped(why), role), factsSection(alarm)]
    page.sections.append(section("Notifies", notifies(alarm)))
    if let failure = state.alarms.detailFailure {
      page.sections.append(
        section("\(glyphs.failed) Trouble", wrapped([SafeText(failure.description)]), .error)
      )
    }
    guard let detail = state.alarms.detail, detail.name == open.name else {
      if state.alarms.detailFailure == nil {
        page.sections.append(section("History", ["looking for its history…"], .muted))
      }
      return page
    }
    if !detail.points.isEmpty { page.sections.append(pointsSection(detail.points, alarm)) }
    page.sections.append(historySection(detail.history))
    return page
  }

  private func factsSection(_ alarm: Alarm) -> Page.Section {
    var facts: [(String, SafeText, Role)] = [
      ("since", SafeText(time.full(alarm.since, state.times)), .text)
    ]
    if let metric = alarm.metric {
      facts.append(("goes red when", SafeText(AlarmWords.rule(of: metric)), .text))
      facts.append(("of", SafeText(AlarmWords.dimensions(of: metric)), .text))
      facts.append(("gaps", SafeText(AlarmWords.missingData(metric.treatMissingData)), .text))
    }
    if let rule = alarm.rule { facts.append(("rule", SafeText(rule), .text)) }
    if !alarm.summary.isEmpty { facts.append(("is for", SafeText(alarm.summary), .text)) }
    facts.append(("ARN", SafeText(alarm.arn), .muted))
    return section("What it watches", facts: facts)
  }

  private func notifies(_ alarm: Alarm) -> [SafeText] {
    guard alarm.actionsEnabled else { return ["nobody: its actions are disabled"] }
    let lines =
      alarm.alarmActions.map { "on ALARM  " + AlarmWords.shortName(ofARN: $0) }
      + alarm.okActions.map { "on OK     " + AlarmWords.shortName(ofARN: $0) }
    return lines.isEmpty ? ["nobody: it has no actions"] : lines.map { SafeText($0) }
  }

  /// The newest points first, each with a bar; those beyond the threshold in red.
  private func pointsSection(_ points: [MetricPoint], _ alarm: Alarm) -> Page.Section {
    let newest = Array(points.reversed().prefix(15))
    let threshold = alarm.metric?.threshold ?? 0
    let scale = BarScale(newest.map(\.value), threshold: threshold)
    let style = state.times == .age ? TimeStyle.utc : state.times
    return Page.Section(title: alarm.metric?.name ?? "Metric", count: newest.count) {
      index,
      rect,
      frame in
      let point = newest[index]
      let isBad = alarm.metric.map { $0.isBreached(by: point.value) } ?? false
      let role: Role = isBad ? .alarm : .chart
      frame.put(
        time.moment(point.timestamp, style),
        at: rect.origin.offset(columns: 1),
        style: theme[.muted]
      )
      put(
        SafeText(AlarmWords.number(point.value)),
        endingAt: rect.origin.offset(columns: 22),
        isBad ? .alarm : .text,
        on: &frame
      )
      let room = max(0, min(60, rect.width - 26))
      let length = scale.cells(point.value, of: room)
      let start = rect.origin.offset(columns: 24)
      frame.horizontal(at: start, width: length, style: theme[role], glyph: glyphs.bar.last ?? "#")
      let mark = start.offset(columns: scale.cells(threshold, of: room))
      if threshold >= 0, mark.x < rect.maxX {
        frame.put(glyphs.box.vertical, at: mark, style: theme[.chartThreshold])
      }
    }
  }

  private func historySection(_ rows: [AlarmHistoryRow]) -> Page.Section {
    guard !rows.isEmpty else { return section("History", ["nothing has happened to it"], .muted) }
    return Page.Section(title: "History", count: rows.count) { index, rect, frame in
      let row = rows[index]
      let style = state.times
      frame.put(
        time.moment(row.timestamp, style),
        at: rect.origin.offset(columns: 1),
        style: theme[.muted]
      )
      put(row.type, at: rect.origin.offset(columns: 13), .muted, width: 13, on: &frame)
      put(
        row.summary,
        at: rect.origin.offset(columns: 27),
        .text,
        width: rect.width - 27,
        on: &frame
      )
    }
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

extension Alarm.Metric {
  /// Whether a value is on the bad side of the threshold.
  func isBreached(by value: Double) -> Bool {
    switch comparison {
    case "GreaterThanOrEqualToThreshold": value >= threshold
    case "GreaterThanThreshold": value > threshold
    case "LessThanThreshold": value < threshold
    case "LessThanOrEqualToThreshold": value <= threshold
    default: false
    }
  }
}
