package import JSONValue

/// How an execution ended.
package enum ExecutionOutcome: Hashable, Sendable {
  /// It ended well, with this output.
  case succeeded(output: JSON)
  /// It ended badly.
  case failed(error: String?, cause: String?)
  /// Its time was over.
  case timedOut
  /// Somebody stopped it.
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
