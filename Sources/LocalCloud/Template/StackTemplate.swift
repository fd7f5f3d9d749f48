internal import JSONValue

/// A CloudFormation template as it is written.
///
/// This folder turns a template and its parameters into resources with all names filled in, and puts
/// those into effect through the services' own operations. It knows no route and no socket.
struct StackTemplate: Sendable {
  /// One resource as it is written.
  struct Resource: Sendable {
    /// The name it has in the template.
    let logicalID: String
    /// The type, such as `AWS::SNS::Topic`.
    let type: String
    /// The line it starts at, counted from 1; 0 where that is not known.
    let line: Int
    /// The name of the condition under which it exists; `nil` where it always does.
    let condition: String?
    /// The logical ids of what has to be there before it.
    let dependsOn: [String]
    /// Whether it stays when it leaves the template.
    let isRetained: Bool
    /// Whether one of another name that it takes the place of stays.
    let keepsReplaced: Bool
    /// The properties, which may hold intrinsic functions; `nil` where it has none.
    let properties: TemplateNode?
  }

  /// The parameters, in the order of the template.
  let parameters: [TemplateParameter]
  /// The conditions by name, in the order of the template.
  let conditions: [(key: String, value: TemplateNode)]
  /// The section that `Fn::FindInMap` looks in; `nil` where there is none.
  let mappings: TemplateNode?
  /// The resources, in the order of the template.
  let resources: [Resource]
  /// The outputs by name, in the order of the template.
  let outputs: [(key: String, value: TemplateNode)]

  /// Reads a template.
  ///
  /// - Throws: `TemplateError`.
  init(yaml: String) throws {
    let root = try TemplateNode(yaml: yaml)
    guard let sections = root.members else {
      throw TemplateError("not a template", line: root.line)
    }
    let known = [
      "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions",
      "Resources", "Outputs", "Rules",
    ]
    if let unknown = sections.first(where: { !known.contains($0.key) }) {
      throw TemplateError("unknown section \(unknown.key)", line: unknown.value.line)
    }
    parameters = try (root["Parameters"]?.members ?? []).map {
      try TemplateParameter(name: $0.key, $0.value)
    }
    conditions = root["Conditions"]?.members ?? []
    mappings = root["Mappings"]
    guard let resources = root["Resources"]?.members, !resources.isEmpty else {
      throw TemplateError("the template has no Resources", line: root.line)
    }
    self.resources = try resources.map { try Resource(logicalID: $0.key, $0.value) }
    outputs = root["Outputs"]?.members ?? []
  }
}

extension StackTemplate.Resource {
  private static let attributes: Set<String> = [
    "Type", "Properties", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy",
    "Metadata",
  ]

  fileprivate init(logicalID: String, _ node: TemplateNode) throws {
    guard let members = node.members, let type = node["Type"]?.text else {
      throw TemplateError("the resource has no Type", logicalID: logicalID, line: node.line)
    }
    if let unknown = members.first(where: { !Self.attributes.contains($0.key) }) {
      throw TemplateError(
        "\(type): unknown attribute \(unknown.key)",
        logicalID: logicalID,
        line: unknown.value.line
      )
    }
    self.logicalID = logicalID
    self.type = type
    line = node.line
    condition = node["Condition"]?.text
    dependsOn = node["DependsOn"].map { $0.elements?.compactMap(\.text) ?? [$0.text ?? ""] } ?? []
    isRetained = node["DeletionPolicy"]?.text?.hasPrefix("Retain") == true
    keepsReplaced = node["UpdateReplacePolicy"]?.text?.hasPrefix("Retain") == true
    properties = node["Properties"]
  }
}
