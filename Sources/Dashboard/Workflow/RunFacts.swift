/// Of which runs customer id and state were asked for, as a list tells neither; a pure value.
///
/// Each is asked about until an answer came: a throttled call hides no run from a filter for good.
struct RunFacts: Hashable, Sendable {
  /// How often a run is asked about that cannot be read.
  static let patience = 4

  /// The runs that were asked about and are not asked about again.
  private(set) var asked: Set<String> = []
  /// Whether an answer is on its way.
  private(set) var isReading = false
  /// Whether nothing is asked before the service has answered something else.
  private(set) var isResting = false
  /// How often each of those was asked about in vain that could not be read.
  private var failures: [String: Int] = [:]

  /// Whether more may be asked for now.
  var canAsk: Bool { !isReading && !isResting }

  /// How many were given up.
  var unreadable: Int { failures.count { $0.value >= RunFacts.patience } }

  /// Takes note that runs are asked about.
  mutating func ask(_ arns: [String]) {
    isReading = true
    asked.formUnion(arns)
  }

  /// Takes note of an answer, and of the runs that could not be read; they are asked about again once
  /// the service answers.
  mutating func take(unread: [String]) {
    isReading = false
    isResting = !unread.isEmpty
    for arn in unread {
      failures[arn, default: 0] += 1
      if failures[arn, default: 0] < RunFacts.patience { asked.remove(arn) }
    }
  }

  /// Takes note that the service answers.
  mutating func wake() { isResting = false }

  /// Somebody wants those that were given up.
  mutating func tryAgain() {
    asked.subtract(failures.keys)
    failures = [:]
  }

  /// Forgets runs that are held no more, where there are such.
  mutating func keepOnly(_ count: Int, of held: () -> Set<String>) {
    guard asked.count > count || failures.count > count else { return }
    let held = held()
    asked.formIntersection(held)
    failures = failures.filter { held.contains($0.key) }
  }
}
