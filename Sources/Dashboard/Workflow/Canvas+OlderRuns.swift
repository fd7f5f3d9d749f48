internal import Terminal

/// What the pane's title says of runs further back.
extension Canvas {
  /// What in the filter is not understood; else how many runs were read, where older ones were asked for, and how many a filter still waits for.
  var olderRuns: [Span] {
    let workflow = state.workflow
    if let problem = workflow.matcher.problem {
      return [span(SafeText("filter: " + problem, columns: 0..<200), .alarm)]
    }
    if workflow.matcher.needsFacts, !workflow.facts.canAsk {
      let waiting = workflow.unread.count
      if waiting > 0 { return [span(SafeText("\(waiting) still to read"), .muted)] }
    }
    let unreadable = workflow.facts.unreadable
    if workflow.matcher.needsFacts, unreadable > 0 {
      return [span(SafeText("\(unreadable) could not be read"), .warn)]
    }
    if workflow.older.failure != nil { return [span("older ones could not be read", .warn)] }
    if workflow.older.isReading { return [span("reading older ones", .muted)] }
    guard workflow.older.hasBegun else { return [] }
    let count = workflow.executions.count + workflow.olderRows.count
    let all = workflow.older.status.map { "all \($0.word) ones read" } ?? "all \(count) read"
    let words =
      workflow.older.isFull
      ? "\(count) read, no more are kept"
      : workflow.older.isComplete ? all : "\(count) read, more below"
    return [span(SafeText(words), .muted)]
  }
}
