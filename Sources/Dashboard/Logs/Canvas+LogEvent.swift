internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How an opened log line looks.
extension Canvas {
  /// Where the line is from and when it was written.
  func logEventTitle(_ open: OpenLogEvent) -> [Span] {
    guard let event = detail(of: open)?.event else { return [span("Log line", .focus)] }
    let stamp = time.precise(event.timestamp, .utc)
    let isNarrow = state.size.columns < 60
    return [
      span("Log line", .focus), span(" ", .text),
      span(SafeText(event.source, columns: 0..<(isNarrow ? 16 : 60)), .title),
      span(SafeText(isNarrow ? " " + stamp.prefix(8) : "  \(stamp) UTC"), .muted),
    ]
  }

  /// When the service took an event in, and how late that was where it was late.
  private func takenIn(_ event: LogEvent) -> String {
    let moment = time.full(event.ingestedAt, state.logs.times)
    let delay = event.ingestedAt - event.timestamp
    return delay < 2000 ? moment : "\(moment), \(Took.text(delay)) later"
  }

  private func detail(of open: OpenLogEvent) -> LogDetail? {
    state.logs.detail?.sequence == open.sequence ? state.logs.detail : nil
  }

  /// The whole message, and what the service knows of it.
  func logEventPage(_ open: OpenLogEvent) -> Page {
    var page = Page()
    guard let detail = detail(of: open) else {
      page.sections = [section("Message", ["reading the line…"], .muted)]
      return page
    }
    let lines = open.layout?.lines ?? detail.lines
    let event = detail.event
    page.sections = [
      section("Message", lines),
      section(
        "Event",
        facts: [
          ("time", SafeText(time.full(event.timestamp, state.logs.times)), .text),
          ("taken in", SafeText(takenIn(event)), .text),
          ("group", SafeText(event.group), .text),
          ("stream", SafeText(event.stream), .text),
          ("id", SafeText(event.eventID), .text),
        ]
      ),
    ]
    return page
  }
}
