import Glibc
import Synchronization

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

  /// The port it listens on.
  package let port: UInt16
  private let listener: Int32

  /// Starts a server.
  package init(_ answer: @escaping @Sendable (Request) -> Answer) {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    port = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        _ = bind(descriptor, raw, length)
        _ = listen(descriptor, 128)
        _ = getsockname(descriptor, raw, &length)
      }
      return UInt16(bigEndian: pointer.pointee.sin_port)
    }
    FakeServer.thread {
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { return }
        var one: Int32 = 1
        setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        FakeServer.thread {
          while let request = FakeServer.read(client) {
            let answer = answer(request)
            let head =
              "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.count)\r\n\r\n"
            let body = request.method == "HEAD" ? [] : answer.body
            guard FakeServer.write(Array(head.utf8) + body, to: client) else { break }
          }
          close(client)
        }
      }
    }
  }

  /// Stops listening.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The server's address.
  package var url: String { "http://127.0.0.1:\(port)" }

  private static func read(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    let mark: [UInt8] = [13, 10, 13, 10]
    while true {
      if let end = position(of: mark, in: bytes) {
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let first = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1)
          guard parts.count == 2 else { continue }
          headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let body = bytes[(end + 4)...]
        if body.count >= length, first.count >= 2 {
          return Request(
            method: first[0],
            target: first[1],
            headers: headers,
            body: Array(body.prefix(length))
          )
        }
      }
      let count = recv(client, &block, block.count, 0)
      guard count > 0 else { return nil }
      bytes += block[..<count]
    }
  }

  private static func position(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (0...(bytes.count - mark.count)).first {
      bytes[$0..<($0 + mark.count)].elementsEqual(mark)
    }
  }

  private static func write(_ bytes: [UInt8], to client: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func thread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    pthread_create(
      &thread,
      nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      },
      Unmanaged.passRetained(Work(body)).toOpaque()
    )
    pthread_detach(thread)
  }
}
