internal import CustomerDomain

/// What is known of all runs of one state in a run of the workflow.
struct StateTally: Hashable, Sendable {
  /// Where a run of a state inside of Maps stands side by side with others.
  private struct Place: Hashable, Sendable {
    /// The event that entered the Map.
    let map: Int?
    /// The Map's iteration.
    let iteration: Int?
  }

  /// The state's last run.
  private(set) var last: StateRun
  /// How often it was entered.
  private(set) var count = 0
  /// How many go on.
  private(set) var running = 0
  /// How many ended well, or were caught.
  private(set) var succeeded = 0
  /// How many failed or took too long.
  private(set) var failed = 0
  /// How many something else ended.
  private(set) var aborted = 0
  /// Whether it is inside of a Map, where its runs stand side by side.
  private(set) var isIterated = false
  /// How its last run in each iteration stands.
  private var standings: [Place: StateRun.Status] = [:]

  /// What tells most of several runs side by side, first.
  private static let order: [StateRun.Status] = [
    .running, .failed, .timedOut, .aborted, .caught, .succeeded,
  ]

  /// What is known of each state, by its name.
  static func tallies(of runs: [StateRun]) -> [String: StateTally] {
    var tallies: [String: StateTally] = [:]
    for run in runs { tallies[run.name, default: StateTally(last: run)].add(run) }
    return tallies
  }

  private init(last: StateRun) { self.last = last }

  /// How the state stands: as its last run does, and of runs side by side as the one that tells
  /// most.
  var status: StateRun.Status {
    guard isIterated else { return last.status }
    return StateTally.order.first { standings.values.contains($0) } ?? last.status
  }

  private mutating func add(_ run: StateRun) {
    last = run
    count += 1
    isIterated = isIterated || run.iteration != nil
    standings[Place(map: run.parent, iteration: run.iteration)] = run.status
    switch run.status {
    case .running: running += 1
    case .succeeded, .caught: succeeded += 1
    case .failed, .timedOut: failed += 1
    case .aborted: aborted += 1
    }
  }
}
