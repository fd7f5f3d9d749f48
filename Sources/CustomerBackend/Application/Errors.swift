internal import AWSWire

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
    case let error as AWSError:
      self.init(type: error.code, message: "\(error.operation): \(error.message)")
    default: self.init(type: "\(Swift.type(of: error))", message: "\(error)")
    }
  }
}
