internal import AWSWire

/// The environment of a function's process, as Lambda sets it: nothing of this process's own.
struct FunctionVariables: Sendable {
  /// The function, whose configured variables are among them.
  let function: FunctionSpec
  /// The name of the environment's log stream.
  let stream: String
  /// The path of the folder with the unpacked code.
  let taskRoot: String
  /// The region that the process signs its calls for.
  let region: String
  /// The key pair that the process signs its calls with.
  let credentials: AWSCredentials
  /// The Runtime API's `host:port`.
  let runtimeAPI: String
  /// The local cloud's URL.
  let endpoint: String

  /// The variables.
  ///
  /// A function may configure its own language, path, time zone and libraries, but none of those that
  /// Lambda keeps for itself.
  var all: [String: String] {
    let defaults = [
      "LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
      "LD_LIBRARY_PATH": "/lib64:/usr/lib64:\(taskRoot):\(taskRoot)/lib:/opt/lib",
      // A home that is not there: nobody's own files are found by accident.
      "HOME": "/home/sbx_user1051", "AWS_ENDPOINT_URL": endpoint,
      "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
    ]
    let reserved = [
      "_HANDLER": function.handler, "AWS_REGION": region, "AWS_DEFAULT_REGION": region,
      "AWS_LAMBDA_FUNCTION_NAME": function.name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(function.memoryMB),
      "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
      "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/\(function.name)",
      "AWS_LAMBDA_LOG_STREAM_NAME": stream, "AWS_LAMBDA_RUNTIME_API": runtimeAPI,
      "AWS_ACCESS_KEY": credentials.accessKeyID, "AWS_ACCESS_KEY_ID": credentials.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": credentials.secretAccessKey,
      "AWS_SESSION_TOKEN": credentials.sessionToken ?? "", "LAMBDA_TASK_ROOT": taskRoot,
      "LAMBDA_RUNTIME_DIR": "/var/runtime",
    ]
    return defaults.merging(function.environment) { $1 }.merging(reserved) { $1 }
  }
}
