internal import AWSWire
internal import JSONValue

extension AWSCall {
  /// Whether the call may be made twice without doing anything twice.
  var isRepeatable: Bool {
    // A run's name makes a second start of it find the first.
    if service == .states, operation == "StartExecution" { return input["name"]?.string != nil }
    // CloudFormation takes a request that carries a token of an earlier one for that one.
    if service == .cloudFormation,
      input["ClientToken"] != nil || input["ClientRequestToken"] != nil
    {
      return true
    }
    // A session that nobody reads is a second one for no longer than its connection stands.
    if service == .logs, operation == "StartLiveTail" { return true }
    let readers = ["BatchGet", "Describe", "Filter", "Get", "List", "Query", "Scan", "Test"]
    return readers.contains { operation.hasPrefix($0) }
  }
}
