internal import AWSWire
internal import JSONValue
internal import Logging

/// What every service stands on.
struct CloudFoundations: Sendable {
  let database: any CloudDatabase
  let identity: CloudIdentity
  let timer: any CloudTimer
  let clock: any WallClock
  let directory: ServiceDirectory
  let identifiers: RandomIdentifiers
  let stopwatch: Stopwatch
  let background: BackgroundWork
  let faults: FaultBook
  let code: any FunctionCode
  let processes: FunctionProcesses
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
  let services: [any CloudService]
  let runner: FunctionRunner
  let logs: any LogSink
  let metrics: any MetricSink
  /// What the topics have sent, newest first.
  let outbox: @Sendable () async throws -> [JSON]
}
