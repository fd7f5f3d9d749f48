package import AWSWire
package import JSONValue

/// The emulated CloudFormation, which tells of the one stack that the cloud is.
///
/// This room reads what `Template` has put into effect. It changes nothing: the stack is updated by
/// starting the cloud on another template or with other parameters.
package struct CloudFormationService: CloudService {
  /// CloudFormation.
  package let service = AWSService.cloudFormation

  /// Holds what was last applied.
  let store: StackStore
  /// The account and region in the stack's ARN.
  let identity: CloudIdentity
  /// The YAML that is shown until a template has been applied.
  let builtInTemplate: @Sendable () -> String
  /// The values of parameters that nobody has given, in place of the template's own.
  let parameterDefaults: [String: String]

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as CloudFormation answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    let stack = try await DescribedStack(self)
    switch operation {
    case "DescribeStacks":
      try stack.demand(input["StackName"]?.string, isNeeded: false)
      return ["Stacks": [try stack.json]]
    case "DescribeStackResources": return try resources(of: stack, input)
    case "DescribeStackResource":
      let name = input["LogicalResourceId"]?.string
      try Self.demand([("stackName", input["StackName"]?.string), ("logicalResourceId", name)])
      try stack.demand(input["StackName"]?.string) { "Stack '\($0)' does not exist" }
      guard let resource = stack.resources.first(where: { $0.logicalID == name }) else {
        throw Self.invalid("Resource \(name ?? "") does not exist for stack \(stack.name)")
      }
      return ["StackResourceDetail": stack.json(resource, at: "LastUpdatedTimestamp")]
    case "ListStackResources":
      try stack.demand(input["StackName"]?.string)
      return [
        "StackResourceSummaries": .array(
          stack.resources.map { stack.summary($0) }
        )
      ]
    case "DescribeStackEvents":
      try stack.demand(input["StackName"]?.string) { "Stack [\($0)] does not exist" }
      return ["StackEvents": .array(stack.events)]
    case "ListStacks": return ["StackSummaries": .array(stack.summaries(Self.statuses(input)))]
    case "GetTemplate":
      try stack.demand(input["StackName"]?.string)
      return [
        "TemplateBody": .string(stack.template), "StagesAvailable": ["Original", "Processed"],
      ]
    default: throw Self.unknown(operation)
    }
  }

  private func resources(of stack: DescribedStack, _ input: JSON) throws -> JSON {
    let physicalID = input["PhysicalResourceId"]?.string
    if let physicalID {
      guard stack.resources.contains(where: { $0.reference == physicalID }) else {
        throw Self.invalid("Stack for \(physicalID) does not exist")
      }
    } else {
      try stack.demand(input["StackName"]?.string)
    }
    let logicalID = input["LogicalResourceId"]?.string
    let shown = stack.resources.filter { resource in
      // A physical name finds the stack, and all of it is shown.
      logicalID == nil || resource.logicalID == logicalID
    }
    return ["StackResources": .array(shown.map { stack.json($0, at: "Timestamp") })]
  }

  private static func statuses(_ input: JSON) -> Set<String> {
    Set((input["StackStatusFilter"]?.array ?? []).compactMap(\.string))
  }

  /// Refuses a call without members that it needs, all at once.
  ///
  /// - Throws: `CloudError`.
  static func demand(_ members: [(name: String, value: String?)]) throws {
    let missing = members.filter { $0.value == nil }.map {
      "Value null at '\($0.name)' failed to satisfy constraint: Member must not be null"
    }
    guard !missing.isEmpty else { return }
    throw invalid(
      "\(missing.count) validation error\(missing.count == 1 ? "" : "s") detected: "
        + missing.joined(separator: "; ")
    )
  }

  /// Refuses a call, as `ValidationError`.
  static func invalid(_ message: String) -> CloudError { CloudError("ValidationError", message) }

  private static func unknown(_ operation: String) -> CloudError {
    let changes = [
      "Create", "Update", "Delete", "Execute", "Continue", "Rollback", "Cancel", "Set",
    ]
    guard changes.contains(where: operation.hasPrefix) else {
      return CloudError(
        "InvalidAction",
        "Could not find operation \(operation) for version 2010-05-15"
      )
    }
    return CloudError(
      "ValidationError",
      "\(operation): the local cloud is the stack; 'rollcall local --template --parameter' changes it"
    )
  }
}
