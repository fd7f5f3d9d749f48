package import CustomerDomain
internal import Terminal

/// Two runs compared, made ready for the screen off the thread that draws.
package struct ComparisonReport: Hashable, Sendable {
  /// One state in both runs, as a row.
  struct Row: Hashable, Sendable {
    /// The state's name.
    let name: SafeText
    /// How it went in the run; `nil` where the run did not go there.
    let here: StateRun?
    /// How it went in the other one.
    let there: StateRun?
    /// What differs, in words; empty where nothing does.
    let words: SafeText
    /// Whether the difference is one that matters, and not of time alone.
    let isDifferent: Bool
  }

  /// Differences under a heading.
  struct Block: Hashable, Sendable {
    /// The heading.
    let title: SafeText
    /// The differences.
    let lines: [DiffLine]
  }

  /// The run.
  let run: Execution
  /// The one it is compared with.
  let other: Execution
  /// The states.
  let rows: [Row]
  /// What went into the runs and into their states, and what came out, where that differs.
  let blocks: [Block]

  /// How many states' data is told of.
  private static let blockLimit = 50

  /// Lays a comparison out.
  package init(_ comparison: ExecutionComparison) {
    run = comparison.run.execution
    other = comparison.other.execution
    rows = comparison.rows.map(ComparisonReport.row)
    var blocks = [
      Block(title: "Input of the run", lines: DiffLine.lines(comparison.input)),
      Block(title: "Output of the run", lines: DiffLine.lines(comparison.output)),
    ]
    for row in comparison.rows where blocks.count < ComparisonReport.blockLimit {
      let name = row.here?.name ?? ""
      for (what, differences) in [("Input", row.input), ("Output", row.output)]
      where !differences.isEmpty {
        blocks.append(
          Block(
            title: SafeText("\(what) of \(name)", columns: 0..<FlowLine.limit),
            lines: DiffLine.lines(differences)
          )
        )
      }
    }
    self.blocks = blocks
  }

  /// By how much milliseconds have to differ to be worth a word.
  private static let notable: Int64 = 100

  /// How many times as long it took, where that is twice and more than a moment.
  private static func slower(_ here: StateRun, _ there: StateRun) -> Int64? {
    guard let now = here.durationMilliseconds, let before = there.durationMilliseconds,
      now - before >= notable, now >= 2 * max(1, before)
    else { return nil }
    return now / max(1, before)
  }

  private static func row(_ row: ExecutionComparison.Row) -> Row {
    var words: [String] = []
    switch (row.here, row.there) {
    case (_?, nil): words.append("only this run")
    case (nil, _?): words.append("only the other")
    case (let here?, let there?):
      if here.status != there.status { words.append("\(there.status.word) before") }
      if here.retries != there.retries {
        words.append("\(here.retries) retries, \(there.retries) before")
      }
      if let factor = slower(here, there) { words.append("\(factor) times slower") }
      if !row.input.isEmpty { words.append("input differs") }
      if !row.output.isEmpty { words.append("output differs") }
    case (nil, nil): break
    }
    return Row(
      name: SafeText((row.here ?? row.there)?.name ?? "", columns: 0..<FlowLine.limit),
      here: row.here,
      there: row.there,
      words: SafeText(words.joined(separator: ", ")),
      isDifferent: !words.isEmpty
    )
  }
}

extension StateRun.Status {
  /// The status as people read it.
  var word: String {
    switch self {
    case .running: "running"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .timedOut: "timed out"
    case .aborted: "aborted"
    case .caught: "caught"
    }
  }
}
