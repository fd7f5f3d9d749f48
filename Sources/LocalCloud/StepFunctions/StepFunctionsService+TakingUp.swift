internal import AWSWire
internal import GRDB
internal import JSONValue
internal import StatesLanguage

extension StepFunctionsService {
  /// Takes up every execution that was running when the cloud last ended; one that cannot be read
  /// fails and holds up none of the others.
  func takeUpRunning() async throws {
    let running = try await database.read { db in try ExecutionStore.running(in: db) }
    for execution in running where runs.run(execution.arn) == nil {
      do {
        try await takeUp(execution)
      } catch let error as CloudError where error.status >= 500 {
        // The storage: nothing is known of the execution.
        throw error
      } catch {
        try await giveUp(execution, because: error)
      }
    }
  }

  private func takeUp(_ execution: StoredExecution) async throws {
    let loaded = try await machines.revision(execution.revision)
    let state = try RunState(
      stored: JSON(parsing: execution.snapshot ?? ""),
      machine: loaded.machine
    )
    let run = runs.add(state, row: execution.id, arn: execution.arn, machine: loaded.stored)
    await run?.takeUp()
  }

  /// Ends an execution that cannot be taken up, with its reason as the cause.
  private func giveUp(_ execution: StoredExecution, because reason: any Error) async throws {
    let now = timer.now
    let said = (reason as? CloudError)?.message ?? "\(reason)"
    let error = "States.Runtime"
    let cause = "The local cloud could not take the execution up again: \(said)"
    try await database.write { db in
      let last = try ExecutionStore.lastEvent(of: execution.id, in: db)
      let event = HistoryEvent(
        id: last + 1,
        previousEventId: last,
        timestamp: Int(now.milliseconds),
        type: "ExecutionFailed",
        detailsKey: "executionFailedEventDetails",
        details: ["error": .string(error), "cause": .string(cause)]
      )
      let change = ExecutionChange(
        events: [(event.id, event.wire.text())],
        snapshot: nil,
        status: "FAILED",
        stopped: now.milliseconds,
        output: nil,
        error: error,
        cause: cause
      )
      try ExecutionStore.apply(change, to: execution.id, in: db)
    }
    runs.remove(execution.arn)
    runs.surroundings.observer.ended(
      .failed(error: error, cause: cause),
      machine: execution.machineARN,
      started: Instant(milliseconds: execution.started),
      at: now
    )
  }
}
