internal import StatesLanguage
internal import Synchronization

/// How a run reaches the executions that its tasks have begun.
struct RunNeighbours: Sendable {
  /// Waits for the end of an execution; `nil` where there is none, or the wait was given up.
  let end: @Sendable (String) async -> StoredExecution?
  /// Stops an execution, where it still runs.
  let stop: @Sendable (String) -> Void
}

/// The executions that run, by their ARNs.
final class RunRegistry: Sendable {
  /// What every run is given.
  let surroundings: RunSurroundings
  private let runs = Mutex<[String: ExecutionRun]>([:])
  /// Those that wait for the end of an execution, by its ARN.
  private let waiting = Mutex<[String: [Race<Void>]]>([:])

  /// Makes an empty registry.
  init(surroundings: RunSurroundings) { self.surroundings = surroundings }

  /// Adds a run of a stored execution whose step `first` is still to be carried out; `nil` where it
  /// runs already.
  @discardableResult
  func add(
    _ state: RunState,
    first: RunStep? = nil,
    row: Int64,
    arn: String,
    machine: StoredMachine
  ) -> ExecutionRun? {
    let run = ExecutionRun(
      state,
      first: first,
      row: row,
      arn: arn,
      machine: machine,
      surroundings: surroundings,
      neighbours: RunNeighbours(
        end: { [weak self] arn in await self?.end(of: arn) },
        stop: { [weak self] arn in self?.stop(arn) }
      )
    ) { [weak self] in self?.remove(arn) }
    return runs.withLock { runs in
      guard runs[arn] == nil else { return nil }
      runs[arn] = run
      return run
    }
  }

  /// The run of an execution, while it runs.
  func run(_ arn: String) -> ExecutionRun? { runs.withLock { $0[arn] } }

  /// Whether every run only waits for a moment to come.
  var isResting: Bool {
    get async {
      for run in runs.withLock({ Array($0.values) }) where await !run.isResting { return false }
      return true
    }
  }

  /// Stops every run where it is.
  func halt() async {
    for run in runs.withLock({ Array($0.values) }) { await run.halt() }
  }

  /// Forgets a run that has ended, and lets those go on that wait for that.
  func remove(_ arn: String) {
    runs.withLock { _ = $0.removeValue(forKey: arn) }
    let races = waiting.withLock { $0.removeValue(forKey: arn) } ?? []
    for race in races { race.settle(()) }
  }

  private func stop(_ arn: String) {
    guard let run = run(arn) else { return }
    Task { await run.tell(.stopped(error: nil, cause: nil)) }
  }

  /// Waits for the end of an execution.
  private func end(of arn: String) async -> StoredExecution? {
    let race = Race<Void>()
    waiting.withLock { $0[arn, default: []].append(race) }
    // An end is handed in before the waiting are told of it, so what is written after that sees it.
    let there = await stored(arn)
    guard there?.status == "RUNNING" else {
      waiting.withLock { waiting in
        waiting[arn]?.removeAll { $0 === race }
        if waiting[arn]?.isEmpty == true { waiting[arn] = nil }
      }
      return there
    }
    await withTaskCancellationHandler {
      await race.outcome()
    } onCancel: {
      race.settle(())
    }
    return Task.isCancelled ? nil : await stored(arn)
  }

  private func stored(_ arn: String) async -> StoredExecution? {
    try? await surroundings.database.write { db in try ExecutionStore.execution(arn, in: db) }
  }
}
