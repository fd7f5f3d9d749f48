internal import AWSWire
internal import JSONValue

extension LambdaService {
  /// The most bytes that a function's environment variables may have together.
  private static let largestEnvironment = 4096
  /// The most memory that a function may have, in MB.
  private static let largestMemory = 10_240
  /// The variables that Lambda keeps for itself.
  private static let reservedVariables: Set<String> = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
  ]
  /// The members that must stay as they are, each with what they are where nobody has set them.
  private static let fixed: [(name: String, unset: JSON)] = [
    ("Role", nil), ("Runtime", nil), ("VpcConfig", [:]), ("DeadLetterConfig", [:]),
    ("KMSKeyArn", ""), ("TracingConfig", nil), ("Layers", []), ("FileSystemConfigs", []),
    ("ImageConfig", [:]), ("EphemeralStorage", nil), ("SnapStart", ["ApplyOn": "None"]),
    ("LoggingConfig", nil), ("CapacityProviderConfig", [:]), ("DurableConfig", [:]),
  ]

  /// Configures a function anew; running invocations end as they began.
  ///
  /// - Throws: `CloudError` as UpdateFunctionConfiguration answers.
  func updateConfiguration(_ input: JSON, _ context: CallContext) async throws -> JSON {
    let function = try function(input)
    if let revision = input["RevisionId"]?.string,
      try revision != runner.processes?.store.code(of: function.name)?.revision
    {
      throw CodeUpload.staleRevision
    }
    try LambdaService.checkFixed(input, of: function)
    var settings = FunctionSettings(of: function)
    settings.take(input)
    try LambdaService.check(settings, hasEnvironment: input["Environment"]?.object != nil)
    let changed = settings.applied(to: function)
    guard let template = runner.template(of: function.name), let store = runner.processes?.store
    else {
      throw CloudError("ServiceException", "This cloud stores no configuration.", status: 500)
    }
    let (revision, now) = (runner.newIdentifier(), context.now)
    try await database.write { [keeper = self.settings, settings] db in
      try keeper.put(settings, of: function.name, template: template, in: db)
      try store.reconfigure(
        function.name,
        to: changed.configuration.text(),
        revision: revision,
        now: now,
        in: db
      )
    }
    store.noteChange(of: function.name)
    runner.replace(changed)
    return try configuration(of: changed)
  }

  private static func checkFixed(_ input: JSON, of function: FunctionSpec) throws {
    for (name, unset) in fixed {
      guard let given = input[name], !given.isNull else { continue }
      let present = function.configuration[name] ?? unset
      guard given != present, given != unset else { continue }
      // What is asked of a structure may be less than all of it.
      if let members = given.object, let known = present.object, !members.isEmpty,
        members.allSatisfy({ known[$0.key] == $0.value })
      {
        continue
      }
      throw CloudError(
        "InvalidParameterValueException",
        "The local cloud does not change the \(name) of a function."
      )
    }
  }

  private static func check(_ settings: FunctionSettings, hasEnvironment: Bool) throws {
    func refusal(_ message: String) -> CloudError {
      CloudError("InvalidParameterValueException", message)
    }
    guard settings.memoryMB <= largestMemory else {
      throw refusal(
        "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal "
          + "to \(largestMemory)"
      )
    }
    // What the template says of the environment is not what is asked for now.
    guard hasEnvironment else { return }
    let reserved = settings.environment.keys.filter(reservedVariables.contains).sorted()
    guard reserved.isEmpty else {
      throw refusal(
        "Lambda was unable to configure your environment variables because the environment variables "
          + "you have provided contains reserved keys that are currently not supported for "
          + "modification. Reserved keys used in this request: \(reserved.joined(separator: ", "))"
      )
    }
    let variables = settings.json["Environment"]?["Variables"]?.text() ?? ""
    guard variables.utf8.count <= largestEnvironment else {
      throw refusal(
        "Lambda was unable to configure your environment variables because the environment variables "
          + "you have provided exceeded the 4KB limit. String measured: \(variables)"
      )
    }
  }
}
