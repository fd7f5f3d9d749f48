internal import AWSWire
internal import JSONValue

/// A failure that Lambda reports as the function's error.
package struct FunctionFault: Error, Hashable, Sendable {
  /// The error's name, such as `InvalidId`.
  package let type: String
  /// The cause, in a sentence a person can read.
  package let message: String

  /// Makes a failure.
  package init(type: String, message: String) {
    self.type = type
    self.message = message
  }

  /// The failure that any error amounts to: our own as they are, a service's under its code.
  package init(_ error: any Error) {
    switch error {
    case let fault as FunctionFault: self = fault
    case let refusal as Refusal: self.init(type: "InvalidRequest", message: refusal.reason)
    case let error as AWSError:
      self.init(type: error.code, message: "\(error.operation) failed: \(error.message)")
    default: self.init(type: "\(Swift.type(of: error))", message: "\(error)")
    }
  }
}

/// What a caller is told about a request that cannot be accepted.
struct Refusal: Error, Hashable {
  /// The HTTP status, 400 to 499.
  let status: Int
  /// The reason, in words that name what is wrong.
  let reason: String
}

extension AWSCaller {
  /// Makes a call; an error that does not say which operation failed learns it here.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func perform(_ call: AWSCall) async throws -> JSON {
    do {
      return try await self.call(call)
    } catch var error as AWSError where error.operation.isEmpty {
      error.operation = "\(call.service.signingName) \(call.operation)"
      throw error
    }
  }
}
