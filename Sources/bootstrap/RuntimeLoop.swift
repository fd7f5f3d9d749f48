internal import AWSClient
internal import AWSWire
internal import CustomerBackend
internal import JSONValue

/// Takes one invocation after the other and runs the function on it.
struct RuntimeLoop: Sendable {
  /// How long after its deadline a function is cut off here, in milliseconds.
  static let graceMilliseconds: Int64 = 1000

  private let api: RuntimeAPI
  private let function: BackendFunction
  private let variables: [String: String]
  private let aws: any AWSCaller
  private let clock: any WallClock
  private let pacer: any Pacer
  private let log: @Sendable (String) -> Void

  /// Makes a loop for one function; `log` takes a line of its log.
  init(
    api: RuntimeAPI,
    function: BackendFunction,
    variables: [String: String],
    aws: any AWSCaller,
    clock: any WallClock,
    pacer: any Pacer,
    log: @escaping @Sendable (String) -> Void
  ) {
    self.api = api
    self.function = function
    self.variables = variables
    self.aws = aws
    self.clock = clock
    self.pacer = pacer
    self.log = log
  }

  /// Waits for an invocation, runs the function and hands over what came of it.
  ///
  /// - Throws: `RuntimeError`, after which the process should end; a function that fails is not one.
  func serveNext() async throws(RuntimeError) {
    let invocation = try api.next()
    switch await outcome(of: invocation) {
    case .success(let result): try api.answer(invocation.requestID, result)
    case .failure(let fault):
      try api.fail(
        invocation.requestID,
        RuntimeFailure(type: fault.type, message: fault.message)
      )
    }
  }

  private func outcome(of invocation: RuntimeAPI.Invocation) async -> Result<JSON, FunctionFault> {
    let event: JSON
    do {
      event = try JSON(parsing: invocation.event)
    } catch {
      return .failure(
        FunctionFault(type: "Runtime.UnmarshalError", message: "the event is not JSON: \(error)")
      )
    }
    let pacer = pacer
    let interference = invocation.fault.map { fault -> @Sendable () async throws -> Void in
      { try await fault.happen { try await pacer.sleep(for: .seconds(60)) } }
    }
    let environment = FunctionEnvironment(
      requestID: invocation.requestID,
      variables: variables,
      aws: aws,
      clock: clock,
      log: log,
      afterReceived: interference
    )
    return await withTaskGroup(of: Result<JSON, FunctionFault>.self) { [function] group in
      group.addTask {
        do {
          return .success(try await function.run(event: event, environment: environment))
        } catch {
          return .failure(FunctionFault(error))
        }
      }
      if let deadline = invocation.deadline { group.addTask { await timeout(at: deadline) } }
      let first = await group.next()
      // Whichever lost the race ends now: the function's calls, or the wait.
      group.cancelAll()
      return first ?? .failure(RuntimeLoop.timedOut)
    }
  }

  /// Waits for the deadline; the failure counts only where the function has not ended before.
  ///
  /// Lambda ends the process itself at the deadline, and tells it better than an answer could that
  /// comes at the same moment; this one is for a host that does not.
  private func timeout(at deadline: Instant) async -> Result<JSON, FunctionFault> {
    let wait = max(0, deadline - clock.now) + RuntimeLoop.graceMilliseconds
    try? await pacer.sleep(for: .milliseconds(wait))
    return .failure(RuntimeLoop.timedOut)
  }

  /// The failure that Lambda itself reports where it ends a function at its deadline.
  private static let timedOut = FunctionFault(
    type: "Sandbox.Timedout",
    message: "the function had not ended at its deadline"
  )
}
