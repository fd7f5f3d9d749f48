internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import LocalCloud
internal import Logging

/// One command's connection: settings, services, and the local cloud where it had to be started.
struct Session: Sendable {
  /// What flags, environment and configuration came to.
  let settings: Settings
  /// The services.
  let services: Services
  /// The local cloud, where that is what is looked at.
  let cloud: LocalCloudHandle?
  /// How answers are printed.
  let printer: Printer
  /// Where the time comes from.
  let clock: any WallClock
  /// The process's environment.
  let environment: [String: String]
  /// What a signal does.
  let interruption: Interruption

  /// Opens a session, runs `body` in it, and lets the local cloud finish what `body` set off.
  static func run<Value: Sendable>(
    _ options: GlobalOptions,
    _ body: (Session) async throws -> Value
  ) async throws -> Value {
    try await run(options.connection, timeout: options.timeLimit, body)
  }

  /// The same for commands whose `--timeout` means something else.
  static func run<Value: Sendable>(
    _ options: ConnectionOptions,
    timeout: Duration,
    _ body: (Session) async throws -> Value
  ) async throws -> Value {
    try Printer.requireOutput()
    let launch = try Launch.ofCommand(options, timeout: timeout)
    let log = launch.logger("command")
    log.info("started", metadata: launch.facts)
    let interruption = Interruption(launch.transports, launch.journal)
    let session = try await launch.session(isJSON: options.isJSON, interruption)
    do {
      let value = try await body(session)
      await interruption.waitIfItEnds()
      await session.cloud?.close()
      launch.transports.stop()
      log.info("ended", metadata: launch.facts)
      return value
    } catch {
      await interruption.waitIfItEnds()
      await session.cloud?.close()
      launch.transports.stop()
      log.info("ended with a failure", metadata: launch.facts)
      throw error
    }
  }

  /// Refuses what only the local cloud has.
  ///
  /// - Throws: `ServiceFailure` where something else is looked at.
  func requireLocalCloud(_ command: String) throws(ServiceFailure) {
    guard cloud == nil else { return }
    throw ServiceFailure(onlyLocalCloudHas: command, not: settings.contextName)
  }
}
