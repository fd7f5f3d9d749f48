/// What the backend's parts are called in this account.
package struct BackendNames: Hashable, Sendable {
  /// The prefix that the stack was made with; empty unless an account holds several backends.
  package var prefix: String

  /// Makes names.
  package init(prefix: String = "") { self.prefix = prefix }

  /// The functions' names.
  package var functions: [String] {
    [
      "get_customer_id", "put_customer_id", "delete_customer_id", "submit_workflow",
      "validate_exists", "insert_id", "log_event",
    ].map { prefix + $0 }
  }

  /// The workflow's name.
  package var workflow: String { prefix + "customers-workflow" }

  /// The log groups of the functions, the API and the workflow.
  package var logGroups: [String] {
    functions.map { "/aws/lambda/\($0)" } + [
      "/aws/apigateway/\(prefix)customer-ids-api", "/aws/vendedlogs/states/\(workflow)",
    ]
  }
}
