internal import CustomerDomain
internal import Terminal

/// Whom an opened alarm tells.
extension Canvas {
  private struct Line {
    var spans: [Span]
    var link: String?
  }

  /// What it notifies in which state, who listens there, and whether that is confirmed.
  func notifiesSection(_ alarm: Alarm, _ report: AlarmReport?, _ open: OpenAlarm) -> Page.Section {
    var lines: [Line] = []
    func say(_ text: String, _ role: Role) {
      for line in wrapped([SafeText(text)]) { lines.append(Line(spans: [span(line, role)])) }
    }
    if !alarm.actionsEnabled { say("it is muted: its actions are disabled", .warn) }
    let actions = AlarmWords.actions(of: alarm)
    if actions.isEmpty { say("nobody: it has no actions", .muted) }
    for (arn, states) in actions {
      let words = AlarmWords.action(arn)
      lines.append(
        Line(spans: [
          span(SafeText("on \(states.joined(separator: ", "))  "), .muted),
          span(SafeText(words, columns: 0..<256), .text),
        ])
      )
      guard let number = report?.topics?.firstIndex(where: { $0.arn == arn }),
        let topic = report?.topics?[number]
      else { continue }
      if let failure = topic.failure {
        let text = TroubleText(failure, retryAt: report?.retryAt(after: failure), now: state.now)
        say("  who listens could not be read: \(text.sentence + text.retry)", .error)
      } else if topic.subscriptions.isEmpty {
        say("  \(glyphs.failed) nobody listens to it", .warn)
      }
      for index in topic.subscriptions.indices {
        let link = AlarmLink.endpoint(topic: number, subscription: index).name
        lines.append(line(topic.subscriptions[index], link, open))
      }
    }
    let all = lines
    var section = Page.Section(title: "Notifies", count: all.count) { index, rect, frame in
      frame.put(all[index].spans, at: rect.origin.offset(columns: 1), maxWidth: rect.width - 1)
      markLink(all[index].link, open, rect, on: &frame)
    }
    section.links = Dictionary(
      uniqueKeysWithValues: all.enumerated().compactMap { index, line in
        line.link.map { (index, $0) }
      }
    )
    return section
  }

  private func line(
    _ subscription: TopicSubscription,
    _ link: String,
    _ open: OpenAlarm
  ) -> Line {
    let isOpen = open.opened.contains(link)
    let endpoint = AlarmWords.endpoint(
      of: subscription,
      isOpen: isOpen,
      ellipsis: glyphs.ellipsis.text
    )
    let (sign, role): (SafeText, Role) =
      subscription.isConfirmed ? (glyphs.ok, .ok) : (glyphs.insufficient, .warn)
    let word = subscription.isConfirmed ? "confirmed" : "not confirmed: gets nothing yet"
    return Line(
      spans: [
        span("  " + sign + " ", role),
        span(SafeText("\(subscription.kind)  ", columns: 0..<20), .muted),
        span(SafeText(endpoint, columns: 0..<300), .text),
        span(SafeText("  \(word)"), subscription.isConfirmed ? .muted : .warn),
      ],
      link: link
    )
  }
}
