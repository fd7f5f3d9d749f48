internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// Lists of runs that go further back, and what is done to one run.
extension DashboardState {
  /// The ARN of the run that keys act on: the opened one, else the selected one.
  var actedARN: String? {
    if case .why = layers.last { return whyDetail?.execution.arn }
    return layers.isEmpty ? workflow.selectedRow?.id : openExecutionARN
  }

  /// The run that keys act on.
  var actedRun: Execution? {
    guard let arn = actedARN else { return nil }
    return actedDetail?.execution
      ?? workflow.visible.first { $0.id == arn }?.execution
  }

  /// The run that keys act on with all that is known of it; `nil` before it was read.
  var actedDetail: ExecutionDetail? {
    if case .why = layers.last { return whyDetail }
    guard let detail = workflow.report?.detail, detail.execution.arn == actedARN else { return nil }
    return detail
  }

  /// Asks whether the run should be stopped.
  mutating func askToStop() {
    guard let run = actedRun else { return }
    layers.append(.confirm(Confirmation(action: .stopRun(arn: run.arn, name: run.name))))
  }

  /// Asks whether the run should be taken up again.
  mutating func askToRedrive() {
    guard let run = actedRun else { return }
    layers.append(.confirm(Confirmation(action: .redriveRun(arn: run.arn, name: run.name))))
  }

  /// Asks whether a run should be started with the same input.
  mutating func askToRunAgain() {
    guard let detail = actedDetail else { return }
    layers.append(.confirm(Confirmation(action: .startAgain(detail))))
  }

  /// Takes what was heard of runs besides their list and the watched one.
  mutating func takeRunData(_ event: DashboardEvent) -> [Effect] {
    switch event {
    case .olderListed(let page, let at):
      advance(to: at)
      workflow.take(page, at: at)
    case .olderFailed(let failure, let status, let after):
      guard workflow.older.fail(failure, status: status, after: after) else { break }
      message = Message(text: failure.description, isError: true)
    case .executionFactsRead(let found, let unread):
      workflow.facts.take(unread: unread)
      workflow.fill(found)
    case .runPartRead(let report): workflow.part = report
    case .executionCompared(let arn, let report):
      if openExecutionARN == arn { workflow.comparison = report }
    case .comparisonFailed(let arn, let reason):
      if openExecutionARN == arn { workflow.comparisonFailure = reason }
    case .runChanged(let change, let arn, let outcome, let at):
      return takeChange(change, arn: arn, outcome, at: at)
    default: break
    }
    return []
  }

  /// Says what became of a change; a run that was started is shown.
  private mutating func takeChange(
    _ change: RunChange,
    arn: String,
    _ outcome: RunChangeOutcome,
    at: Instant
  ) -> [Effect] {
    advance(to: at)
    let name = String(arn.split(separator: ":").last ?? "")
    switch outcome {
    case .failed(let failure):
      message = Message(text: failure.description, isError: true)
    case .unknown(let failure):
      message = Message(text: "\(failure); looking at the run", isError: true)
    case .done(let started?):
      message = Message(text: "started \(started.name), with the same input as \(name)")
      return show(started, insteadOf: arn)
    case .done(nil):
      message = Message(text: change == .stop ? "stopped \(name)" : "redriven \(name)")
    }
    return workflow.watched == arn ? [.watchExecution(arn: arn)] : []
  }

  /// Shows a run that was started with the input of another one, over that where that is opened.
  private mutating func show(_ run: Execution, insteadOf arn: String) -> [Effect] {
    workflow.put(run)
    if openExecutionARN == arn, layers.last?.coversPanes == true {
      layers.append(.execution(OpenExecution(arn: run.arn)))
    } else if layers.isEmpty {
      workflow.select(run.arn)
    }
    return []
  }

  /// Notes that the reader is at the end of the list, where older runs are wanted.
  mutating func reachEndOfRuns() {
    let rows = workflow.visible
    guard workflow.cursor.index(in: workflow.ids) >= rows.count - 1 else { return }
    workflow.older.reachEnd()
  }

  /// Looks further back for what a filter wants, where the list does not fill the pane.
  mutating func acceptRunFilter() {
    if let problem = workflow.matcher.problem { message = Message(text: problem, isError: true) }
    guard !workflow.matcher.isEmpty else { return }
    // Older ones of another status are given up first, with how far back they were wanted.
    workflow.wantOlder(workflow.matcher.status)
    workflow.older.reachEnd()
    workflow.facts.tryAgain()
  }

  /// Asks for older runs where the reader is at the end, and for what a list does not tell.
  mutating func settleRuns() -> [Effect] {
    workflow.wantOlder(workflow.matcher.status)
    let height = WorkflowGeometry(self).rows.height
    let isEndInSight = workflow.visible.count <= workflow.cursor.top + max(1, height)
    let older = workflow.older.next(isEndInSight: isEndInSight)
    return [older, factsEffect(height: height)].compactMap(\.self)
  }

  /// How many runs are asked about at once.
  private static let factsLimit = 24

  /// Asks for the customer ids and states of runs in sight, and where the filter looks at them, of all.
  private mutating func factsEffect(height: Int) -> Effect? {
    guard workflow.facts.canAsk, !isPaused,
      workflow.older.hasBegun || workflow.matcher.needsFacts
    else { return nil }
    let seen = workflow.visible.dropFirst(workflow.cursor.top).prefix(height).map(\.execution)
    let unknown = { (run: Execution) in
      run.customerID == nil && !workflow.facts.asked.contains(run.arn)
    }
    var wanted = Array(seen.filter(unknown).prefix(DashboardState.factsLimit))
    if wanted.isEmpty, workflow.matcher.needsFacts {
      wanted = Array(workflow.unread.prefix(DashboardState.factsLimit))
    }
    guard !wanted.isEmpty else { return nil }
    workflow.facts.ask(wanted.map(\.arn))
    return .readFacts(wanted)
  }
}

extension WorkflowState {
  /// The runs whose customer id and state nobody has asked for, as far as the rest of the filter lets
  /// them through; the newest first.
  var unread: [Execution] {
    (executions.lazy + olderRows.lazy.map(\.execution)).filter { run in
      run.customerID == nil && !facts.asked.contains(run.arn) && matcher.mayMatch(run)
    }
  }
}
