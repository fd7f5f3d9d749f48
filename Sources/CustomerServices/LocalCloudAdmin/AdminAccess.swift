internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes requests to the local cloud's own routes for the services.
struct AdminAccess: Sendable {
  /// Carries the requests.
  let caller: any AdminCaller
  /// Refuses and records changes.
  let recorder: Recorder

  /// Makes an access; `journal` is where changing actions are recorded, if anywhere.
  init(caller: any AdminCaller, mode: AccessMode, journal: Journal? = nil) {
    self.caller = caller
    recorder = Recorder(mode: mode, journal: journal)
  }

  /// Makes a request that changes nothing.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func read(_ path: String, for purpose: ServiceAccess.Purpose) async throws -> JSON {
    do {
      return try await caller.request(method: "GET", path: path, body: nil)
    } catch let error as AWSError {
      throw ServiceFailure(error, action: purpose.action, resource: purpose.resource)
    }
  }

  /// Makes a request that changes something.
  ///
  /// - Throws: `ServiceFailure`, before anything is sent where changing is not allowed;
  ///   `CancellationError`.
  func change(
    _ method: String,
    _ path: String,
    _ body: JSON?,
    for purpose: ServiceAccess.Purpose
  ) async throws {
    try await recorder.change(purpose) {
      _ = try await caller.request(method: method, path: path, body: body)
    }
  }
}
