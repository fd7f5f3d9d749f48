internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes the states' parts of a run out of its history; a pure function of the events.
///
/// An event belongs to the state that the event before it belonged to: `previousNumber` leads back
/// to the event that entered the state, also where branches run side by side. What begins or ends a
/// Parallel, a Map or an iteration follows an event inside of it, and is looked for outwards from there.
/// What it failed by is where that event was, which tells it from what was cut short on account of it.
struct HistoryReader {
  /// What an event belongs to.
  struct Owner {
    /// The state, by its place among the runs.
    let run: Int
    /// Whether what comes next is inside of the state.
    var opensInside = false
    /// Whether it failed for good by this: what comes next is around it.
    var breaksOff = false
    /// Whether the run was redriven by this.
    var redrives = false
    /// The iteration that what comes next belongs to.
    var iteration: Int?
  }

  private var runs: [StateRun] = []
  /// What each event belongs to, by its number.
  private var owners: [Int: Owner] = [:]
  /// When each event was, by its number.
  private var moments: [Int: Instant] = [:]
  /// The place of the Parallel or Map around each run.
  private var parents: [Int?] = []
  /// How many branches of a run's try have begun.
  private var branches: [Int: Int] = [:]
  /// What inside of it each Parallel or Map failed by last.
  private var failedBy: [Int: Int] = [:]
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
    moments[event.number] = event.timestamp
    if type.hasSuffix("StateEntered") { return enter(event) }
    if type.hasSuffix("StateExited") { return exit(event) }
    if type.hasPrefix("Execution") { return takeExecution(event) }
    if type.hasPrefix("MapIteration") { return takeIteration(event) }
    guard let owner = owner(of: event) else { return }
    let isFork = type == "ParallelStateStarted" || type == "MapStateStarted"
    let isBroken = type == "ParallelStateFailed" || type == "MapStateFailed"
    owners[event.number] = Owner(run: owner, opensInside: isFork, breaksOff: isBroken)
    if isFork {
      // A first try follows what entered the state, or a redrive.
      if let before = owners[event.previousNumber], before.run != owner, !before.redrives {
        endTry(of: owner, before: event)
      }
      branches[owner] = 0
    }
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
      if isBroken {
        blame(event, upTo: owner, at: event.timestamp)
        closeInside(of: owner, at: event.timestamp)
      }
    } else if type.hasSuffix("StateAborted") {
      abort(event)
    } else if type.hasSuffix("Succeeded") {
      succeed(owner, event)
    }
  }

  /// The state that an event inside or at the end of a state belongs to.
  private func owner(of event: ExecutionEvent) -> Int? {
    guard let before = owners[event.previousNumber] else { return nil }
    let nearest = before.breaksOff ? parents[before.run] ?? before.run : before.run
    for kind in ["Parallel", "Map"] where event.type.hasPrefix("\(kind)State") {
      return around(nearest) { $0.type == kind && $0.stoppedAt == nil } ?? nearest
    }
    return before.run
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
      if isInside(run, outer) { end(run, at: moment, as: .aborted) }
    }
  }

  /// Ends what an event says was cut short, where it is that which the event before belongs to: a
  /// sibling's end follows what failed, and what fails is told of later.
  private mutating func abort(_ event: ExecutionEvent) {
    guard let run = owners[event.previousNumber]?.run,
      event.type == runs[run].type + "StateAborted"
    else { return }
    end(run, at: event.timestamp, as: .aborted)
  }

  /// Ends what an event inside of a Parallel, a Map or an iteration made it fail by: the state that
  /// was there, which need not have an event of its own for that, and all around it on the way.
  private mutating func blame(_ event: ExecutionEvent, upTo outer: Int, at moment: Instant) {
    guard let culprit = owners[event.previousNumber]?.run, culprit > outer,
      isInside(culprit, outer)
    else { return }
    var place: Int? = culprit
    while let run = place, run != outer {
      if runs[run].stoppedAt == nil || runs[run].status == .aborted {
        end(run, at: moment, as: .failed)
        runs[run].status = .failed
        hasFailed[run] = true
      }
      place = parents[run]
    }
    failedBy[outer] = culprit
  }

  /// Ends the try of a Parallel or Map before the one that begins, of whose failure no event tells.
  private mutating func endTry(of fork: Int, before event: ExecutionEvent) {
    let moment = moments[event.previousNumber] ?? event.timestamp
    blame(event, upTo: fork, at: moment)
    closeInside(of: fork, at: moment)
    guard let last = runs[fork].attempts.indices.last,
      runs[fork].attempts[last].stoppedAt == nil
    else { return }
    let culprit = owners[event.previousNumber].flatMap { runs[$0.run].error }
    runs[fork].attempts[last].stoppedAt = moment
    runs[fork].attempts[last].error = culprit ?? ""
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
    if event.type == "MapIterationFailed" { blame(event, upTo: map, at: event.timestamp) }
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
    owners[event.number] = Owner(run: last, redrives: true)
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
    guard status == .failed else { return }
    // The run's error is that of the state that it failed by, however deep that is inside.
    var place = culprit
    while let run = place {
      runs[run].error = runs[run].error ?? event.details["error"]?.string
      runs[run].cause = runs[run].cause ?? event.details["cause"]?.string
      place = failedBy[run]
    }
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
