package import CustomerDomain
internal import Terminal

/// A run made ready for the screen, once and off the thread that draws.
package struct ExecutionReport: Hashable, Sendable {
  /// The run.
  package let detail: ExecutionDetail
  /// The input as lines of pretty JSON.
  let input: [SafeText]
  /// The output as lines of pretty JSON.
  let output: [SafeText]
  /// The error's name and the cause, as lines; empty where it did not fail.
  let trouble: [SafeText]
  /// The history, a line an event.
  let history: [HistoryLine]
  /// The states, what is inside of others below them.
  let states: [StateLine]
  /// What is known of each state, by its name.
  let tallies: [String: StateTally]
  /// The workflow from top to bottom; empty where its shape is unknown.
  let flow: [FlowLine]
  /// The workflow's shape from left to right, the drawing that says most and is widest first.
  private let drawings: [GraphDrawing]

  /// Lays a run out.
  package init(_ detail: ExecutionDetail) {
    self.detail = detail
    input = PrettyJSON.lines(detail.input)
    output = PrettyJSON.lines(detail.output)
    trouble = ExecutionReport.trouble(of: detail)
    history = HistoryLine.lines(of: detail.events)
    states = StateLine.lines(of: detail.states)
    tallies = StateTally.tallies(of: detail.states)
    flow = detail.graph.map(FlowLayout.lines) ?? []
    let graph = detail.graph.flatMap { GraphDrawing.suits($0) ? $0 : nil }
    drawings = graph.map { [GraphDrawing($0, labelled: true), GraphDrawing($0)] } ?? []
  }

  /// The drawing of the workflow that says most within so many columns; `nil` where none fits.
  func drawing(within columns: Int) -> GraphDrawing? {
    drawings.first { $0.size.columns <= columns }
  }

  /// The state that broke the run, or that it is in: what one looks for first.
  var culprit: StateRun? {
    let inner = Set(detail.states.compactMap(\.parent))
    let leaves = detail.states.filter { !inner.contains($0.enteredBy) }
    return leaves.last { $0.status == .failed || $0.status == .timedOut }
      ?? leaves.last { $0.status == .running } ?? leaves.last { $0.status == .aborted }
  }

  private static func trouble(of detail: ExecutionDetail) -> [SafeText] {
    var lines: [SafeText] = []
    if let error = detail.error, !error.isEmpty { lines.append(SafeText(error)) }
    if let cause = detail.cause, !cause.isEmpty { lines += PrettyJSON.lines(text: cause) }
    return lines
  }
}
