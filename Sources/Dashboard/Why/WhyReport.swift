internal import AWSWire
package import CustomerDomain
internal import Terminal

/// An explanation made ready for the screen, once and off the thread that draws.
package struct WhyReport: Hashable, Sendable, Codable {
  /// What is explained and what was found.
  package private(set) var explanation: Explanation
  /// What failed, or is looked at, in the explanation's order.
  let rows: [IncidentRow]
  /// The alarm's reason, or what became of what is no alarm.
  let reason: SafeText
  /// The alarms that a composite alarm is made of.
  let children: [AlarmRow]
  /// What could not be had.
  let notes: [SafeText]
  /// What is known of the first incident.
  let trace: WhyTrace?

  /// Lays an explanation out.
  package init(_ explanation: Explanation) {
    self.explanation = explanation
    rows = explanation.incidents.map(IncidentRow.init)
    reason = SafeText(IncidentWords.reason(of: explanation), columns: 0..<400)
    children = explanation.children.map { AlarmRow($0) }
    notes = explanation.notes.map { SafeText($0, columns: 0..<1000) }
    trace = explanation.trace.map(WhyTrace.init)
  }

  /// The same incidents, with the alarm as a newer report has it.
  func keepingIncidents(under newer: WhyReport) -> WhyReport {
    var explanation = newer.explanation
    explanation.incidents = self.explanation.incidents
    explanation.told = self.explanation.told
    explanation.found = self.explanation.found
    explanation.trace = self.explanation.trace
    return WhyReport(
      explanation: explanation,
      rows: rows,
      reason: newer.reason,
      children: newer.children,
      notes: newer.notes,
      trace: trace
    )
  }

  private init(
    explanation: Explanation,
    rows: [IncidentRow],
    reason: SafeText,
    children: [AlarmRow],
    notes: [SafeText],
    trace: WhyTrace?
  ) {
    self.explanation = explanation
    self.rows = rows
    self.reason = reason
    self.children = children
    self.notes = notes
    self.trace = trace
  }
}

/// One thing that failed as a row.
struct IncidentRow: Hashable, Sendable, Identifiable, Codable {
  /// The thing itself.
  let incident: Incident
  /// What it is called, whole.
  let name: SafeText
  /// The customer it is about.
  let customer: SafeText
  /// The state, the function or the route that failed.
  let place: SafeText
  /// The error and what is said of it.
  let error: SafeText
  /// How long it took, and how often it was tried again.
  let took: SafeText

  /// Makes an incident ready for the screen.
  init(_ incident: Incident) {
    self.incident = incident
    name = SafeText(IncidentWords.name(of: incident), columns: 0..<128)
    customer = SafeText(exactly: incident.customerID ?? "")
    place = SafeText(IncidentWords.place(of: incident), columns: 0..<128)
    error = SafeText(IncidentWords.error(of: incident), columns: 0..<400)
    let again = incident.failingState.flatMap { $0.retries == 0 ? nil : $0.retryWords }
    took = SafeText(
      [IncidentWords.took(incident), again].compactMap(\.self).joined(separator: ", ")
    )
  }

  /// The incident's id.
  var id: String { incident.id }
}

/// What is known of one incident, made ready for the screen off the thread that draws.
package struct WhyTrace: Hashable, Sendable, Codable {
  /// What is known.
  package let trace: Trace
  /// The lines of the request as rows of a log.
  let lines: [LogLine]
  /// The states of the run, with what is inside of them; empty where it is none.
  let states: [StateLine]
  /// The error and its cause, in one line.
  let error: SafeText
  /// What could not be had.
  let notes: [SafeText]

  /// The most lines that are kept for the screen; the Logs pane has them all.
  private static let limit = 2000

  /// Lays a trace out.
  package init(_ trace: Trace) {
    self.trace = trace
    lines = trace.lines.prefix(WhyTrace.limit).enumerated().map { index, event in
      LogLine(sequence: index, event: event)
    }
    var notes = trace.notes
    if trace.lines.count > WhyTrace.limit {
      notes.append("of \(trace.lines.count) lines the first \(WhyTrace.limit) are shown")
    }
    self.notes = notes.map { SafeText($0, columns: 0..<1000) }
    states = trace.detail.map { StateLine.lines(of: $0.states) } ?? []
    let state = trace.detail?.failingState
    let name = state?.error ?? trace.detail?.error ?? trace.invocation?.error
    let cause = state?.cause ?? trace.detail?.cause ?? trace.invocation?.message
    let words = [name, cause.map(IncidentWords.message)].compactMap(\.self).filter { !$0.isEmpty }
    error = SafeText(words.joined(separator: ": "), columns: 0..<2000)
  }
}
