internal import AWSWire
internal import JSONValue

/// Delivers events to the targets of rules: workflows, functions, topics and log groups.
struct TargetDispatcher: EventTargetInvoker {
  /// Carries calls to the services that targets belong to.
  let directory: ServiceDirectory
  /// Takes the events that go to log groups.
  let logs: any LogSink
  /// Gives lines of logs their time.
  let clock: any WallClock

  /// Delivers `input` to the resource with `arn` under `name`.
  ///
  /// - Throws: `CloudError` where the target refused.
  func deliver(to arn: String, input: JSON, name: String) async throws {
    let parts = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
    switch parts.count > 2 ? parts[2] : "" {
    case "states": try await start(arn, input, name)
    case "lambda":
      try await directory.perform(
        .lambda,
        "Invoke",
        ["FunctionName": .string(arn), "InvocationType": "Event", "Payload": input]
      )
    case "sns":
      try await directory.perform(
        .sns,
        "Publish",
        ["TopicArn": .string(arn), "Message": .string(input.string ?? input.text())]
      )
    case "logs":
      logs.append(
        [LogLine(timestamp: clock.now, message: input.text())],
        group: LogGroupName.inARN(arn),
        stream: name
      )
    default:
      throw CloudError("InvalidTarget", "The target \(arn) is not supported.")
    }
  }

  /// Starts a run; one that the same event has started before is not started twice.
  private func start(_ arn: String, _ input: JSON, _ name: String) async throws {
    do {
      try await directory.perform(
        .states,
        "StartExecution",
        [
          "stateMachineArn": .string(arn), "name": .string(name), "input": .string(input.text()),
        ]
      )
    } catch let error as CloudError where error.code == "ExecutionAlreadyExists" {
      return
    }
  }
}
