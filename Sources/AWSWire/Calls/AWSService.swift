/// The services the project talks to.
package enum AWSService: String, CaseIterable, Hashable, Sendable {
  /// API Gateway.
  case apiGateway
  /// CloudFormation.
  case cloudFormation
  /// CloudWatch.
  case cloudWatch
  /// DynamoDB.
  case dynamoDB
  /// EventBridge.
  case events
  /// Lambda.
  case lambda
  /// CloudWatch Logs.
  case logs
  /// S3.
  case s3
  /// Secrets Manager.
  case secretsManager
  /// SNS.
  case sns
  /// Step Functions.
  case states
  /// The Security Token Service.
  case sts

  /// The name that a signature's scope carries, which is also the host's first label.
  package var signingName: String {
    switch self {
    case .apiGateway: "apigateway"
    case .cloudFormation: "cloudformation"
    case .cloudWatch: "monitoring"
    case .dynamoDB: "dynamodb"
    case .events: "events"
    case .lambda: "lambda"
    case .logs: "logs"
    case .s3: "s3"
    case .secretsManager: "secretsmanager"
    case .sns: "sns"
    case .states: "states"
    case .sts: "sts"
    }
  }

  /// The service whose signatures carry `name`.
  package init?(signingName name: String) {
    guard let service = AWSService.allCases.first(where: { $0.signingName == name }) else {
      return nil
    }
    self = service
  }

  /// What stands before the operation in `X-Amz-Target`, for services of the JSON protocols.
  package var targetPrefix: String? {
    switch self {
    case .cloudWatch: "GraniteServiceVersion20100801"
    case .dynamoDB: "DynamoDB_20120810"
    case .events: "AWSEvents"
    case .logs: "Logs_20140328"
    case .secretsManager: "secretsmanager"
    case .states: "AWSStepFunctions"
    case .apiGateway, .cloudFormation, .lambda, .s3, .sns, .sts: nil
    }
  }

  /// The content type of requests and answers in the JSON protocols.
  package var jsonContentType: String {
    switch self {
    case .events, .logs, .secretsManager: "application/x-amz-json-1.1"
    default: "application/x-amz-json-1.0"
    }
  }
}
