package import AWSClient
internal import AWSWire
internal import JSONValue

/// Makes the stack what the template says, from wherever it stands.
package struct Deployer: Sendable {
  /// What it needs of the world.
  let surroundings: DeploymentSurroundings
  /// Is told what happens.
  let report: @Sendable (DeploymentNews) -> Void
  /// Is asked before a change set is carried out.
  let confirm: @Sendable (ChangeSummary) async throws -> Bool

  /// Makes a deployer.
  ///
  /// - Parameters:
  ///   - surroundings: what it needs of the world.
  ///   - report: is told what happens.
  ///   - confirm: is asked before a change set is carried out. The remains of an attempt that failed
  ///     are taken away, and its rollback ended, without asking, as `report` is told before.
  package init(
    _ surroundings: DeploymentSurroundings,
    report: @escaping @Sendable (DeploymentNews) -> Void,
    confirm: @escaping @Sendable (ChangeSummary) async throws -> Bool
  ) {
    self.surroundings = surroundings
    self.report = report
    self.confirm = confirm
  }

  /// Deploys; run again after any interruption it goes on from there.
  ///
  /// - Throws: `DeploymentProblem`; `AWSError`; `CancellationError`; what the artifact's source throws.
  package func deploy(_ request: DeploymentRequest) async throws -> Deployed {
    let outline = try TemplateOutline(yaml: request.template)
    // What is wrong with the parameters is told before anything is asked or made.
    _ = try ParameterPlan(request, outline, existing: [:], location: nil)
    let identity = try await CallerLookup(client: surroundings.client).identity()
    report(.identified(identity))
    let run = DeploymentRun(
      deployer: self,
      request: request,
      outline: outline,
      identity: identity,
      desk: StackDesk(request.stackName, client: surroundings.client)
    )
    return try await run.run()
  }
}

/// What a deployment came to.
package struct Deployed: Hashable, Sendable {
  /// The stack as it stands.
  package let stack: Stack
  /// The API key's value; a secret.
  package let apiKey: String
  /// Whether anything was changed.
  package let hasChanged: Bool

  /// The output called `name`.
  ///
  /// - Throws: `DeploymentProblem.outputMissing`.
  package func output(_ name: String) throws(DeploymentProblem) -> String {
    guard let value = stack.outputs[name], !value.isEmpty else { throw .outputMissing(name) }
    return value
  }

  /// Before every name of the backend's resources.
  package var prefix: String { stack.parameters[OwnParameter.prefix] ?? "" }
}

/// Asks STS who we are.
package struct CallerLookup: Sendable {
  private let client: AWSClient

  /// Makes a lookup.
  package init(client: AWSClient) { self.client = client }

  /// Who calls.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func identity() async throws -> DeployerIdentity {
    let answer = try await client.call(AWSCall(.sts, "GetCallerIdentity", [:]))
    guard let account = answer["Account"]?.string, let arn = answer["Arn"]?.string else {
      throw AWSError(
        kind: .unreadable,
        code: "UnreadableAnswer",
        message: "the answer has no account in it",
        status: 200,
        operation: "sts GetCallerIdentity"
      )
    }
    return DeployerIdentity(account: account, arn: arn)
  }
}
