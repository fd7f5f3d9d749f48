internal import AWSWire
internal import JSONValue

extension LambdaService {
  /// Puts a zip file in place of a function's code; running invocations end on the old one.
  ///
  /// - Throws: `CloudError` as UpdateFunctionCode answers.
  func updateCode(_ input: JSON, _ context: CallContext) async throws -> JSON {
    let function = try function(input)
    guard let store = runner.processes?.store else {
      throw CloudError("ServiceException", "This cloud stores no code.", status: 500)
    }
    let upload = try CodeUpload(input, current: try store.code(of: function.name))
    let code = UploadedCode(
      digest: Digest.sha256Hex(upload.zip),
      size: upload.zip.count,
      revision: runner.newIdentifier(),
      modified: context.now
    )
    guard !upload.isDryRun else { return configuration(of: function, code) }
    try await store.put(upload.zip, code, for: function.name)
    // Unpacked now, and not while the first caller waits.
    _ = try await store.taskRoot(of: function.name)
    runner.retireEnvironments(of: function.name)
    return configuration(of: function, code)
  }

  /// A function as GetFunctionConfiguration shows it.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func configuration(of function: FunctionSpec) throws -> JSON {
    configuration(of: function, try runner.processes?.store.code(of: function.name))
  }

  private func configuration(of function: FunctionSpec, _ code: UploadedCode?) -> JSON {
    let runtime = PlatformLines.runtimeARN(function.runtime, region: runner.region)
    let more: JSONObject = [
      "SnapStart": ["ApplyOn": "None", "OptimizationStatus": "Off"],
      "RuntimeVersionConfig": ["RuntimeVersionArn": .string(runtime)],
    ]
    return .object(
      (function.configuration.object ?? [:]).merging(more).merging(code?.configuration ?? [:])
    )
  }
}
