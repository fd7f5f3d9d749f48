package import AWSClient
package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Starts workflow runs and tells how they go.
package struct WorkflowService: Sendable {
  let access: ServiceAccess
  let machine: WorkflowLocator
  let known: ExecutionMemory
  private let api: CustomerAPI
  private let journal: Journal?
  private let clock: any WallClock

  /// Makes a service.
  ///
  /// - `workflow`: the workflow's name, or its ARN, which saves one call.
  /// - `api`: takes submissions.
  /// - `journal`: where submissions are recorded, if anywhere.
  package init(
    caller: any AWSCaller,
    api: CustomerAPI,
    mode: AccessMode,
    workflow: String = BackendNames().workflow,
    journal: Journal? = nil,
    clock: any WallClock = SystemWallClock()
  ) {
    access = ServiceAccess(caller: caller, mode: mode, journal: journal)
    machine = WorkflowLocator(workflow)
    known = ExecutionMemory()
    self.api = api
    self.journal = journal
    self.clock = clock
  }

  /// Starts a run for the id.
  ///
  /// - `name`: the run's name; asking again with the same name starts nothing twice.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func submit(_ id: CustomerID, name: String) async throws -> Submission {
    let purpose = ServiceAccess.Purpose("submit", id.text)
    func record(_ outcome: String) { journal?.record("submit", id.text, outcome: outcome) }
    do {
      try access.mode.check(purpose)
      let submitted = try await api.submit(id.text, executionName: name)
      record(submitted.executionARN)
      return Submission(
        id: id.text,
        name: name,
        executionARN: submitted.executionARN,
        startedAt: submitted.startedAt ?? clock.now
      )
    } catch let error as AWSError {
      let failure = ServiceFailure(error, action: purpose.action, resource: purpose.resource)
      record(error.leavesOutcomeOpen ? "unknown: \(failure.reason)" : failure.journalWords)
      throw failure
    } catch let refusal as ServiceFailure {
      record(refusal.journalWords)
      throw refusal
    } catch {
      record("unknown: cancelled")
      throw error
    }
  }

  /// The runs, newest first.
  ///
  /// - `limit`: how many at most.
  /// - `status`: only those that stand so.
  /// - `since`: only those that were started then or later.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list(
    limit: Int = 100,
    status: Execution.Status? = nil,
    since: Instant? = nil
  ) async throws -> [Execution] {
    let purpose = ServiceAccess.Purpose("list executions")
    var input: JSON = [
      "stateMachineArn": .string(try await machine.arn(access)),
      "maxResults": JSON(min(max(1, limit), 1000)),
    ]
    input["statusFilter"] = status.map { .string($0.rawValue) }
    var found: [Execution] = []
    try await access.readPages(.states, "ListExecutions", input, for: purpose) { page in
      let executions = (page["executions"]?.array ?? []).compactMap(Execution.init(listed:))
      found += executions.filter { execution in since.map { execution.startedAt >= $0 } ?? true }
      let isPastSince = executions.last.map { last in since.map { last.startedAt < $0 } ?? false }
      return found.count < limit && isPastSince != true
    }
    return Array(found.prefix(limit))
  }

  /// The runs with customer id and state filled in, as far as they are known or can be asked for.
  ///
  /// What is known of a run that ended is kept, so that each is asked about once.
  ///
  /// - `budget`: how many runs may be asked about, two calls each, eight runs at once.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func enrich(_ executions: [Execution], budget: Int = 10) async throws -> [Execution] {
    var enriched = executions
    var unknown: [Int] = []
    for index in executions.indices {
      if let facts = known.facts(of: executions[index]) {
        (enriched[index].customerID, enriched[index].stateName) = (
          facts.customerID, facts.stateName
        )
      } else if unknown.count < budget {
        unknown.append(index)
      }
    }
    try await withThrowingTaskGroup(of: (index: Int, found: Execution).self) { group in
      for (count, index) in unknown.enumerated() {
        if count >= 8, let answer = try await group.next() { fill(answer) }
        let arn = executions[index].arn
        group.addTask { (index, try await describe(arn, withGraph: false).execution) }
      }
      for try await answer in group { fill(answer) }
    }
    return enriched

    func fill(_ answer: (index: Int, found: Execution)) {
      enriched[answer.index].customerID = answer.found.customerID
      enriched[answer.index].stateName = answer.found.stateName
    }
  }
}
