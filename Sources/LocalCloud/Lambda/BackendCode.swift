internal import AWSWire
internal import CustomerBackend
internal import JSONValue

/// The backend's own functions, run in this process.
struct BackendCode: FunctionCode {
  /// Carries the calls that functions make.
  let aws: any AWSCaller
  /// Where functions read the time.
  let clock: any WallClock

  /// Whether there is code under `handler`.
  func has(_ handler: String) -> Bool { BackendFunction(rawValue: handler) != nil }

  /// Runs the code for one event.
  ///
  /// - Throws: `FunctionFailure`; `CancellationError` at the deadline.
  func run(_ event: JSON, _ context: FunctionContext) async throws -> JSON {
    guard let function = BackendFunction(rawValue: context.function.handler) else {
      throw FunctionFailure(
        type: "Runtime.HandlerNotFound",
        message: "no function \(context.function.handler)"
      )
    }
    let environment = FunctionEnvironment(
      requestID: context.requestID,
      variables: context.function.environment,
      aws: aws,
      clock: clock,
      log: context.log,
      afterReceived: BackendCode.translated(context.afterReceived)
    )
    do {
      return try await function.run(event: event, environment: environment)
    } catch let fault as FunctionFault {
      throw FunctionFailure(type: fault.type, message: fault.message)
    }
  }

  /// The cloud's interference, its failure in the backend's own terms.
  private static func translated(
    _ interference: (@Sendable () async throws -> Void)?
  ) -> (@Sendable () async throws -> Void)? {
    guard let interference else { return nil }
    return {
      do {
        try await interference()
      } catch let failure as FunctionFailure {
        throw FunctionFault(type: failure.type, message: failure.message)
      }
    }
  }
}
