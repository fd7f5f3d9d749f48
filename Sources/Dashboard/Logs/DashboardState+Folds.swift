internal import Terminal

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
    let count = logs.selectedLine?.request?.foldedCount ?? 0
    logs.unfolded.insert(report)
    // Its lines stand above it: as many as there is room for come into sight.
    let height = LogsGeometry(self).rows.height
    logs.rowsAbove = max(rowsAbove(report), min(count, height - 1))
  }

  /// Folds the lines of the selected line's invocation again.
  mutating func fold() {
    guard let report = openFold else { return }
    if logs.follows { stopFollowing() }
    logs.unfolded.remove(report)
    logs.rowsAbove = rowsAbove(report)
    logs.selected = report
  }

  /// How many rows of those in sight stand above one.
  private func rowsAbove(_ sequence: Int) -> Int {
    let places = LogsGeometry(self).places(logs)
    let index = logs.lines.firstIndex { $0.sequence == sequence } ?? places.first
    return max(0, index - places.first)
  }

  /// Puts the first row in sight so that the selected one stands where it should once a fold was
  /// opened or closed.
  mutating func settleFold() {
    guard let above = logs.rowsAbove, let index = logs.selectedIndex else { return }
    logs.rowsAbove = nil
    logs.top = logs.lines[max(0, index - above)].sequence
  }
}
