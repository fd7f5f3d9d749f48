internal import Glibc
internal import JSONValue

/// How a process has ended.
struct ProcessEnding: Hashable, Sendable {
  /// What `waitpid` says.
  let state: Int32
  /// Whether it was ended because it held more memory than its function may.
  let isOutOfMemory: Bool

  /// The ending in the words of Lambda's errors: `exit status 1`, `signal: killed`.
  var words: String {
    let signal = state & 0x7F
    guard signal != 0 else { return "exit status \(state >> 8 & 0xFF)" }
    return "signal: \(strsignal(signal).map { String(cString: $0).lowercased() } ?? "\(signal)")"
  }

  /// The failure of the invocation, or of the start, that the process was busy with.
  func failure(_ requestID: String) -> FunctionFailure {
    FunctionFailure(
      platform: "Runtime.ExitError",
      message: "RequestId: \(requestID) Error: Runtime exited with error: \(words)",
      reported: isOutOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError"
    )
  }
}

extension FunctionFailure {
  /// A failure that Lambda itself reports and not the function.
  init(platform type: String, message: String, reported: String? = nil) {
    self.init(type: type, message: message)
    payload = ["errorType": .string(type), "errorMessage": .string(message)]
    reportStatus = "error\tError Type: \(reported ?? type)"
  }
}
