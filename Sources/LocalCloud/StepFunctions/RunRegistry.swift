internal import Synchronization

/// The executions that run, by their ARNs.
final class RunRegistry: Sendable {
  /// What every run is given.
  let surroundings: RunSurroundings
  private let runs = Mutex<[String: ExecutionRun]>([:])

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
      surroundings: surroundings
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

  /// Forgets a run.
  func remove(_ arn: String) { runs.withLock { _ = $0.removeValue(forKey: arn) } }
}
