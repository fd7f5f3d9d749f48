/// What an action is done to, as policies name it.
enum PolicyScope: CaseIterable, Hashable, Sendable {
  /// Actions that cannot be narrowed down.
  case all
  /// All alarms, as their names are looked for.
  case alarms
  /// The API keys.
  case apiKeys
  /// The bucket for the functions' code.
  case bucket
  /// The workflow's executions.
  case executions
  /// The functions.
  case functions
  /// All of API Gateway that the template makes.
  case gateway
  /// The secret that the API key comes from, where it comes from one.
  case keySecret
  /// The log groups.
  case logGroups
  /// What is in the bucket.
  case objects
  /// The roles, which CloudFormation names after the stack.
  case roles
  /// The rules.
  case rules
  /// The stacks that deploying makes.
  case stacks
  /// The workflow.
  case stateMachine
  /// The table.
  case table
  /// The topic of the alarms.
  case topic
  /// The usage plans.
  case usagePlans

  /// The ARNs in a place.
  func arns(_ place: PolicyPlace) -> [String] {
    func named(_ type: String, _ service: String, _ kind: String, _ end: String = "") -> [String] {
      place.names(type).map { place.arn(service, "\(kind)\($0)\(end)") }
    }
    switch self {
    case .all: return ["*"]
    case .alarms: return [place.arn("cloudwatch", "alarm:*")]
    case .apiKeys: return [place.gateway("/apikeys"), place.gateway("/apikeys/*")]
    case .bucket: return [place.bucket]
    case .objects: return ["\(place.bucket)/*"]
    case .executions:
      return named("AWS::StepFunctions::StateMachine", "states", "execution:", ":*")
    case .functions: return named("AWS::Lambda::Function", "lambda", "function:")
    case .gateway:
      return ["/restapis", "/restapis/*", "/apikeys", "/apikeys/*", "/usageplans", "/usageplans/*"]
        .map(place.gateway)
    case .keySecret: return place.keySecret.map { [$0] } ?? []
    case .logGroups:
      return place.logGroups.flatMap {
        [place.arn("logs", "log-group:\($0)"), place.arn("logs", "log-group:\($0):*")]
      }
    case .roles: return ["arn:\(place.partition):iam::\(place.account):role/rollcall*"]
    case .rules: return named("AWS::Events::Rule", "events", "rule/")
    case .stacks: return [place.arn("cloudformation", "stack/rollcall*/*")]
    case .stateMachine: return named("AWS::StepFunctions::StateMachine", "states", "stateMachine:")
    case .table: return named("AWS::DynamoDB::Table", "dynamodb", "table/")
    case .topic: return named("AWS::SNS::Topic", "sns", "")
    case .usagePlans: return [place.gateway("/usageplans"), place.gateway("/usageplans/*")]
    }
  }
}

/// Where the resources of a policy are, and what they are called.
package struct PolicyPlace: Hashable, Sendable {
  /// The region; `*` for any.
  package let region: String
  /// The account; `*` for any.
  package let account: String
  /// The ARN of the secret that the API key comes from; `nil` where it comes from elsewhere.
  let keySecret: String?
  private let prefix: String
  private let named: [TemplateOutline.NamedResource]

  /// Makes a place for the resources of a template, under a prefix.
  package init(
    _ outline: TemplateOutline,
    region: String = "*",
    account: String = "*",
    prefix: String = "",
    keySecret: String? = nil
  ) {
    (self.region, self.account, self.prefix) = (region, account, prefix)
    self.keySecret = keySecret
    named = outline.named
  }

  /// The partition of ARNs, which the region is in; the standard one for any region.
  var partition: String {
    switch region {
    case _ where region.hasPrefix("cn-"): "aws-cn"
    case _ where region.hasPrefix("us-gov-"): "aws-us-gov"
    default: "aws"
    }
  }

  /// The ARN of the bucket for the functions' code.
  var bucket: String {
    "arn:\(partition):s3:::\(Artifact.bucket(account: account, region: region))"
  }

  /// The ARN of a resource, such as `table/customer_ids` of `dynamodb`.
  func arn(_ service: String, _ resource: String) -> String {
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  /// The ARN of a path of API Gateway's own operations.
  func gateway(_ path: String) -> String { "arn:\(partition):apigateway:\(region)::\(path)" }

  /// The names that the template gives to resources of a type.
  func names(_ type: String) -> [String] {
    named.filter { $0.type == type }.map { $0.name(prefix: prefix) }
  }

  /// The log groups: of several in one folder, such as the functions', the folder.
  var logGroups: [String] {
    let names = names("AWS::Logs::LogGroup")
    func folder(_ name: String) -> Substring {
      name[...(name.lastIndex(of: "/") ?? name.startIndex)]
    }
    var found: [String] = []
    for name in names {
      let isAlone = names.count { folder($0) == folder(name) } == 1
      let pattern = isAlone ? name : "\(folder(name))\(prefix)*"
      if !found.contains(pattern) { found.append(pattern) }
    }
    return found
  }
}
