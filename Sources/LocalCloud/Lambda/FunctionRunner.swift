internal import AWSWire
package import JSONValue
internal import Synchronization

/// Runs functions in environments, with Lambda's lines, metrics, timeouts and errors.
package final class FunctionRunner: FunctionInvoker {
  /// The largest payload, in bytes, of a call that is waited for.
  static let largestPayload = 6 << 20
  /// The largest payload, in bytes, of a call that is not waited for.
  static let largestEvent = 1 << 20
  /// How many invocations of all functions may run at once.
  static let concurrencyLimit = 1000

  /// What the runner reaches.
  package struct Surroundings: Sendable {
    /// The code of functions that have none uploaded.
    let code: any FunctionCode
    /// Where the lines of each invocation go.
    let logs: any LogSink
    /// Where counts and durations of invocations go.
    let metrics: any MetricSink
    /// The cloud's time, and what ends late runs and idle environments.
    let timer: any CloudTimer
    /// The names in ARNs, and the region that functions find themselves in.
    let identity: CloudIdentity
    /// Makes the ids of requests and the names of log streams.
    let identifiers: RandomIdentifiers
    /// Measures starts and runs.
    let stopwatch: Stopwatch
    /// What runs uploaded code, where there can be any.
    var processes: FunctionProcesses?
  }

  private final class Registered: Sendable {
    let spec: FunctionSpec
    let environments: ExecutionEnvironments
    let metrics: FunctionMetrics
    let logGroup: String

    init(_ spec: FunctionSpec, _ environments: ExecutionEnvironments) {
      (self.spec, self.environments) = (spec, environments)
      metrics = FunctionMetrics(of: spec.name)
      logGroup = "/aws/lambda/\(spec.name)"
    }
  }

  /// One run of a function, and what it left in its log.
  struct Invocation: Sendable {
    /// The function's answer, or how it failed.
    let result: InvocationResult
    /// All lines in the order in which they were written, with Lambda's own.
    let lines: [LogLine]
  }

  private struct Registry {
    /// The functions as the template says them, by name.
    var templates: [String: FunctionSpec] = [:]
    var byName: [String: Registered] = [:]
    /// The same by ARN, which is how workflows ask for them.
    var byARN: [String: Registered] = [:]
  }

  private enum Outcome: Sendable {
    case answered(JSON)
    case failed(FunctionFailure)
    case timedOut

    /// How the invocation's last line tells it.
    var reportStatus: String? {
      switch self {
      case .answered: nil
      case .failed(let failure): failure.reportStatus
      case .timedOut: "timeout"
      }
    }
  }

  /// What was handed in for it to reach.
  let around: Surroundings
  private let faults: FaultBook
  private let memory: MemoryGauge
  private let functions = Mutex(Registry())

  /// Makes a runner that knows no function before `register`.
  init(_ around: Surroundings, faults: FaultBook) {
    self.around = around
    self.faults = faults
    memory = MemoryGauge(around.stopwatch)
  }

  /// Puts functions in place of those there were; environments of unchanged ones stay.
  ///
  /// - Parameters:
  ///   - specs: the functions as they are configured.
  ///   - templates: the functions as the template says them, where that is not the same.
  func register(_ specs: [FunctionSpec], templates: [FunctionSpec]? = nil) {
    functions.withLock { functions in
      let made = specs.map { spec in
        let old = functions.byName[spec.name]
        let environments = old?.spec == spec ? old?.environments : nil
        return Registered(spec, environments ?? ExecutionEnvironments())
      }
      functions = Registry(
        templates: Dictionary(
          (templates ?? specs).map { ($0.name, $0) },
          uniquingKeysWith: { $1 }
        ),
        byName: Dictionary(made.map { ($0.spec.name, $0) }, uniquingKeysWith: { $1 }),
        byARN: Dictionary(made.map { ($0.spec.arn, $0) }, uniquingKeysWith: { $1 })
      )
    }
  }

  /// A function as the template says it.
  func template(of function: String) -> FunctionSpec? {
    functions.withLock { $0.templates[function] }
  }

  /// All functions by name.
  var specs: [FunctionSpec] {
    functions.withLock { $0.byName.values.map(\.spec) }.sorted { $0.name < $1.name }
  }

  /// Whether no invocation is running.
  var isIdle: Bool {
    functions.withLock { $0.byName.values.allSatisfy { $0.environments.busyCount == 0 } }
  }

  /// The function that a name, a partial ARN or an ARN means.
  ///
  /// - Throws: `CloudError` where there is none.
  func spec(_ nameOrARN: String) throws -> FunctionSpec { try registered(nameOrARN).spec }

  /// The longest that an invocation of a function may take, in milliseconds; `nil` where it is unknown.
  package func timeout(of function: String) -> Int64? {
    (try? registered(function))?.spec.timeoutMilliseconds
  }

  /// Runs a function and waits for its answer; a function that fails is a result, not an error.
  ///
  /// - Throws: `CloudError` where it could not be run: unknown, throttled, or the payload is refused.
  package func invoke(_ function: String, payload: JSON) async throws -> InvocationResult {
    try await invocation(of: function, payload: payload, requestID: newIdentifier()).result
  }

  /// Runs a function as `invoke` does, under a request id, and gives the lines that it left as well.
  ///
  /// - Throws: `CloudError` as `invoke` does.
  func invocation(of function: String, payload: JSON, requestID: String) async throws -> Invocation
  {
    let registered = try registered(function)
    let verdict = faults.verdict(for: registered.spec.name, now: around.timer.now)
    let limit = registered.spec.concurrencyLimit ?? concurrencyLimit(of: registered.spec.name)
    guard !verdict.isThrottled,
      var environment = registered.environments.take(
        limit: limit,
        now: around.timer.now,
        identifiers: around.identifiers
      )
    else { throw throttled(registered) }
    if environment.isCold {
      environment.process = around.processes?
        .environment(for: registered.spec, stream: environment.stream)
    }
    return await run(registered, environment, payload, verdict, requestID)
  }

  private func run(
    _ registered: Registered,
    _ environment: ExecutionEnvironment,
    _ payload: JSON,
    _ verdict: FaultBook.Verdict,
    _ requestID: String
  ) async -> Invocation {
    let spec = registered.spec
    let started = around.timer.now
    let lines = PlatformLines(function: spec, requestID: requestID)
    let log = InvocationLog { [timer = around.timer] in timer.now }
    let beforeInit = around.stopwatch.milliseconds
    if environment.isCold { log.add(lines.initStart(region: around.identity.region)) }
    await environment.process?.start { log.add($0) }
    log.add(lines.start)
    let begun = around.stopwatch.milliseconds
    let context = FunctionContext(
      requestID: lines.requestID,
      function: spec,
      deadline: around.timer.now + spec.timeoutMilliseconds,
      log: { log.add($0) },
      afterReceived: verdict.interference,
      fault: verdict.injected
    )
    let code: any FunctionCode = environment.process ?? around.code
    let outcome = await self.outcome(code, payload, context, verdict)
    let duration = around.stopwatch.milliseconds - begun
    let memoryMB = environment.process?.finish() ?? memory.peakMB
    let isTimeout = if case .timedOut = outcome { true } else { false }
    log.add(lines.end)
    log.add(
      lines.report(
        duration: isTimeout ? Double(spec.timeoutMilliseconds) : duration,
        initDuration: environment.isCold ? begun - beforeInit : nil,
        memoryUsedMB: min(memoryMB, spec.memoryMB),
        status: outcome.reportStatus
      )
    )
    if isTimeout { log.add(lines.timedOut(at: around.timer.now)) }
    let written = log.close()
    around.logs.append(written, group: registered.logGroup, stream: environment.stream)
    give(back: environment, to: registered.environments, isUsable: !isTimeout)
    let result = result(of: outcome, lines)
    around.metrics.record(
      registered.metrics.invocation(
        at: started,
        duration: duration,
        hasFailed: result.functionError != nil,
        concurrent: registered.environments.busyCount + 1
      )
    )
    return Invocation(result: result, lines: written)
  }

  private func outcome(
    _ code: any FunctionCode,
    _ payload: JSON,
    _ context: FunctionContext,
    _ verdict: FaultBook.Verdict
  ) async -> Outcome {
    let race = Race<Outcome>()
    let work = Task.immediate { [around] in
      if verdict.delayMilliseconds > 0 {
        await around.timer.pause(
          "lambda-\(context.requestID)-delay",
          until: around.timer.now + Int64(verdict.delayMilliseconds)
        )
        if Task.isCancelled { return }
      }
      do {
        race.settle(.answered(try await code.run(payload, context)))
      } catch let failure as FunctionFailure {
        race.settle(.failed(failure))
      } catch is CancellationError {
        return
      } catch {
        race.settle(
          .failed(FunctionFailure(type: String(describing: type(of: error)), message: "\(error)"))
        )
      }
    }
    // Most functions are done without having waited for anything, and need no deadline any more.
    if let outcome = race.settledOutcome() { return outcome }
    let key = "lambda-\(context.requestID)"
    around.timer.schedule(key, at: context.deadline) { race.settle(.timedOut) }
    let outcome = await race.outcome()
    around.timer.cancel(key)
    work.cancel()
    return outcome
  }

  private func result(of outcome: Outcome, _ lines: PlatformLines) -> InvocationResult {
    switch outcome {
    case .answered(let payload):
      return InvocationResult(payload: payload, requestID: lines.requestID)
    case .failed(let failure):
      return InvocationResult(
        payload: failure.payload ?? [
          "errorMessage": .string(failure.message), "errorType": .string(failure.type),
          "requestId": .string(lines.requestID), "stackTrace": [],
        ],
        functionError: "Unhandled",
        requestID: lines.requestID
      )
    case .timedOut:
      let moment = around.timer.now.iso8601
      return InvocationResult(
        payload: [
          "errorType": "Sandbox.Timedout",
          "errorMessage": .string(
            "\(moment) \(lines.requestID) \(lines.timeoutMessage)"
          ),
        ],
        functionError: "Unhandled",
        requestID: lines.requestID
      )
    }
  }

  /// Puts a function that is configured anew in place of the one of its name; running invocations end
  /// as they began.
  func replace(_ spec: FunctionSpec) {
    let environments = functions.withLock { functions -> ExecutionEnvironments? in
      let environments = functions.byName[spec.name]?.environments
      let made = Registered(spec, environments ?? ExecutionEnvironments())
      functions.byName[spec.name] = made
      functions.byARN[spec.arn] = made
      return environments
    }
    environments?.retire()
  }

  private func throttled(_ registered: Registered) -> CloudError {
    around.metrics.record(registered.metrics.throttle(at: around.timer.now))
    return CloudError(
      "TooManyRequestsException",
      "Rate Exceeded.",
      status: 429,
      members: ["Reason": "ReservedFunctionConcurrentInvocationLimitExceeded"]
    )
  }

  /// Has no further invocation run in a function's environments of now.
  func retireEnvironments(of function: String) {
    (try? registered(function))?.environments.retire()
  }

  private func registered(_ nameOrARN: String) throws -> Registered {
    let known = functions.withLock { $0.byName[nameOrARN] ?? $0.byARN[nameOrARN] }
    if let known { return known }
    let reference = FunctionReference(nameOrARN)
    if let found = functions.withLock({ $0.byName[reference.name] }), reference.isLatest {
      return found
    }
    throw reference.notFound(in: around.identity)
  }
}
