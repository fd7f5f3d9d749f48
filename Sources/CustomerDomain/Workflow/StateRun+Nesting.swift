extension StateRun {
  /// The states in the order in which they were entered, each below what it is inside of, and how deep.
  package static func nested(_ runs: [StateRun]) -> [(depth: Int, run: StateRun)] {
    let inside = Dictionary(grouping: runs, by: \.parent)
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
}
