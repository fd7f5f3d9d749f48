package import JSONValue

/// How a run went compared with another one of the same workflow.
package struct ExecutionComparison: Hashable, Sendable {
  /// A state in one run or in both.
  package struct Row: Hashable, Sendable {
    /// The state in the run; `nil` where only the other one went there.
    package var here: StateRun?
    /// The state in the other one; `nil` where only the run went there.
    package var there: StateRun?
    /// How its input differs.
    package var input: [JSONDifference]
    /// How its output differs.
    package var output: [JSONDifference]
  }

  /// The run.
  package let run: ExecutionDetail
  /// The one it is compared with.
  package let other: ExecutionDetail
  /// The states, in the order in which they were entered; what their data got from the runs' inputs is
  /// no difference of theirs.
  package let rows: [Row]
  /// How the runs' inputs differ, from the other one's to the run's.
  package let input: [JSONDifference]
  /// How the runs' outputs differ.
  package let output: [JSONDifference]

  /// Compares a run with another one.
  package init(_ run: ExecutionDetail, with other: ExecutionDetail) {
    self.run = run
    self.other = other
    input = JSONDifference.between(other.input, run.input)
    output = JSONDifference.between(other.output, run.output)
    let pairs = ExecutionComparison.pairs(
      StateRun.nested(run.states).map(\.run),
      StateRun.nested(other.states).map(\.run)
    )
    // That a run was started for another id is told once, and not of every state that hands it on.
    let given = Set(input.map(\.change))
    rows = pairs.map { here, there in
      Row(here: here, there: there, here.map(run.data), there.map(other.data), given: given)
    }
  }

  /// The states that both went through in the same order side by side, the others alone.
  ///
  /// The states of most runs are the same from the front, and from the back; only what lies between is
  /// searched for the longest part that both have, and that not beyond a bound.
  private static func pairs(
    _ here: [StateRun],
    _ there: [StateRun]
  ) -> [(here: StateRun?, there: StateRun?)] {
    let keys = (here.map(Key.init), there.map(Key.init))
    let shorter = min(here.count, there.count)
    var front = 0
    while front < shorter, keys.0[front] == keys.1[front] { front += 1 }
    var back = 0
    while back < shorter - front, keys.0[here.count - 1 - back] == keys.1[there.count - 1 - back] {
      back += 1
    }
    let middle = (front..<here.count - back, front..<there.count - back)
    var pairs: [(here: StateRun?, there: StateRun?)] = zip(here, there).prefix(front).map {
      ($0, $1)
    }
    for (left, right) in common(keys.0[middle.0], keys.1[middle.1]) {
      pairs.append((left.map { here[$0] }, right.map { there[$0] }))
    }
    pairs += zip(here.suffix(back), there.suffix(back)).map { ($0, $1) }
    return pairs
  }

  /// What tells that two states of two runs are the same one.
  private struct Key: Hashable {
    let name: String
    let iteration: Int?

    init(_ run: StateRun) {
      name = run.name
      iteration = run.iteration
    }
  }

  /// The most pairs of states that are looked at one by one.
  private static let bound = 1_000_000

  /// The elements of both in order, those of the longest common subsequence together.
  private static func common(
    _ here: ArraySlice<Key>,
    _ there: ArraySlice<Key>
  ) -> [(Int?, Int?)] {
    guard !here.isEmpty, !there.isEmpty, here.count * there.count <= bound else {
      return here.indices.map { ($0, nil) } + there.indices.map { (nil, $0) }
    }
    let width = there.count + 1
    var lengths = [Int32](repeating: 0, count: (here.count + 1) * width)
    for row in here.indices.reversed() {
      for column in there.indices.reversed() {
        let place = (row - here.startIndex) * width + (column - there.startIndex)
        lengths[place] =
          here[row] == there[column]
          ? lengths[place + width + 1] + 1 : max(lengths[place + width], lengths[place + 1])
      }
    }
    var pairs: [(Int?, Int?)] = []
    var (row, column) = (here.startIndex, there.startIndex)
    while row < here.endIndex, column < there.endIndex {
      let place = (row - here.startIndex) * width + (column - there.startIndex)
      if here[row] == there[column] {
        pairs.append((row, column))
        (row, column) = (row + 1, column + 1)
      } else if lengths[place + width] >= lengths[place + 1] {
        pairs.append((row, nil))
        row += 1
      } else {
        pairs.append((nil, column))
        column += 1
      }
    }
    pairs += (row..<here.endIndex).map { ($0, nil) }
    pairs += (column..<there.endIndex).map { (nil, $0) }
    return pairs
  }
}

extension ExecutionComparison.Row {
  fileprivate init(
    here: StateRun?,
    there: StateRun?,
    _ new: (input: JSON?, output: JSON?)?,
    _ old: (input: JSON?, output: JSON?)?,
    given: Set<JSONDifference.Change>
  ) {
    self.here = here
    self.there = there
    guard let new, let old else {
      input = []
      output = []
      return
    }
    input = JSONDifference.between(old.input, new.input).filter { !given.contains($0.change) }
    // What did not come to its end has no output that could differ.
    let areBoth = here?.leftBy != nil && there?.leftBy != nil
    let all = areBoth ? JSONDifference.between(old.output, new.output) : []
    output = all.filter { !given.contains($0.change) }
  }
}

extension ExecutionDetail {
  /// What went into a state and what came out, as far as the history tells it.
  package func data(of run: StateRun) -> (input: JSON?, output: JSON?) {
    let entered = event(run.enteredBy)?.details["input"]?.string
    let left = run.leftBy.flatMap(event)?.details["output"]?.string
    return (entered.map(document), left.map(document))
  }

  /// The document that a text holds, or the text itself where it holds none.
  private func document(_ text: String) -> JSON { (try? JSON(parsing: text)) ?? .string(text) }
}
