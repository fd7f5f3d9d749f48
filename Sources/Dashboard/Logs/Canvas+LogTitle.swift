internal import CustomerDomain
internal import Terminal

/// What the title of the Logs pane says.
extension Canvas {
  /// One thing the title may say; the lower the rank, the sooner it goes where there is no room.
  private struct Remark {
    let rank: Int
    let span: Span
  }

  /// How the tail stands and what is shown of it; how far it is behind is said at every width.
  var logRemarks: [Span] {
    let logs = state.logs
    guard let tail = logs.tail else { return [span("looking", .muted)] }
    if let bar = barRemarks { return bar }
    guard tail.groupCount > 0 else { return [span("no groups", .muted)] }
    var remarks = [Remark(rank: 4, span: span(groupCount(tail), .muted))]
    if let pattern = logs.source.pattern {
      let text = SafeText("pattern " + pattern, columns: 0..<32)
      remarks.append(Remark(rank: 9, span: span(text, .accent)))
    }
    remarks.append(Remark(rank: 10, span: following))
    if !logs.follows, logs.newCount > 0 {
      remarks.append(Remark(rank: 8, span: span("\(logs.newCount) new", .warn)))
    }
    if let problem = logs.window?.filterProblem, logs.window?.query.filter == logs.filter {
      remarks.append(Remark(rank: 11, span: span(SafeText("filter: " + problem), .alarm)))
    }
    if let hint = fieldHint { remarks.append(Remark(rank: 11, span: hint)) }
    if let reach = tail.lateReachMilliseconds, !state.isPaused {
      let words = SafeText("lines later than \(reach / 1000) s missed")
      remarks.append(Remark(rank: 7, span: span(words, .warn)))
    }
    if let way = wayRemark { remarks.append(Remark(rank: 6, span: way)) }
    if let saving = state.saving, state.focus == .logs {
      remarks.append(Remark(rank: 8, span: span("saving \(saving.words)", .running)))
    }
    if let progress = logs.searchProgress {
      remarks.append(Remark(rank: 7, span: span(SafeText("searching \(progress)"), .running)))
    }
    if let past = pastRemark {
      remarks.append(Remark(rank: logs.isReadingOlder ? 7 : 2, span: past))
    }
    // UTC is what the header's clock shows.
    if logs.times == .local, let zone = logs.times.zone {
      remarks.append(Remark(rank: 6, span: span(SafeText(zone), .muted)))
    }
    if !logs.marks.isEmpty {
      remarks.append(Remark(rank: 5, span: span("\(logs.marks.count) marked", .muted)))
    }
    if logs.isFolded { remarks.append(Remark(rank: 3, span: span("folded", .muted))) }
    if logs.isBrief, !logs.isChosen {
      remarks.append(Remark(rank: 2, span: span("brief", .muted)))
    }
    if !state.isPaused, tail.lastSuccess != nil {
      remarks.append(Remark(rank: 1, span: span("\(logs.rateWords) events/s", .muted)))
    }
    if let behind = logBehind { remarks.append(Remark(rank: 9, span: behind)) }
    return fitting(remarks)
  }

  /// What was probably meant by a word that hides nothing, which the rows do not tell.
  private var fieldHint: Span? {
    guard
      let word = LogFilter.lookalikes(in: state.logs.filter).first(where: \.isInverse)
    else { return nil }
    let isWide = state.paneRects[.logs].map { $0.width >= 100 } ?? false
    return span(SafeText(isWide ? "a field is \(word.meant)" : "\(word.meant)?"), .warn)
  }

  private func groupCount(_ tail: TailStatus) -> SafeText {
    tail.groupCount == 1 ? "1 group" : "\(tail.groupCount) groups"
  }

  /// What is known of lines before the first one, where that one is in sight.
  private var pastRemark: Span? {
    let logs = state.logs
    guard logs.isAtOldest || logs.isReadingOlder, let window = logs.window,
      let known = window.known
    else { return nil }
    if logs.isReadingOlder {
      let reading = logs.awaitedOlder?.reading
      let edge = SafeText(time.moment(reading?.edge(in: known) ?? known.oldest, logs.times))
      let way: SafeText = reading?.isForward == true ? "reading on: " : "reading older: "
      return span(way + edge, .running)
    }
    let reached = SafeText(time.moment(known.oldest, logs.times))
    switch window.past {
    case .reading: return nil
    case .unread: return span("read back to " + reached, .muted)
    case .end: return span("from the beginning", .muted)
    case .failed: return span("older ones not read", .warn)
    }
  }

  /// Which way events come where Live Tail is asked for: what it tells is read at once, and without it
  /// at polling's pace.
  private var wayRemark: Span? {
    guard !state.isPaused else { return nil }
    switch state.logs.tail?.live {
    case nil: return nil
    case .standing(isSampled: false): return span("live", .ok)
    case .standing(isSampled: true): return span("live, sampled", .ok)
    case .opening: return span("polling", .muted)
    case .unavailable: return span("polling, not live", .warn)
    }
  }

  private var following: Span {
    guard !state.logs.follows else { return span("following", .muted) }
    return span(state.isPaused ? "paused" : "held", .warn)
  }

  /// How far behind the tail is; while nothing is read, since when.
  ///
  /// Before each group was read to its end nobody knows.
  private var logBehind: Span? {
    guard let tail = state.logs.tail, tail.lastSuccess != nil else { return nil }
    if !tail.hasReadAll, tail.failure == nil { return span("still reading", .running) }
    let lag = state.logLag
    return span(SafeText("\(Took.below(lag)) behind"), lag >= 30_000 ? .warn : .muted)
  }

  /// Leaves out what matters least until the rest fits into the title.
  private func fitting(_ remarks: [Remark]) -> [Span] {
    var shown = remarks
    let filter = SafeText(state.logs.filter, columns: 0..<24).width
    let room =
      (state.paneRects[.logs]?.width ?? 0) - 6 - "3 Logs".count - (filter > 0 ? filter + 3 : 0)
    while shown.count > 1, shown.reduce(0, { $0 + $1.span.text.width + 3 }) > room,
      let least = shown.indices.min(by: { shown[$0].rank < shown[$1].rank })
    { shown.remove(at: least) }
    return shown.map(\.span)
  }
}
