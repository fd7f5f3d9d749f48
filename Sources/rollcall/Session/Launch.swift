internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerServices
internal import DashboardRuntime
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
  /// - Parameters:
  ///   - timeout: how long a call may take.
  ///   - meter: what counts the calls, where somebody wants to know.
  /// - Returns: the services, and the local cloud where that is what was named.
  /// - Throws: `ServiceFailure`, `ConfigurationError`.
  func connect(
    timeout: Duration,
    meter: CallMeter? = nil
  ) async throws -> (Services, LocalCloudHandle?) {
    switch settings.destination {
    case .localCloud(let folder):
      // Made first: it loads its library while the cloud is looked for.
      let http = HTTPClient()
      let cloud = try await openLocalCloud(folder: folder)
      let sender = meter?.metering(http) ?? http
      return (try services(of: cloud, over: sender, timeout: timeout), cloud)
    case .remote(let remote):
      if let cloud = await localCloud(behind: remote) {
        let sender = meter?.metering(HTTPClient()) ?? HTTPClient()
        return (try services(of: cloud, over: sender, timeout: timeout), cloud)
      }
      return (try services(of: remote, timeout: timeout, meter: meter), nil)
    }
  }

  /// The local cloud that `rollcall env` left in a shell, which is then used faults and all.
  private func localCloud(behind remote: Settings.Remote) async -> LocalCloudHandle? {
    guard let endpoint = remote.endpointURL, endpoint.hasPrefix("http://127.0.0.1:"),
      let cloud = try? await runningLocalCloud(folder: paths.localCloudFolder),
      cloud.endpoint == endpoint
    else { return nil }
    return cloud
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
