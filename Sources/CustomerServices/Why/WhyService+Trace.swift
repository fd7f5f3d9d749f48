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
    let failed = trace.detail?.failedInvocations ?? []
    let invocation = incident.telling ?? failed.last
    trace.requestID =
      incident.telling?.requestID ?? trace.detail?.failingState?.requestID
      ?? failed.last?.requestID ?? incident.requestID
      ?? trace.detail?.states.last { $0.requestID != nil }?.requestID
    guard let id = trace.requestID else {
      trace.notes.append(Self.noLines(incident, trace.detail))
      return trace
    }
    let groups = try await groups(of: id, invocation, incident, trace.detail)
    let span = Self.span(invocation, incident, trace.detail)
    let found = try await requestLines(id, in: groups.value, span)
    trace.notes += groups.notes + found.notes
    trace.lines = found.value
    trace.invocation = InvocationReader.invocation(id, in: found.value)
    trace.group = found.value.first?.group ?? invocation?.group
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

  /// Where an invocation may have been made.
  private func groups(
    of id: String,
    _ invocation: Invocation?,
    _ incident: Incident,
    _ detail: ExecutionDetail?
  ) async throws -> Part<[String]> {
    if let invocation, invocation.requestID == id, !invocation.group.isEmpty {
      return Part(value: [invocation.group])
    }
    let state = detail?.states.last { $0.requestID == id }
    if let state, let function = detail?.function(of: state.name) {
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
  private static func span(
    _ invocation: Invocation?,
    _ incident: Incident,
    _ detail: ExecutionDetail?
  ) -> Explanation.Window {
    let end = invocation?.endedAt ?? incident.at
    let start = invocation?.startedAt ?? end + -invocationReach
    let state = detail?.failingState ?? detail?.states.last { $0.requestID != nil }
    if invocation == nil, let state {
      return .init(
        from: state.startedAt + -10_000,
        to: (state.stoppedAt ?? state.startedAt + invocationReach) + 60_000
      )
    }
    return .init(from: start + -10_000, to: end + 60_000)
  }

  /// Why there are no lines of an incident.
  private static func noLines(_ incident: Incident, _ detail: ExecutionDetail?) -> String {
    if incident.request != nil {
      return "no function answered this request: API Gateway did by itself"
    }
    guard let state = detail?.failingState else {
      return "nothing in the run's history names an invocation"
    }
    let error = state.error ?? ""
    if error.contains("TooManyRequests") || error.contains("Throttl") {
      return "the invocation of \(state.name) was throttled: it never ran, and has no lines"
    }
    return "\(state.name) names no invocation: there are no lines to show"
  }
}
