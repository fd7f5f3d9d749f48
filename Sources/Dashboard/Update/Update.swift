internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// Changes the state by what happened, and says what is to be done.
package func update(_ state: inout DashboardState, _ event: DashboardEvent) -> [Effect] {
  let effects = state.take(event)
  return effects + state.settle()
}

extension DashboardState {
  fileprivate mutating func take(_ event: DashboardEvent) -> [Effect] {
    switch event {
    case .clockTicked(let instant): now = max(now, instant)
    case .zoneChanged(let minutes): utcOffsetMinutes = minutes
    case .keyPressed(let key, let instant):
      now = max(now, instant)
      return press(key)
    case .pasted(let text, let instant):
      now = max(now, instant)
      return paste(text)
    case .resized(let size): self.size = size
    case .focusChanged: break
    case .roundTripMeasured(let milliseconds): takeRoundTrip(milliseconds)
    case .callsCounted(let rates): calls = rates
    case .messageRaised(let text, let isError): message = Message(text: text, isError: isError)
    case .customerAnswered(let answer): takeAnswer(answer)
    default: return takeData(event)
    }
    return []
  }

  /// Shows another round trip only where it tells something: its jitter is not worth a byte.
  private mutating func takeRoundTrip(_ milliseconds: Double) {
    guard let shown = roundTripMilliseconds else { return roundTripMilliseconds = milliseconds }
    if abs(milliseconds - shown) >= max(10, shown / 2) { roundTripMilliseconds = milliseconds }
  }

  private mutating func takeData(_ event: DashboardEvent) -> [Effect] {
    switch event {
    case .submissionAnswered(let id, let outcome, let at):
      takeSubmission(id: id, outcome, at: at)
    case .executionsListed(let executions, let at):
      now = max(now, at)
      workflow.freshness.succeeded(at: at)
      workflow.list(executions, at: at)
    case .executionsFailed(let failure, let retryAt):
      workflow.freshness.failed(failure, retryAt: retryAt)
    case .executionDescribed(let report, let at): takeReport(report, at: at)
    case .executionDescriptionFailed(let arn, let failure):
      if workflow.watched == arn { workflow.reportFailure = failure }
    case .logsWindowed(let window): takeWindow(window)
    case .logTailChanged(let status, let rate):
      logs.tail = status
      logs.eventsPerSecond = rate
    case .logEventRead(let detail): logs.detail = detail
    case .alarmsListed(let alarms, let at): return takeAlarms(alarms, at: at)
    case .alarmsFailed(let failure, let retryAt):
      alarms.freshness.failed(failure, retryAt: retryAt)
    case .alarmDescribed(let name, let history, let points, _):
      takeAlarmDetail(name: name, history: history, points: points)
    case .alarmDescriptionFailed(let name, let failure):
      if openAlarmName == name { alarms.detailFailure = failure }
    default: break
    }
    return []
  }
}
