internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerServices
internal import DashboardRuntime
internal import LocalCloud

extension Launch {
  /// The services of a local cloud.
  ///
  /// - Throws: `ConfigurationError`.
  func services(
    of cloud: LocalCloudHandle,
    over http: any HTTPSender,
    timeout: Duration
  ) throws(ConfigurationError) -> Services {
    // Long enough for another process to take the cloud over when its owner is killed.
    let retry = RetryPolicy(handoverPatience: .seconds(3))
    do throws(SettingsError) {
      let endpoint = try Endpoint(cloud.endpoint, source: "the local cloud")
      let timeouts = HTTPRequest.Timeouts(total: timeout)
      let client = AWSClient(
        AWSClient.Configuration(
          region: cloud.region,
          endpoints: try EndpointRules(region: cloud.region, forAll: endpoint),
          credentials: .fixed(cloud.credentials),
          retry: retry,
          timeouts: timeouts
        ),
        http: http
      )
      let api = CustomerAPI(
        base: try Endpoint(cloud.apiURL, source: "the local cloud"),
        key: APIKey(cloud.apiKey),
        http: http,
        retry: retry,
        timeouts: timeouts
      )
      return services(client: client, api: api)
    } catch {
      throw ConfigurationError(error)
    }
  }

  /// The services of a backend that is not the local cloud.
  ///
  /// What is missing for some of its calls is told by those calls; the others work.
  ///
  /// - Throws: `ConfigurationError`.
  func services(
    of remote: Settings.Remote,
    timeout: Duration,
    meter: CallMeter? = nil
  ) throws -> Services {
    do {
      let aws = try AWSSettings(
        flags: .init(
          profile: remote.profile,
          region: remote.region,
          // What the environment says is looked up there again, with its forms for each service.
          endpointURL: remote.endpointURL == environment["AWS_ENDPOINT_URL"]
            ? nil : remote.endpointURL
        ),
        environment: environment,
        read: SharedFiles.readFromDisk
      )
      let transport = HTTPClient(options: aws.http)
      let http = meter?.metering(transport) ?? transport
      let timeouts = HTTPRequest.Timeouts(total: timeout)
      let client = AWSClient(
        AWSClient.Configuration(
          region: aws.region,
          endpoints: aws.endpoints,
          credentials: aws.credentials,
          retry: aws.retry,
          timeouts: timeouts
        ),
        http: http
      )
      let api = CustomerAPI(
        base: try remote.apiURL.map { try Endpoint($0, source: "--api-url") },
        key: try KeyReader(environment: environment).key(from: remote.apiKey).map { APIKey($0) },
        http: http,
        retry: aws.retry,
        timeouts: timeouts
      )
      return services(client: client, api: api)
    } catch let error as SettingsError {
      throw ConfigurationError(error)
    }
  }

  private func services(client: AWSClient, api: CustomerAPI) -> Services {
    Services(
      client: client,
      api: api,
      mode: settings.isReadOnly ? .readOnly : .full,
      journal: Journal(
        path: paths.journalFile,
        who: environment["USER"] ?? environment["LOGNAME"] ?? "",
        context: settings.contextName,
        clock: SystemWallClock()
      ),
      clock: SystemWallClock()
    )
  }
}
