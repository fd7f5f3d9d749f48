package import JSONValue

/// A resource with one of the backend's names that is there already, outside of the stack.
package struct ExistingResource: Hashable, Sendable {
  /// The name in the template.
  package let logicalID: String
  /// Such as `AWS::DynamoDB::Table`.
  package let type: String
  /// The name in the account.
  package let name: String
  /// The stack that it belongs to; `nil` where it is nobody's.
  package var owner: String?
  /// What CloudFormation finds it by, and the properties that it has and the type requires.
  package let importable: Importable?
  /// Why it cannot become part of a stack; empty where it can.
  package let obstacle: String

  /// How a resource is described where it is imported.
  package struct Importable: Hashable, Sendable {
    /// The properties that identify it.
    package let identifier: JSON
    /// The properties that the import template gives it.
    package let properties: JSON
  }

  /// Makes a resource that can be imported.
  init(_ named: TemplateOutline.NamedResource, name: String, identifier: JSON, properties: JSON) {
    logicalID = named.logicalID
    type = named.type
    self.name = name
    importable = Importable(identifier: identifier, properties: properties)
    obstacle = ""
  }

  /// Makes a resource that cannot be imported.
  init(_ named: TemplateOutline.NamedResource, name: String, obstacle: String) {
    logicalID = named.logicalID
    type = named.type
    self.name = name
    importable = nil
    self.obstacle = obstacle
  }

  /// Whether it can become part of the stack.
  package var canBeImported: Bool { importable != nil && owner == nil }

  /// Such as `table customer_ids`.
  package var words: String { "\(ExistingResource.nouns[type] ?? type) \(name)" }

  private static let nouns = [
    "AWS::CloudWatch::Alarm": "alarm", "AWS::CloudWatch::CompositeAlarm": "composite alarm",
    "AWS::DynamoDB::Table": "table",
    "AWS::Events::Rule": "rule", "AWS::Lambda::Function": "function",
    "AWS::Logs::LogGroup": "log group", "AWS::SNS::Topic": "topic",
    "AWS::StepFunctions::StateMachine": "state machine",
  ]
}

/// The template and the list with which resources that are there become a new stack's.
///
/// An import can do nothing but import, so the template holds these resources alone, as they are; the
/// update that follows makes them what the backend's template says.
struct ImportPlan: Hashable, Sendable {
  /// The template, as JSON.
  let template: String
  /// `ResourcesToImport`.
  let resources: JSON

  /// Plans the import of resources, all of which can be imported.
  ///
  /// - Parameters:
  ///   - existing: the resources.
  ///   - identifiers: the properties by which CloudFormation finds each type; for a type that is not
  ///     there, all that are known are given.
  ///   - summary: what the template says it is.
  init(
    _ existing: [ExistingResource],
    identifiedBy identifiers: [String: [String]],
    summary: String
  ) {
    var bodies = JSONObject()
    var list: [JSON] = []
    for resource in existing {
      guard let importable = resource.importable else { continue }
      bodies[resource.logicalID] = [
        "Type": .string(resource.type),
        // Each has to say what becomes of it; the update puts the template's own word there.
        "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
        "Properties": importable.properties,
      ]
      list.append([
        "ResourceType": .string(resource.type), "LogicalResourceId": .string(resource.logicalID),
        "ResourceIdentifier": .object(
          JSONObject([
            ("entry", ImportPlan.entries(importable.identifier, identifiers[resource.type]))
          ])
        ),
      ])
    }
    let document: JSON = [
      "AWSTemplateFormatVersion": "2010-09-09", "Description": .string(summary),
      "Resources": .object(bodies),
    ]
    template = document.text()
    resources = .array(list)
  }

  /// A map as the query protocol sends it: `entry.1.key`, `entry.1.value`.
  private static func entries(_ map: JSON, _ wanted: [String]?) -> JSON {
    .object(
      JSONObject(
        (map.object ?? [:]).filter { wanted?.contains($0.key) ?? true }.enumerated().map {
          index,
          member in
          ("\(index + 1)", ["key": .string(member.key), "value": member.value])
        }
      )
    )
  }
}
