internal import AWSWire
package import CustomerDomain
internal import JSONValue

extension WorkflowService {
  /// One run with its states, its history and the workflow's shape.
  ///
  /// - Parameters:
  ///   - reference: the run's ARN, its name, or how one name alone begins.
  ///   - before: what was known of it, so that only what is new is asked for.
  ///   - withGraph: whether the workflow's shape is wanted.
  /// - Returns: the run as far as it has come.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func describe(
    _ reference: String,
    after before: ExecutionDetail? = nil,
    withGraph: Bool = true
  ) async throws -> ExecutionDetail {
    let purpose = ServiceAccess.Purpose("describe execution", reference)
    let (arn, answer) = try await find(reference, for: purpose)
    guard let execution = Execution(listed: answer) else {
      throw ServiceFailure(unreadable: "status", action: purpose.action, resource: reference)
    }
    var detail = ExecutionDetail(execution: execution)
    detail.input = answer["input"]?.string.map(JSON.parsed)
    detail.output = answer["output"]?.string.map(JSON.parsed)
    detail.error = answer["error"]?.string
    detail.cause = answer["cause"]?.string
    detail.inputText = answer["input"]?.string
    detail.machineARN = answer["stateMachineArn"]?.string
    detail.redrive = redrive(answer)
    detail.events = try await history(arn, after: before?.events ?? [])
    detail.states = HistoryReader.states(in: detail.events)
    detail.execution.customerID = detail.input?["id"]?.string
    detail.execution.stateName = detail.states.last?.name
    detail.graph = before?.graph
    if withGraph, detail.graph == nil { detail.graph = try await graph(arn) }
    known.keep(detail.execution)
    return detail
  }

  /// Whether a run can be taken up again, as the service tells it.
  private func redrive(_ answer: JSON) -> ExecutionDetail.Redrive {
    switch answer["redriveStatus"]?.string {
    case "REDRIVABLE": return .possible
    case nil: return .unknown
    default:
      let reason = answer["redriveStatusReason"]?.string ?? "the service does not allow it"
      return .impossible(reason: String(reason.withoutFullStop))
    }
  }

  /// A run by ARN or by name; where no run has that name, by how its name begins.
  private func find(
    _ reference: String,
    for purpose: ServiceAccess.Purpose
  ) async throws -> (arn: String, answer: JSON) {
    func read(_ arn: String) async throws -> JSON {
      try await access.read(
        .states,
        "DescribeExecution",
        ["executionArn": .string(arn)],
        for: purpose
      )
    }
    let arn = try await machine.executionARN(reference, access)
    do {
      return (arn, try await read(arn))
    } catch let failure as ServiceFailure
      where failure.kind == .notFound && !reference.hasPrefix("arn:") && !reference.isEmpty
    {
      let matches = try await list(limit: 1000).filter { $0.name.hasPrefix(reference) }
      guard let match = matches.first else { throw failure }
      guard matches.count == 1 else {
        throw ServiceFailure(
          kind: .invalidInput,
          action: purpose.action,
          resource: reference,
          reason: "the names of \(matches.count) runs begin so",
          advice: "give more of it: \(matches.prefix(3).map(\.name).joined(separator: ", "))"
        )
      }
      return (match.arn, try await read(match.arn))
    }
  }

  /// The workflow's shape as it was when the run began.
  private func graph(_ arn: String) async throws -> WorkflowGraph {
    if let graph = known.graph(of: arn) { return graph }
    let answer = try await access.read(
      .states,
      "DescribeStateMachineForExecution",
      ["executionArn": .string(arn)],
      for: .init("describe workflow", arn)
    )
    let graph = try shape(answer)
    known.keep(graph, of: arn)
    return graph
  }

  private func shape(_ answer: JSON) throws -> WorkflowGraph {
    guard let text = answer["definition"]?.string, let definition = try? JSON(parsing: text) else {
      throw ServiceFailure(unreadable: "definition", action: "describe workflow")
    }
    return GraphReader.graph(of: definition)
  }

  /// The events of a run; those that are known are not asked for again.
  private func history(_ arn: String, after known: [ExecutionEvent]) async throws
    -> [ExecutionEvent]
  {
    let last = known.last?.number ?? 0
    // Backwards where something is known, so that the pages end where the known part begins.
    let input: JSON = [
      "executionArn": .string(arn), "maxResults": known.isEmpty ? 1000 : 100,
      "reverseOrder": .bool(!known.isEmpty), "includeExecutionData": true,
    ]
    var found: [Int: ExecutionEvent] = [:]
    try await access.readPages(
      .states,
      "GetExecutionHistory",
      input,
      for: .init("read history", arn)
    ) { page in
      let events = (page["events"]?.array ?? []).compactMap(ExecutionEvent.init(wire:))
      for event in events where event.number > last { found[event.number] = event }
      return known.isEmpty || events.allSatisfy { $0.number > last }
    }
    return known + found.values.sorted { $0.number < $1.number }
  }
}
