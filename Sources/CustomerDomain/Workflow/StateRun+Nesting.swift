extension StateRun {
  /// The states in the order in which they were entered, each below what it is inside of, and how deep;
  /// those of one branch or iteration stand together, whichever happened to be faster.
  package static func nested(_ runs: [StateRun]) -> [(depth: Int, run: StateRun)] {
    let inside = inside(runs)
    var nested: [(depth: Int, run: StateRun)] = []
    var open = (inside[nil] ?? []).reversed().map { (depth: 0, run: $0) }
    while let next = open.popLast() {
      nested.append(next)
      // Without a number of its own a state cannot be told from the others.
      let inner = next.run.enteredBy > 0 ? inside[next.run.enteredBy] ?? [] : []
      open += inner.reversed().map { (depth: next.depth + 1, run: $0) }
    }
    return nested
  }

  /// The states by the event that entered what they are inside of, branch by branch.
  package static func inside(_ runs: [StateRun]) -> [Int?: [StateRun]] {
    Dictionary(grouping: runs, by: \.parent).mapValues { runs in
      let lanes = Dictionary(grouping: runs) { $0.iteration ?? $0.branch ?? 0 }
      return lanes.count < 2 ? runs : lanes.keys.sorted().flatMap { lanes[$0] ?? [] }
    }
  }
}
