internal import AWSClient
internal import AWSWire
package import CustomerDomain
internal import JSONValue

/// Stopping runs, taking them up again, and starting them once more.
extension WorkflowService {
  /// What a stopped run says of why it was stopped.
  private static let stopCause = "Stopped with rollcall"

  /// Stops a run.
  ///
  /// - Throws: `ServiceFailure`, with its outcome open where no answer came; `CancellationError`.
  package func stop(_ arn: String) async throws {
    try await access.change(
      .states,
      "StopExecution",
      ["executionArn": .string(arn), "cause": .string(WorkflowService.stopCause)],
      for: .init("stop run", arn)
    )
  }

  /// Takes a run up again from where it broke.
  ///
  /// - Parameters:
  ///   - arn: the run.
  ///   - token: asking again with the same one takes it up once.
  /// - Throws: `ServiceFailure`, with its outcome open where no answer came; `CancellationError`.
  package func redrive(_ arn: String, token: String) async throws {
    try await access.change(
      .states,
      "RedriveExecution",
      ["executionArn": .string(arn), "clientToken": .string(token)],
      for: .init("redrive run", arn)
    )
  }

  /// Starts a run of the same workflow with the same input as another one had.
  ///
  /// - Parameters:
  ///   - reference: the run to do again.
  ///   - name: the new run's name; asking again with the same name starts nothing twice.
  /// - Returns: the run that was started.
  /// - Throws: `ServiceFailure`, with its outcome open where no answer came; `CancellationError`.
  package func startAgain(_ reference: ExecutionDetail, name: String) async throws -> Execution {
    let purpose = ServiceAccess.Purpose("run again", reference.execution.arn)
    guard let input = reference.inputText, let machine = reference.machineARN else {
      throw ServiceFailure(
        kind: .invalidInput,
        action: purpose.action,
        resource: purpose.resource,
        reason: "the service does not tell its input"
      )
    }
    let call = AWSCall(
      .states,
      "StartExecution",
      ["stateMachineArn": .string(machine), "name": .string(name), "input": .string(input)]
    )
    return try await access.recorder.change(purpose, as: \.arn) {
      let answer = try await access.caller.call(call)
      guard let arn = answer["executionArn"]?.string else {
        throw ServiceFailure(unreadable: "ARN of the run", action: purpose.action)
      }
      return Execution(
        arn: arn,
        name: name,
        status: .running,
        startedAt: answer["startDate"]?.instant ?? clock.now,
        customerID: reference.execution.customerID
      )
    }
  }

  /// Looks for the run that was to be started under a name, where no answer told.
  ///
  /// - Returns: the run; `nil` where there is none, or it cannot be asked for.
  package func started(_ reference: ExecutionDetail, name: String) async -> Execution? {
    var parts = reference.execution.arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return nil }
    parts[parts.count - 1] = Substring(name)
    let arn = parts.joined(separator: ":")
    guard
      let answer = try? await access.read(
        .states,
        "DescribeExecution",
        ["executionArn": .string(arn)],
        for: .init("look for the run", name)
      )
    else { return nil }
    var run = Execution(listed: answer)
    run?.customerID = reference.execution.customerID
    return run
  }

  /// How a run stands, where no answer told what became of stopping it.
  ///
  /// - Returns: how it stands; `nil` where it cannot be asked for.
  package func standing(_ arn: String) async -> Execution? {
    let answer = try? await access.read(
      .states,
      "DescribeExecution",
      ["executionArn": .string(arn)],
      for: .init("look at the run", arn)
    )
    return answer.flatMap(Execution.init(listed:))
  }
}
