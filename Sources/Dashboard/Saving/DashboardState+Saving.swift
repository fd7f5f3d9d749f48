internal import AWSWire

/// Saving the log's lines or the customers' rows into a file.
extension DashboardState {
  /// Why nothing can be saved.
  var saveRefusal: String? {
    if saving != nil { return "a file is still being written" }
    switch focus {
    case .logs: return logs.lines.isEmpty ? "there are no lines" : nil
    case .customers: return customers.visible.isEmpty ? "there are no ids" : nil
    case .workflow, .alarms: return nil
    }
  }

  /// Asks where to.
  mutating func openSaving() {
    let scopes = saveScopes
    guard let first = scopes.first else { return }
    let what = first == .customers ? "customers" : "logs"
    let ending = first == .customers ? SaveFormat.csv.ending : SaveFormat.text.ending
    let name = "rollcall-\(what)-\(now.basicISO8601)\(ending)"
    layers.append(.save(SavePrompt(scope: first, scopes: scopes, field: TextField(name))))
  }

  /// What can be saved here, first what is meant most likely.
  private var saveScopes: [SavePrompt.Scope] {
    if focus == .customers { return [.customers] }
    if case .logEvent = layers.last { return [.selected, .passing] }
    let marked: [SavePrompt.Scope] = logs.marks.isEmpty ? [] : [.marked]
    let selected: [SavePrompt.Scope] = logs.selectedLine?.event == nil ? [] : [.selected]
    return marked + [.passing] + selected
  }

  /// Changes the prompt that is open.
  mutating func changeSaving(_ change: (inout SavePrompt) -> Void) {
    guard case .save(var prompt) = layers.last else { return }
    change(&prompt)
    layers[layers.count - 1] = .save(prompt)
  }

  /// Saves to what was typed, if that can be.
  mutating func save(_ prompt: SavePrompt) -> [Effect] {
    guard let format = prompt.format, let content = content(of: prompt.scope) else { return [] }
    layers.removeLast()
    return save(
      SaveOrder(
        content: content,
        path: prompt.field.text,
        format: format,
        fields: logs.columns.map(\.name)
      )
    )
  }

  /// Writes the file.
  mutating func save(_ order: SaveOrder) -> [Effect] {
    saving = SaveProgress(done: 0)
    return [.save(order)]
  }

  private func content(of scope: SavePrompt.Scope) -> SaveOrder.Content? {
    switch scope {
    case .marked: .lines(logs.marks)
    case .selected: logs.selectedLine.map { .lines([$0.sequence]) }
    case .passing: logs.query.map { .passing($0, expected: passingCount) }
    case .customers: .customers(customers.visible.map(SavedCustomer.init))
    }
  }

  /// How many lines the filter lets through, as far as is known.
  var passingCount: Int {
    guard let window = logs.window else { return 0 }
    return window.olderCount + window.lines.count + window.newerCount
  }

  /// Says what became of saving; asks before a file is replaced.
  mutating func takeOutcome(_ outcome: SaveOutcome) {
    saving = nil
    switch outcome {
    case .saved(let order, let path, let count):
      message = Message(text: "saved \(count) \(order.noun(count)) to \(path)")
    case .failed(let order, let reason):
      message = Message(text: "not saved to \(order.path): \(reason)", isError: true)
    case .exists(let order) where keyContext.isTyping:
      // A question must not take the keys of whoever types: one of them may be its answer.
      let text = "not saved to \(order.path): there is such a file by now"
      message = Message(text: text, isError: true)
    case .exists(let order):
      layers.append(.confirm(Confirmation(action: .replaceFile(order))))
    }
  }
}
