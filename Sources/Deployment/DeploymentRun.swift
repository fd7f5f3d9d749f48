internal import AWSClient
internal import AWSWire
internal import JSONValue

/// One deployment on its way.
struct DeploymentRun: Sendable {
  /// Whose deployment it is.
  let deployer: Deployer
  /// What is wanted.
  let request: DeploymentRequest
  /// The template's outline.
  let outline: TemplateOutline
  /// Who deploys.
  let identity: DeployerIdentity
  /// CloudFormation's operations on the stack.
  let desk: StackDesk

  /// What it needs of the world.
  var surroundings: DeploymentSurroundings { deployer.surroundings }

  /// Takes step after step until the stack is as it should be.
  func run() async throws -> Deployed {
    let (step, stack) = try await settled(.deploy)
    guard stack?.isOurs(outline) ?? true else { throw DeploymentProblem.notOurs(desk.name) }
    // A prefix that the stack does not have is told before the zip goes up.
    _ = try ParameterPlan(
      request,
      outline,
      existing: step == .update ? stack?.parameters ?? [:] : [:],
      location: nil
    )
    let artifact = try await self.artifact(isNew: step == .create)
    let changed =
      if step == .create {
        try await create(artifact)
      } else {
        try await update(stack, artifact)
      }
    guard let final = try await desk.describe() else {
      throw DeploymentProblem.outputMissing("StateMachineArn")
    }
    return Deployed(stack: final, apiKey: try await apiKey(final), hasChanged: changed)
  }

  /// Follows and mends until the next step is one that the intent is about.
  func settled(_ intent: StackIntent) async throws -> (StackStep, Stack?) {
    var tried: Set<StackStep> = []
    while true {
      let stack = try await desk.describe()
      var isEmpty = false
      if let stack, stack.status == .importRollbackComplete {
        isEmpty = try await desk.resources(of: stack.id).isEmpty
      }
      let step = StackStep.next(
        intent,
        status: stack?.status,
        hasResources: !isEmpty,
        tried: tried
      )
      guard let stack,
        [.follow, .deleteRemains, .continueRollback, .rollBack, .stop].contains(step)
      else { return (step, stack) }
      try await mend(stack, step)
      tried.insert(step)
    }
  }

  private func mend(_ stack: Stack, _ step: StackStep) async throws {
    if step == .stop { throw DeploymentProblem.stuck(stack.status, reason: stack.statusReason) }
    let mark = step == .follow ? nil : try await desk.newestEvent()
    let token = surroundings.uniqueName()
    if step == .follow {
      deployer.report(.following(stack.status))
    } else {
      guard stack.isOurs(outline) else {
        throw DeploymentProblem.notOurs(desk.name)
      }
      deployer.report(.mending(step, stack.status))
    }
    switch step {
    case .deleteRemains: try await desk.delete(token: token)
    case .continueRollback: try await desk.continueRollback(token: token)
    case .rollBack: try await desk.rollBack(token: token)
    default: break
    }
    let (ended, events) = try await follow(stack.id, after: mark)
    deployer.report(.operationEnded(ended.status))
    // What was mended in vain would be tried for ever.
    if step != .follow, ended.status == stack.status {
      throw DeploymentProblem.operationFailed(FailureReport(events, stack: ended))
    }
  }

  // MARK: Making and changing

  private func create(_ artifact: Artifact?) async throws -> Bool {
    let existing = try await importable(artifact)
    guard existing.isEmpty else {
      try await adopt(existing)
      return try await update(try await desk.describe(), artifact)
    }
    return try await carryOut(try order(.create, existing: [:], artifact))
  }

  private func update(_ stack: Stack?, _ artifact: Artifact?) async throws -> Bool {
    try await carryOut(try order(.update, existing: stack?.parameters ?? [:], artifact))
  }

  private func order(
    _ kind: ChangeSetOrder.Kind,
    existing: [String: String],
    _ artifact: Artifact?
  ) throws -> ChangeSetOrder {
    let plan = try ParameterPlan(
      request,
      outline,
      existing: existing,
      location: artifact.map { (bucketName, $0.key) }
    )
    return ChangeSetOrder(
      kind: kind,
      template: ("TemplateBody", request.template),
      parameters: plan.set,
      keptParameters: plan.kept
    )
  }

  /// What is there already and is to become the stack's.
  private func importable(_ artifact: Artifact?) async throws -> [ExistingResource] {
    let finder = ExistingFinder(
      client: surroundings.client,
      identity: identity,
      region: surroundings.region,
      prefix: request.prefix ?? request.parameters[OwnParameter.prefix] ?? "",
      code: ["S3Bucket": .string(bucketName), "S3Key": .string(artifact?.key ?? "")]
    )
    let existing = try await finder.find(outline.named)
    guard !existing.isEmpty else { return [] }
    let isTableAlone = existing.allSatisfy { $0.type == "AWS::DynamoDB::Table" }
    guard isTableAlone || request.onExisting == .importAll else {
      throw DeploymentProblem.namesTaken(existing)
    }
    let hopeless = existing.filter { !$0.canBeImported }
    guard hopeless.isEmpty else { throw DeploymentProblem.cannotImport(hopeless) }
    return existing
  }

  private func adopt(_ existing: [ExistingResource]) async throws {
    deployer.report(.importing(existing))
    let all = ImportPlan(existing, identifiedBy: [:], summary: outline.summary)
    let plan = ImportPlan(
      existing,
      identifiedBy: try await desk.identifiers(in: all.template),
      summary: outline.summary
    )
    _ = try await carryOut(
      ChangeSetOrder(
        kind: .import,
        template: ("TemplateBody", plan.template),
        imports: plan.resources
      )
    )
  }

  /// Carries a change set out; whether there was anything to do.
  private func carryOut(_ order: ChangeSetOrder) async throws -> Bool {
    let order = try await placed(order)
    let isNew = order.kind != .update
    let prepared: PreparedChangeSet
    do {
      prepared = try await desk.prepare(order, surroundings)
    } catch let problem as DeploymentProblem {
      // The change set itself is gone already.
      await withdraw(nil, isNew: isNew)
      throw problem
    }
    guard case .ready(let id, let stackID, let summary) = prepared else {
      deployer.report(.noChanges)
      return false
    }
    deployer.report(.changes(summary))
    do {
      guard try await deployer.confirm(summary) else { throw DeploymentProblem.declined }
    } catch {
      await withdraw(id, isNew: isNew)
      throw error
    }
    let mark = try await desk.newestEvent()
    try await desk.execute(id, token: surroundings.uniqueName())
    deployer.report(.operationBegan(stackID: stackID))
    let (stack, events) = try await follow(stackID, after: mark)
    deployer.report(.operationEnded(stack.status))
    guard stack.status.isSuccess else {
      throw DeploymentProblem.operationFailed(FailureReport(events, stack: stack))
    }
    return true
  }

  /// Leaves things as they were found, as far as that goes: a stack that was only reviewed holds
  /// nothing.
  ///
  /// Whoever ends the program while they are asked has ended the task, but not this.
  private func withdraw(_ changeSet: String?, isNew: Bool) async {
    _ = await Task {
      if let changeSet { try? await desk.discard(changeSet) }
      guard isNew, try await desk.describe()?.status == .reviewInProgress else { return }
      try await desk.delete(token: surroundings.uniqueName())
    }.result
  }

  private func follow(_ id: String, after mark: String?) async throws -> (Stack, [StackEvent]) {
    try await StackWatch(desk: desk, surroundings: surroundings, report: deployer.report)
      .follow(id, after: mark)
  }
}
