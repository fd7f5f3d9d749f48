internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// Explains something, and again for as long as it goes on.
  func explain(_ subject: Explanation.Subject) async {
    var backoff = Backoff()
    while !Task.isCancelled {
      do {
        let explanation = try await backend.services.why.explain(subject)
        guard !Task.isCancelled else { return }
        inbox.post(.explained(WhyReport(explanation), at: clock.now))
        if isPaused || !explanation.goesOn { return }
        backoff.succeeded()
        try await pacer.sleep(for: pace.openAlarm)
      } catch {
        guard !Task.isCancelled else { return }
        let failure = ServiceFailure(error, doing: "explain")
        // What is not there is looked for once: that is a search of two weeks.
        let isLast = isPaused || failure.kind == .notFound
        let wait = backoff.failed()
        inbox.post(
          .explanationFailed(subject, failure, retryAt: isLast ? nil : clock.now + wait)
        )
        if isLast { return }
        try? await pacer.sleep(for: .milliseconds(wait))
      }
    }
  }

  /// Traces one incident to its run and its lines.
  func trace(_ incident: Incident, of subject: Explanation.Subject) async {
    do {
      let trace = try await backend.services.why.trace(incident)
      guard !Task.isCancelled else { return }
      inbox.post(.incidentTraced(WhyTrace(trace), of: subject))
    } catch {
      guard !Task.isCancelled else { return }
      let failure = ServiceFailure(error, doing: "trace")
      let trace = Trace(incidentID: incident.id, notes: [failure.description])
      inbox.post(.incidentTraced(WhyTrace(trace), of: subject))
    }
  }
}

extension Explanation {
  /// Whether asking again may tell more: the alarm is red still, or a run under way.
  fileprivate var goesOn: Bool {
    if let alarm { return alarm.state == .alarm }
    return incidents.contains { $0.execution.map { !$0.status.isFinal } ?? false }
  }
}
