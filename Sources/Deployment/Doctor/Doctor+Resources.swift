internal import AWSClient
internal import AWSWire
internal import JSONValue

/// What stands behind the API.
extension Doctor {
  /// The checks of table, functions, workflow, rules, alarms and topic.
  ///
  /// - Throws: `CancellationError`.
  func resources(_ stack: Stack?) async throws -> [Finding] {
    [
      try await table(), try await functions(), try await workflow(), try await rules(stack),
      try await alarms(stack), try await subscription(stack),
    ]
  }

  private func names(_ type: String) -> [String] {
    patient.outline.named.filter { $0.type == type }.map { $0.name(prefix: patient.prefix) }
  }

  private func table() async throws -> Finding {
    try await check("table") {
      let name = names("AWS::DynamoDB::Table").first ?? ""
      let answer = try await call(.dynamoDB, "DescribeTable", ["TableName": .string(name)])
      let status = answer["Table"]?["TableStatus"]?.string ?? "unknown"
      return status == "ACTIVE"
        ? .ok("table", "\(name) is ACTIVE")
        : .fail("table", "\(name) is \(status)", "wait until it is ACTIVE, or deploy again")
    }
  }

  private func functions() async throws -> Finding {
    try await check("functions") {
      let names = names("AWS::Lambda::Function")
      for name in names {
        let function: JSON
        do {
          function = try await call(
            .lambda,
            "GetFunctionConfiguration",
            ["FunctionName": .string(name)]
          )
        } catch let error as AWSError where ExistingFinder.meansAbsent(error) {
          return .fail("functions", "there is no \(name)", "deploy again")
        }
        let state = function["State"]?.string ?? "Active"
        let update = function["LastUpdateStatus"]?.string ?? "Successful"
        guard state == "Active" || state == "Inactive", update == "Successful" else {
          return .fail(
            "functions",
            "\(name) is \(state), its last update \(update)",
            function["StateReason"]?.string ?? "deploy again"
          )
        }
      }
      return .ok("functions", "all \(names.count) are there and ready")
    }
  }

  private func workflow() async throws -> Finding {
    try await check("workflow") {
      let name = names("AWS::StepFunctions::StateMachine").first ?? ""
      guard let arn = try await machineARN(name) else {
        return .fail("workflow", "there is no state machine \(name)", "deploy again")
      }
      let answer = try await call(
        .states,
        "DescribeStateMachine",
        ["stateMachineArn": .string(arn)]
      )
      let status = answer["status"]?.string ?? "unknown"
      _ = try await call(
        .states,
        "ListExecutions",
        ["stateMachineArn": .string(arn), "maxResults": 1]
      )
      return status == "ACTIVE"
        ? .ok("workflow", "\(name) is ACTIVE")
        : .fail("workflow", "\(name) is \(status)", "deploy again")
    }
  }

  private func machineARN(_ name: String) async throws -> String? {
    var input: JSON = [:]
    while true {
      let page = try await call(.states, "ListStateMachines", input)
      let found = page["stateMachines"]?.array?.first { $0["name"]?.string == name }
      if let arn = found?["stateMachineArn"]?.string { return arn }
      guard let token = page["nextToken"]?.string, input["nextToken"]?.string != token else {
        return nil
      }
      input["nextToken"] = .string(token)
    }
  }

  private func rules(_ stack: Stack?) async throws -> Finding {
    try await check("rules") {
      var states: [String] = []
      for resource in patient.outline.named where resource.type == "AWS::Events::Rule" {
        let name = resource.name(prefix: patient.prefix)
        let rule: JSON
        do {
          rule = try await call(.events, "DescribeRule", ["Name": .string(name)])
        } catch let error as AWSError where ExistingFinder.meansAbsent(error) {
          return .fail("rules", "there is no rule \(name)", "deploy again")
        }
        let state = rule["State"]?.string ?? "unknown"
        let isEnabled = state.hasPrefix("ENABLED")
        if let wanted = Doctor.isWanted(resource.logicalID, stack), wanted != isEnabled {
          return .fail(
            "rules",
            "\(name) is \(state), which the stack's parameters say otherwise",
            "'rollcall rules \(wanted ? "enable" : "disable") \(name)'"
          )
        }
        let targets = try await call(.events, "ListTargetsByRule", ["Rule": .string(name)])
        guard
          targets["Targets"]?.array?.contains(where: {
            $0["Arn"]?.string?.contains(":stateMachine:") == true
          }) == true
        else { return .fail("rules", "\(name) starts no state machine", "deploy again") }
        states.append("\(name) \(state)")
      }
      return .ok("rules", states.joined(separator: ", "))
    }
  }

  /// Whether a rule should be enabled; `nil` where no stack says so.
  private static func isWanted(_ logicalID: String, _ stack: Stack?) -> Bool? {
    guard logicalID == "CustomerScanSchedule" else { return true }
    return stack?.parameters["ScheduleEnabled"].map { $0 == "true" }
  }

  private func alarms(_ stack: Stack?) async throws -> Finding {
    try await check("alarms") {
      let names = names("AWS::CloudWatch::Alarm")
      let answer = try await call(
        .cloudWatch,
        "DescribeAlarms",
        ["AlarmNames": .array(names.map(JSON.string)), "MaxRecords": 100]
      )
      let alarms = answer["MetricAlarms"]?.array ?? []
      for name in names {
        guard let alarm = alarms.first(where: { $0["AlarmName"]?.string == name }) else {
          return .fail("alarms", "there is no alarm \(name)", "deploy again")
        }
        guard alarm["ActionsEnabled"]?.bool ?? true else {
          return .fail(
            "alarms",
            "the actions of \(name) are disabled, so it tells nobody",
            "enable them in the dashboard's alarms, or 'aws cloudwatch enable-alarm-actions'"
          )
        }
        for member in ["AlarmActions", "OKActions"] {
          let notifies = alarm[member]?.array?.contains { $0.string?.contains(":sns:") == true }
          guard notifies == true else {
            return .fail("alarms", "\(name) has no \(member) that notify a topic", "deploy again")
          }
        }
      }
      return .ok("alarms", "all \(names.count) are there and notify")
    }
  }

  private func subscription(_ stack: Stack?) async throws -> Finding {
    try await check("subscription") {
      guard let topic = try await topicARN(stack) else {
        return .warn("subscription", "no stack tells the topic", "name the stack in the context")
      }
      let answer = try await call(.sns, "ListSubscriptionsByTopic", ["TopicArn": .string(topic)])
      let subscriptions = answer["Subscriptions"]?.array ?? []
      let pending = subscriptions.filter { $0["SubscriptionArn"] == "PendingConfirmation" }
      if let first = pending.first {
        return .fail(
          "subscription",
          "\(first["Endpoint"]?.string ?? "the subscription") is not confirmed",
          "follow the link in the mail that AWS sent there"
        )
      }
      if !subscriptions.isEmpty {
        return .ok("subscription", "\(subscriptions.count) confirmed")
      }
      return patient.isLocal
        ? .ok("subscription", "none; 'rollcall notifications' shows what is sent")
        : .warn("subscription", "nobody is told of alarms", "deploy with --parameter AlertEmail=…")
    }
  }

  private func topicARN(_ stack: Stack?) async throws -> String? {
    if let arn = stack?.outputs["AlertsTopicArn"] { return arn }
    let identity = try await CallerLookup(client: patient.client).identity()
    guard let name = names("AWS::SNS::Topic").first, let region = patient.client.regionInUse else {
      return nil
    }
    return "arn:\(identity.partition):sns:\(region):\(identity.account):\(name)"
  }
}
