internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a workflow to its runs that ended badly.
extension WhyService {
  /// The runs that ended badly in the window; the newest are read in full, if at all they may be
  /// told.
  ///
  /// - Parameters:
  ///   - machine: the workflow's ARN; `nil` for the backend's.
  ///   - statuses: how they ended.
  ///   - window: when they ended.
  ///   - limit: the most that are read in full; `nil` for as many as an explanation has.
  /// - Returns: the runs, the newest first.
  /// - Throws: `CancellationError`.
  func failedRuns(
    of machine: String?,
    _ statuses: [Execution.Status],
    _ window: Explanation.Window,
    reading limit: Int? = nil
  ) async throws -> Part<[Incident]> {
    let span = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let listed = try await ended(machine, statuses, span)
    let newest = listed.value.prefix(limit ?? min(runLimit, Self.incidentLimit))
    let runs = try await describe(newest.map(\.arn))
    let incidents = listed.value.map { execution in
      guard let detail = runs.value[execution.arn] else {
        return Incident(execution: workflow.recall([execution]).first ?? execution)
      }
      return Incident(detail: detail, invocations: detail.failedInvocations)
    }
    return Part(value: incidents, notes: listed.notes + runs.notes, isCut: listed.isCut)
  }

  /// The runs that ended in one of these ways in the window, the newest first.
  func ended(
    _ machine: String?,
    _ statuses: [Execution.Status],
    _ window: Explanation.Window
  ) async throws -> Part<[Execution]> {
    try await withThrowingTaskGroup(of: Part<[Execution]>.self) { group in
      for status in statuses {
        group.addTask { try await ended(machine, status, window) }
      }
      var whole = Part<[Execution]>(value: [])
      for try await part in group {
        whole.value += part.value
        whole.notes += part.notes
        whole.isCut = whole.isCut || part.isCut
      }
      whole.value.sort {
        ($0.stoppedAt ?? $0.startedAt, $0.arn) > ($1.stoppedAt ?? $1.startedAt, $1.arn)
      }
      return whole
    }
  }

  /// The runs that ended so in the window, as far as three pages of the list reach.
  private func ended(
    _ machine: String?,
    _ status: Execution.Status,
    _ window: Explanation.Window
  ) async throws -> Part<[Execution]> {
    var found: [Execution] = []
    var isCut = false
    let listed = try await part(()) {
      let own: String
      if let machine {
        own = machine
      } else {
        own = try await workflow.machine.arn(workflow.access)
      }
      var pages = 0
      try await access.readPages(
        .states,
        "ListExecutions",
        [
          "stateMachineArn": .string(own), "statusFilter": .string(status.rawValue),
          "maxResults": 1000,
        ],
        for: .init("list executions", own)
      ) { page in
        pages += 1
        let runs = (page["executions"]?.array ?? []).compactMap(Execution.init(listed:))
        found += runs.filter { window.contains($0.stoppedAt ?? $0.startedAt) }
        // Newest start first: a run may have been under way for long when it failed.
        // Few of those that are told began before it.
        let reach: Int64 = found.count >= Self.incidentLimit ? 0 : 86_400_000
        let isPast = runs.last.map { $0.startedAt < window.from + -reach } ?? false
        if isPast { return false }
        isCut = pages >= 3 && page["nextToken"]?.string?.isEmpty == false
        return !isCut
      }
    }
    let note =
      "there are more \(status.rawValue) runs than were looked through: some may be missing"
    return Part(
      value: found,
      notes: listed.notes + (isCut ? [note] : []),
      isCut: isCut || listed.isCut
    )
  }
}
