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
  /// What the gateway or the integration says went wrong, where the access log has it.
  package var error: String?

  /// Makes a request.
  package init(
    id: String,
    at: Instant,
    method: String,
    path: String,
    resource: String? = nil,
    status: Int,
    latencyMilliseconds: Int? = nil,
    invocationID: String? = nil,
    error: String? = nil
  ) {
    self.id = id
    self.at = at
    self.method = method
    self.path = path
    self.resource = resource
    self.status = status
    self.latencyMilliseconds = latencyMilliseconds
    self.invocationID = invocationID
    self.error = error
  }

  /// The id of the customer that its path names; `nil` where it names none.
  package var customerID: String? {
    guard resource ?? "/customers/{id}" == "/customers/{id}",
      let range = path.firstRange(of: "/customers/")
    else { return nil }
    guard let id = PercentEncoding.decode(path[range.upperBound...]), !id.isEmpty else {
      return nil
    }
    return id
  }
}
