internal import CustomerDomain

/// What is known of all runs of one state in a run of the workflow.
struct StateTally: Hashable, Sendable {
  /// The state's last run.
  private(set) var last: StateRun
  /// How often it was entered.
  private(set) var count = 0
  /// How many go on.
  private(set) var running = 0
  /// How many ended well, or were caught.
  private(set) var succeeded = 0
  /// How many ended otherwise.
  private(set) var broken = 0
  /// Whether it is inside of a Map, where its runs stand side by side.
  private(set) var isIterated = false

  /// What is known of each state, by its name.
  static func tallies(of runs: [StateRun]) -> [String: StateTally] {
    var tallies: [String: StateTally] = [:]
    for run in runs { tallies[run.name, default: StateTally(last: run)].add(run) }
    return tallies
  }

  private init(last: StateRun) { self.last = last }

  private mutating func add(_ run: StateRun) {
    last = run
    count += 1
    isIterated = isIterated || run.iteration != nil
    switch run.status {
    case .running: running += 1
    case .succeeded, .caught: succeeded += 1
    case .failed, .timedOut, .aborted: broken += 1
    }
  }
}
