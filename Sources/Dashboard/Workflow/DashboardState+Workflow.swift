internal import AWSWire
internal import CustomerDomain

/// What happens in the Workflow pane.
extension DashboardState {
  /// The ARN of the run that is open over the panes.
  var openExecutionARN: String? {
    for case .execution(let open) in layers.reversed() { return open.arn }
    return nil
  }

  /// Submits what is typed, if it is an id.
  mutating func submitCommand() -> [Effect] {
    let text = workflow.field.text
    workflow.field.selectAll()
    guard readOnlyReason == nil else { return [] }
    do {
      let id = try CustomerID(text)
      workflow.note = .underWay("submitting \(text.spelledOut)")
      return [.submit(id)]
    } catch {
      workflow.note = .trouble("\(error), not sent", at: now)
      return []
    }
  }

  /// Shows a submission's outcome; a run that started is selected and watched.
  mutating func takeSubmission(id: String, _ outcome: SubmissionOutcome, at: Instant) {
    advance(to: at)
    switch outcome {
    case .started(let submission):
      workflow.note = nil
      workflow.put(
        Execution(
          arn: submission.executionARN,
          name: submission.name,
          status: .running,
          startedAt: submission.startedAt,
          customerID: id
        )
      )
      workflow.select(submission.executionARN)
    case .unknown(let failure):
      workflow.note = .trouble("unknown whether it started: \(failure)", at: now)
    case .failed(let failure):
      workflow.note = .trouble(failure.description, at: now)
    }
  }

  /// Takes what is known of a run; it is shown if it is the watched one.
  mutating func takeReport(_ report: ExecutionReport, at: Instant) -> [Effect] {
    advance(to: at)
    workflow.put(report.detail.execution)
    guard report.detail.execution.arn == workflow.watched else { return [] }
    workflow.take(report, at: at)
    workflow.reportFailure = nil
    return effectsOfOpenPart
  }
}
