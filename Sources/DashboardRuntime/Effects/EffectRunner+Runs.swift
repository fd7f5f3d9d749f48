internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

/// What is read of runs on demand, and what is done to them.
extension EffectRunner {
  /// Lists runs further back.
  func listOlder(_ status: Execution.Status?, _ token: String?) async {
    do {
      let service = try await backend.services.workflow
      let page = try await service.page(status: status, after: token)
      guard !Task.isCancelled else { return }
      let runs = service.recall(page.executions)
      inbox.post(
        .olderListed(
          OlderPage(status: status, after: token, executions: runs, next: page.next),
          at: clock.now
        )
      )
    } catch {
      guard !Task.isCancelled else { return }
      let failure = ServiceFailure(error, doing: "list older runs")
      inbox.post(.olderFailed(failure, status: status, after: token))
    }
  }

  /// Reads customer ids and states; what cannot be read stays unknown.
  func readFacts(_ runs: [Execution]) async {
    let answer = try? await backend.services.workflow.facts(of: runs)
    guard !Task.isCancelled else { return }
    inbox.post(.executionFactsRead(answer?.runs ?? [], unread: answer?.unread ?? runs.map(\.arn)))
  }

  /// Makes a part of a run ready for the screen.
  func lay(out part: RunPart, of report: ExecutionReport) {
    let laidOut = RunPartReport(part, of: report.detail)
    guard !Task.isCancelled else { return }
    inbox.post(.runPartRead(laidOut))
  }

  /// Compares a run with the last one before it that ended well.
  func compare(_ detail: ExecutionDetail) async {
    let arn = detail.execution.arn
    do {
      let service = try await backend.services.workflow
      guard let good = try await service.lastGood(before: detail) else {
        let reason = "none of the workflow's runs that the service still knows ended well"
        return inbox.post(.comparisonFailed(arn: arn, reason: reason))
      }
      let other = try await service.describe(good.arn, withGraph: false)
      let report = ComparisonReport(ExecutionComparison(detail, with: other))
      guard !Task.isCancelled else { return }
      inbox.post(.executionCompared(arn: arn, report))
    } catch {
      guard !Task.isCancelled else { return }
      let failure = ServiceFailure(error, doing: "compare")
      inbox.post(.comparisonFailed(arn: arn, reason: failure.description))
    }
  }

  /// Stops a run, or takes it up again.
  func change(_ change: RunChange, arn: String) async {
    do {
      let service = try await backend.services.workflow
      if change == .stop {
        try await service.stop(arn)
      } else {
        try await service.redrive(arn, token: ExecutionName.random(pacer))
      }
      answer(change, arn, .done(started: nil))
    } catch {
      let failure = ServiceFailure(error, doing: change == .stop ? "stop run" : "redrive run")
      guard failure.isOutcomeOpen else { return answer(change, arn, .failed(failure)) }
      answer(change, arn, .unknown(failure))
      guard change == .stop else { return }
      let run = try? await backend.services.workflow.standing(arn)
      if run?.status == .aborted { answer(change, arn, .done(started: nil)) }
    }
  }

  /// Starts a run with the input of another one, and looks for it where no answer came.
  func startAgain(_ detail: ExecutionDetail) async {
    let name = ExecutionName.random(pacer)
    let arn = detail.execution.arn
    do {
      let run = try await backend.services.workflow.startAgain(detail, name: name)
      answer(.startAgain, arn, .done(started: run))
    } catch {
      let failure = ServiceFailure(error, doing: "run again")
      guard failure.isOutcomeOpen else { return answer(.startAgain, arn, .failed(failure)) }
      answer(.startAgain, arn, .unknown(failure))
      let found = try? await backend.services.workflow.started(detail, name: name)
      if let found { answer(.startAgain, arn, .done(started: found)) }
    }
  }

  private func answer(_ change: RunChange, _ arn: String, _ outcome: RunChangeOutcome) {
    guard !Task.isCancelled else { return }
    inbox.post(.runChanged(change, arn: arn, outcome, at: clock.now))
    refresh(.workflow)
  }
}
