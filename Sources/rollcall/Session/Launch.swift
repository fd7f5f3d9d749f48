internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import Glibc
internal import LocalCloud
internal import Logging

/// What is known before anything is connected: settings, paths and environment.
struct Launch: Sendable {
  /// The process's environment.
  let environment: [String: String]
  /// Where files are.
  let paths: Paths
  /// What is wanted.
  let settings: Settings
  /// Whether the log tells more.
  let isVerbose: Bool

  /// Reads the configuration.
  ///
  /// - Throws: `ConfigurationError`.
  init(_ options: ConnectionOptions, environment: [String: String]) throws {
    self.environment = environment
    isVerbose = options.verbose
    paths = try Paths(environment: environment)
    let yaml = try Launch.text(of: paths.configurationFile)
    let path = paths.configurationFile
    let file = try yaml.map { try ConfigurationFile(yaml: $0, path: path) }
    settings = try Settings(
      flags: options.flags,
      environment: environment,
      file: file ?? ConfigurationFile(),
      paths: paths
    )
  }

  /// Connects, and starts the local cloud where it is wanted and does not run.
  ///
  /// - Throws: `ServiceFailure`, `ConfigurationError`.
  func session(isJSON: Bool, timeout: Duration) async throws -> Session {
    let (services, cloud) = try await connect(timeout: timeout)
    return Session(
      settings: settings,
      services: services,
      cloud: cloud,
      printer: Printer(isJSON: isJSON),
      clock: SystemWallClock()
    )
  }

  /// Connects to what the settings name.
  ///
  /// - Throws: `ServiceFailure`, `ConfigurationError`.
  func connect(timeout: Duration) async throws -> (Services, LocalCloudHandle?) {
    switch settings.destination {
    case .localCloud(let folder):
      let cloud = try await openLocalCloud(folder: folder)
      return (try services(of: cloud, timeout: timeout), cloud)
    case .remote(let remote):
      // What `rollcall env` left in a shell leads back to the local cloud, faults and all.
      if let cloud = try await runningLocalCloud(folder: paths.localCloudFolder),
        cloud.endpoint == remote.endpointURL
      {
        return (try services(of: cloud, timeout: timeout), cloud)
      }
      return (try services(of: remote, timeout: timeout), nil)
    }
  }

  /// The local cloud's folder, for commands that are about nothing else.
  var localCloudFolder: String {
    // AWS_ENDPOINT_URL and ROLLCALL_API_URL are what `env` itself leaves behind in a shell.
    guard case .localCloud(let folder) = settings.destination else {
      return paths.localCloudFolder
    }
    return folder
  }

  /// Connects to the local cloud on a folder, and starts it where it does not run.
  ///
  /// - Throws: `ServiceFailure`.
  func openLocalCloud(
    folder: String,
    port: Int? = nil,
    template: String? = nil,
    parameters: [String: String]? = nil,
    resets: Bool = false
  ) async throws -> LocalCloudHandle {
    var options = localCloudOptions(folder: folder)
    options.port = port
    options.template = template
    options.parameters = parameters
    options.resets = resets
    do {
      return try await LocalCloudHost.open(options)
    } catch {
      throw ServiceFailure(
        kind: .unavailable,
        action: "start the local cloud",
        reason: "\(error)"
      )
    }
  }

  /// The local cloud that runs on a folder already; `nil` where none does.
  func runningLocalCloud(folder: String) async throws -> LocalCloudHandle? {
    do {
      return try await LocalCloudHost.running(localCloudOptions(folder: folder))
    } catch {
      throw ServiceFailure(
        kind: .unavailable,
        action: "find the local cloud",
        resource: folder,
        reason: "\(error)"
      )
    }
  }

  private func localCloudOptions(folder: String) -> LocalCloudOptions {
    LocalCloudOptions(folder: folder, clock: SystemWallClock(), logger: logger("local-cloud"))
  }

  /// A log of the program's own.
  func logger(_ label: String) -> Logger {
    Logger(label: label) { label in
      FileLog(
        label: label,
        path: paths.logFile,
        level: isVerbose ? .debug : .info,
        clock: SystemWallClock()
      )
    }
  }

  /// The services of a local cloud.
  ///
  /// - Throws: `ConfigurationError`.
  func services(
    of cloud: LocalCloudHandle,
    timeout: Duration
  ) throws(ConfigurationError) -> Services {
    // Long enough for another process to take the cloud over when its owner is killed.
    let retry = RetryPolicy(handoverPatience: .seconds(3))
    do throws(SettingsError) {
      let endpoint = try Endpoint(cloud.endpoint, source: "the local cloud")
      let http = HTTPClient()
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

  private func services(of remote: Settings.Remote, timeout: Duration) throws -> Services {
    do {
      let aws = try AWSSettings(
        flags: .init(
          profile: remote.profile,
          region: remote.region,
          endpointURL: remote.endpointURL
        ),
        environment: environment,
        read: SharedFiles.readFromDisk
      )
      let http = HTTPClient(options: aws.http)
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
      guard let url = remote.apiURL else {
        throw ConfigurationError(
          source: "--api-url",
          reason: "is needed to reach the REST API of \(settings.contextName)",
          advice: "give it, or set ROLLCALL_API_URL, with the stage at its end"
        )
      }
      let api = CustomerAPI(
        base: try Endpoint(url, source: "--api-url"),
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

  /// The text of a file; `nil` where there is none.
  static func text(of path: String) throws(ConfigurationError) -> String? {
    do throws(SettingsError) {
      return try SharedFiles.readFromDisk(path)
    } catch {
      throw ConfigurationError(error)
    }
  }
}

extension ConfigurationError {
  /// The same mistake, found by the AWS client.
  init(_ error: SettingsError) {
    self.init(
      source: error.file ?? "configuration",
      line: error.line,
      reason: error.reason,
      advice: error.advice
    )
  }
}
