import Foundation
import Glibc
import JSONValue

/// An HTTP client as simple as can be: one request, one connection, bytes as given.
struct RawClient {
  struct Answer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var json: JSON { (try? JSON(parsing: body)) ?? .null }
  }

  let port: Int

  func send(
    _ method: String,
    _ target: String,
    headers: [(String, String)] = [],
    body: [UInt8] = []
  ) async -> Answer? {
    var text = "\(method) \(target) HTTP/1.1\r\nConnection: close\r\n"
    if !headers.contains(where: { $0.0.lowercased() == "host" }) {
      text += "Host: 127.0.0.1:\(port)\r\n"
    }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    text += "Content-Length: \(body.count)\r\n\r\n"
    return RawClient.answer(await exchange(Array(text.utf8) + body))
  }

  /// Sends bytes and reads until the other side closes, on a thread of its own: the pools are the
  /// server's and the other tests', and on a busy machine nobody must wait for them.
  func exchange(_ bytes: [UInt8], halfClosing: Bool = false) async -> [UInt8] {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: blockingExchange(bytes, halfClosing)) }.start()
    }
  }

  /// Opens connections and sends nothing; those that were accepted.
  func connections(count: Int) -> [Int32] {
    (0..<count).compactMap { _ in connection() }
  }

  private func connection() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // Only a server that lost something takes this long.
    var patience = timeval(tv_sec: 300, tv_usec: 0)
    setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &patience,
      socklen_t(MemoryLayout<timeval>.size)
    )
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private func blockingExchange(_ bytes: [UInt8], _ halfClosing: Bool) -> [UInt8] {
    guard let descriptor = connection() else { return [] }
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor,
          buffer.baseAddress.map { $0 + sent },
          bytes.count - sent,
          Int32(MSG_NOSIGNAL)
        )
      }
      guard count > 0 else { break }
      sent += count
    }
    if halfClosing { shutdown(descriptor, Int32(SHUT_WR)) }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 {
      received += chunk[..<count]
    }
    return received
  }

  static func answer(_ bytes: [UInt8]) -> Answer? {
    let mark = Array("\r\n\r\n".utf8)
    guard
      let end = bytes.indices.first(where: { index in
        index + 4 <= bytes.count && bytes[index] == 13 && Array(bytes[index..<index + 4]) == mark
      })
    else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
    }
    return Answer(status: status, headers: headers, body: Array(bytes[(end + 4)...]))
  }
}
