internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes the states' parts of a run out of its history; a pure function of the events.
///
/// An event belongs to the state that the event before it belonged to: `previousNumber` leads back
/// to the event that entered the state, also where branches run side by side. What begins or ends a
/// Parallel, a Map or an iteration follows an event inside of it, and is looked for outwards from there.
struct HistoryReader {
  /// What an event belongs to.
  struct Owner {
    /// The state, by its place among the runs.
    let run: Int
    /// Whether what comes next is inside of the state.
    var opensInside = false
    /// The iteration that what comes next belongs to.
    var iteration: Int?
  }

  private var runs: [StateRun] = []
  /// What each event belongs to, by its number.
  private var owners: [Int: Owner] = [:]
  /// The place of the Parallel or Map around each run.
  private var parents: [Int?] = []
  /// How many branches of a run's try have begun.
  private var branches: [Int: Int] = [:]
  /// Whether each run's last try failed.
  private var hasFailed: [Bool] = []
  /// How many tries of each run are its first since it was entered or redriven.
  private var firstTries: [Int] = []
  /// Whether each run's next try is such a one.
  private var beginsAnew: [Bool] = []

  /// The states that were entered, in the order they were.
  static func states(in events: [ExecutionEvent]) -> [StateRun] {
    var reader = HistoryReader()
    for event in events { reader.take(event) }
    return reader.runs
  }

  private mutating func take(_ event: ExecutionEvent) {
    let type = event.type
    if type.hasSuffix("StateEntered") { return enter(event) }
    if type.hasSuffix("StateExited") { return exit(event) }
    if type.hasPrefix("Execution") { return takeExecution(event) }
    if type.hasPrefix("MapIteration") { return takeIteration(event) }
    guard let owner = owner(of: event) else { return }
    let isFork = type == "ParallelStateStarted" || type == "MapStateStarted"
    owners[event.number] = Owner(run: owner, opensInside: isFork)
    if isFork { branches[owner] = 0 }
    if type == "MapStateStarted" {
      runs[owner].iterations = .init(total: event.details["length"]?.int ?? 0)
    }
    if HistoryReader.beginsAttempt(type) {
      runs[owner].attempts.append(.init(startedAt: event.timestamp))
      if beginsAnew[owner] { firstTries[owner] += 1 }
      beginsAnew[owner] = false
      runs[owner].retries = runs[owner].attempts.count - firstTries[owner]
      hasFailed[owner] = false
    } else if HistoryReader.failsAttempt(type) {
      fail(owner, event)
    } else if type.hasSuffix("StateAborted") {
      end(owner, at: event.timestamp, as: hasFailed[owner] ? .failed : .aborted)
    } else if type.hasSuffix("Succeeded") {
      succeed(owner, event)
    }
  }

  /// The state that an event inside or at the end of a state belongs to.
  private func owner(of event: ExecutionEvent) -> Int? {
    guard let nearest = owners[event.previousNumber]?.run else { return nil }
    for kind in ["Parallel", "Map"] where event.type.hasPrefix("\(kind)State") {
      return around(nearest) { $0.type == kind && $0.stoppedAt == nil } ?? nearest
    }
    return nearest
  }

  /// The run, or the nearest one around it, that is wanted.
  private func around(_ run: Int, where isWanted: (StateRun) -> Bool) -> Int? {
    var place: Int? = run
    while let here = place {
      if isWanted(runs[here]) { return here }
      place = parents[here]
    }
    return nil
  }

  private mutating func enter(_ event: ExecutionEvent) {
    let before = owners[event.previousNumber]
    // What follows another state is where that one was.
    let parent = before.flatMap { $0.opensInside ? $0.run : parents[$0.run] }
    let iteration = before.flatMap { $0.opensInside ? $0.iteration : runs[$0.run].iteration }
    let branch = before.flatMap { $0.opensInside ? nextBranch(of: $0.run) : runs[$0.run].branch }
    owners[event.number] = Owner(run: runs.count)
    runs.append(
      StateRun(
        name: event.stateName ?? "",
        type: String(event.type.dropLast("StateEntered".count)),
        status: .running,
        startedAt: event.timestamp,
        enteredBy: event.number,
        parent: parent.map { runs[$0].enteredBy },
        iteration: iteration,
        branch: branch
      )
    )
    parents.append(parent)
    hasFailed.append(false)
    firstTries.append(0)
    beginsAnew.append(true)
  }

  /// Counts the branches of a Parallel as they begin.
  private mutating func nextBranch(of run: Int) -> Int? {
    guard runs[run].type == "Parallel" else { return nil }
    defer { branches[run, default: 0] += 1 }
    return branches[run, default: 0]
  }

  private mutating func exit(_ event: ExecutionEvent) {
    let isOpen = { (run: StateRun) in run.name == event.stateName && run.stoppedAt == nil }
    // After branches the event before belongs to a state inside one, so the name decides.
    let byChain = owners[event.previousNumber].flatMap { around($0.run, where: isOpen) }
    guard let owner = byChain ?? runs.lastIndex(where: isOpen) else { return }
    owners[event.number] = Owner(run: owner)
    runs[owner].leftBy = event.number
    end(owner, at: event.timestamp, as: hasFailed[owner] ? .caught : .succeeded)
    if ["Parallel", "Map"].contains(runs[owner].type) {
      closeInside(of: owner, at: event.timestamp)
    }
  }

  private mutating func end(_ run: Int, at moment: Instant, as status: StateRun.Status) {
    guard runs[run].stoppedAt == nil else { return }
    runs[run].stoppedAt = moment
    runs[run].status = status
    if let last = runs[run].attempts.indices.last, runs[run].attempts[last].stoppedAt == nil {
      runs[run].attempts[last].stoppedAt = moment
    }
  }

  /// Ends what a failing sibling cut short: nothing inside a state outlives it.
  private mutating func closeInside(of outer: Int, at moment: Instant) {
    for run in runs.indices.dropFirst(outer + 1) where runs[run].stoppedAt == nil {
      guard isInside(run, outer) else { continue }
      end(run, at: moment, as: hasFailed[run] ? .failed : .aborted)
    }
  }

  private func isInside(_ run: Int, _ outer: Int) -> Bool {
    parents[run].flatMap { around($0) { $0.enteredBy == runs[outer].enteredBy } } != nil
  }

  private mutating func takeIteration(_ event: ExecutionEvent) {
    let name = event.details["name"]?.string
    let index = event.details["index"]?.int
    guard let nearest = owners[event.previousNumber]?.run,
      let map = around(nearest, where: { $0.type == "Map" && $0.name == name })
    else { return }
    owners[event.number] = Owner(run: map, opensInside: true, iteration: index)
    switch event.type {
    case "MapIterationStarted": runs[map].iterations?.started += 1
    case "MapIterationSucceeded": runs[map].iterations?.succeeded += 1
    case "MapIterationFailed": runs[map].iterations?.failed += 1
    case "MapIterationAborted": runs[map].iterations?.aborted += 1
    default: break
    }
  }

  private mutating func succeed(_ owner: Int, _ event: ExecutionEvent) {
    hasFailed[owner] = false
    let output = event.details["output"]?.string.map(JSON.parsed)
    let request = output?["SdkResponseMetadata"]?["RequestId"]?.string
    endAttempt(of: owner, event, request: request)
  }

  private mutating func fail(_ owner: Int, _ event: ExecutionEvent) {
    hasFailed[owner] = true
    runs[owner].error = event.details["error"]?.string
    runs[owner].cause = event.details["cause"]?.string
    let cause = event.details["cause"]?.string.map(JSON.parsed)
    endAttempt(of: owner, event, request: cause?["requestId"]?.string, failed: true)
  }

  private mutating func endAttempt(
    of owner: Int,
    _ event: ExecutionEvent,
    request: String?,
    failed: Bool = false
  ) {
    if let request { runs[owner].requestID = request }
    guard let last = runs[owner].attempts.indices.last else { return }
    runs[owner].attempts[last].stoppedAt = event.timestamp
    runs[owner].attempts[last].requestID = request
    if failed { runs[owner].attempts[last].error = event.details["error"]?.string ?? "" }
  }

  private mutating func takeExecution(_ event: ExecutionEvent) {
    switch event.type {
    case "ExecutionFailed": close(event, .failed)
    case "ExecutionTimedOut": close(event, .timedOut)
    case "ExecutionAborted": close(event, .aborted)
    case "ExecutionRedriven": reopen(event)
    default: break
    }
  }

  /// Takes the state that broke up again, and what is around it.
  private mutating func reopen(_ event: ExecutionEvent) {
    let broken: [StateRun.Status] = [.failed, .timedOut, .aborted]
    let inner = Set(parents.compactMap(\.self))
    let last =
      runs.indices.last { runs[$0].status == .failed && !inner.contains($0) }
      ?? runs.indices.last { broken.contains(runs[$0].status) }
    guard let last else { return }
    owners[event.number] = Owner(run: last)
    // What begins no try of its own, as a Fail, is tried again by being there again.
    if runs[last].attempts.isEmpty, !["Task", "Parallel", "Map"].contains(runs[last].type) {
      let (start, end, error) = (runs[last].startedAt, runs[last].stoppedAt, runs[last].error)
      runs[last].attempts = [
        .init(startedAt: start, stoppedAt: end, error: error ?? ""),
        .init(startedAt: event.timestamp),
      ]
    }
    var place: Int? = last
    while let run = place {
      beginsAnew[run] = true
      if let stopped = runs[run].stoppedAt {
        let idle = max(0, event.timestamp - stopped)
        runs[run].idleMilliseconds = (runs[run].idleMilliseconds ?? 0) + idle
      }
      runs[run].status = .running
      runs[run].stoppedAt = nil
      place = parents[run]
    }
  }

  /// Ends what is open where the whole run ends otherwise than well.
  private mutating func close(_ event: ExecutionEvent, _ status: StateRun.Status) {
    let culprit = owners[event.previousNumber]?.run
    for run in runs.indices where runs[run].stoppedAt == nil {
      let isToBlame = culprit.map { run == $0 || isInside($0, run) } ?? false
      let failedHere = status != .failed || isToBlame || hasFailed[run]
      end(run, at: event.timestamp, as: failedHere ? status : .aborted)
    }
    guard status == .failed, let culprit else { return }
    runs[culprit].error = runs[culprit].error ?? event.details["error"]?.string
    runs[culprit].cause = runs[culprit].cause ?? event.details["cause"]?.string
  }

  private static func beginsAttempt(_ type: String) -> Bool {
    [
      "TaskScheduled", "LambdaFunctionScheduled", "ActivityScheduled", "ParallelStateStarted",
      "MapStateStarted",
    ].contains(type)
  }

  private static func failsAttempt(_ type: String) -> Bool {
    type.hasSuffix("Failed") || type.hasSuffix("TimedOut")
  }
}
