internal import AWSWire
internal import JSONValue

extension LambdaService {
  /// Says how a function's asynchronous invocations are handled; `merges` keeps what is not said.
  ///
  /// - Throws: `CloudError` as PutFunctionEventInvokeConfig and UpdateFunctionEventInvokeConfig answer.
  func putEventInvoke(
    _ input: JSON,
    _ context: CallContext,
    merges: Bool
  ) async throws -> JSON {
    let members = ["MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig"]
    guard members.contains(where: { input[$0].map { !$0.isNull } ?? false }) else {
      throw CloudError(
        "InvalidParameterValueException",
        "You must specify at least one of error handling or destination setting."
      )
    }
    let reference = try reference(input)
    guard reference.isLatest, let function = try? runner.spec(reference.name) else {
      throw LambdaService.noFunction
    }
    let known = events.config(of: function.name)
    if merges, known == nil { throw noConfig(reference) }
    var config = merges ? known : nil
    config?.modified = context.now
    var made = config ?? EventInvokeConfig(modified: context.now)
    made.take(input)
    if input["DestinationConfig"]?.object != nil { try checkDestinations(made, of: function) }
    try await events.put(made, of: function.name)
    return wire(made, of: function)
  }

  /// What was said of a function's asynchronous invocations.
  func eventInvoke(_ input: JSON) throws -> JSON {
    let (function, config) = try known(input)
    return wire(config, of: function)
  }

  /// Has a function's asynchronous invocations handled as those of others again.
  func deleteEventInvoke(_ input: JSON) async throws -> JSON {
    let (function, _) = try known(input)
    try await events.put(nil, of: function.name)
    return [:]
  }

  /// Lists what was said of all versions of a function, of which there is one.
  func listEventInvokes(_ input: JSON) throws -> JSON {
    guard let function = try? runner.spec(try reference(input).name) else {
      throw LambdaService.noFunction
    }
    let configs = events.config(of: function.name).map { [wire($0, of: function)] } ?? []
    return ["FunctionEventInvokeConfigs": .array(configs)]
  }

  private static let noFunction = CloudError(
    "ResourceNotFoundException",
    "The function doesn't exist.",
    status: 404
  )

  private func noConfig(_ reference: FunctionReference) -> CloudError {
    let arn = runner.around.identity.arn(
      "lambda",
      "function:\(reference.name):\(reference.qualifier ?? FunctionReference.latest)"
    )
    return CloudError(
      "ResourceNotFoundException",
      "The function \(arn) doesn't have an EventInvokeConfig",
      status: 404
    )
  }

  private func known(_ input: JSON) throws -> (FunctionSpec, EventInvokeConfig) {
    let reference = try reference(input)
    guard reference.isLatest, let function = try? runner.spec(reference.name),
      let config = events.config(of: function.name)
    else { throw noConfig(reference) }
    return (function, config)
  }

  private func wire(_ config: EventInvokeConfig, of function: FunctionSpec) -> JSON {
    let head: JSONObject = [
      "LastModified": config.modified.wire,
      "FunctionArn": .string("\(function.arn):\(FunctionReference.latest)"),
    ]
    return .object(head.merging(config.json))
  }

  /// Refuses destinations that nothing could be told to.
  private func checkDestinations(_ config: EventInvokeConfig, of function: FunctionSpec) throws {
    for arn in [config.onSuccess, config.onFailure].compactMap(\.self) {
      let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
      switch parts.count >= 6 && parts[0] == "arn" ? parts[2] : "" {
      case "sns", "events": continue
      case "lambda":
        guard let target = try? runner.spec(arn) else {
          throw LambdaService.invalid("The destination ARN \(arn) is invalid.")
        }
        guard target.name != function.name else {
          throw LambdaService.invalid("You can't specify the function as a destination for itself.")
        }
      case "sqs", "s3":
        throw LambdaService.invalid(
          "The local cloud has no \(parts[2]) that the destination \(arn) could be in."
        )
      default:
        func part(_ name: String, _ arn: String?) -> String {
          arn.map { "\(name)(destination=\($0))" } ?? "null"
        }
        throw LambdaService.invalid(
          "The provided destination config DestinationConfig(onSuccess="
            + "\(part("OnSuccess", config.onSuccess)), onFailure="
            + "\(part("OnFailure", config.onFailure))) is invalid."
        )
      }
    }
  }

  private static func invalid(_ message: String) -> CloudError {
    CloudError("InvalidParameterValueException", message)
  }
}
