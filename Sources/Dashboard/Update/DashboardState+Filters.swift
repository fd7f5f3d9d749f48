/// Typing, accepting and taking away a pane's filter.
extension DashboardState {
  /// Opens the line in which the pane's filter is typed.
  mutating func openFilter() {
    let before = filter(of: focus)
    var field = TextField(before)
    field.selectAll()
    layers.append(.filter(FilterPrompt(pane: focus, field: field, before: before)))
  }

  /// Takes what was typed as the filter, or as the answer to a question.
  mutating func acceptCommand() -> [Effect] {
    switch layers.last {
    case .filter(let prompt):
      layers.removeLast()
      if prompt.pane == .workflow { acceptRunFilter() }
    case .confirm: return confirmCommand()
    default: break
    }
    return []
  }

  /// A pane's filter; empty where everything is shown.
  func filter(of pane: Pane) -> String {
    switch pane {
    case .customers: customers.filter
    case .workflow: workflow.filter
    case .logs: logs.filter
    case .alarms: alarms.filter
    }
  }

  /// Shows only those of a pane's rows that have the text in them.
  mutating func setFilter(_ text: String, of pane: Pane) {
    guard text != filter(of: pane) else { return }
    switch pane {
    case .customers: customers.filter = text
    case .workflow: workflow.setFilter(text, at: now)
    case .logs: filterLogs(text)
    case .alarms: alarms.filter = text
    }
  }
}
