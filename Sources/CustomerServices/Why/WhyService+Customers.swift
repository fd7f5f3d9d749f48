internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a customer to what happened to it.
extension WhyService {
  /// Explains a customer: the runs, invocations and requests about it, those that failed first and mere
  /// look-ups last, each of these the newest first.
  ///
  /// Whoever asks has mostly looked the customer up a moment before. A run may fail before any function
  /// writes of the customer: the events by which runs began are searched, too.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainCustomer(_ id: String) async throws -> Explanation {
    let (trail, reach) = try await trail(ofCustomer: id)
    var runs = Part(value: trail.runs)
    if runs.value.isEmpty { runs = try await failedRuns(about: id) }
    var notes = trail.notes + runs.notes
    guard !trail.invocations.isEmpty || !runs.value.isEmpty else {
      throw nothing("customer", id, notes)
    }
    let reader = try await logs.names().lookUpFunction
    let telling = trail.invocations.sorted {
      let (left, right) = (Self.rank($0, reader: reader), Self.rank($1, reader: reader))
      return left == right ? $0.endedAt > $1.endedAt : left < right
    }
    notes += Self.limit(telling.count, "invocations", "first")
    notes += Self.limit(runs.value.count, "runs")
    let incidents = try await incidents(
      of: Array(telling.prefix(Self.incidentLimit)),
      runs: Array(runs.value.prefix(Self.incidentLimit)),
      limit: .max
    )
    let ranked = incidents.value.enumerated().sorted {
      let (left, right) = (
        Self.rank($0.element, reader: reader), Self.rank($1.element, reader: reader)
      )
      return (left, $0.offset) < (right, $1.offset)
    }.map(\.element)
    if !ranked.contains(where: \.isFailed) { notes.append(Self.nothingFailed(within: reach)) }
    return Explanation(
      subject: .customer(id: id),
      incidents: Array(ranked.prefix(Self.incidentLimit)),
      notes: notes + incidents.notes
    )
  }

  /// What the logs tell of a customer, and how far back they were searched for it, in milliseconds: until
  /// something failed or changed something, and two weeks at most.
  private func trail(ofCustomer id: String) async throws -> (CustomerTrail, reach: Int64) {
    let groups = try await writingGroups()
    let names = try await logs.names()
    let begun = names.workflowLogGroup
    let now = logs.now
    var trail = CustomerTrail(id: id, workflowGroup: begun)
    var end = now + Self.lateness
    var reach = Self.farthest
    for stretch in Self.stretches {
      let window = Explanation.Window(from: now + -stretch, to: end)
      let searches =
        groups.map { ($0, Self.pattern(ofCustomer: id)) } + [(begun, Self.pattern(ofRunsAbout: id))]
      let found = try await lines(
        searches.map { LineSearch(group: $0, pattern: $1, window: window, pages: 10) }
      )
      trail.take(found)
      let isTold = trail.invocations.contains { Self.rank($0, reader: names.lookUpFunction) < 2 }
      if isTold || !trail.runs.isEmpty {
        reach = stretch
        break
      }
      end = window.from
    }
    return (trail, reach)
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
