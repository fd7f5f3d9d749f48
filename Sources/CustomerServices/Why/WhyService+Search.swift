internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a run, a request or a customer to what belongs to it.
extension WhyService {
  /// How far back it is looked, one stretch after the other, in milliseconds: an hour, a day, two
  /// weeks.
  private static let stretches: [Int64] = [3_600_000, 86_400_000, 1_209_600_000]

  /// Explains a run.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainExecution(_ reference: String) async throws -> Explanation {
    let detail = try await workflow.describe(reference, withGraph: false)
    var explanation = Explanation(
      subject: .execution(detail.execution.arn),
      incidents: [Incident(detail: detail, invocations: detail.failedInvocations)]
    )
    if detail.execution.status == .succeeded { explanation.notes.append("this run did not fail") }
    return explanation
  }

  /// Explains a request to the API or an invocation.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainRequest(_ id: String, near: Instant?) async throws -> Explanation {
    let found = try await lines(of: id, pattern: Self.quoted(id), near: near)
    let request = found.value.lazy.compactMap(APIRequest.init)
      .first { $0.id == id || $0.invocationID == id }
    let invocations = InvocationReader.invocations(in: found.value).filter {
      $0.requestID == id || $0.apiRequestID == id || $0.requestID == request?.invocationID
    }.filter { $0.requestID != request?.id }
    guard request != nil || !invocations.isEmpty else {
      throw nothing("request", id, found.notes)
    }
    var explanation = Explanation(subject: .request(id: id, near: near), notes: found.notes)
    explanation.incidents = [Incident(invocations: invocations, request: request)]
    return explanation
  }

  /// Explains a customer: the runs, invocations and requests about it, those that failed first and mere
  /// look-ups last, each of these the newest first.
  ///
  /// Whoever asks has mostly looked the customer up a moment before.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainCustomer(_ id: String) async throws -> Explanation {
    let found = try await lines(of: id, pattern: Self.pattern(ofCustomer: id), near: nil)
    let own = found.value.filter {
      LineTrail($0.message).customerID?.utf8.elementsEqual(id.utf8) == true
    }
    let invocations = InvocationReader.invocations(in: own)
    guard !invocations.isEmpty else { throw nothing("customer", id, found.notes) }
    let reader = try await logs.names().lookUpFunction
    let telling = invocations.sorted {
      let (left, right) = (Self.rank($0, reader: reader), Self.rank($1, reader: reader))
      return left == right ? $0.endedAt > $1.endedAt : left < right
    }
    let incidents = try await incidents(of: Array(telling.prefix(Self.incidentLimit)))
    let ranked = incidents.value.enumerated().sorted {
      let (left, right) = (
        Self.rank($0.element, reader: reader), Self.rank($1.element, reader: reader)
      )
      return (left, $0.offset) < (right, $1.offset)
    }
    return Explanation(
      subject: .customer(id: id),
      incidents: ranked.map(\.element),
      notes: found.notes + incidents.notes
    )
  }

  private static func rank(_ invocation: Invocation, reader: String) -> Int {
    invocation.isFailed ? 0 : invocation.function == reader ? 2 : 1
  }

  private static func rank(_ incident: Incident, reader: String) -> Int {
    if incident.isFailed { return 0 }
    let isLookUp = incident.execution == nil && incident.invocations.last?.function == reader
    return isLookUp ? 2 : 1
  }

  /// The lines of the backend's groups that match: of the time around `near`, else of the last hour,
  /// else of the last day, else of the last two weeks.
  private func lines(
    of id: String,
    pattern: String,
    near: Instant?
  ) async throws -> Part<[LogEvent]> {
    let names = try await logs.names()
    let groups = names.logGroups.filter { !$0.hasPrefix("/aws/vendedlogs/") }
    func search(_ window: Explanation.Window) async throws -> Part<[LogEvent]> {
      try await lines(
        groups.map { LineSearch(group: $0, pattern: pattern, window: window, pages: 10) }
      )
    }
    var notes: [String] = []
    let now = logs.now
    if let near {
      let found = try await search(
        .init(from: near + -Self.invocationReach, to: near + Self.invocationReach)
      )
      if !found.value.isEmpty { return found }
      notes += found.notes
    }
    var end = now + Self.lateness
    for stretch in Self.stretches {
      let start = now + -stretch
      let found = try await search(.init(from: start, to: end))
      if !found.value.isEmpty { return found }
      for note in found.notes where !notes.contains(note) { notes.append(note) }
      end = start
    }
    return Part(value: [], notes: notes)
  }

  private func nothing(_ kind: String, _ id: String, _ notes: [String]) -> ServiceFailure {
    ServiceFailure(
      kind: .notFound,
      action: "explain \(kind)",
      resource: id,
      reason: (["no line of the last two weeks names it"] + notes).joined(separator: "; "),
      advice: "check the id and the region"
    )
  }
}
