package import AWSWire
package import JSONValue

/// Lambda's operations.
package final class LambdaService: CloudService {
  /// Which service this is.
  package let service = AWSService.lambda

  /// The schema's steps.
  package static let migrations =
    FaultBook.migrations + CodeStore.migrations + SettingsStore.migrations
    + AsyncInvocationStore.migrations + FunctionTags.migrations + EventInvokeConfigs.migrations

  /// Knows the functions and runs them.
  let runner: FunctionRunner
  /// Where settings are written.
  let database: any CloudDatabase
  /// What functions were told through the API in place of what their template says.
  let settings: SettingsStore
  /// The tags of the functions.
  let tags: FunctionTags
  /// How each function's asynchronous invocations are tried again, and who is told of them.
  let events: EventInvokeConfigs
  /// Runs what callers did not wait for.
  let invoker: AsyncInvoker

  /// Makes the service; `caller` carries what destinations are told.
  init(
    runner: FunctionRunner,
    background: BackgroundWork,
    database: any CloudDatabase,
    caller: any AWSCaller
  ) {
    self.runner = runner
    self.database = database
    settings = SettingsStore(database: database)
    tags = FunctionTags(database: database)
    events = EventInvokeConfigs(database: database)
    invoker = AsyncInvoker(
      database: database,
      runner: runner,
      configs: events,
      caller: caller,
      background: background
    )
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as Lambda would answer.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    try LambdaShapes.check(operation, input)
    try checkReach(operation, input, context)
    switch operation {
    case "ListFunctions": return try listFunctions(input)
    case "GetFunction": return try describe(try function(input))
    case "GetFunctionConfiguration": return try configuration(of: function(input))
    case "UpdateFunctionCode": return try await updateCode(input, context)
    case "UpdateFunctionConfiguration": return try await updateConfiguration(input, context)
    case "Invoke": return try await invoke(input, context)
    case "PutFunctionEventInvokeConfig":
      return try await putEventInvoke(input, context, merges: false)
    case "UpdateFunctionEventInvokeConfig":
      return try await putEventInvoke(input, context, merges: true)
    case "GetFunctionEventInvokeConfig": return try eventInvoke(input)
    case "DeleteFunctionEventInvokeConfig": return try await deleteEventInvoke(input)
    case "ListFunctionEventInvokeConfigs": return try listEventInvokes(input)
    case "ListTags": return try listTags(input)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    default:
      throw CloudError(
        "UnknownOperationException",
        "Lambda's \(operation) does not work in the local cloud.",
        status: 404
      )
    }
  }

  /// Takes up the events that were accepted when the cloud last ended.
  package func resume() async throws {
    try await events.load()
    await invoker.takeUp()
  }

  /// Whether no invocation is accepted and due, or running.
  package var isIdle: Bool {
    get async {
      let isInvokerIdle = await invoker.isIdle
      return isInvokerIdle && runner.isIdle
    }
  }

  /// Ends all processes.
  package func halt() async { await runner.processes?.stop() }

  /// A function as GetFunction shows it.
  private func describe(_ function: FunctionSpec) throws -> JSON {
    var answer: JSONObject = [
      "Configuration": try configuration(of: function),
      "Code": ["RepositoryType": "S3", "Location": ""],
    ]
    let own = tags.tags(of: function.name)
    if !own.isEmpty { answer["Tags"] = .object(own) }
    if let limit = function.concurrencyLimit {
      answer["Concurrency"] = ["ReservedConcurrentExecutions": JSON(limit)]
    }
    return .object(answer)
  }

  /// Refuses functions of other regions and accounts, which an ARN may name.
  private func checkReach(_ operation: String, _ input: JSON, _ context: CallContext) throws {
    let name = input["FunctionName"]?.string ?? input["Resource"]?.string ?? ""
    guard name.hasPrefix("arn:") else { return }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 7 else { return }
    let identity = runner.around.identity
    guard parts[3] == identity.region else {
      throw CloudError(
        "ResourceNotFoundException",
        "Functions from '\(parts[3])' are not reachable in this region ('\(identity.region)')",
        status: 404
      )
    }
    guard parts[4] == identity.accountID else {
      let caller =
        context.callerARN ?? "arn:\(identity.partition):iam::\(identity.accountID):user/rollcall"
      let action = operation == "Invoke" ? "InvokeFunction" : operation
      throw CloudError(
        "AccessDeniedException",
        "User: \(caller) is not authorized to perform: lambda:\(action) on resource: \(name) "
          + "because no resource-based policy allows the lambda:\(action) action",
        status: 403
      )
    }
  }

  /// Which function and version an input names.
  func reference(_ input: JSON) throws -> FunctionReference {
    try FunctionReference(
      input["FunctionName"]?.string ?? "",
      qualifier: input["Qualifier"]?.string
    )
  }

  /// The function that an input names.
  ///
  /// - Throws: `CloudError` where there is none, or no such version of it.
  func function(_ input: JSON) throws -> FunctionSpec {
    let reference = try reference(input)
    guard reference.isLatest, let spec = try? runner.spec(reference.name) else {
      throw reference.notFound(in: runner.around.identity)
    }
    return spec
  }
}
