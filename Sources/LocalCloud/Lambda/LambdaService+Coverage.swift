extension LambdaService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] =
    [
      .whole("DeleteFunctionEventInvokeConfig"),
      .partly("GetFunction", "the code cannot be downloaded"),
      .partly("GetFunctionConfiguration", "$LATEST is the only version"),
      .whole("GetFunctionEventInvokeConfig"),
      .partly(
        "Invoke",
        "client contexts are checked and ignored, tenants and durable executions too"
      ),
      .partly("ListFunctionEventInvokeConfigs", "$LATEST is the only version"),
      .partly("ListFunctions", "$LATEST is the only version"), .whole("ListTags"),
      .partly("PutFunctionEventInvokeConfig", "topics, functions and event buses as destinations"),
      .whole("TagResource"), .whole("UntagResource"),
      .partly("UpdateFunctionCode", "zip files for x86_64; no version is published"),
      .partly(
        "UpdateFunctionConfiguration",
        "description, handler, timeout, memory and environment"
      ),
      .partly(
        "UpdateFunctionEventInvokeConfig",
        "topics, functions and event buses as destinations"
      ),
    ]
    + OperationCoverage.absent([
      "InvokeAsync", "InvokeWithResponseStream", "CreateFunction", "DeleteFunction",
      "aliases, versions, layers, policies, URLs, concurrency settings, event source mappings, "
        + "code signing, capacity providers, durable executions",
    ])
}
