internal import AWSWire
internal import JSONValue

/// Puts one resource into effect, or takes it away, through its service's own operations.
///
/// Functions and REST APIs are not here: they are registered from the stack at every start.
struct ResourceChange: Sendable {
  /// The way to the services.
  let directory: ServiceDirectory
  /// The resource as it is to be, or the one to take away.
  let resource: ResolvedStack.Resource
  /// The resource as it was last applied.
  let previous: ResolvedStack.Resource?

  private var properties: JSON { resource.properties }

  private func name(_ property: String) -> JSON {
    .string(properties[property]?.string ?? resource.logicalID)
  }

  /// Makes or changes the resource.
  ///
  /// - Throws: `CloudError` as the service answers.
  func apply() async throws {
    switch resource.type {
    case "AWS::DynamoDB::Table": try await applyTable()
    case "AWS::Logs::LogGroup": try await applyLogGroup()
    case "AWS::Logs::MetricFilter": try await applyMetricFilter()
    case "AWS::SNS::Topic": try await applyTopic()
    case "AWS::SNS::Subscription": try await applySubscription()
    case "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm":
      var input = properties.object ?? [:]
      input["AlarmName"] = name("AlarmName")
      let isComposite = resource.type == "AWS::CloudWatch::CompositeAlarm"
      let operation = isComposite ? "PutCompositeAlarm" : "PutMetricAlarm"
      try await directory.perform(.cloudWatch, operation, .object(input))
    case "AWS::StepFunctions::StateMachine": try await applyStateMachine()
    case "AWS::Events::Rule": try await applyRule()
    default: return
    }
    try await applyTags()
  }

  private func applyTable() async throws {
    let table: JSONObject = ["TableName": name("TableName")]
    func given(_ names: String...) -> JSONObject {
      JSONObject(names.compactMap { name in properties[name].map { (name, $0) } })
    }
    let settings = given(
      "BillingMode",
      "ProvisionedThroughput",
      "TableClass",
      "DeletionProtectionEnabled"
    )
    do {
      let keys = given("AttributeDefinitions", "KeySchema")
      try await directory.perform(
        .dynamoDB,
        "CreateTable",
        .object(table.merging(keys).merging(settings))
      )
    } catch let error as CloudError where error.code == "ResourceInUseException" {
      // Of a table that is there only what the template changes is changed.
      guard let previous else { return }
      let changed = settings.filter { previous.properties[$0.key] != $0.value }
      guard !changed.isEmpty else { return }
      try await directory.perform(
        .dynamoDB,
        "UpdateTable",
        .object(table.merging(JSONObject(changed.map { ($0.key, $0.value) })))
      )
    }
  }

  private func applyTopic() async throws {
    try await directory.perform(.sns, "CreateTopic", ["Name": name("TopicName")])
    for attribute in ["DisplayName", "KmsMasterKeyId"]
    where properties[attribute] != previous?.properties[attribute] {
      try await directory.perform(
        .sns,
        "SetTopicAttributes",
        [
          "TopicArn": .string(resource.reference), "AttributeName": .string(attribute),
          "AttributeValue": properties[attribute] ?? "",
        ]
      )
    }
  }

  private func applyLogGroup() async throws {
    let group = name("LogGroupName")
    try await unless("ResourceAlreadyExistsException") {
      try await directory.perform(.logs, "CreateLogGroup", ["logGroupName": group])
    }
    if let days = properties["RetentionInDays"] {
      try await directory.perform(
        .logs,
        "PutRetentionPolicy",
        ["logGroupName": group, "retentionInDays": days]
      )
    } else if previous?.properties["RetentionInDays"] != nil {
      try await directory.perform(.logs, "DeleteRetentionPolicy", ["logGroupName": group])
    }
  }

  private func applySubscription() async throws {
    if previous != nil { try await removeSubscription(previous?.properties ?? [:]) }
    try await directory.perform(
      .sns,
      "Subscribe",
      [
        "TopicArn": properties["TopicArn"] ?? nil, "Protocol": properties["Protocol"] ?? nil,
        "Endpoint": properties["Endpoint"] ?? nil, "ReturnSubscriptionArn": true,
      ]
    )
  }

  private func applyStateMachine() async throws {
    var input: JSONObject = [
      "name": name("StateMachineName"), "definition": .string(definition),
      "roleArn": properties["RoleArn"] ?? "",
      "type": properties["StateMachineType"] ?? "STANDARD",
    ]
    for property in ["LoggingConfiguration", "TracingConfiguration"] {
      let member = property.prefix(1).lowercased() + property.dropFirst()
      input[member] = properties[property].map(Self.lowerCamel)
    }
    if let old = previous, old.reference == resource.reference {
      try await updateStateMachine(input)
      return
    }
    do {
      try await directory.perform(.states, "CreateStateMachine", .object(input))
    } catch let error as CloudError where error.code == "StateMachineAlreadyExists" {
      try await updateStateMachine(input)
    }
  }

  private func updateStateMachine(_ input: JSONObject) async throws {
    var input = input
    input["name"] = nil
    input["type"] = nil
    input["stateMachineArn"] = .string(resource.reference)
    try await directory.perform(.states, "UpdateStateMachine", .object(input))
  }

  /// The definition as text, with its substitutions made.
  private var definition: String {
    var text = properties["DefinitionString"]?.string ?? properties["Definition"]?.text() ?? ""
    for (name, value) in properties["DefinitionSubstitutions"]?.object ?? [:] {
      text = text.replacing("${\(name)}", with: value.string ?? value.text())
    }
    return text
  }

  private func applyRule() async throws {
    var input: JSONObject = ["Name": name("Name")]
    for property in ["ScheduleExpression", "State", "Description", "RoleArn", "EventBusName"] {
      input[property] = properties[property]
    }
    input["EventPattern"] = properties["EventPattern"].map { .string($0.string ?? $0.text()) }
    try await directory.perform(.events, "PutRule", .object(input))
    let targets = properties["Targets"]?.array ?? []
    let kept = Set(targets.compactMap { $0["Id"]?.string })
    let gone = (previous?.properties["Targets"]?.array ?? []).compactMap { $0["Id"]?.string }
      .filter { !kept.contains($0) }
    if !gone.isEmpty { try await removeTargets(gone) }
    if !targets.isEmpty {
      try await directory.perform(
        .events,
        "PutTargets",
        ["Rule": name("Name"), "Targets": .array(targets)]
      )
    }
  }

  private func removeTargets(_ ids: [String]) async throws {
    try await directory.perform(
      .events,
      "RemoveTargets",
      ["Rule": .string(resource.reference), "Ids": .array(ids.map(JSON.string))]
    )
  }

  /// Takes the resource away; one that is gone already is no error.
  ///
  /// - Throws: `CloudError` as the service answers.
  func remove() async throws {
    do {
      try await removePresent()
    } catch let error as CloudError
      where error.status == 404 || error.code.contains("NotFound")
      || error.code.contains("DoesNotExist")
    {
      return
    }
  }

  private func removePresent() async throws {
    switch resource.type {
    case "AWS::DynamoDB::Table":
      try await directory.perform(
        .dynamoDB,
        "DeleteTable",
        ["TableName": .string(resource.reference)]
      )
    case "AWS::Logs::LogGroup":
      try await directory.perform(
        .logs,
        "DeleteLogGroup",
        ["logGroupName": .string(resource.reference)]
      )
    case "AWS::Logs::MetricFilter":
      try await directory.perform(.logs, "DeleteMetricFilter", metricFilterName(of: resource))
    case "AWS::SNS::Topic":
      try await directory.perform(.sns, "DeleteTopic", ["TopicArn": .string(resource.reference)])
    case "AWS::SNS::Subscription": try await removeSubscription(properties)
    case "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm":
      try await directory.perform(
        .cloudWatch,
        "DeleteAlarms",
        ["AlarmNames": [.string(resource.reference)]]
      )
    case "AWS::StepFunctions::StateMachine":
      try await directory.perform(
        .states,
        "DeleteStateMachine",
        ["stateMachineArn": .string(resource.reference)]
      )
    case "AWS::Events::Rule":
      let ids = (properties["Targets"]?.array ?? []).compactMap { $0["Id"]?.string }
      if !ids.isEmpty { try await removeTargets(ids) }
      try await directory.perform(.events, "DeleteRule", ["Name": .string(resource.reference)])
    default: return
    }
  }

  private func removeSubscription(_ properties: JSON) async throws {
    let listed = try await directory.perform(
      .sns,
      "ListSubscriptionsByTopic",
      ["TopicArn": properties["TopicArn"] ?? nil]
    )
    for subscription in listed["Subscriptions"]?.array ?? []
    where subscription["Endpoint"] == properties["Endpoint"] {
      try await directory.perform(
        .sns,
        "Unsubscribe",
        ["SubscriptionArn": subscription["SubscriptionArn"] ?? nil]
      )
    }
  }

  private func unless(_ code: String, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as CloudError where error.code == code {
      return
    }
  }

  /// The members' names as the operations spell them: `LogGroupArn` is `logGroupArn`.
  private static func lowerCamel(_ value: JSON) -> JSON {
    switch value {
    case .array(let values): .array(values.map(lowerCamel))
    case .object(let members):
      .object(
        JSONObject(
          members.map { key, value in
            (key.prefix(1).lowercased() + key.dropFirst(), lowerCamel(value))
          }
        )
      )
    default: value
    }
  }
}
