internal import AWSWire
internal import CustomerDomain

/// What happens in the Customers pane.
extension DashboardState {
  /// Looks up what is typed, or the selected row once more.
  mutating func lookUpCommand() -> [Effect] {
    guard customers.isTyping else {
      guard let row = customers.selectedRow else { return [] }
      let effects = ask(row.id, .lookUp)
      customers.select(row.id)
      return effects
    }
    let text = customers.field.text
    customers.field.selectAll()
    if text.isEmpty {
      message = Message(text: "type an id first", isError: true)
      return []
    }
    let effects = ask(text, .lookUp)
    customers.select(text)
    return effects
  }

  /// Looks several ids up, the first one on top, at most `CustomersState.batchLimit`.
  mutating func lookUp(_ texts: [String]) -> [Effect] {
    let some = texts.prefix(CustomersState.batchLimit)
    let word =
      some.count < texts.count ? "the first \(some.count) of \(texts.count)" : "\(some.count)"
    message = Message(text: "looking up \(word) ids", isError: some.count < texts.count)
    customers.field.clear()
    var seen: Set<[UInt8]> = []
    let effects = some.reversed().filter { seen.insert(Array($0.utf8)).inserted }
      .map { ask($0, .lookUp) }
    if let first = texts.first { customers.select(first) }
    return effects.reversed().flatMap { $0 }
  }

  /// Inserts the selected id.
  mutating func insertCommand() -> [Effect] {
    guard let row = customers.selectedRow else { return [] }
    customers.select(row.id)
    return ask(row.id, .insert)
  }

  /// Asks whether the selected id should be deleted.
  mutating func askToDelete() {
    guard let row = customers.selectedRow else { return }
    let field = context.isProduction ? TextField() : nil
    layers.append(.confirm(Confirmation(id: row.id, field: field)))
  }

  /// Deletes what the question names; on production only if the id was typed again.
  mutating func confirmDelete() -> [Effect] {
    guard case .confirm(let question) = layers.last else { return [] }
    if let field = question.field, !field.text.isExactly(question.id) {
      message = Message(text: "that is another id: nothing was deleted", isError: true)
      return []
    }
    layers.removeLast()
    guard readOnlyReason == nil else { return [] }
    customers.select(question.id)
    return ask(question.id, .delete)
  }

  /// Puts the id on top as asked about, and asks; an invalid one is flagged and never sent.
  private mutating func ask(_ text: String, _ action: CustomerAnswer.Action) -> [Effect] {
    do {
      let id = try CustomerID(text)
      let status = CustomerRow.Status.asking(action, known: customers.row(text)?.existsNow)
      if action == .lookUp {
        customers.put(CustomerRow(id: text, at: now, status: status))
      } else {
        customers.change(text) { $0.status = status }
      }
      switch action {
      case .lookUp: return [.lookUp(id)]
      case .insert: return [.insert(id)]
      case .delete: return [.delete(id)]
      }
    } catch {
      customers.put(CustomerRow(id: text, at: now, status: .invalid(error)))
      return []
    }
  }

  /// Shows an answer where its question stands.
  mutating func takeAnswer(_ answer: CustomerAnswer) {
    advance(to: answer.answeredAt)
    // A row has no room for the whole sentence; answers to nobody's question here say nothing.
    if case .failed(let failure) = answer.outcome, customers.row(answer.id)?.isAsking == true {
      message = Message(text: failure.description, isError: true)
    }
    if customers.row(answer.id) == nil {
      customers.put(CustomerRow(id: answer.id, at: now, status: .answered(answer)))
    }
    customers.change(answer.id) { row in
      row.status = .answered(answer)
      row.at = answer.answeredAt
    }
    // What could not be asked took no time that tells anything of the way there.
    if answer.existsNow != nil { takeRoundTrip(answer.latencyMilliseconds) }
  }
}
