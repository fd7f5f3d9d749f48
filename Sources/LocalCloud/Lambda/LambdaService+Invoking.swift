internal import AWSWire
internal import JSONValue

extension LambdaService {
  /// Runs a function, or accepts an event for it.
  ///
  /// - Throws: `CloudError` as Invoke answers.
  func invoke(_ input: JSON, _ context: CallContext) async throws -> JSON {
    let function = try function(input)
    let payload = input["Payload"] ?? [:]
    if let given = input["ClientContext"]?.string {
      guard let bytes = Base64.bytes(given), (try? JSON(parsing: bytes))?.object != nil else {
        throw CloudError(
          "InvalidRequestContentException",
          "Client context must be a valid Base64-encoded JSON object."
        )
      }
    }
    let kind = input["InvocationType"]?.string ?? "RequestResponse"
    let largest = kind == "Event" ? FunctionRunner.largestEvent : FunctionRunner.largestPayload
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
      try await invoker.accept(payload, for: function.name, requestID: context.requestID)
      return ["StatusCode": 202]
    default:
      let run = try await runner.invocation(
        of: function.name,
        payload: payload,
        requestID: context.requestID
      )
      let wantsLog = input["LogType"]?.string == "Tail"
      return [
        "StatusCode": 200, "FunctionError": JSON(run.result.functionError),
        "ExecutedVersion": .string(FunctionReference.latest), "Payload": run.result.payload,
        "LogResult": wantsLog ? .string(InvocationLog.tail(of: run.lines)) : nil,
      ]
    }
  }

  /// Lists functions by name, a page at a time.
  func listFunctions(_ input: JSON) throws -> JSON {
    // More than 50 are never given at once, however many are asked for.
    let limit = min(input["MaxItems"]?.int ?? LambdaService.pageSize, LambdaService.pageSize)
    let marker = input["Marker"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    let (page, next) = try PageToken.slice(
      runner.specs,
      token: marker,
      limit: limit,
      invalid: CloudError("InvalidParameterValueException", "Invalid marker")
    )
    return [
      "Functions": .array(try page.map { try configuration(of: $0) }), "NextMarker": JSON(next),
    ]
  }

  private static let pageSize = 50
}
