package import JSONValue

/// One HTTP answer, whole unless its body is made while it is sent.
package struct WebResponse: Sendable {
  /// The status.
  package var status: Int
  /// The headers in their order; length and connection are the server's.
  package var headers: [(name: String, value: String)]
  /// The body.
  package var body: [UInt8]
  /// What makes the body while it is sent, in place of `body`.
  package var stream: (any WebStream)?

  /// Makes an answer.
  package init(
    status: Int,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Makes an answer whose body is a JSON document.
  package init(
    status: Int,
    json: JSON,
    contentType: String = "application/json",
    headers: [(name: String, value: String)] = []
  ) {
    self.init(
      status: status,
      headers: [("Content-Type", contentType)] + headers,
      body: json.bytes()
    )
  }

  /// The first value of the header called `name`, whatever its casing.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.isHeader(name) }?.value
  }
}
