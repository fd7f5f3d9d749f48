internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a customer to what happened to it.
extension WhyService {
  /// Explains a customer: the runs, invocations and requests about it, those that failed first and
  /// mere look-ups last, each of these the newest first.
  ///
  /// Whoever asks has mostly looked the customer up a moment before. A run or a request may fail
  /// before any function writes of the customer: the events by which runs began and the access log
  /// are searched, too.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainCustomer(_ id: String) async throws -> Explanation {
    let (trail, reach) = try await trail(ofCustomer: id)
    var runs = Part(value: trail.runs)
    if runs.value.isEmpty { runs = try await failedRuns(about: id) }
    var notes = trail.notes + runs.notes
    guard !trail.isEmpty || !runs.value.isEmpty else { throw nothing("customer", id, notes) }
    let reader = try await logs.names().lookUpFunction
    let requests = try await requests(of: trail)
    notes += requests.notes
    let answering = Set(requests.value.flatMap(\.invocations).map(\.requestID))
    let telling = trail.invocations.filter { !answering.contains($0.requestID) }.sorted {
      let (left, right) = (Self.rank($0, reader: reader), Self.rank($1, reader: reader))
      return left == right ? $0.endedAt > $1.endedAt : left < right
    }
    let incidents = try await incidents(
      of: Array(telling.prefix(Self.incidentLimit)),
      runs: Array(runs.value.prefix(Self.incidentLimit)),
      limit: .max
    )
    let merged = (incidents.value + requests.value).merged(newestFirst: true, limit: .max)
    let ranked = merged.enumerated().sorted {
      let (left, right) = (
        Self.rank($0.element, reader: reader), Self.rank($1.element, reader: reader)
      )
      return (left, $0.offset) < (right, $1.offset)
    }.map(\.element)
    if !ranked.contains(where: \.isFailed) { notes.append(Self.nothingFailed(within: reach)) }
    var explanation = Explanation(subject: .customer(id: id), notes: notes + incidents.notes)
    let isCut = trail.isCut || runs.isCut || requests.isCut
    explanation.tell(ranked, .first, isCut: isCut)
    let (otherRuns, others) = (
      runs.value.dropFirst(Self.incidentLimit), telling.dropFirst(Self.incidentLimit)
    )
    guard !otherRuns.isEmpty || !others.isEmpty else { return explanation }
    var counts = IncidentCounts(ranked, of: explanation.subject)
    counts.runs +=
      Set(others.compactMap(\.ownRun)).union(otherRuns)
      .subtracting(ranked.compactMap(\.runARN)).count
    counts.invocations += others.count { $0.ownRun == nil }
    explanation.found = .init(counts: counts, isLeast: isCut)
    return explanation
  }

  /// The requests that failed with the invocations that answered them, which need not name the
  /// customer; of the newest it is looked up where none is known.
  private func requests(of trail: CustomerTrail) async throws -> Part<[Incident]> {
    var answers: [String: Invocation] = [:]
    for invocation in trail.invocations {
      answers[invocation.requestID] = invocation
      if let id = invocation.apiRequestID { answers[id] = invocation }
    }
    func answer(to request: APIRequest) -> Invocation? {
      request.invocationID.flatMap { answers[$0] } ?? answers[request.id]
    }
    let open = trail.requests.filter { answer(to: $0) == nil }
    let lookedUp = try await answered(Array(open.suffix(Self.incidentLimit)))
    let found = Dictionary(lookedUp.value.map { ($0.id, $0) }) { first, _ in first }
    let requests = trail.requests.map { request in
      found[request.id]
        ?? Incident(invocations: answer(to: request).map { [$0] } ?? [], request: request)
    }
    return Part(value: requests, notes: lookedUp.notes, isCut: lookedUp.isCut)
  }

  /// What the logs tell of a customer, and how far back they were searched for it, in milliseconds:
  /// until something failed or changed something, and two weeks at most.
  private func trail(ofCustomer id: String) async throws -> (CustomerTrail, reach: Int64) {
    let names = try await logs.names()
    let patterns = [
      names.apiLogGroup: Self.pattern(ofFailedRequestsTo: id),
      names.workflowLogGroup: Self.pattern(ofRunsAbout: id),
    ]
    let now = logs.now
    var trail = CustomerTrail(id: id, names)
    var end = now + Self.lateness
    var reach = Self.farthest
    for stretch in Self.stretches {
      let window = Explanation.Window(from: now + -stretch, to: end)
      let found = try await lines(
        names.logGroups.map { group in
          let pattern = patterns[group] ?? Self.pattern(ofCustomer: id)
          return LineSearch(group: group, pattern: pattern, window: window, pages: 10)
        }
      )
      trail.take(found)
      let unended = Self.newestOfEachGroup(trail.unended)
      if !unended.isEmpty {
        trail.take(try await ends(of: unended), asEndsOf: unended)
      }
      let isTold = trail.invocations.contains { Self.rank($0, reader: names.lookUpFunction) < 2 }
      if isTold || !trail.runs.isEmpty || !trail.requests.isEmpty {
        reach = stretch
        break
      }
      end = window.from
    }
    return (trail, reach)
  }

  /// The first of each group's, as many as one search can name.
  private static func newestOfEachGroup(_ invocations: [Invocation]) -> [Invocation] {
    // What is no id of Lambda's would make the pattern too long.
    let named = invocations.filter { $0.requestID.utf8.count <= 40 }
    return Dictionary(grouping: named, by: \.group).values.flatMap { $0.prefix(incidentLimit) }
  }

  /// The lines that tell how invocations ended, by one search a group: what the platform writes of
  /// an end names the request and not the customer.
  private func ends(of invocations: [Invocation]) async throws -> Part<[LogEvent]> {
    let groups = Dictionary(grouping: invocations, by: \.group)
    return try await lines(
      groups.sorted { $0.key < $1.key }.compactMap { group, own in
        guard let first = own.map(\.endedAt).min(), let last = own.map(\.endedAt).max() else {
          return nil
        }
        return LineSearch(
          group: group,
          pattern: Self.pattern(anyOf: own.map(\.requestID)),
          window: .init(from: first + -Self.invocationReach, to: last + Self.invocationReach)
        )
      }
    )
  }

  /// What to say where nothing of a customer failed as far back as was searched, in milliseconds.
  private static func nothingFailed(within reach: Int64) -> String {
    let hours = reach / 3_600_000
    let time = hours == 1 ? "hour" : hours == 24 ? "day" : "\(hours / 168) weeks"
    return "nothing about this customer failed in the last \(time); "
      + "what was before that was not searched"
  }

  private static func rank(_ invocation: Invocation, reader: String) -> Int {
    invocation.isFailed ? 0 : invocation.function == reader ? 2 : 1
  }

  private static func rank(_ incident: Incident, reader: String) -> Int {
    if incident.isFailed { return 0 }
    let isLookUp = incident.execution == nil && incident.invocations.last?.function == reader
    return isLookUp ? 2 : 1
  }
}
