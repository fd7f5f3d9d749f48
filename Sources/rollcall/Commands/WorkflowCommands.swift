internal import AWSClient
internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import CustomerServices
internal import DashboardRuntime
internal import JSONValue
internal import Terminal

/// `rollcall submit`: start a workflow run.
struct SubmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Start a workflow run for an id.",
    discussion: "With --wait it ends when the run does, with 0 only if the run succeeded."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The customer id.")
  var id: String

  @Flag(help: "Wait until the run has ended.")
  var wait = false

  func run() async throws {
    let id: CustomerID
    do throws(IDLine.Problem) {
      id = try IDLine(text: self.id).id()
    } catch {
      Printer.complain(error.description)
      throw ExitStatus.badInput
    }
    let status = try await Session.run(global) { session in
      let workflow = session.services.workflow
      let submission = try await Self.submit(id, workflow)
      guard wait else {
        let detail = ExecutionDetail(
          execution: Execution(
            arn: submission.executionARN,
            name: submission.name,
            status: .running,
            startedAt: submission.startedAt,
            customerID: id.text
          ),
          input: ["id": .string(id.text)]
        )
        try session.printer.line(
          detail.submissionJSON,
          text: "\(id.text.spelledOut)  started  \(submission.name)"
        )
        return ExitStatus.done
      }
      let detail = try await workflow.ended(submission.executionARN)
      try session.printer.line(detail.submissionJSON, text: Self.line(detail, id: id))
      if let error = detail.error {
        Printer.complain("run \(submission.name): \(error): \(detail.cause ?? "no cause given")")
      }
      return detail.execution.status == .succeeded ? .done : .negative
    }
    if status != .done { throw status }
  }

  /// Starts a run; where no answer came, looks whether it was started all the same.
  private static func submit(
    _ id: CustomerID,
    _ workflow: WorkflowService
  ) async throws -> Submission {
    let name = ExecutionName.random(.system)
    do {
      return try await workflow.submit(id, name: name)
    } catch let failure as ServiceFailure where failure.isOutcomeOpen {
      guard let submission = await workflow.settle(id, name: name) else { throw failure }
      Printer.complain("\(failure); the run was started")
      return submission
    }
  }

  private static func line(_ detail: ExecutionDetail, id: CustomerID) -> SafeText {
    let took = Double(detail.execution.durationMilliseconds ?? 0)
    return """
      \(id.text.spelledOut)  \(detail.result ?? detail.execution.status.rawValue)  \
      \(Words.duration(milliseconds: took))  \(detail.execution.name)
      """
  }
}

/// `rollcall executions`: the workflow's runs.
struct ExecutionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "executions",
    abstract: "List the workflow's runs, newest first."
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "Only runs that stand so, such as FAILED.")
  var status: ExecutionStatusArgument?

  @Option(help: "Only runs started since then: a length of time such as 1h, or ISO 8601.")
  var since: MomentArgument?

  @Option(parsing: .unconditional, help: "At most so many.")
  var limit: Int = 100

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() async throws {
    try await Session.run(global) { session in
      let now = session.clock.now
      let workflow = session.services.workflow
      let listed = try await workflow.list(
        limit: limit,
        status: status?.status,
        since: since?.instant(now: now)
      )
      let executions = try await workflow.enrich(listed, budget: listed.count)
      try session.printer.document(
        .array(executions.map(\.json)),
        text: Self.table(executions, now: now).lines
      )
    }
  }

  private static func table(_ executions: [Execution], now: Instant) -> TextTable {
    var table = TextTable([
      .init(heading: "RUN"), .init(heading: "ID"), .init(heading: "STATUS"),
      .init(heading: "TOOK", isRightAligned: true), .init(heading: "AGE", isRightAligned: true),
    ])
    for execution in executions {
      table.add([
        execution.name, (execution.customerID ?? "").spelledOut, execution.status.rawValue,
        execution.durationMilliseconds.map { Words.duration(milliseconds: Double($0)) } ?? "",
        Words.age(of: execution.startedAt, at: now),
      ])
    }
    return table
  }
}

/// A run's status on the command line, in any case.
struct ExecutionStatusArgument: ExpressibleByArgument {
  /// The status.
  let status: Execution.Status

  /// Reads a status.
  init?(argument: String) {
    guard let status = Execution.Status(rawValue: argument.uppercased()) else { return nil }
    self.status = status
  }

  /// The statuses there are.
  static var allValueStrings: [String] { Execution.Status.allCases.map(\.rawValue) }
}

/// `rollcall execution`: one run.
struct ExecutionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "execution",
    abstract: "Show one run with its states."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("The run's ARN or name, or how its name begins.", valueName: "run"))
  var reference: String

  @Flag(help: "Show the events of its history, too.")
  var history = false

  func run() async throws {
    try await Session.run(global) { session in
      let detail = try await session.services.workflow.describe(reference)
      try session.printer.document(
        detail.json(withHistory: history),
        text: Self.lines(detail, withHistory: history)
      )
    }
  }

  /// The run for people.
  static func lines(_ detail: ExecutionDetail, withHistory: Bool) -> [SafeText] {
    let execution = detail.execution
    let took = execution.durationMilliseconds.map { Words.duration(milliseconds: Double($0)) }
    var lines: [SafeText] = [
      """
      \(execution.name)  \(execution.status.rawValue)  \(execution.startedAt.iso8601)\
      \(took.map { "  \($0)" } ?? "")
      """
    ]
    var table = TextTable([
      .init(heading: "STATE"), .init(heading: "TYPE"), .init(heading: "STATUS"),
      .init(heading: "TOOK", isRightAligned: true), .init(heading: "RETRIES", isRightAligned: true),
      .init(heading: "REQUEST"),
    ])
    for (depth, state) in StateRun.nested(detail.states) {
      let took = state.durationMilliseconds.map { Words.duration(milliseconds: Double($0)) }
      let number = state.iteration.map { "#\($0) " } ?? ""
      table.add([
        String(repeating: "  ", count: depth) + number + state.name, state.type,
        state.status.rawValue, took ?? "", "\(state.retries)",
        state.requestID ?? "",
      ])
    }
    lines += table.lines
    lines += [("input", detail.input), ("output", detail.output)].compactMap { name, json in
      json.map { "\(name)  \($0.text())" }
    }
    if let error = detail.error { lines.append("error  \(error)") }
    if let cause = detail.cause { lines.append("cause  \(cause)") }
    guard withHistory else { return lines }
    return lines
      + detail.events.map { event in
        "\(event.number)  \(event.timestamp.iso8601)  \(event.type)  \(event.details.text())"
      }
  }
}
