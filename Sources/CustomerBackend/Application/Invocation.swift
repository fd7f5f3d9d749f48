internal import AWSWire
internal import JSONValue

/// One invocation: the event, and what the function works with.
struct Invocation: Sendable {
  let event: JSON
  let requestID: String
  let aws: any AWSCaller
  let configuration: Configuration
  let log: Logging

  init(_ function: BackendFunction, event: JSON, environment: FunctionEnvironment) {
    self.event = event
    requestID = environment.requestID
    aws = environment.aws
    configuration = Configuration(environment.variables)
    log = Logging(function, event: event, environment: environment)
  }

  /// The customers' table.
  var table: CustomerTable { CustomerTable(name: configuration.tableName, aws: aws) }

  /// The id in the path, percent-decoded once; `nil` where it is missing or not UTF-8.
  var pathID: String? {
    event["pathParameters"]?["id"]?.string.flatMap { PercentEncoding.decode($0) }
  }

  /// The id in a workflow's input.
  ///
  /// - Throws: `FunctionFault` `InvalidId` where it is no id.
  func workflowID() throws(FunctionFault) -> String {
    let id = event["id"]?.string
    guard let id, IDValidation.problem(in: id) == nil else {
      let reason =
        event["id"] != nil && id == nil
        ? "id is not a string" : IDValidation.problem(in: id) ?? "id is missing"
      log.outcome(.error, "invalid id", ["errorType": "InvalidId", "status": .string(reason)])
      throw FunctionFault(type: "InvalidId", message: reason)
    }
    return id
  }

  /// Answers a REST request and logs how it ended.
  func answer(_ status: Int, _ body: JSON, _ message: String, id: String? = nil) -> JSON {
    var details: JSONObject = ["status": JSON(status)]
    if let id { details["id"] = .string(id) }
    log.outcome(.info, message, details)
    return HTTPResponse.resp(status, body)
  }

  /// Answers that the request is not acceptable.
  func refuse(_ status: Int, _ reason: String) -> JSON {
    answer(status, ["error": .string(reason)], "refused: \(reason)")
  }

  /// Answers that something we depend on failed; the cause goes to the log, never to the caller.
  func fail(_ error: any Error, doing action: String, id: String) -> JSON {
    let fault = FunctionFault(error)
    log.outcome(
      .error, "\(action) failed: \(fault.message)",
      ["id": .string(id), "status": 500, "errorType": .string(fault.type)])
    return HTTPResponse.resp(500, ["error": "internal", "requestId": .string(requestID)])
  }
}

extension Invocation {
  /// Logs what failed in a workflow's step.
  ///
  /// - Returns: the fault to throw, by which the execution names its error and cause.
  func reported(_ error: any Error, doing action: String, id: String) -> any Error {
    if error is CancellationError { return error }
    let fault = FunctionFault(error)
    log.outcome(
      .error, "\(action) failed: \(fault.message)",
      ["id": .string(id), "errorType": .string(fault.type)])
    return fault
  }
}
