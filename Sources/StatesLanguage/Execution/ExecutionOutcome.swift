package import JSONValue

/// How an execution ended.
package enum ExecutionOutcome: Hashable, Sendable {
  case succeeded(output: JSON)
  case failed(error: String?, cause: String?)
  case timedOut
  case aborted(error: String?, cause: String?)

  /// The status as the service writes it, such as `TIMED_OUT`.
  package var status: String {
    switch self {
    case .succeeded: "SUCCEEDED"
    case .failed: "FAILED"
    case .timedOut: "TIMED_OUT"
    case .aborted: "ABORTED"
    }
  }
}
