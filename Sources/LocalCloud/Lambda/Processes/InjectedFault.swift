/// A fault that happens inside of the function's code, by the word it is known by.
package enum InjectedFault: String, Sendable {
  /// The code throws after it has logged what it received.
  case error
  /// The code never ends.
  case timeout

  /// The header that brings it to a process with an invocation.
  static let header = "Rollcall-Fault"
}

extension FaultBook.Verdict {
  /// What is to happen inside of the code.
  var injected: InjectedFault? {
    if isTimedOut { return .timeout }
    return mustFail ? .error : nil
  }
}
