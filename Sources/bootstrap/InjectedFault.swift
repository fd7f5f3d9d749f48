internal import AWSWire
internal import CustomerBackend

/// A fault that `rollcall fault` has the local cloud ask for, with a header of an invocation.
enum InjectedFault: String, Hashable, Sendable {
  /// The function throws after it has logged what it received.
  case error
  /// The function never ends.
  case timeout

  /// The header of an invocation that asks for a fault.
  static let header = "rollcall-fault"
  /// The header by which the local cloud knows that faults are taken here.
  static let offer = ("Rollcall-Takes-Faults", "error, timeout")

  /// Makes the fault happen.
  ///
  /// - Throws: `FunctionFault` `InjectedFault`; `CancellationError` where the invocation is cut off.
  func happen(_ pause: @Sendable () async throws -> Void) async throws {
    if self == .timeout { while true { try await pause() } }
    throw FunctionFault(type: "InjectedFault", message: "This failure was asked for.")
  }
}
