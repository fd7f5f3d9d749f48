package import AWSClient
internal import AWSWire
package import CustomerDomain
internal import JSONValue

extension WorkflowService {
  /// Waits until a run has ended, asking ever less often: after 20 ms at first, at last each second.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func ended(
    _ arn: String,
    pacer: any Pacer = .system
  ) async throws -> ExecutionDetail {
    var pause = Duration.milliseconds(20)
    while true {
      let answer = try await access.read(
        .states,
        "DescribeExecution",
        ["executionArn": .string(arn)],
        for: .init("describe execution", arn)
      )
      if let execution = Execution(listed: answer), execution.status.isFinal {
        return try await describe(arn, withGraph: false)
      }
      try await pacer.sleep(for: pause)
      pause = min(pause * 2, .seconds(1))
    }
  }
}
