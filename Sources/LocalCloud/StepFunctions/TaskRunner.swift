internal import AWSWire
internal import JSONValue
internal import StatesLanguage

/// Runs the tasks of executions: functions, and operations of other services.
struct TaskRunner: Sendable {
  let functions: any FunctionInvoker
  let call: StepFunctionsService.ServiceCall

  /// Runs a task and tells what became of it.
  func run(_ task: PendingTask) async -> Happening {
    do throws(TaskFailure) {
      return .taskSucceeded(id: task.id, output: try await output(task))
    } catch {
      return .taskFailed(id: task.id, error: error.error, cause: error.cause)
    }
  }

  private struct TaskFailure: Error {
    let error: String
    let cause: String
  }

  private func output(_ task: PendingTask) async throws(TaskFailure) -> JSON {
    let parts = task.resource.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 2, parts[2] == "lambda" {
      return try await invoke(task.resource, task.parameters).payload
    }
    let action = parts.dropFirst(5).joined(separator: ":")
    if action == "lambda:invoke" { return try await invokeOptimized(task.parameters) }
    guard let integration = Integration(action) else {
      throw TaskFailure(
        error: "States.Runtime",
        cause: "The resource '\(task.resource)' is not supported by the local cloud"
      )
    }
    return try await answer(integration, task.parameters)
  }

  private func invokeOptimized(_ parameters: JSON) async throws(TaskFailure) -> JSON {
    guard let function = parameters["FunctionName"]?.string else {
      throw TaskFailure(error: "States.Runtime", cause: "The field 'FunctionName' is required")
    }
    let result = try await invoke(function, parameters["Payload"] ?? [:])
    return [
      "ExecutedVersion": "$LATEST", "Payload": result.payload,
      "SdkHttpMetadata": TaskRunner.httpMetadata(requestID: result.requestID),
      "SdkResponseMetadata": ["RequestId": .string(result.requestID)], "StatusCode": 200,
    ]
  }

  private func invoke(
    _ function: String,
    _ payload: JSON
  ) async throws(TaskFailure) -> InvocationResult {
    let result: InvocationResult
    do {
      result = try await functions.invoke(function, payload: payload)
    } catch let error as CloudError {
      throw TaskRunner.failure(error, prefix: "Lambda", service: "Lambda")
    } catch {
      throw TaskFailure(error: "Lambda.Unknown", cause: "\(error)")
    }
    if result.functionError != nil {
      let error = result.payload["errorType"]?.string ?? "Lambda.Unknown"
      throw TaskFailure(error: error, cause: result.payload.text())
    }
    return result
  }

  private func answer(
    _ integration: Integration,
    _ parameters: JSON
  ) async throws(TaskFailure) -> JSON {
    let requestID = UniqueID.uuid()
    do {
      var output = try await call(
        AWSCall(integration.service, integration.operation, parameters)
      )
      if integration.operation == "PutEvents", (output["FailedEntryCount"]?.int ?? 0) > 0 {
        throw CloudError("FailedEntry", output.text())
      }
      guard !integration.isPlain else { return output }
      output["SdkHttpMetadata"] = TaskRunner.httpMetadata(requestID: requestID)
      output["SdkResponseMetadata"] = ["RequestId": .string(requestID)]
      return output
    } catch let error as CloudError {
      throw TaskRunner.failure(error, prefix: integration.errorPrefix, service: integration.client)
    } catch let error as AWSError {
      throw TaskRunner.failure(
        CloudError(error.code, error.message, status: error.status),
        prefix: integration.errorPrefix,
        service: integration.client
      )
    } catch {
      throw TaskFailure(error: "States.TaskFailed", cause: "\(error)")
    }
  }

  private static func failure(
    _ error: CloudError,
    prefix: String,
    service: String
  ) -> TaskFailure {
    TaskFailure(
      error: "\(prefix).\(error.code)",
      cause: "\(error.message) (Service: \(service); Status Code: \(error.status); Error Code: "
        + "\(error.code); Request ID: \(UniqueID.uuid()); Proxy: null)"
    )
  }

  private static func httpMetadata(requestID: String) -> JSON {
    [
      "AllHttpHeaders": [
        "X-Amz-Executed-Version": ["$LATEST"], "x-amzn-RequestId": [.string(requestID)],
        "Content-Type": ["application/json"],
      ],
      "HttpHeaders": [
        "Content-Type": "application/json", "X-Amz-Executed-Version": "$LATEST",
        "x-amzn-RequestId": .string(requestID),
      ],
      "HttpStatusCode": 200,
    ]
  }
}
