internal import Terminal

extension DashboardState {
  /// Does what a key means here, or edits the field that has the cursor.
  mutating func press(_ key: Key) -> [Effect] {
    message = nil
    defer { if focus == .alarms, !showsOverview { alarms.see() } }
    if let effects = dispatch(key) { return effects }
    // Esc and a key that were read together look like that key with Alt.
    guard key.modifiers.contains(.alt) else {
      tellUnknown(key)
      return []
    }
    let plain = Key(key.code, key.modifiers.subtracting(.alt))
    return (dispatch(Key(.escape)) ?? []) + (dispatch(plain) ?? [])
  }

  /// Says of a character that is no command here where the commands are told.
  private mutating func tellUnknown(_ key: Key) {
    let context = keyContext
    guard key.isText, let help = keys.bindings(in: context).first(where: { $0.command == .help }),
      let name = help.keys(in: context).first?.name
    else { return }
    message = Message(text: "\(key.name) does nothing here; \(name) shows the keys")
  }

  /// Does what a key means here; `nil` where it means nothing.
  private mutating func dispatch(_ key: Key) -> [Effect]? {
    let context = keyContext
    if let binding = keys.binding(for: key, in: context) { return perform(binding) }
    return context.isTyping && edit { $0.take(key) } ? [] : nil
  }

  /// Does a command where the keys are, as its key would.
  mutating func perform(_ command: Command) -> [Effect] {
    let context = keyContext
    let binding = keys.bindings.first { $0.command == command && $0.contexts.contains(context) }
    return binding.map { perform($0) } ?? []
  }

  private mutating func perform(_ binding: KeyBinding) -> [Effect] {
    if let text = refusalText(of: binding) {
      message = Message(text: text, isError: true, refused: binding.command)
      return []
    }
    return run(binding.command)
  }

  /// What is said of a command that cannot be done now; `nil` where it can.
  func refusalText(of command: Command) -> String? {
    let context = keyContext
    let bindings = keys.bindings.filter { $0.command == command }
    return (bindings.first { $0.contexts.contains(context) } ?? bindings.first)
      .flatMap(refusalText)
  }

  private func refusalText(of binding: KeyBinding) -> String? {
    binding.refusal(self).map { "\(binding.title): \($0)" }
  }

  /// Takes pasted text into the field that has the cursor; several lines are several ids.
  mutating func paste(_ text: String) -> [Effect] {
    message = nil
    let lines = DashboardState.lines(text)
    if keyContext == .customersField || keyContext == .customersRows {
      if lines.count > 1 { return lookUp(lines) }
      enterFieldForPaste()
    }
    guard keyContext.isTyping else {
      message = Message(text: "pasted text goes into a field: there is none here", isError: true)
      return []
    }
    let line = lines.first ?? text
    edit { field in
      field.insert(line)
      return true
    }
    return []
  }

  /// The lines that are not blank, as of a file of ids: a byte order mark is none of the text.
  private static func lines(_ text: String) -> [String] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = text.utf8.starts(with: mark) ? text.utf8.dropFirst(mark.count) : text.utf8[...]
    return bytes.split { $0 == 0x0A || $0 == 0x0D }.map { String(Substring($0)) }
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }

  /// What is pasted among the rows goes into the field, in place of what stands there.
  private mutating func enterFieldForPaste() {
    if keyContext == .customersRows { enterField() }
  }

  /// Changes the field that has the cursor; a filter takes effect while it is typed.
  ///
  /// - Returns: whether it was a change that a field knows.
  @discardableResult
  private mutating func edit(_ change: (inout TextField) -> Bool) -> Bool {
    var isKnown = false
    switch layers.popLast() {
    case .filter(var prompt):
      isKnown = change(&prompt.field)
      layers.append(.filter(prompt))
      setFilter(prompt.field.text, of: prompt.pane)
    case .prompt(var prompt):
      isKnown = prompt.edit(change)
      layers.append(.prompt(prompt))
    case .jump(var prompt):
      isKnown = change(&prompt.field)
      layers.append(.jump(prompt))
    case .save(var prompt):
      isKnown = change(&prompt.field)
      layers.append(.save(prompt))
    case .confirm(var question):
      if var field = question.field {
        isKnown = change(&field)
        question.field = field
      }
      layers.append(.confirm(question))
    case let layer?: layers.append(layer)
    case nil:
      isKnown = focus == .customers ? change(&customers.field) : editForm(change)
    }
    return isKnown
  }

  /// Edits the id to submit; what was said of the one before goes with its text.
  private mutating func editForm(_ change: (inout TextField) -> Bool) -> Bool {
    let before = workflow.field.text
    let isKnown = change(&workflow.field)
    if workflow.field.text != before, workflow.note?.isError == true { workflow.note = nil }
    return isKnown
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
    case .undo: return undoCommand()
    case .stopRun: askToStop()
    case .redrive: askToRedrive()
    case .runAgain: askToRunAgain()
    case .compare: return compareCommand()
    case .mute: askToMute()
    case .setState: askToSetState()
    case .nextChoice: nextChoice()
    case .confirm: return confirmCommand()
    case .accept: return acceptCommand()
    case .decline: layers.removeLast()
    case .pause: return togglePause()
    case .refresh: return refreshCommand()
    case .screenshot: return screenshot(to: nil)
    case .pattern:
      return openPrompt(for: command, with: logs.wanted.pattern ?? "")
    case .groups:
      return openPrompt(
        for: command,
        with: logs.wanted.groups.joined(separator: " ")
      )
    case .copy: return copyText.map { [.copy($0)] } ?? []
    case .theme: return openThemes()
    case .context: return openContexts()
    case .prompt, .complete, .completeBack, .olderCommand, .newerCommand:
      return promptCommand(command)
    case .save: openSaving()
    case .saveScope: changeSaving { $0.turnScope() }
    case .saveFormat: changeSaving { $0.turnFormat() }
    case .help:
      layers.append(.help(top: 0))
      return [.countCalls]
    case .open: return openCommand()
    case .why: whyCommand()
    case .allLines: return showAllLines()
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
    case .overview: toggleOverview()
    case .nextPane: focus = focus.next
    case .previousPane: focus = focus.previous
    case .zoom: isZoomed.toggle()
    case .enterField: enterField()
    case .leaveField: leaveField()
    case .filter: openFilter()
    case .columns: openColumns()
    case .toggleColumn, .columnEarlier, .columnLater: chooseColumn(command)
    case .fold: toggleFolding()
    case .openFold: unfold()
    case .closeFold: fold()
    case .bars: enterBars()
    case .showBars: toggleBars()
    case .nextBar: moveBar(by: 1)
    case .previousBar: moveBar(by: -1)
    case .jump: layers.append(.jump(TimePrompt()))
    case .mark: toggleMark()
    case .nextMark: findMark(forward: true)
    case .previousMark: findMark(forward: false)
    case .sort: sortRows()
    case .brief: toggleBrief()
    case .wrap: toggleWrapping()
    case .times: turnTimes()
    case .follow1: follow(0)
    case .follow2: follow(1)
    case .follow3: follow(2)
    case .follow4: follow(3)
    case .follow5: follow(4)
    case .follow6: follow(5)
    case .nextError: findError(forward: true)
    case .previousError: findError(forward: false)
    case .nextSection where layers.last != .overview: moveSection(by: 1)
    case .previousSection where layers.last != .overview: moveSection(by: -1)
    default: move(command)
    }
  }

  private mutating func go(to pane: Pane) {
    if layers.last == .overview { layers.removeLast() }
    focus = pane
    enterField()
  }
}
