internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What happens on the way from red to reason.
extension DashboardState {
  /// The explanation that is uppermost among the layers.
  var openWhy: OpenWhy? {
    for case .why(let open) in layers.reversed() { return open }
    return nil
  }

  /// The run of the selected incident with all that is known of it.
  var whyDetail: ExecutionDetail? {
    guard let open = openWhy, let content = content(of: open) else { return nil }
    return content.trace(of: open)?.trace.detail ?? content.row(of: open)?.incident.detail
  }

  /// What is known of an opened thing.
  func content(of open: OpenWhy) -> WhyState.Content? { why.contents[open.subject] }

  /// What the key of reasons would explain here; `nil` where there is nothing.
  var whySubject: Explanation.Subject? {
    switch layers.last {
    case .alarm(let open): return .alarm(name: open.name)
    case .execution(let open): return .execution(open.arn)
    case .runPart: return runRequestID.map { .request(id: $0, near: actedRun?.startedAt) }
    case .logEvent: return logs.detail.flatMap { $0.event.subject }
    case nil: break
    default: return nil
    }
    switch focus {
    case .customers: return customers.selectedRow.map { .customer(id: $0.id) }
    case .workflow: return workflow.selectedRow.map { .execution($0.id) }
    case .logs:
      guard let line = logs.selectedLine, let event = line.event else { return nil }
      // A line without an id of its own may be known to belong to a request.
      return line.request?.id.map(event.subject(asking:)) ?? event.subject
    case .alarms: return alarms.selectedRow.map { .alarm(name: $0.id) }
    }
  }

  /// Why there is nothing to explain; whether a log line names anything is told when it is asked for.
  var whyRefusal: String? {
    switch layers.last {
    case .logEvent: return logs.detail == nil ? "the line is not read yet" : nil
    case .runPart: return runRequestID == nil ? "it made no request" : nil
    case nil: break
    default: return nil
    }
    switch focus {
    case .customers: return customers.selectedRow == nil ? "no id is selected" : nil
    case .workflow:
      guard workflow.selectedRow == nil else { return nil }
      return workflow.freshness.lastSuccess == nil ? "the runs are not known" : "there is no run"
    case .logs: return logs.selectedLine?.event == nil ? "there is no line" : nil
    case .alarms: return alarms.selectedRow == nil ? noAlarm : nil
    }
  }

  /// Explains what is selected or opened.
  mutating func whyCommand() {
    guard let subject = whySubject else {
      message = Message(text: "this line names no request and no run", isError: true)
      return
    }
    if layers.isEmpty, focus == .logs, logs.follows { stopFollowing() }
    open(subject)
  }

  /// Opens a thing; where it is open already, goes back to it.
  mutating func open(_ subject: Explanation.Subject) {
    let known = layers.lastIndex { layer in
      if case .why(let open) = layer { open.subject.isSame(as: subject) } else { false }
    }
    if let known {
      layers.removeSubrange((known + 1)...)
    } else {
      layers.append(.why(OpenWhy(subject)))
    }
  }

  /// Shows all of the selected incident: the run, or its request on a page of its own.
  mutating func openIncident() {
    guard let open = openWhy, let row = content(of: open)?.row(of: open) else { return }
    if let arn = row.incident.execution?.arn {
      layers.append(.execution(OpenExecution(arn: arn)))
    } else {
      let group = row.incident.invocations.last?.group
      self.open(.request(id: row.id, near: row.incident.at, group: group))
    }
  }

  /// Why the selected incident cannot be opened.
  var openIncidentRefusal: String? {
    guard let open = openWhy, let row = content(of: open)?.row(of: open) else {
      return "nothing failed here"
    }
    if case .request(let id, _, _) = open.subject, row.id == id, row.incident.execution == nil {
      return "all of it is here"
    }
    return nil
  }

  /// Selects the incident so many rows on; where there is but one, the page scrolls.
  mutating func selectIncident(by rows: Int) {
    guard case .why(var open) = layers.last, let content = content(of: open),
      let ids = content.report?.rows.map(\.id), ids.count > 1
    else { return scrollPage { $0 + rows } }
    let index = min(max(0, content.index(of: open) + rows), ids.count - 1)
    guard index != content.index(of: open) else { return }
    open.selected = ids[index]
    open.top = 0
    layers[layers.count - 1] = .why(open)
  }

  /// Shows what has come since.
  mutating func showNewer() {
    guard case .why(var open) = layers.last, let newer = why.contents[open.subject]?.newer else {
      return
    }
    why.contents[open.subject]?.show(newer)
    open.selected = nil
    open.top = 0
    layers[layers.count - 1] = .why(open)
  }

  // MARK: Answers

  /// Takes an explanation, if it is still wanted.
  mutating func takeExplanation(_ report: WhyReport, at: Instant) {
    advance(to: at)
    let subject = report.explanation.subject
    why.contents[subject]?.take(report)
    if let selected = openWhy?.selected, selected == why.traced,
      why.contents[subject]?.needsTrace(selected) == false
    {
      why.traced = nil
    }
  }

  /// Takes why something could not be explained.
  mutating func takeWhyFailure(
    _ subject: Explanation.Subject,
    _ failure: ServiceFailure,
    retryAt: Instant?
  ) {
    why.contents[subject]?.failure = failure
    why.contents[subject]?.retryAt = retryAt
  }

  /// Takes what is known of one incident.
  mutating func takeTrace(_ trace: WhyTrace, of subject: Explanation.Subject) {
    why.contents[subject]?.keep(trace)
    if why.traced == trace.trace.incidentID { why.traced = nil }
  }

  // MARK: Standing orders

  /// Has explained what is open, and traced what is selected; forgets what is closed.
  mutating func settleWhy() -> [Effect] {
    let opened = (layers + (why.returning?.layers ?? [])).compactMap { layer in
      if case .why(let open) = layer { open.subject } else { nil }
    }
    if !why.contents.isEmpty, Set(why.contents.keys) != Set(opened) {
      why.contents = why.contents.filter { opened.contains($0.key) }
    }
    guard let open = openWhy else {
      guard why.watched != nil else { return [] }
      why.watched = nil
      why.traced = nil
      return [.leaveWhy]
    }
    if why.contents[open.subject] == nil { why.contents[open.subject] = .init(askedAt: now) }
    var effects: [Effect] = []
    if why.watched != open.subject {
      why.watched = open.subject
      why.traced = nil
      effects.append(.explain(open.subject))
    }
    if let content = content(of: open), let row = content.row(of: open),
      content.needsTrace(row.id), why.traced != row.id
    {
      why.traced = row.id
      effects.append(.trace(row.incident, of: open.subject))
    }
    return effects
  }
}

extension LogEvent {
  /// What the line can be followed to: its request, else its run.
  fileprivate var subject: Explanation.Subject? {
    let trail = LineTrail(message)
    if let id = trail.requestID { return subject(asking: id) }
    return trail.executionARN.map { .execution($0) } ?? trail.customerID.map { .customer(id: $0) }
  }

  /// The request of that id, to which the line belongs.
  fileprivate func subject(asking id: String) -> Explanation.Subject {
    .request(id: id, near: timestamp, group: group)
  }
}
