/// Folding the lines of an invocation under its report.
extension DashboardState {
  /// Folds the lines of every invocation under its report, or shows all lines again.
  mutating func toggleFolding() {
    logs.isFolded.toggle()
    logs.unfolded = []
    message = Message(
      text: logs.isFolded ? "each invocation is one line" : "each line stands for itself"
    )
  }

  /// The selected line's fold, which is closed; `nil` where there is none.
  var closedFold: Int? {
    guard logs.isFolded, let line = logs.selectedLine, let request = line.request,
      request.isReport, request.foldedCount > 0, !logs.unfolded.contains(line.sequence)
    else { return nil }
    return line.sequence
  }

  /// The report of the selected line's invocation, where its lines were unfolded.
  var openFold: Int? {
    guard logs.isFolded, let line = logs.selectedLine else { return nil }
    if logs.unfolded.contains(line.sequence) { return line.sequence }
    guard let id = line.request?.id else { return nil }
    return logs.lines.first { logs.unfolded.contains($0.sequence) && $0.request?.id == id }?
      .sequence
  }

  /// Shows the lines that are folded under the selected report.
  mutating func unfold() {
    guard let report = closedFold else { return }
    if logs.follows { stopFollowing() }
    logs.unfolded.insert(report)
  }

  /// Folds the lines of the selected line's invocation again.
  mutating func fold() {
    guard let report = openFold else { return }
    if logs.follows { stopFollowing() }
    logs.unfolded.remove(report)
    logs.selected = report
    settleLogTop()
  }
}
