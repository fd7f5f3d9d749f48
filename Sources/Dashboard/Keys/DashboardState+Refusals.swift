internal import CustomerDomain

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

  /// Why no state or event can be opened.
  var openPartRefusal: String? { chosenPart == nil ? "there is no state or event to open" : nil }

  /// Why the run cannot be stopped.
  var stopRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    guard let run = actedRun else { return "there is no run" }
    return run.status.isFinal ? "it has ended: there is nothing to stop" : nil
  }

  /// Why the run cannot be taken up again.
  var redriveRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    guard let run = actedRun else { return "there is no run" }
    guard run.status.isFinal else { return "it has not ended" }
    if run.status == .succeeded { return "it succeeded: there is nothing to take up again" }
    guard let detail = actedDetail else { return "the run is being read" }
    switch detail.redrive {
    case .possible: return nil
    case .impossible(let reason): return reason
    case .unknown: return "the service does not say that it can be"
    }
  }

  /// Why the run cannot be started once more.
  var runAgainRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    guard actedRun != nil else { return "there is no run" }
    guard let detail = actedDetail else { return "the run is being read" }
    return detail.inputText == nil ? "the service does not tell its input" : nil
  }

  /// Why the run cannot be compared.
  var compareRefusal: String? {
    guard actedRun != nil else { return "there is no run" }
    return actedDetail == nil ? "the run is being read" : nil
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
