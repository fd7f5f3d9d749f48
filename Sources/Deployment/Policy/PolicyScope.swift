/// What an action is done to, as policies name it.
enum PolicyScope: CaseIterable, Hashable, Sendable {
  /// Actions that cannot be narrowed down.
  case all
  case alarms
  case apiKeys
  case bucket
  case executions
  case functions
  case gateway
  case logGroups
  case objects
  case roles
  case rules
  case stacks
  case stateMachine
  case table
  case topic
  case usagePlans

  /// The ARNs in a place.
  func arns(_ place: PolicyPlace) -> [String] {
    let prefix = place.prefix
    switch self {
    case .all: return ["*"]
    case .alarms: return [place.arn("cloudwatch", "alarm:*")]
    case .apiKeys: return [place.gateway("/apikeys"), place.gateway("/apikeys/*")]
    case .bucket: return ["arn:\(place.partition):s3:::rollcall-\(place.account)-\(place.region)"]
    case .objects:
      return ["arn:\(place.partition):s3:::rollcall-\(place.account)-\(place.region)/*"]
    case .executions: return [place.arn("states", "execution:\(prefix)customers-workflow:*")]
    case .functions: return place.functions.map { place.arn("lambda", "function:\(prefix)\($0)") }
    case .gateway:
      return ["/restapis", "/restapis/*", "/apikeys", "/apikeys/*", "/usageplans", "/usageplans/*"]
        .map(place.gateway)
    case .logGroups:
      return place.logGroups.flatMap {
        [place.arn("logs", "log-group:\($0)"), place.arn("logs", "log-group:\($0):*")]
      }
    case .roles: return ["arn:\(place.partition):iam::\(place.account):role/rollcall*"]
    case .rules:
      return ["customer-scan-schedule", "customer-created-to-sfn"]
        .map { place.arn("events", "rule/\(prefix)\($0)") }
    case .stacks: return [place.arn("cloudformation", "stack/rollcall*/*")]
    case .stateMachine: return [place.arn("states", "stateMachine:\(prefix)customers-workflow")]
    case .table: return [place.arn("dynamodb", "table/\(prefix)customer_ids")]
    case .topic: return [place.arn("sns", "\(prefix)alerts")]
    case .usagePlans: return [place.gateway("/usageplans"), place.gateway("/usageplans/*")]
    }
  }
}

/// Where the resources of a policy are; `*` where that does not matter.
package struct PolicyPlace: Hashable, Sendable {
  /// The partition of ARNs.
  package var partition: String
  /// The region.
  package var region: String
  /// The account.
  package var account: String
  /// What stands before every name.
  package var prefix: String

  /// Makes a place.
  package init(
    partition: String = "aws",
    region: String = "*",
    account: String = "*",
    prefix: String = ""
  ) {
    self.partition = partition
    self.region = region
    self.account = account
    self.prefix = prefix
  }

  func arn(_ service: String, _ resource: String) -> String {
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  func gateway(_ path: String) -> String { "arn:\(partition):apigateway:\(region)::\(path)" }

  let functions = [
    "get_customer_id", "put_customer_id", "delete_customer_id", "submit_workflow",
    "validate_exists", "insert_id", "log_event",
  ]

  var logGroups: [String] {
    [
      "/aws/lambda/\(prefix)*", "/aws/apigateway/\(prefix)customer-ids-api",
      "/aws/vendedlogs/states/\(prefix)customers-workflow",
    ]
  }
}
