internal import AWSWire
internal import JSONValue
internal import StatesLanguage

/// Runs the tasks of executions: functions, and operations of other services.
struct TaskRunner: Sendable {
  /// Runs the functions of the cloud.
  let functions: any FunctionInvoker
  /// Calls the operations of its other services.
  let call: StepFunctionsService.ServiceCall

  /// Runs a task and tells what became of it.
  ///
  /// - Parameters:
  ///   - task: what to run.
  ///   - execution: the ARN of the execution that runs it.
  /// - Returns: what the execution is to be told.
  func run(_ task: PendingTask, of execution: String) async -> Happening {
    do throws(TaskFailure) {
      let output = try await output(task, of: execution)
      return task.style == .callback || task.style == .job
        ? .taskSubmitted(id: task.id, output: output)
        : .taskSucceeded(id: task.id, output: output)
    } catch {
      return .taskFailed(id: task.id, error: error.error, cause: error.cause)
    }
  }

  private func output(
    _ task: PendingTask,
    of execution: String
  ) async throws(TaskFailure) -> JSON {
    let parts = task.resource.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 2, parts[2] == "lambda" {
      return try await invoke(task.resource, task.parameters).payload
    }
    var action = parts.dropFirst(5).joined(separator: ":")
    if task.style == .callback || task.style == .job, let end = action.lastIndex(of: ".") {
      action = String(action[..<end])
    }
    if action == "lambda:invoke", task.style != .job {
      return try await invokeOptimized(task.parameters)
    }
    let integration = Integration(action)
    if let integration, integration.beginsExecution {
      return try await startExecution(integration, task, of: execution)
    }
    guard let integration, task.style != .job else {
      throw TaskFailure(
        error: "States.Runtime",
        cause: "The resource '\(task.resource)' is not supported by the local cloud"
      )
    }
    return try await answer(integration, task.parameters)
  }
}

// MARK: - Functions

extension TaskRunner {
  private func invokeOptimized(_ parameters: JSON) async throws(TaskFailure) -> JSON {
    guard let function = parameters["FunctionName"]?.string else {
      throw TaskFailure(error: "States.Runtime", cause: "The field 'FunctionName' is required")
    }
    let special = ["InvocationType", "LogType", "Qualifier", "ClientContext"]
    guard !special.contains(where: { parameters[$0] != nil }) else {
      return try await invokeWhole(parameters)
    }
    let result = try await invoke(function, parameters["Payload"] ?? [:])
    return TaskRunner.invocation(
      ["ExecutedVersion": "$LATEST", "Payload": result.payload],
      requestID: result.requestID,
      status: 200
    )
  }

  /// Invokes with all that the operation takes, which is more than running the function.
  private func invokeWhole(_ parameters: JSON) async throws(TaskFailure) -> JSON {
    var input = parameters
    if input["Payload"] == nil { input["Payload"] = [:] }
    let output = try await answer(.lambda, "Invoke", input, Integration.lambda)
    let payload = output["Payload"] ?? ""
    if output["FunctionError"]?.string != nil {
      throw TaskRunner.functionFailure(payload)
    }
    var members: JSONObject = [:]
    for key in ["ExecutedVersion", "LogResult"] {
      if let value = output[key], !value.isNull { members[key] = value }
    }
    members["Payload"] = payload
    return TaskRunner.invocation(
      members,
      requestID: UniqueID.uuid(),
      status: output["StatusCode"]?.int ?? 200
    )
  }

  private static func invocation(_ members: JSONObject, requestID: String, status: Int) -> JSON {
    var headers: JSONObject = ["x-amzn-Remapped-Content-Length": "0", "Connection": "keep-alive"]
    for (name, key) in [
      ("X-Amz-Executed-Version", "ExecutedVersion"), ("X-Amz-Log-Result", "LogResult"),
    ] {
      headers[name] = members[key]
    }
    let length = members["Payload"]?.text().utf8.count ?? 0
    headers["Content-Length"] = .string(String(length))
    headers["Content-Type"] = "application/json"
    return .object(
      members.merging(metadata(headers, requestID: requestID, status: status)).merging([
        "StatusCode": JSON(status)
      ])
    )
  }

  private func invoke(
    _ function: String,
    _ payload: JSON
  ) async throws(TaskFailure) -> InvocationResult {
    let result: InvocationResult
    do {
      result = try await functions.invoke(function, payload: payload)
    } catch let error as CloudError {
      throw TaskRunner.refusal(error)
    } catch {
      throw TaskFailure(error: "Lambda.Unknown", cause: "\(error)")
    }
    if result.functionError != nil { throw TaskRunner.functionFailure(result.payload) }
    return result
  }

  private static func functionFailure(_ payload: JSON) -> TaskFailure {
    TaskFailure(
      error: payload["errorType"]?.string ?? "Lambda.Unknown",
      cause: payload.text()
    )
  }

  /// An error of Lambda; of a missing function it names the version that was looked for.
  private static func refusal(_ error: CloudError) -> TaskFailure {
    var error = error
    if error.message.hasPrefix("Function not found: "),
      error.message.split(separator: ":").count == 8
    {
      error.message += ":$LATEST"
    }
    return TaskFailure(error, Integration.lambda)
  }
}

// MARK: - Services

extension TaskRunner {
  /// Calls an operation and gives what its integration makes of the answer.
  ///
  /// - Throws: `TaskFailure` where the service refuses.
  func answer(
    _ integration: Integration,
    _ parameters: JSON
  ) async throws(TaskFailure) -> JSON {
    var output = try await answer(
      integration.service,
      integration.operation,
      integration.input(parameters),
      integration.names,
      isPlain: integration.isPlain
    )
    if integration.service == .events {
      if !integration.isPlain, (output["FailedEntryCount"]?.int ?? 0) > 0 {
        throw TaskFailure(error: "EventBridge.FailedEntry", cause: output.text())
      }
      return output
    }
    let length = output.text().utf8.count
    if integration.service == .states {
      output = SDKSpelling.output(output, isPlain: integration.isPlain)
    }
    guard !integration.isPlain, let members = output.object else { return output }
    let type = integration.service == .sns ? "text/xml" : "application/x-amz-json-1.0"
    // DynamoDB's front end is another one than that of the other services.
    let headers: JSONObject =
      integration.service == .dynamoDB
      ? ["Server": "Server", "Connection": "keep-alive"] : ["connection": "keep-alive"]
    return TaskRunner.answered(members, headers, length: length, type: type)
  }

  /// The members of an answer with what is said of the call itself.
  static func answered(
    _ members: JSONObject,
    _ headers: JSONObject = ["connection": "keep-alive"],
    length: Int,
    type: String
  ) -> JSON {
    .object(
      members.merging(
        metadata(
          headers.merging([
            "Content-Length": .string(String(length)), "Content-Type": .string(type),
          ]),
          requestID: UniqueID.uuid(),
          status: 200
        )
      )
    )
  }

  private func answer(
    _ service: AWSService,
    _ operation: String,
    _ input: JSON,
    _ names: Integration.Names,
    isPlain: Bool = false
  ) async throws(TaskFailure) -> JSON {
    do {
      return try await call(AWSCall(service, operation, input))
    } catch let error as CloudError {
      throw service == .lambda
        ? TaskRunner.refusal(error) : TaskFailure(error, names, isPlain: isPlain)
    } catch let error as AWSError {
      let same = CloudError(error.code, error.message, status: error.status)
      throw service == .lambda
        ? TaskRunner.refusal(same) : TaskFailure(same, names, isPlain: isPlain)
    } catch {
      throw TaskFailure(error: "States.TaskFailed", cause: "\(error)")
    }
  }

  /// What an optimised integration says of the call itself.
  private static func metadata(
    _ headers: JSONObject,
    requestID: String,
    status: Int
  ) -> JSONObject {
    let all = headers.merging(["x-amzn-RequestId": .string(requestID)])
    return [
      "SdkHttpMetadata": [
        "AllHttpHeaders": .object(all.mapValues { .array([$0]) }), "HttpHeaders": .object(all),
        "HttpStatusCode": JSON(status),
      ], "SdkResponseMetadata": ["RequestId": .string(requestID)],
    ]
  }
}
