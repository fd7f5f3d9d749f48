extension DashboardState {
  /// Why nothing may be changed; `nil` where it may.
  var readOnlyReason: String? {
    context.isReadOnly ? "READ-ONLY: nothing can be changed in \(context.name)" : nil
  }

  /// Why the selected customer cannot be inserted.
  var insertRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    guard let row = customers.selectedRow else { return "no id is selected" }
    return row.insertRefusal
  }

  /// Why the selected customer cannot be deleted.
  var deleteRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    guard let row = customers.selectedRow else { return "no id is selected" }
    return row.deleteRefusal
  }

  /// Why nothing can be opened.
  var openRefusal: String? {
    switch focus {
    case .customers: nil
    case .workflow: workflow.visible.isEmpty ? "there is no run to open" : nil
    case .logs:
      logs.selectedLine == nil
        ? "there is no line to open"
        : logs.selectedLine?.kind == .gap ? "nothing is known of missing events" : nil
    case .alarms: alarms.visible.isEmpty ? "there is no alarm to open" : nil
    }
  }

  /// Why no columns can be chosen.
  var columnsRefusal: String? {
    logs.columns.isEmpty && logs.lines.allSatisfy(\.fields.isEmpty)
      ? "no line at hand has fields" : nil
  }

  /// Why there are no bars to go into.
  var barsRefusal: String? { logs.lines.isEmpty ? "there are no lines" : nil }

  /// Why no line can be marked.
  var markRefusal: String? {
    guard let line = logs.selectedLine else { return "there is no line to mark" }
    return line.kind == .gap ? "nothing is known of missing events" : nil
  }

  /// Why nothing can be copied.
  var copyRefusal: String? { copyText == nil ? "there is nothing to copy" : nil }
}
