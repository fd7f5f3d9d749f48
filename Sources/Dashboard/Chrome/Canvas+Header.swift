internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The first line: where this is, how it stands, and how old what it shows is.
extension Canvas {
  /// Draws the first line.
  func drawHeader(on frame: inout Frame) {
    let rect = frame.bounds.row(0)
    frame.fill(rect, theme[.header])
    if state.context.isProduction { frame.fill(rect, theme[.production]) }
    let left = headerLeft(width: rect.width)
    let leftWidth = left.reduce(0) { $0 + $1.text.width }
    var right = headerRight(width: rect.width)
    func rightWidth() -> Int { right.reduce(0) { $0 + $1.text.width } }
    // Where this is, and what is allowed there, is never given up for the rest.
    while !right.isEmpty, leftWidth + rightWidth() + 3 > rect.width { right.removeLast() }
    frame.put(right, at: Point(x: rect.maxX - rightWidth() - 1, y: 0))
    frame.put(left, at: Point(x: 1, y: 0), maxWidth: rect.width - 2)
  }

  /// A role's colour on the header's background.
  private func headerSpan(_ text: String, _ role: Role) -> Span {
    let line = theme[state.context.isProduction ? .production : .header]
    if state.context.isProduction { return Span(SafeText(text), line) }
    return Span(SafeText(text), theme[role].over(line))
  }

  private func headerLeft(width: Int) -> [Span] {
    let context = state.context
    var spans: [Span] = []
    if width >= 60 { spans.append(headerSpan("rollcall  ", .title)) }
    spans.append(
      context.isProduction
        ? headerSpan("\(glyphs.alarm) PRODUCTION \(context.name)", .production)
        : headerSpan("\(glyphs.ok) \(context.name)", .accent)
    )
    let badges: [(isOn: Bool, word: String, role: Role)] = [
      (context.isReadOnly, "READ-ONLY", .warn), (state.isPaused, "PAUSED", .warn),
      (state.isRecorded, "REC", .warn), (state.hasRecordingEnded, "REC ENDED", .error),
    ]
    for badge in badges where badge.isOn {
      spans += [headerSpan("  ", .text), headerSpan(badge.word, badge.role)]
    }
    if width >= 100 { spans.append(headerSpan("  \(context.region)", .muted)) }
    return spans
  }

  private func headerRight(width: Int) -> [Span] {
    var spans = alarmTally(isWide: width >= 100)
    if state.dataAge != nil || state.hasFailure {
      let age = state.dataAge ?? "none yet"
      let space = width >= 100 ? "   " : "  "
      let word = width >= 100 ? "data \(age)" : age
      let isOld = state.hasFailure || state.isSomeOverdue
      spans += [headerSpan(space, .text), headerSpan(word, isOld ? .warn : .muted)]
    }
    if width >= 60, !state.hasOutage, let trip = state.roundTripMilliseconds {
      spans.append(headerSpan("   " + Took.latency(trip), .muted))
    }
    if width >= 60 { spans.append(headerSpan("   " + time.minute, .muted)) }
    return spans
  }

  private func alarmTally(isWide: Bool) -> [Span] {
    let tally = state.alarms.tally
    guard state.alarms.freshness.lastSuccess != nil else { return [] }
    let red = tally[.alarm] ?? 0
    let unknown = tally[.insufficientData] ?? 0
    var spans: [Span] = []
    if state.alarms.freshness.failure != nil { return [headerSpan(staleTally(isWide), .muted)] }
    if red > 0 {
      let word = isWide ? red == 1 ? " alarm" : " alarms" : ""
      let new = state.alarms.unseen.isEmpty ? "" : " NEW"
      spans.append(headerSpan("\(glyphs.alarm) \(red)\(word)\(new)", .alarm))
    }
    if unknown > 0 { spans.append(headerSpan(" \(glyphs.insufficient) \(unknown)", .insufficient)) }
    let separator = spans.isEmpty ? "" : " "
    let ok = "\(separator)\(glyphs.ok) \(tally[.ok] ?? 0)" + (isWide ? " ok" : "")
    spans.append(headerSpan(ok, .ok))
    return spans
  }

  /// How alarms stood when they could be read last; nobody knows whether they still do.
  private func staleTally(_ isWide: Bool) -> String {
    let tally = state.alarms.tally
    let red = tally[.alarm] ?? 0
    let unknown = tally[.insufficientData] ?? 0
    let word = isWide ? red == 1 ? " alarm" : " alarms" : ""
    return (red > 0 ? "\(glyphs.alarm) \(red)\(word) " : "")
      + (unknown > 0 ? "\(glyphs.insufficient) \(unknown) " : "")
      + "\(glyphs.ok) \(tally[.ok] ?? 0)" + (isWide ? " ok?" : "?")
  }
}

extension DashboardState {
  /// The age of the oldest of the panes' data, in words.
  var dataAge: String? {
    let moments = [
      workflow.freshness.lastSuccess, logs.tail?.lastSuccess, alarms.freshness.lastSuccess,
    ]
    return moments.compactMap { $0 }.min().map { Age.data.text($0, now: now) }
  }

  /// Whether some pane cannot get newer data.
  var hasFailure: Bool {
    Pane.allCases.contains { freshness(of: $0)?.failure != nil }
  }
}
