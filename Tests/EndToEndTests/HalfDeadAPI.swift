import Foundation
import Glibc
import Synchronization
import Testing

/// A REST API that says of every id that it is absent, and never answers what would change one.
final class HalfDeadAPI: Sendable {
  let port: Int
  /// How many changing requests came.
  let changes = Atomic(0)
  private let listener: Int32

  /// Listens on a free port of this machine.
  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    try #require(isReady)
    listener = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in
      // Closed here and nowhere else: its number would go to another file while this waits on it.
      defer { close(listener) }
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  /// Stops listening.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// What leads a program here.
  var environment: [String: String] {
    [
      "ROLLCALL_API_URL": "http://127.0.0.1:\(port)/prod", "ROLLCALL_API_KEY": "k",
      "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
      "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "not-a-secret",
      "AWS_MAX_ATTEMPTS": "1",
    ]
  }

  private func serve(_ client: Int32) {
    defer { close(client) }
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(client, &block, block.count, 0)
      guard count > 0 else { return }
      if block[0] == UInt8(ascii: "G") {
        let body = #"{"id":"x","exists":false}"#
        let answer = Array(
          "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8
        )
        _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
      } else {
        changes.add(1, ordering: .releasing)
      }
    }
  }
}
