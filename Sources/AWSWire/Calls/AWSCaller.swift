package import JSONValue

/// Something that carries calls to AWS: over HTTP, or straight into a local cloud in this process.
package protocol AWSCaller: Sendable {
  /// Makes the call and returns the operation's output.
  ///
  /// - Throws: `AWSError` where the service refused or could not be reached; `CancellationError`.
  func call(_ call: AWSCall) async throws -> JSON
}
