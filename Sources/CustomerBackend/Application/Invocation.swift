internal import AWSWire
internal import JSONValue

/// One invocation: the event, and what the function works with.
struct Invocation: Sendable {
  /// The event that the function was given.
  let event: JSON
  /// Makes calls to AWS.
  let aws: any AWSCaller
  /// What the environment says.
  let configuration: Configuration
  /// Writes the lines of this invocation.
  let log: Logging
  private let requestID: String

  /// Puts together what an invocation of a function needs.
  init(_ function: BackendFunction, event: JSON, environment: FunctionEnvironment) {
    self.event = event
    requestID = environment.requestID
    aws = environment.aws
    configuration = Configuration(environment.variables)
    log = Logging(function, event: event, environment: environment)
  }

  /// The customers' table.
  var table: CustomerTable { CustomerTable(name: configuration.tableName, aws: aws) }

  /// The id in the request's path.
  ///
  /// - Throws: `Refusal` with status 400.
  func pathID() throws(Refusal) -> String {
    try IDValidation.id(inPathParameter: event["pathParameters"]?["id"]?.string)
  }

  /// The id in a workflow's input.
  ///
  /// - Throws: `FunctionFault` `InvalidId`.
  func workflowID() throws(FunctionFault) -> String {
    do {
      return try IDValidation.id(in: event["id"])
    } catch {
      throw FunctionFault(type: "InvalidId", message: error.reason)
    }
  }
}

extension Invocation {
  /// Lets the host interfere, and logs the failure where it has the function fail.
  ///
  /// - Throws: what `interference` throws.
  func meet(_ interference: () async throws -> Void) async throws {
    do {
      try await interference()
    } catch let error as CancellationError {
      throw error
    } catch {
      let fault = FunctionFault(error)
      log.ended(.error, fault.message, errorType: fault.type)
      throw error
    }
  }

  /// Answers a REST request with what `work` makes of it, and logs how it ended.
  ///
  /// Where something we depend on failed, the cause goes to the log and never to the caller.
  ///
  /// - Throws: `CancellationError` at the deadline.
  func answer(_ work: () async throws -> HTTPResponse) async throws -> JSON {
    do {
      let response = try await work()
      log.ended(
        .info,
        response.outcome,
        status: response.status,
        executionARN: response.executionARN
      )
      return HTTPResponse.resp(response.status, response.body)
    } catch let refusal as Refusal {
      log.ended(.info, "refused: \(refusal.reason)", status: refusal.status)
      return HTTPResponse.resp(refusal.status, ["error": .string(refusal.reason)])
    } catch let error as CancellationError {
      throw error
    } catch {
      let fault = FunctionFault(error)
      log.ended(.error, fault.message, status: 500, errorType: fault.type)
      return HTTPResponse.resp(500, ["error": "internal", "requestId": .string(requestID)])
    }
  }

  /// Runs a step of the workflow and logs how it ended.
  ///
  /// - Throws: `FunctionFault`, by which the execution names its error and its cause;
  ///   `CancellationError` at the deadline.
  func step(
    _ work: () async throws -> (result: JSON, outcome: String)
  ) async throws -> JSON {
    do {
      let (result, outcome) = try await work()
      log.ended(.info, outcome)
      return result
    } catch let error as CancellationError {
      throw error
    } catch {
      let fault = FunctionFault(error)
      log.ended(.error, fault.message, errorType: fault.type)
      throw fault
    }
  }
}
