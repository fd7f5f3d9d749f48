internal import AWSWire
internal import CustomerDomain
internal import Terminal

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

  /// Looks all of several ids up together, the first one on top; a list before that is still being
  /// looked up ends there.
  mutating func lookUp(_ texts: [String]) -> [Effect] {
    guard texts.count <= CustomersState.batchLimit else {
      let text =
        "\(texts.count) ids are more than the \(CustomersState.batchLimit) that can be looked up here "
        + "at once: none was; use rollcall get --file"
      message = Message(text: text, isError: true)
      return []
    }
    let wasLookingUp = customers.stopBatch()
    customers.field.clear()
    let (ids, batch) = customers.begin(texts, at: now)
    if let first = texts.first { customers.select(first) }
    // A list that is looked up takes the place of the one before; one without any id cannot.
    guard ids.isEmpty else { return [.lookUpAll(ids, batch: batch)] }
    return wasLookingUp ? [.stopLookUps] : []
  }

  /// Asks for no more of a pasted list, or forgets one that is done.
  mutating func leaveBatch() -> [Effect] {
    if customers.stopBatch() { return [.stopLookUps] }
    customers.putBatchAway()
    return []
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
    layers.append(.confirm(Confirmation(action: .deleteCustomer(id: row.id), field: field)))
  }

  /// Deletes an id that was asked about.
  mutating func deleteCustomer(_ id: String) -> [Effect] {
    customers.select(id)
    return ask(id, .delete)
  }

  /// Undoes the last insert or delete; a delete asks first on production, as any other there.
  mutating func undoCommand() -> [Effect] {
    guard let last = customers.lastChange else { return [] }
    customers.select(last.id)
    guard last.action == .insert else { return ask(last.id, .insert) }
    guard context.isProduction else { return ask(last.id, .delete) }
    let action = Confirmation.Action.deleteCustomer(id: last.id)
    layers.append(.confirm(Confirmation(action: action, field: TextField())))
    return []
  }

  /// Puts the id on top as asked about, and asks; an invalid one is flagged and never sent.
  private mutating func ask(_ text: String, _ action: CustomerAnswer.Action) -> [Effect] {
    do {
      let id = try CustomerID(text)
      let status = CustomerRow.Status.asking(action, known: customers.row(text)?.existsNow)
      // Who changes several ids one below the other finds each where it was.
      if action != .lookUp, customers.row(text)?.isOwn == true {
        customers.change(text) { row in
          row.status = status
          row.trouble = nil
          row.batch = nil
        }
      } else {
        customers.put(CustomerRow(id: text, at: now, status: status))
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
  ///
  /// - Parameters:
  ///   - answer: the answer.
  ///   - batch: the number of the pasted list that it belongs to; `nil` where the id was asked about
  ///     alone, here or by somebody else.
  mutating func takeAnswer(_ answer: CustomerAnswer, of batch: Int?) {
    advance(to: answer.answeredAt)
    let before = customers.row(answer.id)
    if let batch {
      guard customers.count(answer, of: batch) else { return }
      // Who asked about one of the ids once more waits for that answer.
      if before?.batch == batch {
        customers.change(answer.id) { row in
          row.take(answer)
          row.batch = nil
        }
        tellTrouble(answer, wasAsking: before?.isAsking == true)
      }
    } else if before?.isOwn == true {
      if answer.isDone { customers.lastChange = answer }
      customers.change(answer.id) { $0.take(answer) }
      tellTrouble(answer, wasAsking: before?.isAsking == true)
    } else {
      // Somebody else asked: the newest of theirs stands first, and nothing is said of it.
      let status = CustomerRow.Status.answered(answer)
      customers.put(
        CustomerRow(id: answer.id, at: answer.answeredAt, status: status, isOwn: false)
      )
    }
    // What could not be asked took no time that tells anything of the way there.
    if answer.existsNow != nil { takeRoundTrip(answer.latencyMilliseconds) }
  }

  /// Says in the last line what became of a change that was not plainly done, and of a look-up that
  /// failed where the pane does not show why.
  private mutating func tellTrouble(_ answer: CustomerAnswer, wasAsking: Bool) {
    guard let row = customers.row(answer.id) else { return }
    if row.trouble != nil, let reason = row.reason {
      message = Message(text: "\(row.label.truncatedMiddle(to: 32)): \(reason)", isError: true)
    } else if wasAsking, case .failed(let failure) = answer.outcome {
      let isShown = !inside(.customers).isEmpty && customers.selectedRow?.id == row.id
      if !isShown { message = Message(text: failure.description, isError: true) }
    }
  }
}

extension CustomerAnswer {
  /// Whether it was put in or taken out just now, and nothing else.
  fileprivate var isDone: Bool { outcome == .created || outcome == .deleted }
}
