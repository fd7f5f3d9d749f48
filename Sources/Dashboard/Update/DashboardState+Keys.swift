internal import Terminal

extension DashboardState {
  /// Does what a key means here, or edits the field that has the cursor.
  mutating func press(_ key: Key) -> [Effect] {
    message = nil
    // Whoever presses a key in the Alarms pane has seen what is new there.
    defer { if focus == .alarms { alarms.unseen = [] } }
    let context = keyContext
    if let binding = keys.binding(for: key, in: context) {
      if let reason = binding.refusal(self) {
        message = Message(text: "\(binding.title): \(reason)", isError: true)
        return []
      }
      return run(binding.command)
    }
    if context.isTyping { edit { $0.take(key) } }
    return []
  }

  /// Takes pasted text into the field that has the cursor; several lines are several ids.
  mutating func paste(_ text: String) -> [Effect] {
    message = nil
    guard keyContext.isTyping else {
      message = Message(text: "pasted text goes into a field: there is none here", isError: true)
      return []
    }
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    if keyContext == .customersField, lines.count > 1 { return lookUp(lines.map(String.init)) }
    let line = lines.first.map(String.init) ?? text
    edit { field in
      field.insert(line)
      return true
    }
    return []
  }

  /// Changes the field that has the cursor; a filter takes effect while it is typed.
  private mutating func edit(_ change: (inout TextField) -> Bool) {
    switch layers.popLast() {
    case .filter(var prompt):
      _ = change(&prompt.field)
      layers.append(.filter(prompt))
      setFilter(prompt.field.text, of: prompt.pane)
    case .confirm(var question):
      if var field = question.field {
        _ = change(&field)
        question.field = field
      }
      layers.append(.confirm(question))
    case let layer?: layers.append(layer)
    case nil:
      if focus == .customers { _ = change(&customers.field) } else { _ = change(&workflow.field) }
    }
  }

  private mutating func run(_ command: Command) -> [Effect] {
    switch command {
    case .quit, .quitFromField: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .lookUp: return lookUpCommand()
    case .submit: return submitCommand()
    case .insert: return insertCommand()
    case .delete: askToDelete()
    case .confirmDelete: return confirmDelete()
    case .accept: return acceptCommand()
    case .decline: layers.removeLast()
    case .pause: return togglePause()
    case .refresh: return refreshCommand()
    case .copy: return copyText.map { [.copy($0)] } ?? []
    case .theme: return nextTheme()
    case .help:
      layers.append(.help(top: 0))
      return [.countCalls]
    case .open: return openCommand()
    case .back: return goBack()
    default: show(command)
    }
    return []
  }

  /// Does what changes the view alone.
  private mutating func show(_ command: Command) {
    switch command {
    case .customersPane: go(to: .customers)
    case .workflowPane: go(to: .workflow)
    case .logsPane: go(to: .logs)
    case .alarmsPane: go(to: .alarms)
    case .nextPane: focus = focus.next
    case .previousPane: focus = focus.previous
    case .zoom: isZoomed.toggle()
    case .enterField: enterField()
    case .leaveField: leaveField()
    case .filter: openFilter()
    case .sort: sortRows()
    case .brief: toggleBrief()
    case .wrap: logs.wraps.toggle()
    case .times: turnTimes()
    case .nextError: findError(forward: true)
    case .previousError: findError(forward: false)
    case .nextSection: moveSection(by: 1)
    case .previousSection: moveSection(by: -1)
    default: move(command)
    }
  }

  private mutating func go(to pane: Pane) {
    if focus == pane { enterField() }
    focus = pane
  }
}
