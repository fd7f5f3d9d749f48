package import AWSWire

/// Which service is reached where.
package struct EndpointRules: Hashable, Sendable {
  private let forAll: Endpoint?
  private let forService: [AWSService: Endpoint]
  private let standard: [AWSService: Endpoint]
  /// Where requests that belong to no service go.
  package let general: Endpoint

  /// Makes rules: a service's own endpoint comes before the one for all, and that before AWS's.
  ///
  /// - Throws: `SettingsError` where `region` cannot be part of a host's name.
  package init(
    region: String,
    forAll: Endpoint? = nil,
    forService: [AWSService: Endpoint] = [:]
  ) throws(SettingsError) {
    self.forAll = forAll
    self.forService = forService
    let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    var standard: [AWSService: Endpoint] = [:]
    for service in AWSService.allCases {
      standard[service] = try Endpoint(
        "https://\(service.signingName).\(region).\(suffix)",
        source: "region"
      )
    }
    self.standard = standard
    let fallback = try Endpoint("https://\(region).\(suffix)", source: "region")
    general = forAll ?? fallback
  }

  /// Where `service` is reached.
  package func endpoint(for service: AWSService) -> Endpoint {
    own(service) ?? standard[service] ?? general
  }

  /// Where the operations of `service` are reached that have hosts of their own on AWS; an endpoint
  /// that is named outright is that of all operations.
  package func endpoint(for service: AWSService, hostPrefix: String) -> Endpoint {
    own(service) ?? (standard[service] ?? general).prefixed(hostPrefix)
  }

  private func own(_ service: AWSService) -> Endpoint? { forService[service] ?? forAll }
}

extension AWSService {
  /// The service's name in `AWS_ENDPOINT_URL_<NAME>`; in lower case, in configuration files.
  var settingsName: String {
    switch self {
    case .apiGateway: "API_GATEWAY"
    case .cloudFormation: "CLOUDFORMATION"
    case .cloudWatch: "CLOUDWATCH"
    case .dynamoDB: "DYNAMODB"
    case .events: "EVENTBRIDGE"
    case .lambda: "LAMBDA"
    case .logs: "CLOUDWATCH_LOGS"
    case .s3: "S3"
    case .secretsManager: "SECRETS_MANAGER"
    case .sns: "SNS"
    case .states: "SFN"
    case .sts: "STS"
    }
  }
}
