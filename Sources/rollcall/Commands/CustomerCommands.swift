internal import AWSWire
internal import ArgumentParser
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import Glibc
internal import JSONValue
internal import Terminal

/// `rollcall get`: which ids exist.
struct GetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Look customer ids up; exits 0 if all exist, 1 if some do not."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var ids: IDArguments

  func run() async throws {
    try await CustomerRun(action: .lookUp, global: global, ids: ids.checked()).run()
  }
}

/// `rollcall put`: insert ids.
struct PutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put",
    abstract: "Insert customer ids; exits 0 if all are new, 1 if some existed."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var ids: IDArguments

  func run() async throws {
    try await CustomerRun(action: .insert, global: global, ids: ids.checked()).run()
  }
}

/// `rollcall delete`: delete ids.
struct DeleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete customer ids; exits 0 if all existed, 1 if some did not.",
    discussion: "It asks on a terminal; elsewhere it needs --yes."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var ids: IDArguments

  @Flag(help: "Do not ask.")
  var yes = false

  func run() async throws {
    let checked = try ids.checked()
    if !yes, !checked.isEmpty { try await ask(about: checked) }
    try await CustomerRun(action: .delete, global: global, ids: checked).run()
  }

  private func ask(about ids: [CustomerID]) async throws {
    let launch = try Launch(
      global.connection,
      timeout: global.timeLimit,
      environment: ProcessEnvironment.current
    )
    // What is refused anyway needs no question.
    guard !launch.settings.isReadOnly else { return }
    let question = DeleteQuestion(
      ids: ids,
      table: launch.table,
      context: launch.settings.contextName,
      isProduction: launch.settings.isProduction
    )
    guard try await Question.isAgreed(to: question) else {
      Printer.complain("nothing was deleted")
      throw ExitStatus.negative
    }
  }
}

/// One action on many ids, printed in the order asked as the answers come; how far it is counts those,
/// too, that wait for an earlier one.
private struct CustomerRun {
  let action: CustomerAnswer.Action
  let global: GlobalOptions
  let ids: [CustomerID]

  func run() async throws {
    let status = try await Session.run(global) { session in
      var statuses: Set<ExitStatus> = []
      var order = AnswerOrder()
      var tally = AnswerTally(total: ids.count)
      let isForPeople = !session.printer.isJSON && ids.count > 1
      // Lines that scroll by on the same terminal show the progress themselves.
      var progress = ProgressLine(
        wanted: isForPeople && isatty(STDOUT_FILENO) == 0 && !global.connection.verbose,
        environment: session.environment
      )
      for await numbered in session.services.customers.batch(action, ids) {
        // What a signal cut off is told by whoever caught it.
        await session.interruption.waitIfItEnds()
        statuses.insert(numbered.answer.status)
        tally.count(numbered.answer)
        for answer in order.take(numbered) {
          if answer.status != .done, answer.status != .negative { progress.clear() }
          try await report(answer, session)
        }
        progress.draw(tally, now: session.clock.now)
      }
      progress.clear()
      if isForPeople { Printer.complain(tally.summary) }
      return ExitStatus.worst(statuses)
    }
    if status != .done { throw status }
  }

  private func report(_ answer: CustomerAnswer, _ session: Session) async throws {
    // It may have been done all the same; a look-up tells.
    let settled = await session.services.customers.settle(answer)
    let error = answer.error(settledBy: settled)
    if let error { Printer.complain(error) }
    try session.printer.line(
      answer.json(error: error),
      text: answer.line
    )
  }
}
