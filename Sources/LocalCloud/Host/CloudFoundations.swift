internal import AWSWire
internal import JSONValue
internal import Logging

/// What every service stands on.
struct CloudFoundations: Sendable {
  /// Where everything durable lies.
  let database: any CloudDatabase
  /// The names in ARNs.
  let identity: CloudIdentity
  /// Wakes at moments of the cloud's clock.
  let timer: any CloudTimer
  /// The cloud's clock.
  let clock: any WallClock
  /// Finds the services.
  let directory: ServiceDirectory
  /// Makes ids.
  let identifiers: RandomIdentifiers
  /// Measures how long things take.
  let stopwatch: Stopwatch
  /// Owns what nobody waits for.
  let background: BackgroundWork
  /// The faults on demand.
  let faults: FaultBook
  /// The code of the functions that run in this process.
  let code: any FunctionCode
  /// Runs the functions whose code was uploaded.
  let processes: FunctionProcesses
  /// Where trouble is told.
  let logger: Logger
  /// What mails are handed to; `nil` where no server is configured.
  let mail: (any MailSender)?

  /// Makes what runs functions.
  func runner(logs: any LogSink, metrics: any MetricSink) -> FunctionRunner {
    FunctionRunner(
      FunctionRunner.Surroundings(
        code: code,
        logs: logs,
        metrics: metrics,
        timer: timer,
        identity: identity,
        identifiers: identifiers,
        stopwatch: stopwatch,
        processes: processes
      ),
      faults: faults
    )
  }
}

/// The services of a cloud and what joins them.
struct CloudParts: Sendable {
  /// All but Lambda and API Gateway, which the cloud makes itself.
  let services: [any CloudService]
  /// Runs functions.
  let runner: FunctionRunner
  /// Takes log lines.
  let logs: any LogSink
  /// Takes metrics.
  let metrics: any MetricSink
  /// What the topics have sent, newest first.
  let outbox: @Sendable () async throws -> [JSON]
}
