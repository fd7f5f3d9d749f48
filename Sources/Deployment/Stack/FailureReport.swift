/// What went wrong in an operation on a stack: the first real failure, not what followed from it.
package struct FailureReport: Hashable, Sendable {
  /// How the stack stands now.
  package let status: StackStatus
  /// The failures that nothing else caused, in their order; the first is the cause.
  package let causes: [StackEvent]
  /// How many resources were given up because of them.
  package let cascades: Int
  /// What CloudFormation says of the stack.
  package let statusReason: String

  /// Finds the failures among an operation's events.
  ///
  /// - Parameters:
  ///   - events: the operation's events, oldest first.
  ///   - stack: the stack as it stands afterwards.
  package init(_ events: [StackEvent], stack: Stack) {
    self.init(events, status: stack.status, statusReason: stack.statusReason)
  }

  /// Finds the failures among an operation's events.
  init(_ events: [StackEvent], status: StackStatus, statusReason: String) {
    let failed = events.filter { $0.status.hasSuffix("_FAILED") && !$0.isOfStack }
    let cascades = failed.filter(FailureReport.isCascade)
    self.status = status
    self.statusReason = statusReason
    causes = failed.filter { !FailureReport.isCascade($0) }
    self.cascades = cascades.count
  }

  /// Whether CloudFormation gave the resource up because another had failed.
  private static func isCascade(_ event: StackEvent) -> Bool {
    let reason = event.reason.lowercased()
    return ["creation", "update", "deletion", "import"]
      .contains { reason.hasPrefix("resource \($0) cancelled") }
  }

  /// What can be done about the first cause, as far as its words tell.
  package var advice: String {
    guard let reason = causes.first?.reason else { return "" }
    if reason.contains("not authorized to perform") || reason.contains("AccessDenied") {
      return "allow it to these credentials; 'rollcall policy deployer' prints all that is needed"
    }
    if reason.contains("already exists") || reason.contains("AlreadyExists") {
      return "remove it, or deploy beside it with --name-prefix"
    }
    if reason.contains("CloudWatch Logs role ARN must be set") {
      return "set the account's role for API Gateway's logs, or leave ApiAccessLogs=false"
    }
    if reason.contains("Rate exceeded") || reason.contains("Throttling") {
      return "run it again in a minute"
    }
    return "mend that and run it again"
  }
}
