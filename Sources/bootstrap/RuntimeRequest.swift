/// A request to the Runtime API.
struct RuntimeRequest: Sendable {
  /// The method, in capitals.
  let method: String
  /// The path, from its first slash on.
  let path: String
  /// The headers beside those that every request has.
  let headers: [(name: String, value: String)]
  /// The body; only a POST sends one.
  let body: [UInt8]

  /// Makes a request.
  init(method: String, path: String, headers: [(String, String)] = [], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.headers = headers.map { (name: $0.0, value: $0.1) }
    self.body = body
  }

  /// The request as it goes over the wire to `host`.
  func bytes(host: String) -> [UInt8] {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(RuntimeRequest.oneLine(value))\r\n" }
    if method == "POST" { head += "Content-Length: \(body.count)\r\n" }
    return Array("\(head)\r\n".utf8) + body
  }

  /// A header's value must not end the header, whatever an error's name is made of.
  private static func oneLine(_ value: String) -> String {
    String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 }))
  }
}
