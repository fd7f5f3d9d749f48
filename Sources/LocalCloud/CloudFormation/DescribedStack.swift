internal import AWSWire
internal import JSONValue

/// The cloud's stack, as CloudFormation describes stacks.
struct DescribedStack: Sendable {
  /// The same for every cloud, as it has one stack only.
  let name = StackApplier.stackName
  /// The ARN of the stack.
  let id: String
  /// The template's text.
  let template: String
  /// Those in effect, each after those it needs.
  let resources: [ResolvedStack.Resource]
  private let applied: StackStore.Applied?
  private let defaults: [String: String]
  private let updated: String

  /// Reads what is in effect.
  init(_ service: CloudFormationService) async throws {
    let (applied, resources) = try await service.store.load()
    self.applied = applied
    self.resources = resources
    template = applied?.template ?? service.builtInTemplate()
    defaults = service.parameterDefaults
    updated = (applied?.updated ?? Instant(milliseconds: 0)).iso8601
    id = StackApplier.stackID(of: service.identity)
  }

  /// Refuses the name of another stack.
  ///
  /// - Throws: `CloudError`.
  func demand(
    _ stack: String?,
    isNeeded: Bool = true,
    orSay words: (String) -> String = { "Stack with id \($0) does not exist" }
  ) throws {
    if isNeeded { try CloudFormationService.demand([("stackName", stack)]) }
    guard let stack else { return }
    guard DescribedStack.isName(stack) else {
      throw CloudFormationService.invalid(
        "1 validation error detected: Value '\(stack)' at 'stackName' failed to satisfy constraint: "
          + "Member must satisfy regular expression pattern: "
          + "[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*"
      )
    }
    guard stack == name || stack == id else { throw CloudFormationService.invalid(words(stack)) }
  }

  private static func isName(_ text: String) -> Bool {
    let isARN = text.hasPrefix("arn:")
    return text.first?.isLetter == true
      && text.utf8.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return byte < 0x80
          && (character.isLetter || character.isNumber || character == "-"
            || isARN && ":/._+".contains(character))
      }
  }

  /// The stack as `ListStacks` has it, where its status is one of those asked for; none are all.
  func summaries(_ statuses: Set<String>) -> [JSON] {
    guard statuses.isEmpty || statuses.contains(status) else { return [] }
    return [
      [
        "StackId": .string(id), "StackName": .string(name), "CreationTime": .string(updated),
        "StackStatus": .string(status),
        "DriftInformation": ["StackDriftStatus": "NOT_CHECKED"],
      ]
    ]
  }

  private var status: String { applied == nil ? "UPDATE_IN_PROGRESS" : "CREATE_COMPLETE" }

  /// The stack as `DescribeStacks` has it.
  var json: JSON {
    get throws {
      let outline = try StackTemplate(yaml: template)
      let given = defaults.merging(applied?.parameters ?? [:]) { _, own in own }
      return [
        "StackId": .string(id), "StackName": .string(name),
        "Description": .string(try TemplateNode(yaml: template)["Description"]?.text ?? ""),
        "Parameters": .array(
          try outline.parameters.map { parameter in
            let value = try parameter.value(given: given[parameter.name])
            return [
              "ParameterKey": .string(parameter.name),
              "ParameterValue": .string(
                parameter.isHidden ? "****" : value.string ?? value.text()
              ),
            ]
          }
        ),
        "CreationTime": .string(updated), "RollbackConfiguration": [:],
        "StackStatus": .string(status), "DisableRollback": false, "NotificationARNs": [],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Outputs": .array(
          (applied?.stack.outputs ?? [:]).map { key, value in
            ["OutputKey": .string(key), "OutputValue": .string(value.string ?? value.text())]
          }
        ),
        "Tags": [], "EnableTerminationProtection": false,
        "DriftInformation": ["StackDriftStatus": "NOT_CHECKED"],
      ]
    }
  }

  /// A resource, with its time under the name that the operation has for it.
  func json(_ resource: ResolvedStack.Resource, at timeMember: String) -> JSON {
    var json: JSON = [
      "StackName": .string(name), "StackId": .string(id),
      "LogicalResourceId": .string(resource.logicalID),
      "PhysicalResourceId": .string(resource.reference), "ResourceType": .string(resource.type),
      "ResourceStatus": "CREATE_COMPLETE",
      "DriftInformation": ["StackResourceDriftStatus": "NOT_CHECKED"],
    ]
    json[timeMember] = .string(updated)
    return json
  }

  /// A resource as `ListStackResources` has it.
  func summary(_ resource: ResolvedStack.Resource) -> JSON {
    var json = json(resource, at: "LastUpdatedTimestamp")
    json["StackName"] = nil
    json["StackId"] = nil
    return json
  }

  /// The history that led here, newest first.
  var events: [JSON] {
    let own = event(id, name, id, "AWS::CloudFormation::Stack", status)
    return [own]
      + resources.reversed().map { resource in
        event(
          "\(resource.logicalID)-CREATE_COMPLETE-\(updated)",
          resource.logicalID,
          resource.reference,
          resource.type,
          "CREATE_COMPLETE"
        )
      }
  }

  private func event(
    _ eventID: String,
    _ logicalID: String,
    _ physicalID: String,
    _ type: String,
    _ status: String
  ) -> JSON {
    [
      "StackId": .string(id), "EventId": .string(eventID), "StackName": .string(name),
      "LogicalResourceId": .string(logicalID), "PhysicalResourceId": .string(physicalID),
      "ResourceType": .string(type), "Timestamp": .string(updated),
      "ResourceStatus": .string(status),
    ]
  }
}
