internal import CustomerDomain
internal import Terminal

/// One run as a row of the list.
struct ExecutionRow: Hashable, Sendable, Identifiable {
  /// The run itself.
  let execution: Execution
  /// The run's name, printable, cut at 128 columns.
  let name: SafeText
  /// The customer id, likewise.
  let customerID: SafeText
  /// The state it is in, likewise.
  let stateName: SafeText

  /// Makes a run ready for the screen.
  init(_ execution: Execution) {
    self.execution = execution
    name = SafeText(execution.name, columns: 0..<128)
    customerID = SafeText(exactly: execution.customerID ?? "")
    stateName = SafeText(execution.stateName ?? "", columns: 0..<128)
  }

  /// The run's ARN.
  var id: String { execution.arn }
}

extension Execution.Status {
  /// The status as people read it.
  var word: String {
    switch self {
    case .running: "running"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .timedOut: "timed out"
    case .aborted: "aborted"
    case .pendingRedrive: "to redrive"
    }
  }

  /// 0 for what went wrong, 1 for what is under way, 2 for the rest.
  var trouble: Int {
    switch self {
    case .failed, .timedOut, .aborted: 0
    case .running, .pendingRedrive: 1
    case .succeeded: 2
    }
  }
}
