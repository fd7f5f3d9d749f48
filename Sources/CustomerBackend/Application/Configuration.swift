/// What a function is configured with by its environment variables.
struct Configuration: Sendable {
  private let variables: [String: String]

  /// Reads the environment variables of a function.
  init(_ variables: [String: String]) { self.variables = variables }

  /// The customers' table.
  var tableName: String { variables["TABLE_NAME"] ?? "customer_ids" }

  /// The workflow that submissions start.
  ///
  /// - Throws: `FunctionFault` where it is not configured.
  func stateMachineARN() throws(FunctionFault) -> String {
    guard let arn = variables["STATE_MACHINE_ARN"], !arn.isEmpty else {
      throw FunctionFault(type: "Misconfigured", message: "STATE_MACHINE_ARN is not set")
    }
    return arn
  }
}
