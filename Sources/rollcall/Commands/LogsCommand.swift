internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import CustomerServices
internal import JSONValue
internal import Synchronization
internal import Terminal

/// `rollcall logs`: lines of any number of log groups in the order of time.
struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Show log lines of one or more groups, merged by time.",
    discussion: """
      A group may be short, such as put_customer_id; without one, all of the backend's. For people \
      each event is put in one line as the dashboard does; --json gives it as it was written.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "Log groups.")
  var groups: [String] = []

  @Option(help: "Since then: a length of time such as 10m, or ISO 8601.")
  var since = MomentArgument.ago(DurationArgument(milliseconds: 600_000))

  @Option(help: "Until then: a length of time such as 1m, or ISO 8601.")
  var until: MomentArgument?

  @Option(help: "Only lines that match a CloudWatch Logs filter pattern.")
  var filter: String?

  @Flag(help: "Go on as new lines come.")
  var follow = false

  func validate() throws {
    if follow && until != nil { throw ValidationError("--follow goes without --until.") }
    if let until, since.isLater(than: until) == true {
      throw ValidationError(LogsCommand.disorder(since, until))
    }
  }

  /// What is wrong where nothing can lie between two moments.
  static func disorder(_ since: MomentArgument, _ until: MomentArgument) -> String {
    "--since must not be later than --until: \(since.words) is later than \(until.words)."
  }

  func run() async throws {
    try await Session.run(global) { session in
      let logs = session.services.logs
      let chosen = try await groups.isEmpty ? logs.groups() : logs.fullNames(groups)
      // What is read is told in the service's time, which its first answer tells.
      let span = try span(now: logs.now)
      let width = LogsCommand.sourceWidth(chosen)
      if follow {
        try await self.follow(chosen, since: span.start, width, session)
      } else {
        try await logs.read(
          chosen,
          since: span.start,
          until: span.end,
          filter: filter
        ) { events in
          try session.printer.lines(of: events, \.json) { $0.line(sourceWidth: width) }
        }
      }
    }
  }

  /// The moments from which and until which lines are read, seen from `now`.
  ///
  /// - Throws: `ExitStatus.usage`, after a complaint, where nothing can lie between them.
  func span(now: Instant) throws(ExitStatus) -> (start: Instant, end: Instant?) {
    let (start, end) = (since.instant(now: now), until?.instant(now: now))
    if let until, let end, start > end {
      Printer.complain(LogsCommand.disorder(since, until))
      throw .usage
    }
    return (start, end)
  }

  /// How wide the groups' names are, up to a width that leaves room for what they say.
  private static func sourceWidth(_ groups: [String]) -> Int {
    min(24, groups.map { $0.split(separator: "/").last?.count ?? 0 }.max() ?? 0)
  }

  private func follow(
    _ groups: [String],
    since: Instant,
    _ width: Int,
    _ session: Session
  ) async throws {
    var options = session.settings.tailOptions(isLocal: session.cloud != nil)
    options.filter = filter
    let (trouble, liveTrouble) = (LogTrouble(), LogTrouble())
    try await session.services.logs.follow(groups, since: since, options: options) { output in
      do {
        try LogsCommand.report(output, width, session.printer, trouble, liveTrouble)
      } catch {
        Rollcall.end(with: error)
      }
    }
  }

  private static func report(
    _ output: LogService.TailOutput,
    _ width: Int,
    _ printer: Printer,
    _ trouble: LogTrouble,
    _ liveTrouble: LogTrouble
  ) throws {
    switch output {
    case .events(let events):
      try printer.lines(of: events, \.json) { $0.line(sourceWidth: width) }
    case .gap(let gap):
      Printer.complain(
        "events of \(gap.group) between \(gap.from.iso8601) and \(gap.to.iso8601) may be missing"
      )
    case .filled(let gap):
      Printer.complain(
        "no event of \(gap.group) between \(gap.from.iso8601) and \(gap.to.iso8601) is missing any more"
      )
    case .status(let status):
      if let failure = trouble.news(of: status.failure) { Printer.complain(failure.description) }
      if let failure = liveTrouble.news(of: status.live?.failure) {
        Printer.complain("\(failure.description); polling goes on")
      }
    }
  }
}

/// The trouble that was told last, so that the same is not told at each attempt.
final class LogTrouble: Sendable {
  private let told = Mutex<ServiceFailure?>(nil)

  /// The failure where it is another one than was told last; what has passed can be told again.
  func news(of failure: ServiceFailure?) -> ServiceFailure? {
    told.withLock { told in
      let isKnown =
        told?.kind == failure?.kind && told?.reason == failure?.reason
        && told?.resource == failure?.resource
      told = failure
      return isKnown ? nil : failure
    }
  }
}
