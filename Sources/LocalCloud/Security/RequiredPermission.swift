internal import AWSWire
internal import JSONValue

/// The right to do something with a resource (Service Authorization Reference).
struct RequiredPermission: Hashable, Sendable {
  /// The action as policies name it, such as `dynamodb:GetItem`.
  let action: String
  /// The ARN of the resource; `*` where the action has none.
  let resource: String
  /// What the request says of itself for conditions, by key in lower case.
  var context: [String: [String]] = [:]

  /// What an operation needs; nothing for what everybody may do.
  static func of(
    _ service: AWSService,
    _ operation: String,
    _ input: JSON,
    _ identity: CloudIdentity
  ) -> [RequiredPermission] {
    let rule = Rule(operation: operation, input: input, identity: identity)
    switch service {
    case .dynamoDB: return rule.dynamoDB()
    case .events: return rule.events()
    case .states: return rule.states()
    case .logs: return rule.logs()
    case .lambda: return rule.lambda()
    case .sns: return rule.sns()
    case .cloudWatch: return rule.cloudWatch()
    case .apiGateway:
      let resource = "arn:\(identity.partition):apigateway:\(identity.region)::/*"
      return [RequiredPermission(action: "apigateway:GET", resource: resource)]
    case .cloudFormation: return [rule.need("cloudformation", "*")]
    case .s3, .secretsManager, .sts: return []
    }
  }
}

/// One operation and what it is about.
private struct Rule {
  let operation: String
  let input: JSON
  let identity: CloudIdentity

  func need(_ service: String, _ resource: String, action: String? = nil) -> RequiredPermission {
    RequiredPermission(action: "\(service):\(action ?? operation)", resource: resource)
  }

  /// `name`, made an ARN where it is none.
  private func arn(_ service: String, _ kind: String, _ name: String) -> String {
    name.hasPrefix("arn:") ? name : identity.arn(service, kind + name)
  }

  func dynamoDB() -> [RequiredPermission] {
    func table(_ name: String) -> String { arn("dynamodb", "table/", name) }
    switch operation {
    case "ListTables", "DescribeLimits", "DescribeEndpoints": return [need("dynamodb", "*")]
    case "BatchGetItem", "BatchWriteItem":
      return (input["RequestItems"]?.object?.keys ?? []).map { need("dynamodb", table($0)) }
    case "TransactGetItems", "TransactWriteItems":
      return (input["TransactItems"]?.array ?? []).flatMap { item in
        (item.object ?? [:]).map { kind, request in
          let action =
            ["Get": "GetItem", "Put": "PutItem", "Delete": "DeleteItem", "Update": "UpdateItem"][
              kind
            ]
            ?? "ConditionCheckItem"
          return need("dynamodb", table(request["TableName"]?.string ?? ""), action: action)
        }
      }
    default:
      let name = table(input["TableName"]?.string ?? input["ResourceArn"]?.string ?? "")
      let index = input["IndexName"]?.string.map { "/index/\($0)" } ?? ""
      return [need("dynamodb", name + index)]
    }
  }

  func events() -> [RequiredPermission] {
    switch operation {
    case "PutEvents":
      let needs = (input["Entries"]?.array ?? []).map { entry in
        let bus = arn("events", "event-bus/", entry["EventBusName"]?.string ?? "default")
        var need = need("events", bus)
        need.context["events:source"] = entry["Source"]?.string.map { [$0] }
        need.context["events:detail-type"] = entry["DetailType"]?.string.map { [$0] }
        return need
      }
      return Array(Set(needs))
    case "ListRules", "ListRuleNamesByTarget", "TestEventPattern", "ListEventBuses":
      return [need("events", "*")]
    default:
      let rule = input["Name"]?.string ?? input["Rule"]?.string ?? ""
      return [need("events", arn("events", "rule/", rule))]
    }
  }

  func states() -> [RequiredPermission] {
    let names = ["executionArn", "stateMachineArn", "activityArn", "resourceArn", "mapRunArn"]
    let named = names.compactMap { input[$0]?.string }.first
    let made = input["name"]?.string.map { identity.arn("states", "stateMachine:\($0)") }
    let isMaking = operation == "CreateStateMachine"
    return [need("states", (isMaking ? made : named) ?? "*")]
  }

  func logs() -> [RequiredPermission] {
    guard
      let group = input["logGroupName"]?.string ?? input["logGroupIdentifier"]?.string
        ?? input["logGroupIdentifiers"]?[0]?.string
    else {
      let isListing = operation == "DescribeLogGroups"
      return [need("logs", isListing ? identity.arn("logs", "log-group::log-stream:*") : "*")]
    }
    let stream = input["logStreamName"]?.string ?? ""
    let name = arn("logs", "log-group:", group)
    return [
      need("logs", "\(name.hasSuffix(":*") ? String(name.dropLast(2)) : name):log-stream:\(stream)")
    ]
  }

  func lambda() -> [RequiredPermission] {
    guard let function = input["FunctionName"]?.string ?? input["Resource"]?.string else {
      return [need("lambda", "*")]
    }
    let action = operation == "Invoke" ? "InvokeFunction" : operation
    return [need("lambda", arn("lambda", "function:", function), action: action)]
  }

  func sns() -> [RequiredPermission] {
    let topic =
      input["TopicArn"]?.string ?? input["SubscriptionArn"]?.string ?? input["Name"]?.string
    return [need("sns", topic.map { arn("sns", "", $0) } ?? "*")]
  }

  func cloudWatch() -> [RequiredPermission] {
    let alarms =
      input["AlarmNames"]?.array?.compactMap(\.string) ?? input["AlarmName"]?.string.map { [$0] }
      ?? []
    if let resource = input["ResourceARN"]?.string { return [need("cloudwatch", resource)] }
    // A composite alarm needs the right to all alarms, whatever its name.
    guard !alarms.isEmpty, operation != "PutCompositeAlarm" else {
      return [need("cloudwatch", "*")]
    }
    return alarms.map { need("cloudwatch", arn("cloudwatch", "alarm:", $0)) }
  }
}
