internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes the states' parts of a run out of its history; a pure function of the events.
///
/// An event belongs to the state that the event before it belonged to: `previousNumber` leads back
/// to the event that entered the state, also where branches run side by side.
struct HistoryReader {
  private var runs: [StateRun] = []
  /// Event number to the index of the state it belongs to.
  private var owners: [Int: Int] = [:]
  /// Per state: whether its last attempt failed, and how many attempts there were.
  private var hasFailed: [Bool] = []
  private var attempts: [Int] = []

  /// The states that were entered, in the order they were.
  static func states(in events: [ExecutionEvent]) -> [StateRun] {
    var reader = HistoryReader()
    for event in events { reader.take(event) }
    return reader.runs
  }

  private mutating func take(_ event: ExecutionEvent) {
    if event.type.hasSuffix("StateEntered") { return enter(event) }
    if event.type.hasSuffix("StateExited") { return exit(event) }
    if event.type.hasPrefix("Execution") { return takeExecution(event) }
    guard let owner = owners[event.previousNumber] else { return }
    owners[event.number] = owner
    if HistoryReader.beginsAttempt(event.type) {
      attempts[owner] += 1
      runs[owner].retries = attempts[owner] - 1
      hasFailed[owner] = false
    } else if HistoryReader.failsAttempt(event.type) {
      fail(owner, event)
    } else if event.type.hasSuffix("Succeeded") {
      hasFailed[owner] = false
      runs[owner].requestID = requestID(event.details["output"]?.string) ?? runs[owner].requestID
    }
  }

  private mutating func enter(_ event: ExecutionEvent) {
    owners[event.number] = runs.count
    runs.append(
      StateRun(
        name: event.stateName ?? "",
        type: String(event.type.dropLast("StateEntered".count)),
        status: .running,
        startedAt: event.timestamp
      )
    )
    hasFailed.append(false)
    attempts.append(0)
  }

  private mutating func exit(_ event: ExecutionEvent) {
    // After branches the event before belongs to a state inside one, so the name decides.
    let byChain = owners[event.previousNumber].flatMap { index in
      runs[index].name == event.stateName && runs[index].stoppedAt == nil ? index : nil
    }
    let open = { (run: StateRun) in run.name == event.stateName && run.stoppedAt == nil }
    guard let owner = byChain ?? runs.lastIndex(where: open) else { return }
    owners[event.number] = owner
    runs[owner].stoppedAt = event.timestamp
    runs[owner].status = hasFailed[owner] ? .caught : .succeeded
    closeInner(of: event, before: event.timestamp)
  }

  /// Ends branches that a failing sibling cut short: nothing inside a state outlives it.
  private mutating func closeInner(of event: ExecutionEvent, before moment: Instant) {
    guard event.type == "ParallelStateExited" || event.type == "MapStateExited",
      let outer = owners[event.number]
    else { return }
    for index in runs.indices where index > outer && runs[index].stoppedAt == nil {
      runs[index].stoppedAt = moment
      runs[index].status = hasFailed[index] ? .failed : .aborted
    }
  }

  private mutating func fail(_ owner: Int, _ event: ExecutionEvent) {
    hasFailed[owner] = true
    runs[owner].error = event.details["error"]?.string
    runs[owner].cause = event.details["cause"]?.string
    let cause = event.details["cause"]?.string.map(JSON.parsed)
    runs[owner].requestID = cause?["requestId"]?.string ?? runs[owner].requestID
  }

  private mutating func takeExecution(_ event: ExecutionEvent) {
    switch event.type {
    case "ExecutionFailed": close(event, .failed)
    case "ExecutionTimedOut": close(event, .timedOut)
    case "ExecutionAborted": close(event, .aborted)
    case "ExecutionRedriven":
      guard let last = runs.lastIndex(where: { $0.status != .succeeded && $0.status != .caught })
      else { return }
      owners[event.number] = last
      runs[last].status = .running
      runs[last].stoppedAt = nil
    default: break
    }
  }

  /// Ends what is open where the whole run ends otherwise than well.
  private mutating func close(_ event: ExecutionEvent, _ status: StateRun.Status) {
    let culprit = owners[event.previousNumber]
    for index in runs.indices where runs[index].stoppedAt == nil {
      runs[index].stoppedAt = event.timestamp
      let failedHere = status != .failed || index == culprit || hasFailed[index]
      runs[index].status = failedHere || encloses(index, culprit) ? status : .aborted
    }
    guard status == .failed, let culprit else { return }
    runs[culprit].error = runs[culprit].error ?? event.details["error"]?.string
    runs[culprit].cause = runs[culprit].cause ?? event.details["cause"]?.string
  }

  /// Whether the state at `index` may hold the one that failed: an open Parallel or Map before it.
  private func encloses(_ index: Int, _ culprit: Int?) -> Bool {
    guard let culprit else { return false }
    return index < culprit && ["Parallel", "Map"].contains(runs[index].type)
  }

  private static func beginsAttempt(_ type: String) -> Bool {
    [
      "TaskScheduled", "LambdaFunctionScheduled", "ActivityScheduled", "ParallelStateStarted",
      "MapStateStarted",
    ].contains(type)
  }

  private static func failsAttempt(_ type: String) -> Bool {
    let isFailure = type.hasSuffix("Failed") || type.hasSuffix("TimedOut")
    return isFailure && !type.hasPrefix("MapIteration")
  }

  /// The request id in what the service integration gave back.
  private func requestID(_ output: String?) -> String? {
    output.map(JSON.parsed)?["SdkResponseMetadata"]?["RequestId"]?.string
  }
}
