internal import AWSWire
package import CustomerDomain
internal import JSONValue

/// Following one incident to its run and its lines.
extension WhyService {
  /// What is known of an incident: its run, and the lines of the request that tells most.
  ///
  /// - Throws: `CancellationError`.
  package func trace(_ incident: Incident) async throws -> Trace {
    var trace = Trace(incidentID: incident.id)
    trace.detail = incident.detail
    if trace.detail == nil, let arn = incident.execution?.arn {
      let run = try await describe(arn)
      (trace.detail, trace.notes) = (run.value, run.notes)
    }
    let lead = try await lead(of: incident, trace.detail)
    trace.requestID = lead.value.requestID
    trace.group = lead.value.group
    trace.notes += lead.notes
    guard let id = lead.value.requestID else { return trace }
    let groups = try await groups(of: id, lead.value, incident, trace.detail)
    let span = Self.span(lead.value, incident)
    let found = try await requestLines(id, in: groups.value, span)
    trace.notes += groups.notes + found.notes
    trace.lines = found.value
    trace.invocation = InvocationReader.invocation(id, in: found.value)
    trace.group =
      found.value.first?.group ?? lead.value.group
      ?? (groups.value.count == 1 ? groups.value.first : nil)
    if found.value.isEmpty, found.notes.isEmpty {
      trace.notes.append("no line of request \(id) is in the log, or not yet")
    }
    if trace.detail == nil, let arn = trace.invocation?.executionARN {
      let run = try await describe(arn)
      trace.detail = run.value
      trace.notes += run.notes
    }
    return trace
  }

  /// A run with its states; a failure becomes a note.
  func describe(_ arn: String) async throws -> Part<ExecutionDetail?> {
    try await part(nil) { try await workflow.describe(arn, withGraph: false) }
  }

  /// What leads from an incident to lines.
  private struct Lead {
    /// The request whose lines tell most; `nil` where none does.
    var requestID: String?
    /// Its invocation, where something is known of it.
    var invocation: Invocation?
    /// The state that asked for it.
    var state: StateRun?
    /// The group of the function that was called or should have been, where it is known.
    var group: String?
  }

  /// Finds the request whose lines tell most of an incident; a note says why there is none.
  private func lead(of incident: Incident, _ detail: ExecutionDetail?) async throws -> Part<Lead> {
    if let detail, let culprit = Culprit(detail) {
      let known = incident.invocations.last { $0.requestID == culprit.requestID }
      let lead = Lead(
        requestID: culprit.requestID,
        invocation: known ?? culprit.invocation,
        state: culprit.state,
        group: culprit.function.map(BackendNames.logGroup(ofFunction:))
      )
      return Part(value: lead, notes: culprit.note.map { [$0] } ?? [])
    }
    let invocation = incident.telling ?? detail?.failedInvocations.last
    // What went well in a run that failed is not why it did.
    let isCause = !incident.isFailed || incident.execution == nil || invocation?.isFailed == true
    let last = incident.isFailed ? nil : detail?.states.last { $0.requestID != nil }
    let id = invocation?.requestID ?? incident.request?.invocationID ?? last?.requestID
    guard let id, isCause || detail == nil else { return try await noLead(of: incident) }
    let function = last.flatMap { detail?.function(of: $0) }
    let group = invocation?.group ?? function.map(BackendNames.logGroup(ofFunction:))
    return Part(
      value: Lead(requestID: id, invocation: invocation, state: last, group: group)
    )
  }

  /// Why there are no lines of an incident, and the function that was to be called.
  private func noLead(of incident: Incident) async throws -> Part<Lead> {
    guard let request = incident.request else {
      return Part(value: Lead(), notes: ["nothing in the run's history names an invocation"])
    }
    let names = try await part(BackendNames()) { try await logs.names() }
    let function = names.value.function(answering: request)
    let why =
      switch (request.status, function) {
      case (504, let function?): "\(function) did not answer in time"
      case (500..., let function?): "\(function) may have been throttled, or could not be called"
      default: "API Gateway did by itself"
      }
    return Part(
      value: Lead(group: function.map(BackendNames.logGroup(ofFunction:))),
      notes: names.notes + ["no function answered this request: \(why)"]
    )
  }

  /// Where an invocation may have been made.
  private func groups(
    of id: String,
    _ lead: Lead,
    _ incident: Incident,
    _ detail: ExecutionDetail?
  ) async throws -> Part<[String]> {
    if let group = lead.group, !group.isEmpty { return Part(value: [group]) }
    if let state = detail?.state(asking: id), let function = detail?.function(of: state) {
      return Part(value: [BackendNames.logGroup(ofFunction: function)])
    }
    let names = try await part(BackendNames()) { try await logs.names() }
    if let request = incident.request, let function = names.value.function(answering: request) {
      return Part(value: [BackendNames.logGroup(ofFunction: function)], notes: names.notes)
    }
    return Part(
      value: names.value.functions.map(BackendNames.logGroup(ofFunction:)),
      notes: names.notes
    )
  }

  /// When the invocation of an incident may have been made.
  private static func span(_ lead: Lead, _ incident: Incident) -> Explanation.Window {
    if lead.invocation == nil, let state = lead.state {
      return .init(
        from: state.startedAt + -10_000,
        to: (state.stoppedAt ?? state.startedAt + invocationReach) + 60_000
      )
    }
    let end = lead.invocation?.endedAt ?? incident.at
    let start = lead.invocation?.startedAt ?? end + -invocationReach
    return .init(from: start + -10_000, to: end + 60_000)
  }
}
