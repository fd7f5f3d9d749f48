package import AWSWire
package import JSONValue
internal import Synchronization

/// Lambda's operations.
package final class LambdaService: CloudService {
  /// Which service this is.
  package let service = AWSService.lambda

  let runner: FunctionRunner
  private let background: BackgroundWork
  /// How many asynchronous invocations were accepted and have not ended.
  private let accepted = Mutex(0)

  init(runner: FunctionRunner, background: BackgroundWork) {
    self.runner = runner
    self.background = background
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as Lambda would answer.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    switch operation {
    case "ListFunctions":
      return ["Functions": .array(runner.specs.map { configuration(of: $0) }), "NextMarker": nil]
    case "GetFunction":
      return [
        "Configuration": configuration(of: try function(input)),
        "Code": ["RepositoryType": "S3", "Location": ""], "Tags": [:],
      ]
    case "GetFunctionConfiguration": return configuration(of: try function(input))
    case "UpdateFunctionCode": return try await updateCode(input, context)
    case "Invoke": return try await invoke(input)
    default:
      throw CloudError(
        "UnknownOperationException",
        "Lambda's \(operation) does not work in the local cloud.",
        status: 404
      )
    }
  }

  /// Whether no invocation is accepted or running.
  package var isIdle: Bool { get async { accepted.withLock { $0 } == 0 && runner.isIdle } }

  /// Ends all processes.
  package func halt() async { await runner.processes?.stop() }

  func function(_ input: JSON) throws -> FunctionSpec {
    try runner.spec(input["FunctionName"]?.string ?? "")
  }

  private func invoke(_ input: JSON) async throws -> JSON {
    let function = try function(input)
    let payload = input["Payload"] ?? [:]
    let kind = input["InvocationType"]?.string ?? "RequestResponse"
    let largest =
      kind == "Event" ? FunctionRunner.largestEvent : FunctionRunner.largestPayload
    guard (input["PayloadBytes"]?.int ?? 0) <= largest else {
      throw CloudError(
        "RequestTooLargeException",
        "Request must be smaller than \(largest) bytes for the InvokeFunction operation",
        status: 413
      )
    }
    switch kind {
    case "DryRun": return ["StatusCode": 204]
    case "Event":
      accepted.withLock { $0 += 1 }
      background.start { [self] in
        _ = try? await runner.invoke(function.name, payload: payload)
        accepted.withLock { $0 -= 1 }
      }
      return ["StatusCode": 202]
    case "RequestResponse":
      let result = try await runner.invoke(function.name, payload: payload)
      return [
        "StatusCode": 200, "FunctionError": JSON(result.functionError),
        "ExecutedVersion": "$LATEST", "Payload": result.payload,
      ]
    case let other:
      throw CloudError(
        "InvalidParameterValueException",
        "Value '\(other)' at 'invocationType' failed to satisfy constraint: Member must satisfy "
          + "enum value set: [Event, RequestResponse, DryRun]"
      )
    }
  }
}
