import Glibc
import Synchronization

/// The Runtime API, and AWS beside it, on a free port of 127.0.0.1, as far as a test needs them.
///
/// It answers one connection after the other from its script, then closes its port, so that a
/// program that asks for more finds nobody and ends.
final class FakeRuntime: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    let method: String
    let path: String
    /// The headers, their names in lower case.
    let headers: [String: String]
    let body: String
  }

  /// Where it listens, as `host:port`.
  let address: String
  private let listener: Int32
  private let script: Mutex<ArraySlice<String>>
  private let taken = Mutex<[Request]>([])

  /// Starts to answer with `script`: whole HTTP answers, in order; an empty one closes unanswered.
  init(_ script: [String]) throws {
    self.script = Mutex(script[...])
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard listener >= 0, isListening else { throw Unavailable(code: errno) }
    self.listener = listener
    address = "127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread,
      nil,
      { context in
        if let context { Unmanaged<FakeRuntime>.fromOpaque(context).takeRetainedValue().serve() }
        return nil
      },
      context
    )
    pthread_detach(thread)
  }

  private struct Unavailable: Error { let code: Int32 }

  /// The requests that came, in order.
  var requests: [Request] { taken.withLock { $0 } }

  /// An answer that hands over an event.
  static func event(
    _ event: String,
    id: String = "req-1",
    deadline: Int64? = 4_102_444_800_000
  ) -> String {
    let limit = deadline.map { "Lambda-Runtime-Deadline-Ms: \($0)\r\n" } ?? ""
    return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \(id)\r\n\(limit)"
      + "Content-Length: \(event.utf8.count)\r\n\r\n\(event)"
  }

  /// An answer of AWS, or another one with a JSON body.
  static func json(_ body: String, status: Int = 200) -> String {
    "HTTP/1.1 \(status) OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  /// The answer to a result that was taken.
  static let accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

  private func serve() {
    while let answer = script.withLock({ $0.popFirst() }) {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      if let request = read(connection) { taken.withLock { $0.append(request) } }
      let bytes = Array(answer.utf8)
      _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      close(connection)
    }
    close(listener)
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      if let request = FakeRuntime.request(bytes) { return request }
      let count = recv(connection, &block, block.count, 0)
      guard count > 0 else { return nil }
      bytes += block[..<count]
    }
  }

  /// The request in `bytes`; `nil` where more must come.
  private static func request(_ bytes: [UInt8]) -> Request? {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard let end = lines.firstIndex(of: ""), end > 0 else { return nil }
    var headers: [String: String] = [:]
    for line in lines[1..<end] {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    let body = lines[(end + 1)...].joined(separator: "\r\n")
    guard end + 1 < lines.count, body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0
    else { return nil }
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    return Request(
      method: String(words[0]),
      path: String(words[1]),
      headers: headers,
      body: body
    )
  }
}
