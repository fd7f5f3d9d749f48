internal import AWSWire
internal import CustomerDomain

/// Going from a reason to the Logs pane and back, and taking it along as text.
extension DashboardState {
  /// What all lines of the selected incident have in them: the run's name, else the request's id.
  ///
  /// Where the lines of a run's request do not name the run, it is any of its name and its requests.
  private var linesFilter: String? {
    guard let open = openWhy, let content = content(of: open) else { return nil }
    let trace = content.trace(of: open)?.trace
    let incident = content.row(of: open)?.incident
    let detail = trace?.detail ?? incident?.detail
    guard let name = (detail?.execution ?? incident?.execution)?.name else {
      return trace?.requestID ?? incident?.requestID
    }
    let lines = trace?.lines ?? []
    guard !lines.isEmpty, !lines.contains(where: { $0.message.contains(name) }) else {
      return name
    }
    let tries = (detail?.states ?? []).flatMap { $0.attempts.map(\.requestID) + [$0.requestID] }
    let failed = (incident?.invocations ?? []).map(\.requestID) + [trace?.requestID]
    return DashboardState.pattern(anyOf: [name] + (tries + failed).compactMap(\.self))
  }

  /// A filter for lines with one of these words in them, each once.
  private static func pattern(anyOf words: [String]) -> String {
    var seen: Set<String> = []
    let terms = words.filter { seen.insert($0).inserted }.map { word in
      let isPlain = word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
      }
      return isPlain ? word : "\\Q\(word)\\E"
    }
    return "/\(terms.joined(separator: "|"))/"
  }

  /// When the first of those lines was written, as far as it is known.
  private var linesBegin: Instant? {
    guard let open = openWhy, let content = content(of: open) else { return nil }
    let trace = content.trace(of: open)?.trace
    let incident = content.row(of: open)?.incident
    let begun = (trace?.detail?.execution ?? incident?.execution)?.startedAt
    return [begun, trace?.lines.first?.timestamp].compactMap(\.self).min() ?? incident?.at
  }

  /// Why there are no lines to show in the Logs pane.
  var allLinesRefusal: String? { linesFilter == nil ? "no run or request is known" : nil }

  /// Shows all lines of the selected incident in the Logs pane, whatever was read there; those from
  /// before that are read for it.
  mutating func showAllLines() -> [Effect] {
    guard let text = linesFilter else { return [] }
    let begin = linesBegin
    why.returning = WhyState.Return(
      layers: layers,
      focus: focus,
      filter: logs.filter,
      source: logs.source,
      follows: logs.follows,
      through: text
    )
    layers = []
    focus = .logs
    filterLogs(text)
    let words =
      text.hasPrefix("/") ? "of the run and its requests" : "with \(text.prefix(8))… in them"
    message = Message(text: "all lines \(words); esc comes back")
    let effects = read(LogSource())
    if let begin, logs.window?.known?.isRead(begin) != true { logs.jump = .time(begin) }
    return effects
  }

  /// Goes back from the Logs pane to where its lines were asked for; `nil` where that was not so.
  mutating func returnFromLogs() -> [Effect]? {
    guard let back = why.returning else { return nil }
    why.returning = nil
    guard focus == .logs, logs.filter == back.through else { return nil }
    filterLogs(back.filter)
    layers = back.layers
    focus = back.focus
    let effects = read(back.source)
    logs.jump = nil
    if back.follows { followLogs() }
    return effects
  }

  /// The reason as text, for a message to others.
  func whyText(_ open: OpenWhy) -> String? {
    guard let content = content(of: open), let report = content.report else { return nil }
    var lines: [String] = []
    if let alarm = report.explanation.alarm {
      lines.append("\(alarm.name) \(alarm.state.rawValue): \(AlarmWords.reason(of: alarm))")
    }
    if let incident = content.row(of: open)?.incident {
      let words = [
        IncidentWords.name(of: incident), (incident.customerID ?? "").spelledOut,
        IncidentWords.place(of: incident), IncidentWords.error(of: incident), incident.at.iso8601,
      ]
      lines.append(words.filter { !$0.isEmpty }.joined(separator: "  "))
    }
    if let trace = content.trace(of: open)?.trace, let id = trace.requestID {
      lines.append("request \(id) \(trace.group ?? "")")
      lines += trace.lines.prefix(200).map { event in
        let message = event.message
        return event.timestamp.iso8601 + " "
          + (message.last == "\n" ? String(message.dropLast()) : message)
      }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
