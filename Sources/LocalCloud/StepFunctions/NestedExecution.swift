internal import AWSWire
internal import JSONValue
internal import StatesLanguage

/// An execution that a task of another one has begun.
enum NestedExecution {
  /// The name of one that was given none: the same for each try of the same task, so that a task that
  /// is taken up again begins nothing twice.
  static func name(ofTask task: Int, of parent: String) -> String {
    let digits = Digest.sha256(Array("\(parent) \(task)".utf8)).prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
      .joined(separator: "-")
  }

  /// What a task is told that waits for it: its description, as the output or as the cause.
  static func happening(
    _ end: StoredExecution?,
    of task: PendingTask,
    at now: Instant
  ) -> Happening {
    guard let end else {
      return .taskFailed(
        id: task.id,
        error: "States.TaskFailed",
        cause: StatesError.executionNotFound(task.job ?? "").message
      )
    }
    let description = description(end, parsingData: task.resource.hasSuffix(":2"), at: now)
    return end.status == "SUCCEEDED"
      ? .taskSucceeded(id: task.id, output: description)
      : .taskFailed(id: task.id, error: "States.TaskFailed", cause: description.text())
  }

  /// Its description as the service's SDK spells it; `parsingData` gives input and output as the
  /// JSON that their texts stand for.
  private static func description(
    _ execution: StoredExecution,
    parsingData: Bool,
    at now: Instant
  ) -> JSON {
    let description = StepFunctionsService.description(execution, events: 0, at: now)
    var spelled = SDKSpelling.output(.object(description), isPlain: false)
    // What the data's members are called is not the service's affair, so it is parsed after that.
    for name in ["Input", "Output"] where parsingData {
      guard let text = spelled[name]?.string, let value = try? JSON(parsing: text) else { continue }
      spelled[name] = value
    }
    let members = (spelled.object ?? [:]).map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    return .object(JSONObject(members))
  }
}

extension TaskRunner {
  /// Starts an execution; where an earlier try of the same task did, it is that one.
  ///
  /// - Throws: `TaskFailure` where it cannot be started.
  func startExecution(
    _ integration: Integration,
    _ task: PendingTask,
    of parent: String
  ) async throws(TaskFailure) -> JSON {
    var parameters = task.parameters
    guard parameters["Name"] == nil, let machine = parameters["StateMachineArn"]?.string else {
      return try await answer(integration, parameters)
    }
    let name = NestedExecution.name(ofTask: task.id, of: parent)
    parameters["Name"] = .string(name)
    do throws(TaskFailure) {
      return try await answer(integration, parameters)
    } catch {
      guard error.error.hasSuffix(".ExecutionAlreadyExistsException") else { throw error }
      let parts = machine.split(separator: ":", omittingEmptySubsequences: false)
      let arn = (parts.prefix(5) + ["execution"] + parts.dropFirst(6)).joined(separator: ":")
      return try await begun("\(arn):\(name)", or: error)
    }
  }

  /// What starting an execution answered that is there already.
  private func begun(_ arn: String, or fault: TaskFailure) async throws(TaskFailure) -> JSON {
    let there: JSON
    do {
      there = try await call(AWSCall(.states, "DescribeExecution", ["executionArn": .string(arn)]))
    } catch {
      throw fault
    }
    let answer: JSON = ["executionArn": .string(arn), "startDate": there["startDate"] ?? 0]
    return TaskRunner.answered(
      SDKSpelling.output(answer, isPlain: false).object ?? [:],
      length: answer.text().utf8.count,
      type: "application/x-amz-json-1.0"
    )
  }
}
