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

  /// Why nothing can be undone.
  var undoRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    guard let last = customers.lastChange else { return "nothing was inserted or deleted here" }
    let isAsking = customers.row(last.id)?.isAsking == true
    return isAsking ? "the answer for \(last.id) is awaited" : nil
  }

  /// Why nothing can be opened.
  var openRefusal: String? {
    if layers.last == .overview {
      return overview.rows.isEmpty ? "nothing is known of the backend yet" : nil
    }
    return switch focus {
    case .customers: nil
    case .workflow: workflow.visible.isEmpty ? "there is no run to open" : nil
    case .logs:
      logs.selectedLine == nil
        ? "there is no line to open"
        : logs.selectedLine?.kind == .gap ? "nothing is known of missing events" : nil
    case .alarms: alarms.visible.isEmpty ? "there is no alarm to open" : nil
    }
  }

  /// Why nothing can be copied.
  var copyRefusal: String? { copyText == nil ? "there is nothing to copy" : nil }
}
