internal import CustomerDomain
internal import Terminal

/// What follows from the state alone, whatever happened: rows in sight and standing orders.
extension DashboardState {
  /// Brings scroll positions and standing orders in line with the rest of the state.
  mutating func settle() -> [Effect] {
    settleRows()
    let older = settleOlderLogs()
    return settleExecution() + settleRuns() + settleAlarm() + settleWhy() + settleLogs() + older
      + settleOverview() + settleThemes() + settleTitle()
  }

  private mutating func settleRows() {
    // Answers to others come in on top: what keys would act on must not become another row.
    if !customers.isTyping, customers.cursor.selected == nil {
      customers.cursor.selected = customers.selectedRow?.id
    }
    customers.settle(height: CustomersGeometry(self).listHeight)
    settleWorkflow()
    alarms.settle(height: AlarmsGeometry(self).rows.height)
    if !logs.follows { settleLogTop() }
    layOutLogEvent()
    settleColumns()
    settlePage()
    settleChoice()
    settleLink()
    settleReports()
  }

  /// A closed list stays where it was: it has no height that its selected row could be out of.
  private mutating func settleWorkflow() {
    if let ends = workflow.note?.ends, ends <= now { workflow.note = nil }
    let height = WorkflowGeometry(self).rows.height
    guard height > 0 else { return }
    workflow.cursor.settle(in: workflow.ids, height: height)
    workflow.see()
  }

  /// Watches the opened run, else the selected one, whose graph stands below the list.
  private mutating func settleExecution() -> [Effect] {
    let wanted = openExecutionARN ?? workflow.selectedRow?.id
    guard let wanted, wanted != workflow.watched else { return [] }
    workflow.watched = wanted
    workflow.reportFailure = nil
    return [.watchExecution(arn: wanted)]
  }

  private mutating func settleLogs() -> [Effect] {
    let wanted = wantedLogQuery
    guard wanted != logs.query else { return [] }
    logs.query = wanted
    return [.showLogs(wanted)]
  }

  private mutating func settleTitle() -> [Effect] {
    let wanted = titleText
    guard wanted != title else { return [] }
    title = wanted
    return [.setTitle(wanted)]
  }

  /// The terminal's title: how many alarms are red, and of when that is where nobody knows it now.
  ///
  /// It tells a moment and not an age, so that an outage does not change it each second.
  private var titleText: String {
    let red = alarms.tally[.alarm] ?? 0
    let name = "rollcall \(context.name)"
    guard alarms.freshness.failure != nil else { return (red > 0 ? "▲ \(red) " : "") + name }
    guard let last = alarms.freshness.lastSuccess else { return "? \(name): alarms unknown" }
    return "?\(red > 0 ? " ▲ \(red)" : "") \(name): old, as of \(TimeText(self).minute(of: last))"
  }
}
