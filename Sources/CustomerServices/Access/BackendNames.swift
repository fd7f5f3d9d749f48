/// What the backend's parts are called in this account.
package struct BackendNames: Hashable, Sendable {
  /// The prefix that the stack was made with; empty unless an account holds several backends.
  package var prefix: String

  /// Makes names.
  package init(prefix: String = "") { self.prefix = prefix }

  /// The functions' names.
  package var functions: [String] { apiFunctions + workflowFunctions }

  /// The functions that answer the API's requests.
  package var apiFunctions: [String] {
    tableFunctions + [workflowStarter]
  }

  /// Those of them that use the table.
  package var tableFunctions: [String] {
    [lookUpFunction, announcer, remover]
  }

  /// The function of the API that starts the workflow.
  package var workflowStarter: String { prefix + "submit_workflow" }

  /// The function of the API that tells of each new customer with an event.
  package var announcer: String { prefix + "put_customer_id" }

  /// The functions that the workflow calls.
  package var workflowFunctions: [String] { workflowTableFunctions + [prefix + "log_event"] }

  /// Those of them that use the table.
  package var workflowTableFunctions: [String] {
    ["validate_exists", "insert_id"].map { prefix + $0 }
  }

  /// The workflow's name.
  package var workflow: String { prefix + "customers-workflow" }

  /// The function that looks customers up.
  var lookUpFunction: String { prefix + "get_customer_id" }

  /// The function that deletes customers.
  var remover: String { prefix + "delete_customer_id" }

  /// The API's name.
  package var api: String { prefix + "customer-ids-api" }

  /// The API's stage.
  package var stage: String { "prod" }

  /// The table's name.
  package var table: String { prefix + "customer_ids" }

  /// The name of the topic that alarms notify.
  package var topic: String { prefix + "alerts" }

  /// The log group of a function.
  package static func logGroup(ofFunction name: String) -> String { "/aws/lambda/\(name)" }

  /// The log group of the requests to an API.
  package static func logGroup(ofAPI name: String) -> String { "/aws/apigateway/\(name)" }

  /// The log group of the API's requests.
  package var apiLogGroup: String { BackendNames.logGroup(ofAPI: api) }

  /// The log group of the workflow's runs.
  package var workflowLogGroup: String { "/aws/vendedlogs/states/\(workflow)" }

  /// The log groups of the functions, the API and the workflow.
  package var logGroups: [String] {
    functions.map(BackendNames.logGroup(ofFunction:)) + [apiLogGroup, workflowLogGroup]
  }
}
