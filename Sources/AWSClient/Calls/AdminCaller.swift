package import JSONValue

/// Something that reaches the local cloud's own routes, those under `/_rollcall/`.
package protocol AdminCaller: Sendable {
  /// Makes a request.
  ///
  /// - Throws: `AWSError` where it refused or could not be reached; `CancellationError`.
  func request(method: String, path: String, body: JSON?) async throws -> JSON
}

extension AWSClient: AdminCaller {}
