internal import AWSClient
package import AWSWire
internal import JSONValue

/// Follows an operation on a stack to its end and tells each event once, as it comes.
struct StackWatch: Sendable {
  /// CloudFormation's operations on the stack.
  let desk: StackDesk
  /// What it needs of the world.
  let surroundings: DeploymentSurroundings
  /// Is told each event.
  let report: @Sendable (DeploymentNews) -> Void

  /// How often in a row a look may fail before it is given up: five minutes at the usual pace.
  private static let patience = 150

  /// Follows the operation.
  ///
  /// - Parameters:
  ///   - id: the stack's ARN.
  ///   - mark: the newest event before the operation; `nil` for one that runs already.
  /// - Returns: the stack as it stands at the end, and the operation's events.
  /// - Throws: `DeploymentProblem.lostSight`; `AWSError`; `CancellationError`.
  func follow(_ id: String, after mark: String?) async throws -> (Stack, [StackEvent]) {
    var mark = mark
    var events: [StackEvent] = []
    var failures = 0
    while true {
      do {
        let stack = try await desk.describe(id: id)
        let fresh = try await desk.events(of: id, after: mark)
        mark = fresh.last?.id ?? mark
        events += fresh
        for event in fresh { report(.event(event)) }
        failures = 0
        if let stack, !stack.status.isInProgress { return (stack, events) }
        // A deleted stack is found by its ARN for 90 days; where it is not, it is gone.
        if stack == nil, let gone = Stack(goneWith: id, name: desk.name) { return (gone, events) }
      } catch let error as AWSError where StackWatch.mayPass(error) {
        failures += 1
        if failures == 1 { report(.cannotLook(error)) }
        if failures >= Self.patience { throw DeploymentProblem.lostSight(error) }
      }
      try await surroundings.pacer.sleep(for: surroundings.pollInterval)
    }
  }

  /// Whether the look may work the next time; the operation goes on either way.
  private static func mayPass(_ error: AWSError) -> Bool {
    error.kind == .throttled || error.kind == .unreachable || error.status >= 500
  }
}

extension Stack {
  /// A stack of which CloudFormation knows nothing any more.
  init?(goneWith id: String, name: String) {
    self.init([
      "StackId": .string(id), "StackName": .string(name), "StackStatus": "DELETE_COMPLETE",
    ])
  }
}

/// What happens while something is deployed or destroyed, for whoever wants to tell it.
package enum DeploymentNews: Hashable, Sendable {
  /// Who deploys.
  case identified(DeployerIdentity)
  /// The bucket was made.
  case bucketMade(String)
  /// The zip goes to the bucket; so many bytes.
  case uploading(key: String, bytes: Int)
  /// The bucket has this zip already.
  case uploaded(key: String)
  /// An operation that somebody began runs; it is followed first.
  case following(StackStatus)
  /// What an earlier attempt left is taken away or mended first.
  case mending(StackStep, StackStatus)
  /// These resources become part of the stack.
  case importing([ExistingResource])
  /// What a change set would do.
  case changes(ChangeSummary)
  /// The stack is as it should be already.
  case noChanges
  /// Something happened to the stack or to a resource of it.
  case event(StackEvent)
  /// The stack could not be looked at just now.
  case cannotLook(AWSError)
  /// An operation was begun that goes on without us.
  case operationBegan(stackID: String)
  /// The operation came to its end.
  case operationEnded(StackStatus)
  /// So many objects were removed from the bucket, and the bucket as well where it was empty then.
  case bucketEmptied(String, objects: Int, isRemoved: Bool)
  /// The table is being deleted.
  case deletingTable(String)
  /// The table was kept.
  case tableKept(String)
}
