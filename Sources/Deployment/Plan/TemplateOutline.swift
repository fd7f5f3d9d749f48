internal import Yams

/// What deploying has to know of a template: its parameters, and the names it gives to resources.
package struct TemplateOutline: Hashable, Sendable {
  /// A resource whose name the template chooses, so that it can be there already.
  package struct NamedResource: Hashable, Sendable {
    /// The name in the template.
    package let logicalID: String
    /// Such as `AWS::DynamoDB::Table`.
    package let type: String
    /// The name, with `${NamePrefix}` in it.
    package let pattern: String

    /// The name under a prefix.
    package func name(prefix: String) -> String {
      pattern.split(separator: "${NamePrefix}", omittingEmptySubsequences: false)
        .joined(separator: prefix)
    }
  }

  /// The template's own words on what it is.
  package let summary: String
  /// The names of the parameters.
  package let parameters: [String]
  /// The resources with names of their own.
  package let named: [NamedResource]
  /// The types of all resources.
  package let types: Set<String>

  /// The property that holds the name, for the types of which names are given.
  static let nameProperties = [
    "AWS::CloudWatch::Alarm": "AlarmName", "AWS::CloudWatch::CompositeAlarm": "AlarmName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::Rule": "Name", "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName", "AWS::SNS::Topic": "TopicName",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
  ]

  /// Reads a template.
  ///
  /// - Throws: Yams' errors where it is not YAML.
  package init(yaml: String) throws {
    let root = try Yams.compose(yaml: yaml, .basic)
    summary = root?["Description"]?.scalar?.string ?? ""
    parameters = root?["Parameters"]?.mapping?.keys.compactMap { $0.scalar?.string } ?? []
    var named: [NamedResource] = []
    var types: Set<String> = []
    for (key, resource) in root?["Resources"]?.mapping ?? [:] {
      guard let logicalID = key.scalar?.string, let type = resource["Type"]?.scalar?.string else {
        continue
      }
      types.insert(type)
      guard let property = Self.nameProperties[type],
        let pattern = resource["Properties"]?[property]?.scalar?.string
      else { continue }
      named.append(NamedResource(logicalID: logicalID, type: type, pattern: pattern))
    }
    self.named = named
    self.types = types
  }
}
