extension LambdaService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] =
    [
      .whole("DeleteFunctionEventInvokeConfig"),
      .partly("GetFunction", "the code cannot be downloaded; tags are not kept"),
      .partly("GetFunctionConfiguration", "$LATEST is the only version"),
      .whole("GetFunctionEventInvokeConfig"),
      .partly("Invoke", "client contexts, tenants and durable executions are ignored"),
      .partly("ListFunctionEventInvokeConfigs", "$LATEST is the only version"),
      .partly("ListFunctions", "$LATEST is the only version"),
      .partly("PutFunctionEventInvokeConfig", "topics, functions and event buses as destinations"),
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
        + "code signing, capacity providers, durable executions, tags",
    ])
}
