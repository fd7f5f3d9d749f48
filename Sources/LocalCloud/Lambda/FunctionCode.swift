package import AWSWire
package import JSONValue

/// What an invocation tells the function's code about itself.
package struct FunctionContext: Sendable {
  /// The invocation's request id.
  package let requestID: String
  /// The function as it is configured.
  package let function: FunctionSpec
  /// When the invocation is cut off.
  package let deadline: Instant
  /// Takes a line for the function's log.
  package let log: @Sendable (String) -> Void
  /// What happens to the code once it has logged what it received: nothing, a `FunctionFailure`, or
  /// a wait that the deadline ends with `CancellationError`.
  package let afterReceived: (@Sendable () async throws -> Void)?
  /// The same by its name, for code in another process.
  package var fault: InjectedFault?
}

/// How a function's code failed, as Lambda reports it.
package struct FunctionFailure: Error, Hashable, Sendable {
  /// The error's name.
  package let type: String
  /// The error's sentence.
  package let message: String
  /// What the caller gets, where that is not made of name and sentence.
  package var payload: JSON?
  /// How the invocation's last line tells it, where Lambda itself reports it.
  package var reportStatus: String?

  /// Makes a failure.
  package init(type: String, message: String) {
    self.type = type
    self.message = message
  }
}

/// The code behind all functions, picked by handler name.
package protocol FunctionCode: Sendable {
  /// Whether there is code under `handler`.
  func has(_ handler: String) -> Bool

  /// Runs the code for one event.
  ///
  /// - Throws: `FunctionFailure`, `CancellationError` at the deadline, or any other error.
  func run(_ event: JSON, _ context: FunctionContext) async throws -> JSON
}
