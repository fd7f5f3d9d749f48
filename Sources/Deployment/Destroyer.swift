internal import AWSClient
internal import AWSWire
internal import JSONValue

/// Takes the backend away again: the stack, what is in the bucket, and the table if that is named.
package struct Destroyer: Sendable {
  private let surroundings: DeploymentSurroundings
  private let report: @Sendable (DeploymentNews) -> Void

  /// What came of it.
  package struct Destroyed: Hashable, Sendable {
    /// Whether there was a stack.
    package let hadStack: Bool
    /// The table that was left; `nil` where none was.
    package let keptTable: String?
  }

  /// Makes a destroyer.
  package init(
    _ surroundings: DeploymentSurroundings,
    report: @escaping @Sendable (DeploymentNews) -> Void
  ) {
    self.surroundings = surroundings
    self.report = report
  }

  /// Deletes the stack; run again after any interruption it goes on from there.
  ///
  /// - Parameters:
  ///   - stackName: the stack's name.
  ///   - template: the template that it was made from, to know it by.
  ///   - table: the table to delete as well, by its name.
  /// - Returns: what came of it.
  /// - Throws: `DeploymentProblem`; `AWSError`; `CancellationError`.
  package func destroy(
    _ stackName: String,
    template: String,
    table: String?
  ) async throws -> Destroyed {
    let outline = try TemplateOutline(yaml: template)
    let identity = try await CallerLookup(client: surroundings.client).identity()
    report(.identified(identity))
    let desk = StackDesk(stackName, client: surroundings.client)
    let (hadStack, kept) = try await takeAway(outline, desk, table: table)
    try await emptyBucket(identity, desk)
    if let table { try await deleteTable(table, outline) }
    let isKept = table == nil && kept != nil
    if isKept, let kept { report(.tableKept(kept)) }
    return Destroyed(hadStack: hadStack, keptTable: isKept ? kept : nil)
  }

  /// Takes step after step until the stack is gone; whether there was one, and the table that it had.
  private func takeAway(
    _ outline: TemplateOutline,
    _ desk: StackDesk,
    table: String?
  ) async throws -> (hadStack: Bool, table: String?) {
    var (tried, hadStack, kept): (Set<StackStep>, Bool, String?) = ([], false, nil)
    while true {
      let stack = try await desk.describe()
      let step = StackStep.next(.destroy, status: stack?.status, tried: tried)
      guard let stack, step != .nothing else { return (hadStack, kept) }
      guard stack.isOurs(outline) else { throw DeploymentProblem.notOurs(desk.name) }
      hadStack = true
      if step == .follow {
        report(.following(stack.status))
        let (ended, _) = try await watch(desk).follow(stack.id, after: nil)
        report(.operationEnded(ended.status))
      }
      kept = try await desk.resources(of: stack.id)["CustomerTable"] ?? kept
      if let table, let kept, table != kept {
        throw DeploymentProblem.otherTable(named: table, actual: kept)
      }
      switch step {
      case .follow: break
      case .delete: try await delete(stack, desk)
      default: throw DeploymentProblem.stuck(stack.status, reason: stack.statusReason)
      }
      tried.insert(step)
    }
  }

  private func delete(_ stack: Stack, _ desk: StackDesk) async throws {
    let mark = try await desk.newestEvent()
    try await desk.delete(token: surroundings.uniqueName())
    report(.operationBegan(stackID: stack.id))
    let (ended, events) = try await watch(desk).follow(stack.id, after: mark)
    report(.operationEnded(ended.status))
    guard ended.status == .deleteComplete else {
      throw DeploymentProblem.operationFailed(FailureReport(events, stack: ended))
    }
  }

  private func watch(_ desk: StackDesk) -> StackWatch {
    StackWatch(desk: desk, surroundings: surroundings, report: report)
  }

  /// Removes from the bucket what no other stack needs, and the bucket where nothing is left.
  private func emptyBucket(_ identity: DeployerIdentity, _ desk: StackDesk) async throws {
    let name = Artifact.bucket(account: identity.account, region: surroundings.region)
    let bucket = S3Bucket(
      name,
      owner: identity.account,
      region: surroundings.region,
      client: surroundings.client
    )
    guard try await bucket.exists() else { return }
    var needed: Set<String> = []
    try await desk.pages("DescribeStacks", [:]) { page in
      for stack in (page["Stacks"]?.array ?? []).compactMap(Stack.init)
      where stack.parameters[OwnParameter.bucket] == name && stack.name != desk.name {
        needed.insert(stack.parameters[OwnParameter.key] ?? "")
      }
      return true
    }
    let keys = try await bucket.keys()
    // Of other stacks the code alone is needed; templates are read once.
    let ours = keys.filter { key in
      !needed.contains(key) && ["functions/", "templates/"].contains { key.hasPrefix($0) }
    }
    for key in ours { try await bucket.delete(key) }
    let isEmpty = ours.count == keys.count && needed.isEmpty
    if isEmpty { try await bucket.remove() }
    report(.bucketEmptied(name, objects: ours.count, isRemoved: isEmpty))
  }

  private func deleteTable(_ name: String, _ outline: TemplateOutline) async throws {
    // Without a stack to ask, the name at least has to be one that the template gives.
    let pattern = outline.named.first { $0.logicalID == "CustomerTable" }
    guard let pattern, name.hasSuffix(pattern.name(prefix: "")) else {
      throw DeploymentProblem.otherTable(named: name, actual: pattern?.name(prefix: "") ?? "")
    }
    let input: JSON = ["TableName": .string(name)]
    do {
      report(.deletingTable(name))
      _ = try await surroundings.client.call(AWSCall(.dynamoDB, "DeleteTable", input))
      while true {
        _ = try await surroundings.client.call(AWSCall(.dynamoDB, "DescribeTable", input))
        try await surroundings.pacer.sleep(for: surroundings.pollInterval)
      }
    } catch let error as AWSError where ExistingFinder.meansAbsent(error) {
      return
    }
  }
}
