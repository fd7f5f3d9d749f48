internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes requests to the local cloud's own routes for the services.
struct AdminAccess: Sendable {
  /// Carries the requests.
  let caller: any AdminCaller
  /// Whether changing is allowed.
  let mode: AccessMode
  /// Where changing actions are recorded, if anywhere.
  var journal: Journal?

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
    let work = {
      try mode.check(purpose)
      do {
        _ = try await caller.request(method: method, path: path, body: body)
      } catch let error as AWSError {
        throw ServiceFailure(error, purpose)
      }
    }
    if let journal { try await journal.recording(purpose, work) } else { try await work() }
  }
}
