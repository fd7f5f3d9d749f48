internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// Changes the state by what happened, and says what is to be done.
///
/// This room decides what events and keys mean. It must not know how anything looks, nor how what it
/// asks for is done. One thing it asks of the view: how long an opened page is, because only there
/// its lines are made; the answer is a `PageMeasure`, in which no look is left.
package func update(_ state: inout DashboardState, _ event: DashboardEvent) -> [Effect] {
  let hadOutage = state.hasOutage
  var effects = state.take(event)
  if !hadOutage, state.hasOutage { effects += state.effectsOfOutage }
  effects += state.settle()
  state.settleMessage(after: event)
  return effects
}

extension DashboardState {
  fileprivate mutating func take(_ event: DashboardEvent) -> [Effect] {
    switch event {
    case .clockTicked(let instant): advance(to: instant)
    case .zoneChanged(let minutes): utcOffsetMinutes = minutes
    case .keyPressed(let key, let instant):
      advance(to: instant)
      return press(key)
    case .pasted(let text, let instant):
      advance(to: instant)
      return paste(text)
    case .mouseReported(let mouse, let instant):
      advance(to: instant)
      return point(mouse, at: instant)
    case .resized(let size): self.size = size
    case .roundTripMeasured(let milliseconds): takeRoundTrip(milliseconds)
    case .callsCounted(let rates): calls = rates
    case .messageRaised(let text, let isError): message = Message(text: text, isError: isError)
    case .themeRefused(let inUse, let reason):
      theme = inUse
      message = Message(text: reason, isError: true)
    case .recordingBegun, .recordingEnded: takeRecording(event)
    case .contextsListed, .contextsRefused, .contextChecked, .contextRefused, .historyRead:
      return takeSurroundings(event)
    case .customerAnswered(let answer, let batch): takeAnswer(answer, of: batch)
    default: return takeData(event)
    }
    return []
  }

  /// Takes in what there is around the dashboard on this machine.
  private mutating func takeSurroundings(_ event: DashboardEvent) -> [Effect] {
    switch event {
    case .contextsListed(let marks): takeContexts(marks)
    case .contextsRefused(let reason): contexts.trouble = reason
    case .contextChecked(let name): return takeCheck(of: name)
    case .contextRefused(let name, let reason): refuseContext(name, because: reason)
    case .historyRead(let lines): history.put(before: lines)
    default: break
    }
    return []
  }

  /// Shows another round trip only where it tells something: its jitter is not worth a byte.
  mutating func takeRoundTrip(_ milliseconds: Double) {
    guard let shown = roundTripMilliseconds else { return roundTripMilliseconds = milliseconds }
    if abs(milliseconds - shown) >= max(10, shown / 2) { roundTripMilliseconds = milliseconds }
  }

  private mutating func takeData(_ event: DashboardEvent) -> [Effect] {
    switch event {
    case .submissionAnswered(let id, let outcome, let at):
      takeSubmission(id: id, outcome, at: at)
    case .executionsListed(let executions, let at):
      advance(to: at)
      workflow.freshness.succeeded(at: at)
      workflow.list(executions, at: at)
    case .executionsFailed(let failure, let retryAt):
      workflow.freshness.failed(failure, retryAt: retryAt)
    case .executionDescribed(let report, let at): return takeReport(report, at: at)
    case .executionDescriptionFailed(let arn, let failure):
      if workflow.watched == arn { workflow.reportFailure = failure }
    case .olderListed, .olderFailed, .executionFactsRead, .runPartRead, .executionCompared,
      .comparisonFailed, .runChanged:
      return takeRunData(event)
    case .logsWindowed(let window): takeWindow(window)
    case .logTailChanged(let status, let rate): takeTail(status, eventsPerSecond: rate)
    case .logSourceChecked(let source, let failure): return takeCheck(of: source, failure)
    case .logEventRead(let detail): logs.detail = detail
    case .saveProgressed(let progress): if saving != nil { saving = progress }
    case .saveEnded(let outcome): takeOutcome(outcome)
    case .alarmsRead(let roster, let at): return takeAlarms(roster, at: at)
    case .alarmsFailed(let failure, let retryAt):
      alarms.freshness.failed(failure, retryAt: retryAt)
    case .alarmDescribed(let report): takeAlarmReport(report)
    case .alarmChanged(let change, let failure, let at):
      return takeAlarmChange(change, failure, at: at)
    case .overviewRead(let overview, let at, let span):
      takeOverview(overview, at: at, lighting: span)
    case .overviewFailed(let parts, let failure, let retryAt):
      failOverview(parts, failure, retryAt: retryAt)
    case .explained(let report, let at): takeExplanation(report, at: at)
    case .explanationFailed(let subject, let failure, let retryAt):
      takeWhyFailure(subject, failure, retryAt: retryAt)
    case .incidentTraced(let trace, let subject): takeTrace(trace, of: subject)
    default: break
    }
    return []
  }
}

extension DashboardState {
  /// Asks at once for what was not yet found out of reach: its turn may be a quarter of a minute away,
  /// and until then it would look well.
  fileprivate var effectsOfOutage: [Effect] {
    [.workflow, .alarms].filter { freshness(of: $0)?.failure == nil }.map { .refresh($0) }
  }

  /// How far behind what is known a moment may be, in milliseconds.
  ///
  /// Answers wait in queues; what is further behind comes from a clock that was set back.
  private static let clockSlack: Int64 = 5000

  /// Takes the present moment.
  mutating func advance(to instant: Instant) {
    if instant > now || now - instant > DashboardState.clockSlack { now = instant }
  }

  /// Lets the last line's message go when its time or its reason is over.
  fileprivate mutating func settleMessage(after event: DashboardEvent) {
    guard let shown = message else { return }
    if let command = shown.refused, shown.text != refusalText(of: command) { return message = nil }
    if let ends = shown.ends, ends <= now { return message = nil }
    guard shown.ends == nil else { return }
    switch event {
    case .clockTicked, .keyPressed, .pasted: message = shown.raised(at: now)
    default: break
    }
  }
}
