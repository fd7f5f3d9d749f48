internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import DashboardRuntime
internal import Glibc
internal import LocalCloud
internal import Logging
internal import Terminal

/// What is known before anything is connected: settings, paths and environment.
struct Launch: Sendable {
  /// The process's environment.
  let environment: [String: String]
  /// Where files are.
  let paths: Paths
  /// What the configuration says.
  let file: ConfigurationFile
  /// What is wanted.
  var settings: Settings
  /// What of it the command line says.
  let flags: Flags
  /// Whether the log tells more.
  let isVerbose: Bool
  /// How long a call may take, all its attempts together.
  let timeout: Duration
  /// Whether each call is told on stderr, too; not where the dashboard has the terminal.
  private(set) var tellsCalls = false
  /// The local cloud's folder that a change to context `local` comes back to, where one was named.
  var localData: String?
  /// What carries requests.
  let transports = Transports()
  /// Where changing actions are recorded.
  var journal: Journal

  /// Reads the configuration.
  ///
  /// - Parameters:
  ///   - options: what the command line says.
  ///   - timeout: how long a call may take, all its attempts together.
  ///   - contextName: what the context is called instead, such as `demo`.
  ///   - environment: the process's environment.
  /// - Throws: `ConfigurationError`.
  init(
    _ options: ConnectionOptions,
    timeout: Duration,
    named contextName: String? = nil,
    environment: [String: String]
  ) throws {
    try self.init(
      flags: options.flags,
      isVerbose: options.verbose,
      timeout: timeout,
      named: contextName,
      environment: environment
    )
  }

  /// Reads the configuration for flags, wherever they come from.
  ///
  /// - Throws: `ConfigurationError`.
  init(
    flags: Flags,
    isVerbose: Bool,
    timeout: Duration = Launch.usualTimeout,
    named contextName: String? = nil,
    environment: [String: String]
  ) throws {
    self.environment = environment
    self.isVerbose = isVerbose
    self.timeout = timeout
    self.flags = flags
    try Launch.checkDataFolder(flags.dataFolder)
    paths = try Paths(environment: environment, dataFolder: flags.dataFolder)
    let yaml = try Launch.text(of: paths.configurationFile)
    let path = paths.configurationFile
    file = try yaml.map { try ConfigurationFile(yaml: $0, path: path) } ?? ConfigurationFile()
    settings = try Settings(flags: flags, environment: environment, file: file, paths: paths)
    if let contextName { settings.contextName = contextName }
    journal = Launch.journal(at: paths.journalFile, of: settings, environment)
    try checkLooks()
  }

  /// Keeps the journal in a folder of its own, because what is done to a throw-away cloud is no change
  /// that somebody looks for later.
  mutating func keepJournal(in folder: String) {
    journal = Launch.journal(at: folder + "/journal.jsonl", of: settings, environment)
  }

  private static func journal(
    at path: String,
    of settings: Settings,
    _ environment: [String: String]
  ) -> Journal {
    Journal(
      path: path,
      who: Launch.userName(environment),
      context: settings.contextName,
      clock: SystemWallClock(),
      complain: Printer.complain
    )
  }

  /// What is known before a command connects, which tells its calls where `--verbose` asks for it.
  ///
  /// - Throws: `ConfigurationError`.
  static func ofCommand(_ options: ConnectionOptions, timeout: Duration) throws -> Launch {
    var launch = try Launch(
      options,
      timeout: timeout,
      environment: ProcessEnvironment.current
    )
    launch.tellsCalls = options.verbose
    return launch
  }

  /// How long a call may take where nothing else is said.
  static let usualTimeout = Duration.seconds(30)

  /// What is known before a command with all global options connects.
  ///
  /// - Throws: `ConfigurationError`.
  static func ofCommand(_ options: GlobalOptions) throws -> Launch {
    try ofCommand(options.connection, timeout: options.timeLimit)
  }

  /// The table's name; the local cloud's own prefix is not known before it runs.
  var table: String {
    guard case .remote(let remote) = settings.destination else { return "customer_ids" }
    return remote.namePrefix + "customer_ids"
  }

  /// How often what is asked for.
  var pace: Pace {
    let usual = if case .localCloud = settings.destination { Pace.local } else { Pace.aws }
    return usual.refreshing(everyMilliseconds: settings.refreshMilliseconds)
  }

  /// What fetches secrets.
  var secrets: KeyReader {
    KeyReader(environment: environment, transports: transports) {
      [self] region throws(ConfigurationError) in try secretClient(region: region)
    }
  }

  /// The user's name: the environment's, or else the system's.
  private static func userName(_ environment: [String: String]) -> String {
    let named = ["USER", "LOGNAME"].compactMap { environment[$0] }.first { !$0.isEmpty }
    if let named { return named }
    guard let entry = getpwuid(getuid()) else { return "uid \(getuid())" }
    return String(cString: entry.pointee.pw_name)
  }

  /// Connects, and starts the local cloud where it is wanted and does not run.
  ///
  /// - Throws: `ServiceFailure`, `ConfigurationError`.
  func session(isJSON: Bool, _ interruption: Interruption) async throws -> Session {
    let (services, cloud) = try await connect()
    return Session(
      settings: settings,
      services: services,
      cloud: cloud,
      printer: Printer(isJSON: isJSON),
      clock: SystemWallClock(),
      environment: environment,
      interruption: interruption
    )
  }

  /// Connects to what the settings name.
  ///
  /// - Parameter meter: what counts the calls, where somebody wants to know.
  /// - Returns: the services, and the local cloud where that is what was named.
  /// - Throws: `ServiceFailure`, `ConfigurationError`.
  func connect(meter: CallMeter? = nil) async throws -> (Services, LocalCloudHandle?) {
    switch settings.destination {
    case .localCloud(let folder):
      // Made first: it loads its library while the cloud is looked for.
      let http = transports.client()
      let cloud = try await openLocalCloud(folder: folder)
      let sender = counted(http, by: meter)
      return (try services(of: cloud, over: sender), cloud)
    case .remote(let remote):
      if let cloud = await localCloud(behind: remote) {
        let sender = counted(transports.client(), by: meter)
        return (try services(of: cloud, asked: remote, over: sender), cloud)
      }
      return (try services(of: remote, meter: meter), nil)
    }
  }

  /// The client, with its requests logged, and counted where somebody wants to know.
  func counted(_ client: HTTPClient, by meter: CallMeter?) -> any HTTPSender {
    var tell: (@Sendable (String) -> Void)?
    if tellsCalls { tell = { line in Printer.tell(SafeText(line)) } }
    let logged = LoggedSender(client, logger: logger("calls"), pacer: .system, tell: tell)
    return meter?.metering(logged) ?? logged
  }

  /// The user's own local cloud where its address is given outright, as `rollcall env` leaves it in a
  /// shell; it is then used faults and all.
  func localCloud(behind remote: Settings.Remote) async -> LocalCloudHandle? {
    guard let endpoint = remote.endpointURL, endpoint.hasPrefix("http://127.0.0.1:"),
      let cloud = try? await runningLocalCloud(folder: paths.localCloudFolder),
      cloud.endpoint == endpoint
    else { return nil }
    return cloud
  }

  /// What the log says of this process: never an argument, which may be an id.
  var facts: Logger.Metadata {
    [
      "command": "\(Rollcall.commandName)", "context": "\(settings.contextName)",
      "pid": "\(getpid())", "version": "\(CustomerDomain.version)",
    ]
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
