internal import AWSWire
internal import Glibc
internal import JSONValue
internal import Synchronization

/// One process that runs a function's invocations, one after the other.
final class FunctionProcess: Sendable {
  /// What came of an invocation.
  enum Result: Sendable {
    /// The body of the function's answer, which has not been read as JSON yet.
    case answered([UInt8])
    /// The answer had more bytes than `FunctionProcesses.largestAnswer`.
    case tooLarge
    /// The function said that it failed; the error's name, where a header tells it, and the body.
    case failed(type: String?, body: [UInt8])
    /// The process ended before it had answered.
    case ended(ProcessEnding)
  }

  /// What came of a start.
  enum Start: Sendable {
    /// The process has asked for an invocation.
    case ready
    /// The process said that it cannot start; as in `Result.failed`.
    case failed(type: String?, body: [UInt8])
    /// The process ended before it had asked for an invocation.
    case ended(ProcessEnding)
    /// The process has not asked for an invocation within its limit.
    case timedOut
  }

  /// An invocation on its way to the process.
  struct Order: Sendable {
    /// The id that the process names when it answers.
    let requestID: String
    /// What the process is told beside the id: the deadline, the ARN, the trace and any fault.
    let headers: [(name: String, value: String)]
    /// The event as JSON text in UTF-8.
    let event: [UInt8]
  }

  private struct State {
    var session = RuntimeSession()
    var process: pid_t?
    var ending: ProcessEnding?
    /// How the process said that it cannot start.
    var failedStart: Start?
    var takesFaults = false
    var isOutOfMemory = false
    var peakBytes = 0
    /// The request for an invocation that is held.
    var held: Race<WebResponse>?
    /// What waits for the process to ask for its first invocation.
    var starting: Race<Start>?
    /// What waits for the process to ask for its next invocation.
    var asking: Race<Void>?
    var running: Race<Result>?
  }

  /// Reads what the process prints.
  let output: OutputPump
  private let state: Mutex<State>

  /// Makes the process-to-be that prints into `output`.
  init(output: OutputPump) {
    self.output = output
    state = Mutex(State())
  }

  /// The process's id, which is also its group's; `nil` before it was started and after its end.
  var processID: pid_t? { state.withLock { $0.ending == nil ? $0.process : nil } }

  /// Whether the process can be given an invocation.
  var isUsable: Bool {
    state.withLock { $0.process != nil && $0.ending == nil && $0.session.phase != .over }
  }

  /// Whether the process has said that it takes faults.
  var takesFaults: Bool { state.withLock { $0.takesFaults } }

  /// Notes that the process was started.
  func started(_ process: pid_t) { state.withLock { $0.process = process } }

  /// Waits until the process asks for its first invocation, for as long as what is handed to `limit` is
  /// not called.
  func firstAsking(_ limit: (@escaping @Sendable () -> Void) -> Void) async -> Start {
    let race = Race<Start>()
    let known = state.withLock { state -> Start? in
      // It may have said so, and have ended, before anybody waits for it.
      if let failedStart = state.failedStart { return failedStart }
      if let ending = state.ending { return .ended(ending) }
      if state.session.phase != .starting { return .ready }
      state.starting = race
      return nil
    }
    if let known { return known }
    limit { race.settle(.timedOut) }
    return await race.outcome()
  }

  /// Waits until the process asks for an invocation, or has ended.
  func asking() async {
    let race = Race<Void>()
    let mustWait = state.withLock { state in
      guard state.ending == nil, state.session.phase != .waiting, state.session.phase != .over
      else { return false }
      state.asking = race
      return true
    }
    if mustWait { await race.outcome() }
  }

  /// Has the process run an invocation.
  func run(_ order: Order) async -> Result {
    await asking()
    let race = Race<Result>()
    let held = state.withLock { state -> Race<WebResponse>? in
      guard state.ending == nil, state.session.handsOver(order.requestID) else { return nil }
      state.running = race
      defer { state.held = nil }
      return state.held
    }
    guard let held else {
      return .ended(
        state.withLock { $0.ending } ?? ProcessEnding(state: 0, isOutOfMemory: false)
      )
    }
    held.settle(
      WebResponse(
        status: 200,
        headers: [
          ("Content-Type", "application/json"),
          ("Lambda-Runtime-Aws-Request-Id", order.requestID),
        ] + order.headers,
        body: order.event
      )
    )
    return await race.outcome()
  }

  /// Ends the process and all that it has started.
  func kill(outOfMemory: Bool = false) {
    state.withLock { state in
      guard let process = state.process, state.ending == nil else { return }
      if outOfMemory { state.isOutOfMemory = true }
      // Not yet waited for, so that the number is still this process's.
      Glibc.kill(-process, SIGKILL)
    }
  }

  /// Takes note of how much memory the process holds.
  func holds(_ bytes: Int) {
    state.withLock { $0.peakBytes = max($0.peakBytes, bytes) }
  }

  /// The most memory that the process was seen with, in bytes.
  var peakBytes: Int { state.withLock { $0.peakBytes } }

  /// Takes note of the process's end; `reap` gives what `waitpid` says, after which the process's
  /// number may be another's.
  func ends(_ reap: () -> Int32) {
    let (held, starting, asking, running, ending) = state.withLock { state in
      let ending = ProcessEnding(state: reap(), isOutOfMemory: state.isOutOfMemory)
      state.ending = ending
      state.session.ends()
      defer { (state.held, state.starting, state.asking, state.running) = (nil, nil, nil, nil) }
      return (state.held, state.starting, state.asking, state.running, ending)
    }
    held?.settle(FunctionProcess.refusal(410, "Gone", "The process has ended"))
    starting?.settle(.ended(ending))
    asking?.settle(())
    running?.settle(.ended(ending))
  }
}

extension FunctionProcess {
  /// Answers a request of the process to the Runtime API.
  func answer(_ request: WebRequest) async -> WebResponse {
    guard RuntimeRequest.isTrusted(request) else {
      return FunctionProcess.refusal(403, "Forbidden", "Only the function may ask here")
    }
    switch RuntimeRequest(request) {
    case .next(let takesFaults): return await next(takesFaults)
    case .response(let requestID):
      return finish(requestID, request.isOversized ? .tooLarge : .answered(request.body))
    case .failure(let requestID, let type):
      return finish(requestID, .failed(type: type, body: request.body))
    case .failedStart(let type): return failStart(type, request.body)
    case nil: return FunctionProcess.refusal(404, "NotFound", "There is no such path")
    }
  }

  private func next(_ takesFaults: Bool) async -> WebResponse {
    let race = Race<WebResponse>()
    let (refusal, old, starting, asking) = state.withLock { state in
      if case .refused(let status, let type, let message) = state.session.asksForNext() {
        return (
          FunctionProcess.refusal(status, type, message) as WebResponse?,
          nil as Race<WebResponse>?, nil as Race<Start>?, nil as Race<Void>?
        )
      }
      state.takesFaults = takesFaults
      defer { (state.held, state.starting, state.asking) = (race, nil, nil) }
      return (nil, state.held, state.starting, state.asking)
    }
    if let refusal { return refusal }
    old?.settle(FunctionProcess.refusal(410, "Gone", "A later request took this one's place"))
    starting?.settle(.ready)
    asking?.settle(())
    return await race.outcome()
  }

  private func finish(_ requestID: String, _ result: Result) -> WebResponse {
    let (verdict, running) = state.withLock { state in
      let verdict = state.session.tellsResult(of: requestID)
      guard verdict == .taken else { return (verdict, nil as Race<Result>?) }
      defer { state.running = nil }
      return (verdict, state.running)
    }
    running?.settle(result)
    if case .tooLarge = result, verdict == .taken {
      return FunctionProcess.refusal(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (6291556 bytes)."
      )
    }
    return FunctionProcess.response(to: verdict)
  }

  private func failStart(_ type: String?, _ body: [UInt8]) -> WebResponse {
    let failure = Start.failed(type: type, body: body)
    let (verdict, starting) = state.withLock { state in
      let verdict = state.session.tellsFailedStart()
      guard verdict == .taken else { return (verdict, nil as Race<Start>?) }
      state.failedStart = failure
      defer { state.starting = nil }
      return (verdict, state.starting)
    }
    starting?.settle(failure)
    return FunctionProcess.response(to: verdict)
  }

  private static func response(to verdict: RuntimeSession.Verdict) -> WebResponse {
    if case .refused(let status, let type, let message) = verdict {
      return refusal(status, type, message)
    }
    return WebResponse(status: 202, json: ["status": "OK"])
  }

  private static func refusal(_ status: Int, _ type: String, _ message: String) -> WebResponse {
    WebResponse(
      status: status,
      json: ["errorMessage": .string(message), "errorType": .string(type)]
    )
  }
}
