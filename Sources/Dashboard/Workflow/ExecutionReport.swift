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
  /// The workflow's shape laid out, the drawing that says most and is widest first.
  private let drawings: [GraphDrawing]
  /// The last run of each state, by name.
  let runs: [String: StateRun]

  /// Lays a run out.
  package init(_ detail: ExecutionDetail) {
    self.detail = detail
    input = PrettyJSON.lines(detail.input)
    output = PrettyJSON.lines(detail.output)
    trouble = ExecutionReport.trouble(of: detail)
    history = HistoryLine.lines(of: detail.events)
    drawings =
      detail.graph.map { [GraphDrawing($0, labelled: true), GraphDrawing($0)] } ?? []
    runs = Dictionary(detail.states.map { ($0.name, $0) }) { _, last in last }
  }

  /// The drawing of the workflow that says most within so many columns; `nil` where none fits.
  func drawing(within columns: Int) -> GraphDrawing? {
    drawings.first { $0.size.columns <= columns }
  }

  /// The workflow as an indented tree, for where no drawing fits; `nil` where its shape is unknown.
  var tree: [TreeLine]? { drawings.last?.tree }

  private static func trouble(of detail: ExecutionDetail) -> [SafeText] {
    var lines: [SafeText] = []
    if let error = detail.error, !error.isEmpty { lines.append(SafeText(error)) }
    if let cause = detail.cause, !cause.isEmpty { lines += PrettyJSON.lines(text: cause) }
    return lines
  }
}
