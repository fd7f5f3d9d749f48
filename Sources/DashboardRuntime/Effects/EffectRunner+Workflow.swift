internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// Starts a run under a name of its own, so that asking again would start nothing twice.
  func submit(_ id: CustomerID) async {
    let name = ExecutionName.random(pacer)
    do {
      let submission = try await backend.services.workflow.submit(id, name: name)
      answer(id, .started(submission))
    } catch {
      let failure = ServiceFailure(error, doing: "submit")
      guard failure.isOutcomeOpen else { return answer(id, .failed(failure)) }
      answer(id, .unknown(failure))
      let found = try? await backend.services.workflow.settle(id, name: name)
      if let found { answer(id, .started(found)) }
    }
  }

  private func answer(_ id: CustomerID, _ outcome: SubmissionOutcome) {
    guard !Task.isCancelled else { return }
    inbox.post(.submissionAnswered(id: id.text, outcome, at: clock.now))
    refresh(.workflow)
  }

  /// Describes a run, again and again until it has ended.
  func watchExecution(_ arn: String) async {
    var backoff = Backoff()
    var known: ExecutionDetail?
    while !Task.isCancelled {
      do {
        let detail = try await backend.services.workflow.describe(arn, after: known)
        guard !Task.isCancelled else { return }
        inbox.post(.executionDescribed(ExecutionReport(detail), at: clock.now))
        if detail.execution.status.isFinal || isPaused { return }
        known = detail
        backoff.succeeded()
        try await pacer.sleep(for: pace.watchedExecution)
      } catch {
        guard !Task.isCancelled else { return }
        inbox.post(
          .executionDescriptionFailed(arn: arn, ServiceFailure(error, doing: "describe run"))
        )
        if isPaused { return }
        try? await pacer.sleep(for: .milliseconds(backoff.failed()))
      }
    }
  }

  /// Lists the executions, again and again.
  func pollExecutions() async {
    await poll("list runs", every: pace.executions) { runner, services in
      let listed = try await services.workflow.list(limit: 100)
      try Task.checkCancellation()
      // At once what is known; asking about single runs takes longer, and may fail.
      runner.inbox.post(
        .executionsListed(services.workflow.recall(listed), at: runner.clock.now)
      )
      let enriched = try await services.workflow.enrich(listed)
      try Task.checkCancellation()
      runner.inbox.post(.executionsListed(enriched, at: runner.clock.now))
    } failed: { runner, failure, retryAt in
      runner.inbox.post(.executionsFailed(failure, retryAt: retryAt))
    }
  }

  /// Does `fetch` again and again, and after a failure ever less often; once while paused.
  func poll(
    _ action: String,
    every interval: Duration,
    _ fetch: (EffectRunner, Services) async throws -> Void,
    failed: (EffectRunner, ServiceFailure, Instant?) -> Void
  ) async {
    var backoff = Backoff()
    while !Task.isCancelled {
      do {
        try await fetch(self, try await backend.services)
        backoff.succeeded()
        if isPaused { return }
        try await pacer.sleep(for: interval)
      } catch {
        guard !Task.isCancelled else { return }
        if isPaused { return failed(self, ServiceFailure(error, doing: action), nil) }
        let wait = backoff.failed()
        failed(self, ServiceFailure(error, doing: action), clock.now + wait)
        try? await pacer.sleep(for: .milliseconds(wait))
      }
    }
  }
}
