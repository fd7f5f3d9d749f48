internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// Looks an id up.
  func lookUp(_ id: CustomerID) async {
    do {
      answer(await (try backend.services).customers.lookUp(id))
    } catch {
      fail(id, .lookUp, error)
    }
  }

  /// Looks many ids up, some at a time.
  func lookUp(_ ids: [CustomerID], batch: Int) async {
    do {
      let customers = try await backend.services.customers
      for await numbered in customers.batch(.lookUp, ids) {
        answer(numbered.answer, batch: batch)
      }
    } catch {
      for id in ids { fail(id, .lookUp, error, batch: batch) }
    }
  }

  /// Inserts or deletes an id, and looks it up where nobody knows what became of that.
  func change(
    _ id: CustomerID,
    _ action: CustomerAnswer.Action
  ) async {
    do {
      let customers = try await backend.services.customers
      let answer = await customers.perform(action, id)
      self.answer(answer)
      if let settled = await customers.settle(answer) { self.answer(settled) }
    } catch {
      fail(id, action, error)
    }
  }

  private func answer(_ answer: CustomerAnswer, batch: Int? = nil) {
    guard !Task.isCancelled else { return }
    inbox.post(.customerAnswered(answer, batch: batch))
  }

  private func fail(
    _ id: CustomerID,
    _ action: CustomerAnswer.Action,
    _ error: any Error,
    batch: Int? = nil
  ) {
    guard !Task.isCancelled else { return }
    inbox.post(
      .customerAnswered(
        CustomerAnswer(
          id: id.text,
          action: action,
          outcome: .failed(ServiceFailure(error, doing: action.words)),
          latencyMilliseconds: 0,
          answeredAt: clock.now
        ),
        batch: batch
      )
    )
  }
}
