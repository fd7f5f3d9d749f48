internal import AWSWire
internal import CustomerDomain

/// Going from a reason to the Logs pane and back, and taking it along as text.
extension DashboardState {
  /// The most requests of a run that are looked for: a Map may have made thousands, and an expression
  /// cannot be of any length.
  private static let mostRequests = 100

  /// What the lines of an incident may have in them.
  private struct Named {
    /// The selected incident; `nil` where none is known.
    let incident: Incident?
    /// What is known of it beyond that.
    let trace: Trace?

    /// The run in full, where it was read.
    var detail: ExecutionDetail? { trace?.detail ?? incident?.detail }

    /// The run's name.
    var run: String? { (detail?.execution ?? incident?.execution)?.name }

    /// The request's id.
    var request: String? { trace?.requestID ?? incident?.requestID }

    /// The requests of a run, each once, those of invocations that failed first.
    var requests: [String] {
      let failed = (incident?.invocations ?? []).map(\.requestID) + [request]
      let tries = (detail?.states ?? []).flatMap { $0.attempts.map(\.requestID) + [$0.requestID] }
      var seen: Set<String> = []
      return (failed + tries).compactMap(\.self).filter {
        LineTrail.isUUID($0) && seen.insert($0).inserted
      }
    }
  }

  /// What is known of the selected incident.
  private var named: Named? {
    guard let open = openWhy, let content = content(of: open) else { return nil }
    return Named(
      incident: content.row(of: open)?.incident,
      trace: content.trace(of: open)?.trace
    )
  }

  /// What all lines of the selected incident have in them: the run's name, else the request's id, and
  /// what such lines are called.
  ///
  /// Where the lines of a run's request do not name the run, it is any of its name and its requests.
  private var linesFilter: (text: String, words: String)? {
    guard let named, let word = named.run ?? named.request else { return nil }
    let lines = named.trace?.lines ?? []
    guard named.run != nil, !lines.isEmpty, !lines.contains(where: { $0.message.contains(word) })
    else { return (LogFilter.written(word), "with \(word.prefix(8))… in them") }
    let requests = named.requests
    let some = requests.prefix(DashboardState.mostRequests)
    let of = some.count < requests.count ? "\(some.count) of its requests" : "its requests"
    return (LogFilter.written(anyOf: [word] + some), "of the run and \(of)")
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
  var allLinesRefusal: String? {
    named.flatMap { $0.run ?? $0.request } == nil ? "no run or request is known" : nil
  }

  /// Shows all lines of the selected incident in the Logs pane, whatever was read there; those from
  /// before that are read for it.
  mutating func showAllLines() -> [Effect] {
    guard let (text, words) = linesFilter else { return [] }
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
