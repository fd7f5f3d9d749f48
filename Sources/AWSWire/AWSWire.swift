package import JSONValue

/// One operation of an AWS service: what is called, before any protocol or transport is chosen.
///
/// This room holds what both sides of the wire share: names of services, signatures, errors, text
/// encodings and times. It opens no connection and knows neither the dashboard nor the local cloud.
package struct AWSCall: Hashable, Sendable {
  /// The service that is called.
  package var service: AWSService
  /// The operation's name as the service spells it, such as `GetItem`.
  package var operation: String
  /// The operation's input as the service documents it.
  package var input: JSON

  /// Makes a call.
  package init(_ service: AWSService, _ operation: String, _ input: JSON) {
    self.service = service
    self.operation = operation
    self.input = input
  }
}

/// Something that carries calls to AWS: over HTTP, or straight into a local cloud in this process.
package protocol AWSCaller: Sendable {
  /// Makes the call and returns the operation's output.
  ///
  /// - Throws: `AWSError` where the service refused or could not be reached; `CancellationError`.
  func call(_ call: AWSCall) async throws -> JSON
}

/// The services the project talks to.
package enum AWSService: String, CaseIterable, Hashable, Sendable {
  case apiGateway
  case cloudFormation
  case cloudWatch
  case dynamoDB
  case events
  case lambda
  case logs
  case s3
  case sns
  case states
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
    case .states: "AWSStepFunctions"
    case .apiGateway, .cloudFormation, .lambda, .s3, .sns, .sts: nil
    }
  }

  /// The content type of requests and answers in the JSON protocols.
  package var jsonContentType: String {
    switch self {
    case .events, .logs: "application/x-amz-json-1.1"
    default: "application/x-amz-json-1.0"
    }
  }
}
