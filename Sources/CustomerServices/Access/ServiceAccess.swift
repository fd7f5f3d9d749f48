internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes calls for the services, and turns their errors into failures in the words of the field.
struct ServiceAccess: Sendable {
  /// What the calls are about, for failures.
  struct Purpose: Sendable {
    /// What is being done, such as `list alarms`.
    let action: String
    /// What it is done to; empty where there is nothing in particular.
    let resource: String

    /// Makes a purpose.
    init(_ action: String, _ resource: String = "") {
      self.action = action
      self.resource = resource
    }
  }

  /// Carries the calls.
  let caller: any AWSCaller
  /// Refuses and records changes.
  let recorder: Recorder

  /// Makes an access; `journal` is where changing actions are recorded, if anywhere.
  init(caller: any AWSCaller, mode: AccessMode, journal: Journal? = nil) {
    self.caller = caller
    recorder = Recorder(mode: mode, journal: journal)
  }

  /// Makes a call that changes nothing.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func read(
    _ service: AWSService,
    _ operation: String,
    _ input: JSON,
    for purpose: Purpose
  ) async throws -> JSON {
    try await recorder.read(purpose) { try await caller.call(AWSCall(service, operation, input)) }
  }

  /// Makes a call that changes something.
  ///
  /// - Throws: `ServiceFailure`, before anything is sent where changing is not allowed;
  ///   `CancellationError`.
  func change(
    _ service: AWSService,
    _ operation: String,
    _ input: JSON,
    for purpose: Purpose
  ) async throws {
    try await recorder.change(purpose) {
      _ = try await caller.call(AWSCall(service, operation, input))
    }
  }

  /// Makes a call again and again until there is no further page, and gives each page to `take`.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - operation: its operation.
  ///   - input: the operation's input without a token.
  ///   - tokenKey: the member that holds the token in input and output.
  ///   - purpose: what the calls are for.
  ///   - take: returns whether another page is wanted.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func readPages(
    _ service: AWSService,
    _ operation: String,
    _ input: JSON,
    tokenKey: String = "nextToken",
    for purpose: Purpose,
    take: (JSON) throws -> Bool
  ) async throws {
    var input = input
    while true {
      let page = try await read(service, operation, input, for: purpose)
      guard try take(page), let token = page[tokenKey]?.string, !token.isEmpty else { return }
      // A service that repeats itself would be asked for ever.
      guard input[tokenKey]?.string != token else { return }
      input[tokenKey] = .string(token)
    }
  }
}

extension ServiceFailure {
  /// The failure of a changing call.
  init(_ error: AWSError, _ purpose: ServiceAccess.Purpose) {
    self.init(error, action: purpose.action, resource: purpose.resource, isChanging: true)
  }
}

extension AccessMode {
  /// Refuses a changing action where only reading is allowed.
  ///
  /// - Throws: `ServiceFailure`.
  func check(_ purpose: ServiceAccess.Purpose) throws(ServiceFailure) {
    guard isReadOnly else { return }
    throw ServiceFailure(
      kind: .notPermitted,
      action: purpose.action,
      resource: purpose.resource,
      reason: "this session is READ-ONLY",
      advice: advice
    )
  }
}
