package import NIOHTTP1

/// One HTTP request, whole.
///
/// This folder carries bytes: it speaks HTTP/1.1 on a loopback socket and hands whole requests to one
/// handler. It knows no service, no signature and no route.
package struct WebRequest: Sendable {
  /// The method, such as `GET`.
  package var method: String
  /// Path and query exactly as they came over the wire.
  package let target: String
  /// The target up to the question mark.
  package let path: Substring
  /// What follows the question mark.
  package let query: Substring
  /// The headers in their order, with their own casing.
  package var headers: HTTPHeaders
  /// The body.
  package var body: [UInt8]
  /// The address of the caller, without its port.
  package var sourceAddress: String
  /// Whether the body was larger than the server takes, and was dropped.
  package var isOversized = false

  /// Makes a request.
  package init(
    method: String,
    target: String,
    headers: HTTPHeaders = [:],
    body: [UInt8] = [],
    sourceAddress: String = "127.0.0.1"
  ) {
    self.method = method
    self.target = target
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
    path = target[..<(mark ?? target.endIndex)]
    query = mark.map { target[target.utf8.index(after: $0)...] } ?? ""
    self.headers = headers
    self.body = body
    self.sourceAddress = sourceAddress
  }

  /// The first value of the header called `name`, whatever its casing.
  package func header(_ name: String) -> String? { headers.first(name: name) }
}
