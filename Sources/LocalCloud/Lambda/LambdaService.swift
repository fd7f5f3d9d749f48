package import AWSWire
package import JSONValue

/// Lambda's operations.
package final class LambdaService: CloudService {
  /// Which service this is.
  package let service = AWSService.lambda

  /// The schema's steps.
  package static let migrations =
    FaultBook.migrations + CodeStore.migrations + SettingsStore.migrations
    + AsyncInvocationStore.migrations

  /// Knows the functions and runs them.
  let runner: FunctionRunner
  /// Where settings are written.
  let database: any CloudDatabase
  /// What functions were told through the API in place of what their template says.
  let settings: SettingsStore
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
    switch operation {
    case "ListFunctions": return try listFunctions(input)
    case "GetFunction":
      return [
        "Configuration": try configuration(of: function(input)),
        "Code": ["RepositoryType": "S3", "Location": ""], "Tags": [:],
      ]
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
