/// The first part of an answer: all but the body.
package struct HTTPResponseHead: Sendable {
  /// The status, such as 200.
  package var status: Int
  /// The headers.
  package var headers: HTTPHeaders

  /// Makes a head.
  package init(status: Int, headers: HTTPHeaders = []) {
    self.status = status
    self.headers = headers
  }
}

/// A whole answer.
package struct HTTPResponse: Sendable {
  /// Status and headers.
  package var head: HTTPResponseHead
  /// The body, unpacked where it came compressed.
  package var body: [UInt8]

  /// Makes an answer.
  package init(status: Int, headers: HTTPHeaders = [], body: [UInt8] = []) {
    head = HTTPResponseHead(status: status, headers: headers)
    self.body = body
  }

  /// Makes an answer from its parts.
  package init(head: HTTPResponseHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }

  /// The status, such as 200.
  package var status: Int { head.status }

  /// The headers.
  package var headers: HTTPHeaders { head.headers }
}
