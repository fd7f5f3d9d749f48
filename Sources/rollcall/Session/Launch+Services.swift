internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerServices
internal import DashboardRuntime
internal import LocalCloud

extension Launch {
  /// The services of a local cloud.
  ///
  /// - Parameters:
  ///   - cloud: the local cloud.
  ///   - remote: what was asked for where the cloud's address was given outright; its keys and
  ///     its region then count before those that the cloud's folder holds.
  ///   - http: carries the requests.
  /// - Returns: the services.
  /// - Throws: `ConfigurationError`.
  func services(
    of cloud: LocalCloudHandle,
    asked remote: Settings.Remote? = nil,
    over http: any HTTPSender
  ) throws -> Services {
    // Long enough for another process to take the cloud over when its owner is killed.
    let retry = RetryPolicy(handoverPatience: .seconds(3))
    do {
      let region = remote.flatMap(namedRegion) ?? cloud.region
      let endpoint = try Endpoint(cloud.endpoint, source: "the local cloud")
      let timeouts = HTTPRequest.Timeouts(total: timeout)
      let client = AWSClient(
        AWSClient.Configuration(
          region: region,
          endpoints: try EndpointRules(region: region, forAll: endpoint),
          credentials: try remote.flatMap(credentials) ?? .fixed(cloud.credentials),
          retry: retry,
          timeouts: timeouts
        ),
        http: http
      )
      let api = CustomerAPI(
        base: try apiEndpoint(remote) ?? Endpoint(cloud.apiURL, source: "the local cloud"),
        key: apiKey(remote, of: cloud),
        http: http,
        retry: retry,
        timeouts: timeouts
      )
      return services(client: client, api: api, names: .discovered)
    } catch let error as SettingsError {
      throw ConfigurationError(error)
    }
  }

  /// The region that calls are made in, as far as it is known before there is a connection; empty
  /// where none is set, or where the shared files have a mistake, which the first call tells.
  var region: String {
    switch settings.destination {
    case .localCloud: LocalCloudOptions.standardRegion
    case .remote(let remote): (try? awsSettings(of: remote).region) ?? ""
    }
  }

  /// The region that a flag, a context or a variable names outright.
  private func namedRegion(_ remote: Settings.Remote) -> String? {
    let named = [environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"]]
    return remote.region ?? named.compactMap { $0 }.first { !$0.isEmpty }
  }

  /// The credentials that flags, environment or context name; `nil` where they name none.
  private func credentials(_ remote: Settings.Remote) throws -> CredentialSource? {
    let variables = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
    guard remote.profile != nil || variables.contains(where: { environment[$0]?.isEmpty == false })
    else { return nil }
    return try AWSSettings(
      flags: .init(profile: remote.profile, region: namedRegion(remote)),
      environment: environment,
      read: SharedFiles.readFromDisk
    ).credentials
  }

  /// Where the REST API is, as far as it is named.
  ///
  /// - Throws: `SettingsError` where it is no URL.
  func apiEndpoint(_ remote: Settings.Remote?) throws(SettingsError) -> Endpoint? {
    guard let remote, let url = remote.apiURL else { return nil }
    return try Endpoint(url, source: remote.apiURLSource)
  }

  /// The key that was asked for, or else the local cloud's own.
  private func apiKey(_ remote: Settings.Remote?, of cloud: LocalCloudHandle) -> KeptAPIKey {
    guard let remote else { return .known(APIKey(cloud.apiKey)) }
    return apiKey(of: remote, orElse: APIKey(cloud.apiKey))
  }

  /// The services of a backend that is not the local cloud.
  ///
  /// What is missing for some of its calls is told by those calls; the others work.
  ///
  /// - Throws: `ConfigurationError`.
  func services(of remote: Settings.Remote, meter: CallMeter? = nil) throws -> Services {
    let aws = try awsSettings(of: remote)
    let http = counted(transports.client(aws.http), by: meter)
    return services(
      client: AWSClient(aws, over: http, timeout: timeout),
      api: try api(of: remote, aws, over: http),
      names: .known(BackendNames(prefix: remote.namePrefix))
    )
  }

  /// How the services of a backend that is not the local cloud are reached.
  ///
  /// - Throws: `ConfigurationError`.
  func awsSettings(of remote: Settings.Remote) throws(ConfigurationError) -> AWSSettings {
    try awsSettings(of: remote, region: remote.region)
  }

  /// What reads the secrets of a region: it signs in as for the backend.
  ///
  /// - Throws: `ConfigurationError`.
  func secretClient(region: String) throws(ConfigurationError) -> AWSClient {
    let remote: Settings.Remote? =
      if case .remote(let remote) = settings.destination { remote } else { nil }
    let aws = try awsSettings(of: remote, region: region)
    return AWSClient(aws, over: counted(transports.client(aws.http), by: nil), timeout: timeout)
  }

  private func awsSettings(
    of remote: Settings.Remote?,
    region: String?
  ) throws(ConfigurationError) -> AWSSettings {
    do throws(SettingsError) {
      return try AWSSettings(
        flags: .init(
          profile: remote?.profile,
          region: region,
          // What the environment says is looked up there again, with its forms for each service.
          endpointURL: remote?.endpointURL == environment["AWS_ENDPOINT_URL"]
            ? nil : remote?.endpointURL,
          endpointSource: remote?.endpointSource ?? ""
        ),
        environment: environment,
        read: SharedFiles.readFromDisk
      )
    } catch {
      throw ConfigurationError(error)
    }
  }

  private func api(
    of remote: Settings.Remote,
    _ aws: AWSSettings,
    over http: any HTTPSender
  ) throws -> CustomerAPI {
    do throws(SettingsError) {
      return CustomerAPI(
        base: try apiEndpoint(remote),
        key: apiKey(of: remote),
        http: http,
        retry: aws.retry,
        timeouts: HTTPRequest.Timeouts(total: timeout)
      )
    } catch {
      throw ConfigurationError(error)
    }
  }

  private func services(
    client: AWSClient,
    api: CustomerAPI,
    names: BackendNames.Source
  ) -> Services {
    let isLocal = if case .localCloud = settings.destination { true } else { false }
    return Services(
      client: client,
      api: api,
      mode: settings.isReadOnly ? .readOnly(advice: settings.readOnlyAdvice) : .full,
      names: names,
      journal: journal,
      clock: SystemWallClock(),
      rates: isLocal ? .unlimited : .aws
    )
  }
}

extension AWSClient {
  /// A client as the settings say.
  convenience init(_ aws: AWSSettings, over http: any HTTPSender, timeout: Duration) {
    self.init(
      AWSClient.Configuration(
        region: aws.region,
        endpoints: aws.endpoints,
        credentials: aws.credentials,
        retry: aws.retry,
        timeouts: HTTPRequest.Timeouts(total: timeout)
      ),
      http: http
    )
  }
}
