package import CustomerDomain

/// Filling in what a list of runs does not tell.
extension WorkflowService {
  /// The runs with customer id and state as they were last heard of, without asking.
  package func recall(_ executions: [Execution]) -> [Execution] {
    executions.map { execution in
      guard let facts = known.facts(of: execution) else { return execution }
      var execution = execution
      (execution.customerID, execution.stateName) = (facts.customerID, facts.stateName)
      return execution
    }
  }

  /// The runs with customer id and state filled in, as far as they are known or can be asked for; a
  /// run that cannot be described keeps what is known of it.
  ///
  /// What is known of a run that ended is kept, so that each is asked about once.
  ///
  /// - Parameters:
  ///   - executions: the runs.
  ///   - budget: how many runs may be asked about, two calls each, eight runs at once.
  /// - Returns: the runs in the same order.
  /// - Throws: `CancellationError`.
  package func enrich(_ executions: [Execution], budget: Int = 10) async throws -> [Execution] {
    try await facts(of: executions, budget: budget).runs
  }

  /// The same, and the ARNs of the runs that were asked about in vain.
  package func facts(
    of executions: [Execution],
    budget: Int = .max
  ) async throws -> (runs: [Execution], unread: [String]) {
    var enriched = recall(executions)
    let unknown = executions.indices.filter { index in
      known.facts(of: executions[index])?.areFinal != true
    }.prefix(budget)
    var unread = Set(unknown)
    await withTaskGroup(of: (index: Int, found: Execution)?.self) { group in
      func fill(_ answer: (index: Int, found: Execution)?) {
        guard let answer else { return }
        unread.remove(answer.index)
        enriched[answer.index].customerID = answer.found.customerID
        enriched[answer.index].stateName = answer.found.stateName
      }
      for (count, index) in unknown.enumerated() {
        if count >= 8, let answer = await group.next() { fill(answer) }
        let arn = executions[index].arn
        group.addTask {
          guard let detail = try? await describe(arn, withGraph: false) else { return nil }
          return (index, detail.execution)
        }
      }
      for await answer in group { fill(answer) }
    }
    try Task.checkCancellation()
    return (enriched, unread.sorted().map { executions[$0].arn })
  }
}
