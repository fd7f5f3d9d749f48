internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a run or a request to what belongs to it.
extension WhyService {
  /// How far back it is looked, one stretch after the other, in milliseconds: an hour, a day, two
  /// weeks.
  static let stretches: [Int64] = [3_600_000, 86_400_000, farthest]
  /// How far back it is looked at all, in milliseconds: two weeks.
  static let farthest: Int64 = 1_209_600_000

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

  /// Explains a request to the API or an invocation, from the lines of the backend's groups and of one
  /// more where one is known to name it.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainRequest(_ id: String, near: Instant?, group: String?) async throws -> Explanation {
    let own = try await writingGroups()
    let other = group.flatMap { $0.isEmpty || own.contains($0) ? nil : $0 }
    let groups = own + (other.map { [$0] } ?? [])
    let found = try await lines(near: near) { window in
      groups.map { LineSearch(group: $0, pattern: Self.quoted(id), window: window, pages: 10) }
    }
    let request = found.value.lazy.compactMap(APIRequest.init)
      .first { $0.id == id || $0.invocationID == id }
    let invocations = InvocationReader.invocations(in: found.value).filter {
      $0.requestID == id || $0.apiRequestID == id || $0.requestID == request?.invocationID
    }.filter { $0.requestID != request?.id }
    guard request != nil || !invocations.isEmpty else {
      throw nothing("request", id, found.notes, besides: other)
    }
    var explanation = Explanation(
      subject: .request(id: id, near: near, group: group),
      notes: found.notes
    )
    explanation.incidents = [Incident(invocations: invocations, request: request)]
    if let request, invocations.isEmpty {
      // The lines of the invocation that answered it need not name the request.
      let answered = try await answered([request])
      explanation.incidents = answered.value
      for note in answered.notes where !explanation.notes.contains(note) {
        explanation.notes.append(note)
      }
    }
    return explanation
  }

  /// The groups of the backend whose lines name requests and customers: all but the workflow's own.
  private func writingGroups() async throws -> [String] {
    let names = try await logs.names()
    return names.logGroups.filter { $0 != names.workflowLogGroup }
  }

  /// The lines that are found: of the time around `near`, else of the last hour, else of the last day,
  /// else of the last two weeks.
  private func lines(
    near: Instant?,
    _ searches: (Explanation.Window) -> [LineSearch]
  ) async throws -> Part<[LogEvent]> {
    var notes: [String] = []
    let now = logs.now
    if let near {
      let window = Explanation.Window(
        from: near + -Self.invocationReach,
        to: near + Self.invocationReach
      )
      let found = try await lines(searches(window))
      if !found.value.isEmpty { return found }
      notes += found.notes
    }
    var end = now + Self.lateness
    for stretch in Self.stretches {
      let start = now + -stretch
      let found = try await lines(searches(.init(from: start, to: end)))
      if !found.value.isEmpty { return found }
      for note in found.notes where !notes.contains(note) { notes.append(note) }
      end = start
    }
    return Part(value: [], notes: notes)
  }

  /// What to throw where nothing names what is to be explained.
  func nothing(
    _ kind: String,
    _ id: String,
    _ notes: [String],
    besides group: String? = nil
  ) -> ServiceFailure {
    let groups = "the backend's log groups" + (group.map { " and in \($0)" } ?? "")
    return ServiceFailure(
      kind: .notFound,
      action: "explain \(kind)",
      resource: id,
      reason: (["in \(groups) no line of the last two weeks names it"] + notes)
        .joined(separator: "; "),
      advice: "check the id and the region"
    )
  }
}
