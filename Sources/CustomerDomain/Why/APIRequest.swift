package import AWSWire

/// One request to the API, as its access log tells it.
package struct APIRequest: Hashable, Sendable, Identifiable, Codable {
  /// Its id.
  package var id: String
  /// When the access log was written.
  package var at: Instant
  /// The HTTP method.
  package var method: String
  /// The path, stage included.
  package var path: String
  /// The path of the resource, such as `/customers/{id}`, where one answered.
  package var resource: String?
  /// The HTTP status.
  package var status: Int
  /// Milliseconds until the answer.
  package var latencyMilliseconds: Int?
  /// The request id of the invocation that answered, where one did.
  package var invocationID: String?

  /// Makes a request.
  package init(
    id: String,
    at: Instant,
    method: String,
    path: String,
    resource: String? = nil,
    status: Int,
    latencyMilliseconds: Int? = nil,
    invocationID: String? = nil
  ) {
    self.id = id
    self.at = at
    self.method = method
    self.path = path
    self.resource = resource
    self.status = status
    self.latencyMilliseconds = latencyMilliseconds
    self.invocationID = invocationID
  }
}
