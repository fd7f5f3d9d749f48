/// What is known of an execution from outside: the fixed part of the context object `$$`.
package struct ExecutionContext: Hashable, Sendable {
  /// The execution's ARN.
  package var executionArn: String
  /// The execution's name.
  package var name: String
  /// The role it runs as.
  package var roleArn: String
  /// When it was started.
  package var startTime: Milliseconds
  /// The state machine's ARN.
  package var stateMachineArn: String
  /// The state machine's name.
  package var stateMachineName: String
  /// How often it was redriven.
  package var redriveCount: Int

  /// Makes a context of its parts.
  package init(
    executionArn: String,
    name: String,
    roleArn: String,
    startTime: Milliseconds,
    stateMachineArn: String,
    stateMachineName: String,
    redriveCount: Int = 0
  ) {
    self.executionArn = executionArn
    self.name = name
    self.roleArn = roleArn
    self.startTime = startTime
    self.stateMachineArn = stateMachineArn
    self.stateMachineName = stateMachineName
    self.redriveCount = redriveCount
  }
}
