internal import AWSWire
package import CustomerDomain
internal import JSONValue

/// Reading a long list of runs piece by piece, and what a list does not tell.
extension WorkflowService {
  /// One piece of a list of runs.
  package struct ListPage: Hashable, Sendable {
    /// The runs, in the service's order.
    package let executions: [Execution]
    /// What the next piece is asked for with; `nil` where there is none.
    package let next: String?
  }

  /// How many runs a piece has at most.
  package static let pageSize = 500

  /// A piece of the list of all runs, or of those that stand so.
  ///
  /// - Parameters:
  ///   - status: only those that stand so.
  ///   - machineARN: the workflow; this backend's where none is given.
  ///   - token: what the piece before said; `nil` for the first one.
  /// - Returns: the piece.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func page(
    status: Execution.Status? = nil,
    of machineARN: String? = nil,
    after token: String? = nil
  ) async throws -> ListPage {
    let arn: String
    if let machineARN { arn = machineARN } else { arn = try await machine.arn(access) }
    var input: JSON = [
      "stateMachineArn": .string(arn), "maxResults": JSON(WorkflowService.pageSize),
    ]
    input["statusFilter"] = status.map { .string($0.rawValue) }
    input["nextToken"] = token.map(JSON.string)
    let purpose = ServiceAccess.Purpose("list executions")
    let answer = try await access.read(.states, "ListExecutions", input, for: purpose)
    let next = answer["nextToken"]?.string
    return ListPage(
      executions: (answer["executions"]?.array ?? []).compactMap(Execution.init(listed:)),
      next: next?.isEmpty == true || next == token ? nil : next
    )
  }

  /// How many pieces are looked through for a run to compare with.
  private static let searchedPages = 4

  /// The newest run that ended well before a run was started; where there is none, the newest one that
  /// did afterwards.
  ///
  /// - Returns: the run; `nil` where none of the workflow's runs ended well.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func lastGood(before run: ExecutionDetail) async throws -> Execution? {
    var token: String?
    var later: Execution?
    for _ in 0..<WorkflowService.searchedPages {
      let page = try await page(status: .succeeded, of: run.machineARN, after: token)
      let others = page.executions.filter { $0.arn != run.execution.arn }
      let earlier = others.filter { $0.startedAt < run.execution.startedAt }
      if let found = earlier.max(by: { $0.startedAt < $1.startedAt }) { return found }
      later = later ?? others.max { $0.startedAt < $1.startedAt }
      guard let next = page.next else { break }
      token = next
    }
    return later
  }
}
