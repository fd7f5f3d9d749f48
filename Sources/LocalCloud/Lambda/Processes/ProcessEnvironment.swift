internal import AWSWire
internal import Dispatch
internal import JSONValue
internal import Synchronization

/// An execution environment whose invocations run in a process.
///
/// Where the first start fails, the first invocation tries once more, as on Lambda.
final class ProcessEnvironment: FunctionCode {
  private struct State {
    var process: FunctionProcess?
    var isClosed = false
    var peakBytes = 0
  }

  private let function: FunctionSpec
  private let stream: String
  private let processes: FunctionProcesses
  private let state = Mutex(State())

  /// Makes the environment of one log stream.
  init(_ function: FunctionSpec, stream: String, processes: FunctionProcesses) {
    (self.function, self.stream, self.processes) = (function, stream, processes)
  }

  /// Whether an invocation can be given to it.
  var isUsable: Bool {
    let (process, isClosed) = state.withLock { ($0.process, $0.isClosed) }
    return !isClosed && process?.isUsable == true
  }

  /// There is one piece of code, which finds its handler by itself.
  func has(_ handler: String) -> Bool { true }

  /// Starts the process, where none runs; what it prints goes to `log`.
  func start(_ log: @escaping @Sendable (String) -> Void) async {
    guard state.withLock({ $0.process == nil }) else { return begin(log) }
    await initialise(phase: "init", requestID: "", limit: FunctionProcesses.startMilliseconds, log)
  }

  /// Runs the code for one event.
  ///
  /// - Throws: `FunctionFailure`; `CancellationError` at the deadline, when the process is ended.
  func run(_ event: JSON, _ context: FunctionContext) async throws -> JSON {
    try await withTaskCancellationHandler {
      if !isUsable {
        let failure = await initialise(
          phase: "invoke",
          requestID: context.requestID,
          limit: nil,
          context.log
        )
        if let failure { throw failure }
      }
      guard let process = state.withLock({ $0.process }) else { throw CancellationError() }
      await process.asking()
      if let fault = context.fault, !process.takesFaults { try await stand(in: fault, context) }
      let watch = FunctionProcesses.watchMemory(of: process, limitMB: function.memoryMB)
      defer { watch.cancel() }
      return try outcome(of: await process.run(order(event, context)), context)
    } onCancel: {
      close()
    }
  }

  /// Reads what was printed until now.
  ///
  /// - Returns: the most memory that the process has held, in MB.
  func finish() -> Int {
    guard let process = state.withLock({ $0.process }) else { return 0 }
    process.output.end()
    let peak = process.processID.map { ProcessMemory.peak(of: $0) } ?? 0
    let bytes = state.withLock { state in
      state.peakBytes = max(state.peakBytes, peak, process.peakBytes)
      return state.peakBytes
    }
    return bytes >> 20
  }

  /// Ends the process; the environment is used no more.
  func close() {
    let process = state.withLock { state in
      state.isClosed = true
      return state.process
    }
    process?.kill()
  }

  private func begin(_ log: @escaping @Sendable (String) -> Void) {
    state.withLock { $0.process }?.output.begin(log)
  }

  /// Starts a process and waits until it is ready; what went wrong is logged as Lambda does.
  @discardableResult
  private func initialise(
    phase: String,
    requestID: String,
    limit: Int64?,
    _ log: @escaping @Sendable (String) -> Void
  ) async -> FunctionFailure? {
    let started = processes.stopwatch.milliseconds
    let failure = await launch(requestID: requestID, limit: limit, log)
    guard let failure else { return nil }
    let status = failure.reportStatus ?? "error\tError Type: \(failure.type)"
    log(
      "INIT_REPORT Init Duration: "
        + "\(PlatformLines.hundredths(processes.stopwatch.milliseconds - started)) ms\t"
        + "Phase: \(phase)\tStatus: \(status)"
    )
    return failure
  }

  private func launch(
    requestID: String,
    limit: Int64?,
    _ log: @escaping @Sendable (String) -> Void
  ) async -> FunctionFailure? {
    let process: FunctionProcess
    do {
      process = try await processes.launch(function, stream: stream, log)
    } catch let failure as FunctionFailure {
      return failure.naming(requestID)
    } catch {
      return FunctionFailure(platform: "Runtime.InvalidEntrypoint", message: "\(error)")
        .naming(requestID)
    }
    let isClosed = state.withLock { state in
      state.process = process
      return state.isClosed
    }
    if isClosed { process.kill() }
    let start = await process.firstAsking { settle in
      if let limit { processes.after(limit, settle) }
    }
    switch start {
    case .ready:
      // What is printed before the first invocation stands before it in the log.
      process.output.catchUp()
      return nil
    case .ended(let ending):
      process.output.end()
      let failure = ending.failure(requestID)
      if !requestID.isEmpty { log("\(failure.message)\n\(failure.type)") }
      return failure
    case .failed(let type, let body):
      process.output.end()
      process.kill()
      return FunctionFailure(type: type, body: body)
    case .timedOut:
      process.kill()
      process.output.end()
      return FunctionFailure(platform: "Sandbox.Timedout", message: "", status: "timeout")
    }
  }

  private func order(_ event: JSON, _ context: FunctionContext) -> FunctionProcess.Order {
    var headers = [
      ("Lambda-Runtime-Deadline-Ms", String(context.deadline.milliseconds)),
      ("Lambda-Runtime-Invoked-Function-Arn", context.function.arn),
      ("Lambda-Runtime-Trace-Id", processes.traceID(at: context.deadline)),
    ]
    if let fault = context.fault { headers.append((InjectedFault.header, fault.rawValue)) }
    return FunctionProcess.Order(
      requestID: context.requestID,
      headers: headers.map { (name: $0.0, value: $0.1) },
      event: event.bytes()
    )
  }

  /// Fails in place of a program that does not take faults.
  private func stand(in fault: InjectedFault, _ context: FunctionContext) async throws -> Never {
    context.log(
      "[rollcall] The fault '\(fault.rawValue)' was asked for. This bootstrap does not take faults, "
        + "so that it was not invoked."
    )
    if fault == .timeout { await Race<Void>.waitForCancellation() }
    try Task.checkCancellation()
    throw FunctionFailure(type: "InjectedFault", message: "This failure was asked for.")
  }

  private func outcome(
    of result: FunctionProcess.Result,
    _ context: FunctionContext
  ) throws -> JSON {
    switch result {
    case .answered(let body):
      do {
        return body.isEmpty ? .null : try JSON(parsing: body)
      } catch {
        throw FunctionFailure(
          platform: "Runtime.InvalidResponse",
          message: "RequestId: \(context.requestID) Error: the answer is not JSON: \(error)"
        )
      }
    case .tooLarge:
      throw FunctionFailure(
        platform: "Function.ResponseSizeTooLarge",
        message: "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
      )
    case .failed(let type, let body): throw FunctionFailure(type: type, body: body)
    case .ended(let ending):
      // What this environment's owner has ended was ended at its deadline.
      if state.withLock({ $0.isClosed }) { throw CancellationError() }
      let failure = ending.failure(context.requestID)
      context.log("\(failure.message)\n\(failure.type)")
      throw failure
    }
  }
}
