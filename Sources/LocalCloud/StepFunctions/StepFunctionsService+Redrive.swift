internal import AWSWire
internal import GRDB
internal import JSONValue
internal import StatesLanguage

extension StepFunctionsService {
  /// How long after its end an execution may be redriven, in milliseconds: 14 days.
  private static let redrivable: Int64 = 14 * 86_400_000
  private static let redriveLimit = 1000
  /// An execution needs room for at least one event more.
  private static let eventLimit = 24_999

  /// Takes an execution up again that failed, timed out or was stopped.
  func redriveExecution(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let arn = try executionARN(input)
    let token = input.text(optional: "clientToken")
    let (execution, events) = try await database.read { db in
      let execution = try ExecutionStore.execution(arn, in: db)
      let events = try execution.map { try ExecutionStore.lastEvent(of: $0.id, in: db) }
      return (execution, events ?? 0)
    }
    guard let execution else { throw StatesError.executionNotFound(arn) }
    if let token, execution.redriveToken == token, let redriven = execution.redriven {
      return ["redriveDate": Instant(milliseconds: redriven).wire]
    }
    let fault = StepFunctionsService.redriveFault(execution, events: events, at: context.now)
    if let fault { throw StatesError.notRedrivable(fault) }
    let loaded = try await machines.revision(execution.revision)
    var state = try RunState(
      stored: JSON(parsing: execution.snapshot ?? ""),
      machine: loaded.machine
    )
    let step = state.redrive(at: Int(context.now.milliseconds), seed: identifiers.seed())
    let change = ExecutionChange(step, state: state, at: context.now)
    let now = context.now.milliseconds
    try await database.write { [runs, state] db in
      // Another redrive may have come first.
      let there = try ExecutionStore.execution(arn, in: db)
      guard there?.status == execution.status, there?.redriveCount == execution.redriveCount else {
        throw StatesError.notRedrivable(
          "Execution is \(there?.status ?? "RUNNING") and cannot be redriven"
        )
      }
      try ExecutionStore.redrive(change, execution.id, token: token, at: now, in: db)
      db.afterNextTransaction { _ in
        runs.add(state, first: step, row: execution.id, arn: arn, machine: loaded.stored)
      }
    }
    runs.surroundings.observer.redriven(machine: execution.machineARN, at: context.now)
    await runs.run(arn)?.begin()
    return ["redriveDate": context.now.wire]
  }

  /// Why an execution cannot be redriven; `nil` where it can.
  static func redriveFault(_ execution: StoredExecution, events: Int, at now: Instant) -> String? {
    if execution.status == "RUNNING" || execution.status == "SUCCEEDED" {
      return "Execution is \(execution.status) and cannot be redriven"
    }
    if let stopped = execution.stopped, now.milliseconds - stopped > redrivable {
      return "Execution has exceeded the redrivable period of 14 days and cannot be redriven"
    }
    if execution.redriveCount >= redriveLimit {
      return "Execution has been redriven \(redriveLimit) times and cannot be redriven"
    }
    if events >= eventLimit {
      return "Execution event history limit exceeded and cannot be redriven"
    }
    return execution.snapshot == nil ? "Execution cannot be redriven" : nil
  }
}
