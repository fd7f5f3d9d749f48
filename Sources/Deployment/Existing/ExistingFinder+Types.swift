internal import AWSWire
internal import JSONValue

/// How a resource of each type is found, and what of it an import has to say.
extension ExistingFinder {
  /// The table of that name, as an import needs it; `nil` where there is none.
  func table(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    guard
      let table = try await present(.dynamoDB, "DescribeTable", ["TableName": .string(name)])?[
        "Table"
      ]
    else { return nil }
    let keys: JSON = [["AttributeName": "id", "KeyType": "HASH"]]
    let isText = table["AttributeDefinitions"]?.array?.contains(
      ["AttributeName": "id", "AttributeType": "S"]
    )
    guard table["KeySchema"] == keys, isText == true else {
      return ExistingResource(resource, name: name, obstacle: "its key is not the text id alone")
    }
    var properties: JSON = [
      "TableName": .string(name), "KeySchema": keys,
      "AttributeDefinitions": table["AttributeDefinitions"] ?? [], "BillingMode": "PAY_PER_REQUEST",
    ]
    let throughput = table["ProvisionedThroughput"]
    if table["BillingModeSummary"]?["BillingMode"] != "PAY_PER_REQUEST",
      let reads = throughput?["ReadCapacityUnits"]?.int, reads > 0
    {
      properties["BillingMode"] = "PROVISIONED"
      properties["ProvisionedThroughput"] = [
        "ReadCapacityUnits": JSON(reads),
        "WriteCapacityUnits": throughput?["WriteCapacityUnits"] ?? 1,
      ]
    }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["TableName": .string(name)],
      properties: properties
    )
  }

  /// The function of that name, as an import needs it; `nil` where there is none.
  func function(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    let answer = try await present(.lambda, "GetFunction", ["FunctionName": .string(name)])
    guard let function = answer?["Configuration"] else { return nil }
    guard function["PackageType"] != "Image" else {
      return ExistingResource(resource, name: name, obstacle: "its code is an image, not a zip")
    }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["FunctionName": .string(name)],
      properties: [
        "FunctionName": .string(name), "Role": function["Role"] ?? "", "Code": code,
        "Runtime": function["Runtime"] ?? "provided.al2023",
        "Handler": function["Handler"] ?? "bootstrap",
      ]
    )
  }

  /// The log group of that name, as an import needs it; `nil` where there is none.
  func logGroup(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    let answer = try await present(
      .logs,
      "DescribeLogGroups",
      ["logGroupNamePrefix": .string(name)]
    )
    let groups = answer?["logGroups"]?.array ?? []
    guard groups.contains(where: { $0["logGroupName"]?.string == name }) else { return nil }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["LogGroupName": .string(name)],
      properties: ["LogGroupName": .string(name)]
    )
  }

  /// The state machine of that name, as an import needs it; `nil` where there is none.
  func stateMachine(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    let arn = arn("states", "stateMachine:\(name)")
    guard
      let machine = try await present(
        .states,
        "DescribeStateMachine",
        ["stateMachineArn": .string(arn)]
      )
    else { return nil }
    guard machine["type"] == "STANDARD" else {
      return ExistingResource(resource, name: name, obstacle: "it is an express workflow")
    }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["Arn": .string(arn)],
      properties: [
        "StateMachineName": .string(name), "RoleArn": machine["roleArn"] ?? "",
        "DefinitionString": machine["definition"] ?? "", "StateMachineType": "STANDARD",
      ]
    )
  }

  /// The rule of that name, as an import needs it; `nil` where there is none.
  func rule(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    guard let rule = try await present(.events, "DescribeRule", ["Name": .string(name)]) else {
      return nil
    }
    var properties: JSON = ["Name": .string(name), "State": rule["State"] ?? "ENABLED"]
    properties["ScheduleExpression"] = rule["ScheduleExpression"]
    properties["EventPattern"] = rule["EventPattern"]?.string.flatMap { try? JSON(parsing: $0) }
    // Targets that the stack knows of go when its own take their place; others would stay, and start
    // the workflow a second time.
    let targets = try await present(.events, "ListTargetsByRule", ["Rule": .string(name)])
    if let known = targets?["Targets"], known.array?.isEmpty == false {
      properties["Targets"] = known
    }
    return ExistingResource(
      resource,
      name: name,
      identifier: [
        "Arn": rule["Arn"] ?? .string(arn("events", "rule/\(name)")), "Name": .string(name),
      ],
      properties: properties
    )
  }

  /// The topic of that name, as an import needs it; `nil` where there is none.
  func topic(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    let arn = arn("sns", name)
    guard try await present(.sns, "GetTopicAttributes", ["TopicArn": .string(arn)]) != nil else {
      return nil
    }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["TopicArn": .string(arn)],
      properties: ["TopicName": .string(name)]
    )
  }

  /// The alarm of that name, as an import needs it; `nil` where there is none.
  func alarm(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    let answer = try await alarms(name)
    if answer?["CompositeAlarms"]?[0] != nil {
      return ExistingResource(resource, name: name, obstacle: "it is a composite alarm")
    }
    guard let alarm = answer?["MetricAlarms"]?[0] else { return nil }
    guard alarm["MetricName"]?.string != nil else {
      return ExistingResource(resource, name: name, obstacle: "it watches an expression")
    }
    var properties: JSON = ["AlarmName": .string(name)]
    for member in [
      "Namespace", "MetricName", "Dimensions", "Statistic", "ExtendedStatistic", "Period",
      "EvaluationPeriods", "Threshold", "ComparisonOperator",
    ] { properties[member] = alarm[member] }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["AlarmName": .string(name)],
      properties: properties
    )
  }

  /// The composite alarm of that name, as an import needs it; `nil` where there is none.
  func compositeAlarm(
    _ resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    let answer = try await alarms(name)
    // Both kinds share their names.
    if answer?["MetricAlarms"]?[0] != nil {
      return ExistingResource(resource, name: name, obstacle: "it watches a metric")
    }
    guard let alarm = answer?["CompositeAlarms"]?[0] else { return nil }
    return ExistingResource(
      resource,
      name: name,
      identifier: ["AlarmName": .string(name)],
      properties: ["AlarmName": .string(name), "AlarmRule": alarm["AlarmRule"] ?? ""]
    )
  }

  /// The alarms of that name, of either kind.
  private func alarms(_ name: String) async throws -> JSON? {
    try await present(
      .cloudWatch,
      "DescribeAlarms",
      ["AlarmNames": [.string(name)], "AlarmTypes": ["MetricAlarm", "CompositeAlarm"]]
    )
  }
}
