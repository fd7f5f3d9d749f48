/// A server on a free port of the loopback interface that answers each request as it is told.
package final class FakeServer: Sendable {
  /// One request as it came.
  package struct Request: Sendable {
    /// The method.
    package let method: String
    /// Path and query.
    package let target: String
    /// The headers, names in lower case.
    package let headers: [String: String]
    /// The body.
    package let body: [UInt8]

    /// The path without its query.
    package var path: String { String(target.prefix { $0 != "?" }) }
  }

  /// One answer.
  package struct Answer: Sendable {
    /// The status.
    package var status: Int
    /// The body.
    package var body: [UInt8]

    /// Makes an answer.
    package init(_ status: Int = 200, _ text: String = "") {
      self.status = status
      body = Array(text.utf8)
    }
  }

  private let server: LoopbackServer?

  /// Starts a server.
  package init(_ answer: @escaping @Sendable (Request) -> Answer) {
    server = try? LoopbackServer { _, connection in
      while let request = connection.readMessage().flatMap({ Request($0.head, $0.body) }) {
        let answer = answer(request)
        let head = "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.count)\r\n\r\n"
        let body = request.method == "HEAD" ? [] : answer.body
        guard connection.write(Array(head.utf8) + body) else { return }
      }
    }
  }

  /// Stops listening.
  package func stop() { server?.stop() }

  /// The port it listens on; one where nobody does where it could not be started.
  package var port: UInt16 { server?.port ?? 9 }

  /// The server's address.
  package var url: String { "http://127.0.0.1:\(port)" }
}

extension FakeServer.Request {
  /// Reads a request's head; `nil` where it is none.
  fileprivate init?(_ head: [UInt8], _ body: [UInt8]) {
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let first = lines.first?.split(separator: " ").map(String.init) ?? []
    guard first.count >= 2 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    self.init(method: first[0], target: first[1], headers: headers, body: body)
  }
}
