internal import AWSWire
internal import GRDB
internal import JSONValue
internal import StatesLanguage

extension StepFunctionsService {
  private static let inputLimit = 262_144
  private static let kept: Int64 = 90 * 86_400_000

  /// Starts an execution; it is durable when this returns.
  func startExecution(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let arn = try machineARN(input)
    let name = input.text(optional: "name") ?? UniqueID.uuid()
    let (execution, startedAt) = try await start(
      arn,
      name: name,
      input: input.text(optional: "input") ?? "{}",
      at: context.now
    )
    return ["executionArn": .string(execution), "startDate": startedAt.wire]
  }

  /// Starts an execution, or finds the one that runs under the same name with the same input.
  func start(
    _ machineARN: String,
    name: String,
    input: String,
    at now: Instant
  ) async throws -> (arn: String, startedAt: Instant) {
    let loaded = try await machines.machine(machineARN)
    guard StepFunctionsService.isLegal(name) else { throw StatesError.invalidName(name) }
    let arn = identity.arn("states", "execution:\(loaded.stored.name):\(name)")
    let unstarted = RunState(
      Execution(
        machine: loaded.machine,
        input: try document(input),
        context: ExecutionContext(
          executionArn: arn,
          name: name,
          roleArn: loaded.stored.body["roleArn"]?.string ?? "",
          startTime: Int(now.milliseconds),
          stateMachineArn: machineARN,
          stateMachineName: loaded.stored.name
        )
      )
    )
    let (state, step) = await StepFunctionsService.begun(
      unstarted,
      at: now,
      seed: identifiers.seed()
    )
    let there = try await keep(state, step, arn: arn, name: name, input: input, of: loaded, at: now)
    if let there { return (arn, Instant(milliseconds: there.started)) }
    runs.surroundings.observer.started(machine: machineARN, at: now)
    await runs.run(arn)?.begin()
    return (arn, now)
  }

  /// The state after the first step, which goes as far as the execution has nothing to wait for.
  ///
  /// That may be thousands of states, during which the loop that took the call must serve others.
  @concurrent
  private static func begun(
    _ state: RunState,
    at now: Instant,
    seed: UInt64
  ) async -> (state: RunState, step: RunStep) {
    var state = state
    let step = state.start(at: Int(now.milliseconds), seed: seed)
    return (state, step)
  }

  /// Makes an execution durable whose first step is `step`; the one that runs under the same name with
  /// the same input, where there is one.
  private func keep(
    _ state: RunState,
    _ step: RunStep,
    arn: String,
    name: String,
    input: String,
    of loaded: LoadedMachine,
    at now: Instant
  ) async throws -> StoredExecution? {
    let change = ExecutionChange(step, state: state, at: now)
    return try await database.write { [runs] db -> StoredExecution? in
      if let there = try ExecutionStore.execution(arn, in: db) {
        guard there.status == "RUNNING", there.input == input else {
          throw StatesError.executionExists(arn)
        }
        return there
      }
      try MachineStore.keepRevision(of: loaded.stored, in: db)
      let row = try ExecutionStore.add(
        arn: arn,
        machine: loaded.stored,
        name: name,
        started: now.milliseconds,
        input: input,
        in: db
      )
      try ExecutionStore.apply(change, to: row, in: db)
      // Whoever reads that it runs finds the run.
      db.afterNextTransaction { _ in
        runs.add(state, first: step, row: row, arn: arn, machine: loaded.stored)
      }
      return nil
    }
  }

  private func document(_ text: String) throws -> JSON {
    guard text.utf8.count <= StepFunctionsService.inputLimit else {
      throw CloudError(
        "ValidationException",
        "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must "
          + "have length less than or equal to 262144"
      )
    }
    guard !text.isEmpty else { throw StatesError.invalidInput("Invalid execution input.") }
    do {
      return try JSON(parsing: text)
    } catch {
      throw StatesError.invalidInput(JSONFault.words(text))
    }
  }

  /// Stops an execution that runs.
  func stopExecution(_ input: CallInput) async throws -> JSON {
    let arn = try executionARN(input)
    // One that is being started just now is there when this write is.
    if runs.run(arn) == nil { try await database.write { _ in } }
    let reception = await runs.run(arn)?.tell(
      .stopped(error: input.text(optional: "error"), cause: input.text(optional: "cause"))
    )
    if reception == .halted { throw StatesError.closing }
    // The end was handed in before this write, so it is durable when this one is.
    let execution = try await database.write { db in try ExecutionStore.execution(arn, in: db) }
    guard let execution else { throw StatesError.executionNotFound(arn) }
    return [
      "stopDate": (execution.stopped.map { Instant(milliseconds: $0) } ?? timer.now).wire
    ]
  }

  /// Has executions that ended long ago removed after `delay` milliseconds, and then every hour.
  func scheduleForgetting(after delay: Int64) {
    timer.schedule("states.forgetting", at: timer.now + delay) { [weak self] in
      guard let self else { return }
      let limit = timer.now.milliseconds - StepFunctionsService.kept
      let removed = try? await database.write { db in
        let removed = try ExecutionStore.forget(before: limit, limit: 200, in: db)
        if removed < 200 { try MachineStore.forgetRevisions(limit: 100, in: db) }
        return removed
      }
      machines.forgetRevisions()
      scheduleForgetting(after: (removed ?? 0) < 200 ? 3_600_000 : 100)
    }
  }
}
