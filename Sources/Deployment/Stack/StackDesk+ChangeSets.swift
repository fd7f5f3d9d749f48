internal import AWSClient
internal import AWSWire
internal import JSONValue

/// What a change set is made of.
struct ChangeSetOrder: Sendable {
  /// The kinds of change sets.
  enum Kind: String, Sendable {
    /// Makes a stack.
    case create = "CREATE"
    /// Changes a stack.
    case update = "UPDATE"
    /// Makes resources that are there part of a stack.
    case `import` = "IMPORT"
  }

  /// What it is for.
  let kind: Kind
  /// `TemplateBody` or `TemplateURL`, and its value.
  let template: (member: String, value: String)
  /// What is set, and what stays as it is.
  var parameters: [String: String] = [:]
  /// The parameters that stay as the stack has them.
  var keptParameters: [String] = []
  /// `ResourcesToImport`.
  var imports: JSON?

  /// The call's input.
  func input(stack: String, name: String) -> JSON {
    let given = parameters.sorted { $0.key < $1.key }.map { key, value -> JSON in
      ["ParameterKey": .string(key), "ParameterValue": .string(value)]
    }
    let kept = keptParameters.sorted().map { key -> JSON in
      ["ParameterKey": .string(key), "UsePreviousValue": true]
    }
    var input: JSON = [
      "StackName": .string(stack), "ChangeSetName": .string(name),
      "ChangeSetType": .string(kind.rawValue), "ClientToken": .string(name),
      "Parameters": .array(given + kept), "Capabilities": ["CAPABILITY_NAMED_IAM"],
    ]
    input[template.member] = .string(template.value)
    input["ResourcesToImport"] = imports
    return input
  }
}

/// A change set that is ready to be executed, or says that there is nothing to do.
enum PreparedChangeSet: Sendable {
  /// It can be carried out, and would make these changes.
  case ready(id: String, stackID: String, ChangeSummary)
  /// The stack is as it should be.
  case noChanges
}

extension StackDesk {
  /// Makes a change set and waits until CloudFormation has worked it out.
  ///
  /// - Throws: `DeploymentProblem.changeSetFailed`; `AWSError`; `CancellationError`.
  func prepare(
    _ order: ChangeSetOrder,
    _ surroundings: DeploymentSurroundings
  ) async throws -> PreparedChangeSet {
    let answer = try await call(
      "CreateChangeSet",
      order.input(stack: name, name: surroundings.uniqueName())
    )
    guard let id = answer["Id"]?.string, let stackID = answer["StackId"]?.string else {
      throw DeploymentProblem.changeSetFailed("the answer has no change set in it")
    }
    while true {
      let (page, changes) = try await changeSet(id)
      switch page["Status"]?.string {
      case "CREATE_COMPLETE":
        let summary = ChangeSummary(changes: changes, isNew: order.kind != .update)
        return .ready(id: id, stackID: stackID, summary)
      case "FAILED":
        let reason = page["StatusReason"]?.string ?? "no reason given"
        try? await discard(id)
        if StackDesk.meansNoChanges(reason) { return .noChanges }
        throw DeploymentProblem.changeSetFailed(reason)
      default: try await surroundings.pacer.sleep(for: surroundings.pollInterval)
      }
    }
  }

  private func changeSet(_ id: String) async throws -> (JSON, [ChangeSummary.Change]) {
    var last: JSON = [:]
    var changes: [ChangeSummary.Change] = []
    try await pages("DescribeChangeSet", ["ChangeSetName": .string(id)]) { page in
      last = page
      changes += (page["Changes"]?.array ?? []).compactMap(ChangeSummary.Change.init)
      return true
    }
    return (last, changes)
  }

  /// Begins to carry a change set out.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func execute(_ changeSet: String, token: String) async throws {
    _ = try await call(
      "ExecuteChangeSet",
      ["ChangeSetName": .string(changeSet), "ClientRequestToken": .string(token)]
    )
  }

  /// Removes a change set that will not be carried out.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func discard(_ changeSet: String) async throws {
    _ = try await call("DeleteChangeSet", ["ChangeSetName": .string(changeSet)])
  }

  /// Which properties find a resource of each type of a template, as CloudFormation says.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func identifiers(in template: String) async throws -> [String: [String]] {
    let answer = try await call("GetTemplateSummary", ["TemplateBody": .string(template)])
    var found: [String: [String]] = [:]
    for summary in answer["ResourceIdentifierSummaries"]?.array ?? [] {
      guard let type = summary["ResourceType"]?.string else { continue }
      found[type] = (summary["ResourceIdentifiers"]?.array ?? []).compactMap(\.string)
    }
    return found
  }

  /// Whether a change set failed only because it would change nothing, which has no code of its own.
  private static func meansNoChanges(_ reason: String) -> Bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
  }
}
