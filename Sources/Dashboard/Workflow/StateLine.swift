internal import CustomerDomain
internal import Terminal

/// A line of the list of states: what is inside of a Parallel or a Map stands below it.
struct StateLine: Hashable, Sendable {
  /// How far it is indented, in steps.
  let depth: Int
  /// The state's run; `nil` on a line that says what was left out.
  let run: StateRun?
  /// What the line says.
  let label: SafeText

  /// How many iterations of one Map are shown, those that went wrong or go on first.
  private static let shownIterations = 20
  /// How many of those that went well are shown, as examples.
  private static let shownExamples = 3

  /// The states in the order in which they were entered, each below what it is inside of.
  static func lines(of runs: [StateRun]) -> [StateLine] {
    let inside = StateRun.inside(runs)
    var lines: [StateLine] = []
    func add(_ runs: [StateRun], depth: Int) {
      for run in runs {
        lines.append(
          StateLine(
            depth: depth,
            run: run,
            label: SafeText(run.numberedName, columns: 0..<FlowLine.limit)
          )
        )
        guard run.enteredBy > 0, let inner = inside[run.enteredBy] else { continue }
        let (shown, rest) = run.type == "Map" ? StateLine.chosen(inner) : (inner, 0)
        add(shown, depth: depth + 1)
        guard rest > 0 else { continue }
        let words = "\(rest) more iterations that succeeded"
        lines.append(StateLine(depth: depth + 1, run: nil, label: SafeText(words)))
      }
    }
    add(inside[nil] ?? [], depth: 0)
    return lines
  }

  /// The runs of the iterations that are shown, iteration by iteration, and how many are not.
  private static func chosen(_ runs: [StateRun]) -> (runs: [StateRun], rest: Int) {
    let iterations = Dictionary(grouping: runs) { $0.iteration ?? 0 }
    let isGood = iterations.mapValues { $0.allSatisfy { $0.status == .succeeded } }
    let (good, other) = (
      isGood.filter(\.value).keys.sorted(), isGood.filter { !$0.value }.keys.sorted()
    )
    let room = max(shownExamples, shownIterations - other.count)
    let examples = good.count > room ? Array(good.prefix(shownExamples)) : good
    let shown = (other.prefix(shownIterations) + examples).sorted()
    return (shown.flatMap { iterations[$0] ?? [] }, iterations.count - shown.count)
  }
}

extension StateRun {
  /// Its name, and in which iteration of a Map it stands, as in `#3 Check`.
  var numberedName: String { iteration.map { "#\($0) \(name)" } ?? name }
}
