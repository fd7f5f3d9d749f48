package import AWSClient
package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Starts workflow runs and tells how they go.
package struct WorkflowService: Sendable {
  /// Makes the calls.
  let access: ServiceAccess
  /// Knows the workflow.
  let machine: WorkflowLocator
  /// What is known of runs.
  let known: ExecutionMemory
  private let api: CustomerAPI
  /// Where the time comes from.
  let clock: any WallClock

  /// Makes a service.
  ///
  /// - Parameters:
  ///   - caller: makes the calls.
  ///   - api: takes submissions.
  ///   - mode: whether changing is allowed.
  ///   - names: how the workflow is found.
  ///   - journal: where submissions are recorded, if anywhere.
  ///   - clock: where the time comes from.
  package init(
    caller: any AWSCaller,
    api: CustomerAPI,
    mode: AccessMode,
    names: BackendNames.Source = .known(BackendNames()),
    journal: Journal? = nil,
    clock: any WallClock = SystemWallClock()
  ) {
    access = ServiceAccess(caller: caller, mode: mode, journal: journal)
    machine = WorkflowLocator(names)
    known = ExecutionMemory()
    self.api = api
    self.clock = clock
  }

  /// Starts a run for the id.
  ///
  /// - Parameters:
  ///   - id: the id that the run is for.
  ///   - name: the run's name; asking again with the same name starts nothing twice.
  /// - Returns: the run that was started.
  /// - Throws: `ServiceFailure`, with its outcome open where no answer came; `CancellationError`.
  package func submit(_ id: CustomerID, name: String) async throws -> Submission {
    let purpose = ServiceAccess.Purpose("submit", id.text)
    return try await access.recorder.change(purpose, as: \.executionARN) {
      let submitted = try await api.submit(id.text, executionName: name)
      return Submission(
        id: id.text,
        name: name,
        executionARN: submitted.executionARN,
        startedAt: submitted.startedAt ?? clock.now
      )
    }
  }

  /// Looks for the run of a submission of which no answer came.
  ///
  /// - Parameters:
  ///   - id: the id of the submission.
  ///   - name: the name that the submission carried.
  /// - Returns: the submission where the run exists; `nil` where it does not, or cannot be asked for.
  package func settle(_ id: CustomerID, name: String) async -> Submission? {
    guard let arn = try? await machine.executionARN(name, access),
      let answer = try? await access.read(
        .states,
        "DescribeExecution",
        ["executionArn": .string(arn)],
        for: .init("look for the run of", id.text)
      ), let run = Execution(listed: answer)
    else { return nil }
    return Submission(
      id: id.text,
      name: name,
      executionARN: run.arn,
      startedAt: run.startedAt
    )
  }

  /// The runs, newest first.
  ///
  /// - Parameters:
  ///   - limit: how many at most.
  ///   - status: only those that stand so.
  ///   - since: only those that were started then or later.
  /// - Returns: the runs.
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
}
