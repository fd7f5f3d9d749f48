/// The stack that the stand-in keeps, and the bucket.
extension FakeAWS {
  /// What CloudFormation answers.
  static func cloudFormation(
    _ operation: String,
    _ form: [String: String],
    _ state: inout State
  ) -> FakeServer.Answer {
    switch operation {
    case "DescribeStacks":
      if state.failingLooks > 0 {
        state.failingLooks -= 1
        return .init(503, "<p>Service Unavailable")
      }
      advance(&state)
      guard let status = state.stack else {
        return form["StackName"] == nil ? xml(operation, "<Stacks/>") : missing(form)
      }
      return xml(operation, "<Stacks><member>\(description(status, state))</member></Stacks>")
    case "DescribeStackEvents":
      guard state.stack != nil || form["StackName"] == stackID else { return missing(form) }
      return xml(operation, "<StackEvents>\(state.events.reversed().joined())</StackEvents>")
    case "ListStackResources":
      // One that was deleted is found by its ARN alone.
      guard state.stack != nil || form["StackName"] == stackID else { return missing(form) }
      let members = state.resources.sorted { $0.key < $1.key }.map { name, physicalID in
        "<member><LogicalResourceId>\(name)</LogicalResourceId>"
          + "<PhysicalResourceId>\(physicalID)</PhysicalResourceId>"
          + "<ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>"
      }
      return xml(
        operation,
        "<StackResourceSummaries>\(members.joined())</StackResourceSummaries>"
      )
    case "DescribeStackResources":
      return failure("cloudformation", "ValidationError", "Stack for x does not exist")
    case "GetTemplateSummary":
      return xml(
        operation,
        "<ResourceIdentifierSummaries><member><ResourceType>AWS::Events::Rule</ResourceType>"
          + "<ResourceIdentifiers><member>Arn</member></ResourceIdentifiers></member>"
          + "</ResourceIdentifierSummaries>"
      )
    case "CreateChangeSet": return createChangeSet(form, &state)
    case "DescribeChangeSet": return describeChangeSet(state)
    case "DeleteChangeSet":
      state.changeSet = nil
      return xml(operation, "")
    case "ExecuteChangeSet":
      let kind = state.changeSet?.kind ?? "CREATE"
      for (name, value) in state.changeSet?.parameters ?? [:] { state.parameters[name] = value }
      if state.summary.isEmpty {
        state.summary =
          "The Customer IDs backend - REST API, functions, table, workflow, rules, alarms"
      }
      begin(kind, &state)
      return xml(operation, "")
    case "DeleteStack":
      begin("DELETE", &state)
      return xml(operation, "")
    case "ContinueUpdateRollback":
      begin("UPDATE_ROLLBACK", &state)
      return xml(operation, "")
    case "RollbackStack":
      begin("UPDATE_ROLLBACK", &state)
      return xml(operation, "")
    default: return failure("cloudformation", "InvalidAction", operation)
    }
  }

  private static func missing(_ form: [String: String]) -> FakeServer.Answer {
    failure(
      "cloudformation",
      "ValidationError",
      "Stack with id \(form["StackName"] ?? "") does not exist"
    )
  }

  private static func createChangeSet(
    _ form: [String: String],
    _ state: inout State
  ) -> FakeServer.Answer {
    var parameters: [String: String] = [:]
    for index in 1...100 {
      guard let key = form["Parameters.member.\(index).ParameterKey"] else { break }
      let value = form["Parameters.member.\(index).ParameterValue"]
      if value == nil, state.parameters[key] == nil {
        return failure(
          "cloudformation",
          "ValidationError",
          "Invalid input for parameter key \(key)"
        )
      }
      parameters[key] = value ?? state.parameters[key]
    }
    let kind = form["ChangeSetType"] ?? ""
    if kind == "UPDATE", state.stack == nil { return missing(form) }
    if kind != "UPDATE" {
      guard state.stack == nil || state.stack == "REVIEW_IN_PROGRESS" else {
        return failure("cloudformation", "ValidationError", "Stack already exists")
      }
      state.stack = "REVIEW_IN_PROGRESS"
    }
    state.changeSet = (kind, parameters, form["TemplateBody"] ?? form["TemplateURL"] ?? "")
    return xml("CreateChangeSet", "<Id>arn:change-set</Id><StackId>\(stackID)</StackId>")
  }

  private static func describeChangeSet(_ state: State) -> FakeServer.Answer {
    if let failure = state.changeSetFailure {
      return xml(
        "DescribeChangeSet",
        "<Status>FAILED</Status><StatusReason>\(failure)</StatusReason>"
      )
    }
    if state.hasNoChanges, state.changeSet?.kind == "UPDATE" {
      return xml(
        "DescribeChangeSet",
        "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes. "
          + "Submit different information to create a change set.</StatusReason>"
      )
    }
    return xml(
      "DescribeChangeSet",
      "<Status>CREATE_COMPLETE</Status><Changes><member><Type>Resource</Type><ResourceChange>"
        + "<Action>Add</Action><LogicalResourceId>CustomerTable</LogicalResourceId>"
        + "<ResourceType>AWS::DynamoDB::Table</ResourceType></ResourceChange></member></Changes>"
    )
  }

  private static func begin(_ kind: String, _ state: inout State) {
    let done = [
      "CREATE": "CREATE_COMPLETE", "UPDATE": "UPDATE_COMPLETE", "IMPORT": "IMPORT_COMPLETE",
      "DELETE": "DELETE_COMPLETE", "UPDATE_ROLLBACK": "UPDATE_ROLLBACK_COMPLETE",
    ]
    state.pending =
      state.outcomes.isEmpty
      ? Outcome(
        done[kind] ?? "",
        events: [("CustomerTable", "AWS::DynamoDB::Table", "\(kind)_COMPLETE", "")]
      )
      : state.outcomes.removeFirst()
    if kind == "IMPORT" { state.resources["CustomerTable"] = "customer_ids" }
    if kind == "CREATE" || kind == "UPDATE" {
      state.resources = [
        "CustomerTable": "customer_ids", "CustomersWorkflow": "arn:aws:states:x:stateMachine:w",
      ]
    }
    state.stack = "\(kind)_IN_PROGRESS"
    note("rollcall", "AWS::CloudFormation::Stack", "\(kind)_IN_PROGRESS", "User Initiated", &state)
  }

  /// Lets the operation under way go one step on.
  private static func advance(_ state: inout State) {
    guard var pending = state.pending else { return }
    if pending.events.isEmpty {
      state.pending = nil
      state.stack = pending.status == "DELETE_COMPLETE" ? nil : pending.status
      note("rollcall", "AWS::CloudFormation::Stack", pending.status, "", &state)
      return
    }
    let event = pending.events.removeFirst()
    note(event.0, event.1, event.2, event.3, &state)
    state.pending = pending
  }

  private static func note(
    _ name: String,
    _ type: String,
    _ status: String,
    _ reason: String,
    _ state: inout State
  ) {
    let id = type == "AWS::CloudFormation::Stack" ? stackID : name
    state.events.append(
      "<member><EventId>e\(state.events.count)</EventId><LogicalResourceId>\(name)</LogicalResourceId>"
        + "<PhysicalResourceId>\(id)</PhysicalResourceId><ResourceType>\(type)</ResourceType>"
        + "<Timestamp>2026-01-02T03:04:05.678Z</Timestamp><ResourceStatus>\(status)</ResourceStatus>"
        + "<ResourceStatusReason>\(reason)</ResourceStatusReason></member>"
    )
  }

  private static func description(_ status: String, _ state: State) -> String {
    let parameters = state.parameters.sorted { $0.key < $1.key }.map {
      "<member><ParameterKey>\($0.key)</ParameterKey><ParameterValue>\($0.value)</ParameterValue></member>"
    }
    let outputs = [
      ("StateMachineArn", "arn:aws:states:eu-central-1:\(account):stateMachine:customers-workflow"),
      ("ScheduleRule", "customer-scan-schedule"), ("CreatedRule", "customer-created-to-sfn"),
      ("ApiUrl", "https://abc.execute-api.eu-central-1.amazonaws.com/prod"), ("ApiId", "abc"),
      ("ApiKeyId", "key1"), ("TableName", "customer_ids"),
      ("AlertsTopicArn", "arn:aws:sns:eu-central-1:\(account):alerts"),
    ].map { "<member><OutputKey>\($0)</OutputKey><OutputValue>\($1)</OutputValue></member>" }
    let isMade = status != "REVIEW_IN_PROGRESS"
    return "<StackId>\(stackID)</StackId><StackName>rollcall</StackName>"
      + "<StackStatus>\(status)</StackStatus>"
      + (isMade ? "<Description>\(state.summary)</Description>" : "")
      + "<Parameters>\(parameters.joined())</Parameters>"
      + (isMade ? "<Outputs>\(outputs.joined())</Outputs>" : "")
  }

  /// What S3 answers.
  static func storage(_ request: FakeServer.Request, _ state: inout State) -> FakeServer.Answer {
    guard !state.bucketIsForeign else { return .init(403) }
    let parts = request.path.split(separator: "/", maxSplits: 1).map(String.init)
    let key = parts.count > 1 ? parts[1] : ""
    if key.isEmpty, request.method == "PUT", !request.target.contains("?") {
      state.objects = state.objects ?? [:]
      return .init()
    }
    guard state.objects != nil else { return .init(404) }
    switch (request.method, key.isEmpty) {
    case ("HEAD", false): return .init(state.objects?[key] == nil ? 404 : 200)
    case ("PUT", false): state.objects?[key] = request.body
    case ("DELETE", false): state.objects?[key] = nil
    case ("DELETE", true): state.objects = nil
    case ("GET", true):
      let keys = (state.objects ?? [:]).keys.sorted()
      let contents = keys.map { "<Contents><Key>\($0)</Key></Contents>" }.joined()
      return .init(200, "<ListBucketResult>\(contents)</ListBucketResult>")
    default: break
    }
    return .init()
  }
}
