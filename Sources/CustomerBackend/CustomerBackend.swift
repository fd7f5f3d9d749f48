package import AWSWire
package import JSONValue

/// The backend's functions, by the names they are deployed under.
///
/// This room is what runs on Lambda: the functions, their shared application code and the template
/// that describes them. It knows neither the dashboard nor the local cloud, and reaches AWS only
/// through the caller it is given.
package enum BackendFunction: String, CaseIterable, Hashable, Sendable {
  /// `GET /customers/{id}`.
  case getCustomerID = "get_customer_id"
  /// `PUT /customers/{id}`.
  case putCustomerID = "put_customer_id"
  /// `DELETE /customers/{id}`.
  case deleteCustomerID = "delete_customer_id"
  /// `POST /workflow/submit`.
  case submitWorkflow = "submit_workflow"
  /// The workflow's first step.
  case validateExists = "validate_exists"
  /// The step for an id that is new.
  case insertID = "insert_id"
  /// The step for an id that is there.
  case logEvent = "log_event"

  /// Runs the function on one event.
  ///
  /// - Throws: `FunctionFault` as Lambda reports it; `CancellationError` at the deadline; what
  ///   `afterReceived` throws.
  package func run(event: JSON, environment: FunctionEnvironment) async throws -> JSON {
    let invocation = Invocation(self, event: event, environment: environment)
    invocation.log.received()
    if let afterReceived = environment.afterReceived { try await invocation.meet(afterReceived) }
    switch self {
    case .getCustomerID:
      return try await invocation.answer(GetCustomerID(invocation: invocation).response)
    case .putCustomerID:
      return try await invocation.answer(PutCustomerID(invocation: invocation).response)
    case .deleteCustomerID:
      return try await invocation.answer(DeleteCustomerID(invocation: invocation).response)
    case .submitWorkflow:
      return try await invocation.answer(SubmitWorkflow(invocation: invocation).response)
    case .validateExists:
      return try await invocation.step(ValidateExists(invocation: invocation).result)
    case .insertID:
      return try await invocation.step(InsertID(invocation: invocation).result)
    case .logEvent:
      return try await invocation.step(LogEvent(invocation: invocation).result)
    }
  }
}

/// What a host gives a function for one invocation.
package struct FunctionEnvironment: Sendable {
  /// The invocation's request id.
  package var requestID: String
  /// The environment variables the function is configured with.
  package var variables: [String: String]
  /// The way to AWS.
  package var aws: any AWSCaller
  /// Where the time comes from.
  package var clock: any WallClock
  /// Takes a line for the function's log.
  package var log: @Sendable (String) -> Void
  /// Runs right after the `received` line; what it throws is logged and fails the function.
  package var afterReceived: (@Sendable () async throws -> Void)?

  /// Makes an environment.
  package init(
    requestID: String,
    variables: [String: String],
    aws: any AWSCaller,
    clock: any WallClock,
    log: @escaping @Sendable (String) -> Void,
    afterReceived: (@Sendable () async throws -> Void)? = nil
  ) {
    self.requestID = requestID
    self.variables = variables
    self.aws = aws
    self.clock = clock
    self.log = log
    self.afterReceived = afterReceived
  }
}

/// The template that describes the whole backend, for CloudFormation and for the local cloud.
package enum BackendTemplate {
  /// The template's text.
  package static var yaml: String {
    String(decoding: PackageResources.template_yaml, as: UTF8.self)
  }
}
