package import AWSClient
package import AWSWire
package import CustomerDomain

/// Looks customers up, and puts them in and takes them out.
///
/// Every question gets an answer: failures are outcomes, because in a batch one failure must not
/// hide the other answers.
package struct CustomerService: Sendable {
  private let api: CustomerAPI
  private let recorder: Recorder
  private let clock: any WallClock
  private let pacer: any Pacer

  /// Makes a service.
  ///
  /// - Parameters:
  ///   - api: makes the calls.
  ///   - mode: whether changing is allowed.
  ///   - journal: where changing actions are recorded, if anywhere.
  ///   - clock: where the time comes from.
  ///   - pacer: time that passes while calls are made.
  package init(
    api: CustomerAPI,
    mode: AccessMode,
    journal: Journal? = nil,
    clock: any WallClock = SystemWallClock(),
    pacer: any Pacer = .system
  ) {
    self.api = api
    recorder = Recorder(mode: mode, journal: journal)
    self.clock = clock
    self.pacer = pacer
  }

  /// Does one action with one id.
  package func perform(_ action: CustomerAnswer.Action, _ id: CustomerID) async -> CustomerAnswer {
    switch action {
    case .lookUp: await lookUp(id)
    case .insert: await insert(id)
    case .delete: await delete(id)
    }
  }

  /// Asks whether the id is in the table.
  package func lookUp(_ id: CustomerID) async -> CustomerAnswer {
    await measured(id, .lookUp) { try await api.get(id.text) ? .exists : .absent }
  }

  /// Puts the id into the table.
  package func insert(_ id: CustomerID) async -> CustomerAnswer {
    await measured(id, .insert) {
      switch try await api.put(id.text) {
      case .created: .created
      case .alreadyExisted: .alreadyExisted
      }
    }
  }

  /// Takes the id out of the table.
  package func delete(_ id: CustomerID) async -> CustomerAnswer {
    await measured(id, .delete) {
      switch try await api.delete(id.text) {
      case .deleted: .deleted
      case .wasAbsent: .wasAbsent
      }
    }
  }

  /// Looks the id up where it is not known what became of a changing call; `nil` where it is known.
  package func settle(_ answer: CustomerAnswer) async -> CustomerAnswer? {
    guard case .unknown = answer.outcome, let id = try? CustomerID(answer.id) else { return nil }
    return await lookUp(id)
  }

  /// Does one action with many ids, begun in their order; what is done to equal ids is done one after
  /// another.
  ///
  /// A look-up that takes long holds none back. Changes go no further than so many beyond one that is
  /// open: whoever tells of them in order has then little left untold where the program is ended.
  ///
  /// - Parameters:
  ///   - action: what is done with each.
  ///   - ids: the ids.
  ///   - concurrency: how many are under way at once.
  /// - Returns: the answers as they come.
  package func batch(
    _ action: CustomerAnswer.Action,
    _ ids: [CustomerID],
    concurrency: Int = 50
  ) -> CustomerBatch {
    let gate = ThrottleGate(pacer: pacer)
    // What is only looked up can be looked up twice at once.
    let turns = action == .lookUp ? nil : RepeatTurns(ids)
    let concurrency = max(1, concurrency)
    let reach = action == .lookUp ? Int.max : concurrency * 8
    return CustomerBatch(ids: ids, concurrency: concurrency, reach: reach) { index, id in
      await turns?.begin(index)
      defer { turns?.end(index) }
      return await gate.answer { await perform(action, id) }
    }
  }

  private func measured(
    _ id: CustomerID,
    _ action: CustomerAnswer.Action,
    _ work: () async throws -> CustomerAnswer.Outcome
  ) async -> CustomerAnswer {
    let start = pacer.elapsed
    // What is not even begun leaves nothing to record.
    let outcome =
      Task.isCancelled
      ? .failed(CustomerService.cancelled(id, action)) : await self.outcome(id, action, work)
    return CustomerAnswer(
      id: id.text,
      action: action,
      outcome: outcome,
      latencyMilliseconds: (pacer.elapsed - start) / .milliseconds(1),
      answeredAt: clock.now
    )
  }

  private func outcome(
    _ id: CustomerID,
    _ action: CustomerAnswer.Action,
    _ work: () async throws -> CustomerAnswer.Outcome
  ) async -> CustomerAnswer.Outcome {
    let purpose = ServiceAccess.Purpose(action.words, id.text)
    do {
      if action == .lookUp { return try await recorder.read(purpose, work) }
      return try await recorder.change(purpose, as: \.journalWords, work)
    } catch let failure as ServiceFailure {
      return failure.isOutcomeOpen ? .unknown(failure) : .failed(failure)
    } catch {
      return .failed(CustomerService.cancelled(id, action))
    }
  }

  private static func cancelled(
    _ id: CustomerID,
    _ action: CustomerAnswer.Action
  ) -> ServiceFailure {
    ServiceFailure(
      kind: .unavailable,
      action: action.words,
      resource: id.text,
      reason: "cancelled before it was sent"
    )
  }
}

extension CustomerAnswer.Action {
  /// The action as people say it.
  package var words: String {
    switch self {
    case .lookUp: "look up"
    case .insert: "insert"
    case .delete: "delete"
    }
  }
}
