internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import Deployment

extension Launch {
  /// What deploying and destroying are done with.
  struct DeploymentAccess: Sendable {
    /// Clients, region and time.
    let surroundings: DeploymentSurroundings
    /// Where the account is.
    let remote: Settings.Remote
  }

  /// How AWS is reached by a command that changes what is there.
  ///
  /// Such a command is about AWS by itself, so it needs no flag to leave the local cloud; naming the
  /// local cloud outright is a mistake.
  ///
  /// - Throws: `ServiceFailure` where changing is not allowed; `ConfigurationError`.
  func deploymentAccess(_ action: String) throws -> DeploymentAccess {
    guard !settings.isReadOnly else {
      throw ServiceFailure(
        kind: .notPermitted,
        action: action,
        reason: "this session is READ-ONLY",
        advice: settings.readOnlyAdvice
      )
    }
    let remote = try accountToChange(action)
    let aws = try awsSettings(of: remote)
    guard !aws.region.isEmpty else {
      throw ConfigurationError(
        source: "region",
        reason: "no region is set",
        advice: "give --region or set AWS_REGION"
      )
    }
    let sender = counted(transports.client(aws.http), by: nil)
    let client = AWSClient(aws, over: sender, timeout: timeout)
    return DeploymentAccess(
      surroundings: DeploymentSurroundings(
        client: client,
        region: aws.region,
        clock: SystemWallClock(),
        pacer: .system
      ),
      remote: remote
    )
  }
  /// The account that is meant: the one that is named, or else what the environment leads to.
  private func accountToChange(_ action: String) throws(ServiceFailure) -> Settings.Remote {
    switch settings.destination {
    case .remote(let named): return named
    case .localCloud where flags.context == "local" || flags.dataFolder != nil:
      throw ServiceFailure(
        kind: .badConfiguration,
        action: action,
        reason: "is about AWS; the local cloud has the backend by itself",
        advice: "leave out --context local and --data"
      )
    case .localCloud:
      return Settings.Remote(
        profile: flags.profile,
        region: flags.region,
        apiKey: .environment("ROLLCALL_API_KEY")
      )
    }
  }
}
