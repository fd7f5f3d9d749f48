internal import Dispatch
internal import Glibc

/// Asks whether a local cloud serves on a port, over a plain socket.
enum HealthProbe {
  /// How long an answer is waited for at most, in milliseconds.
  static let patienceMilliseconds: Int64 = 300

  /// Whether the cloud on `port` says that it is ready, within so many milliseconds.
  static func isReady(
    port: Int,
    within milliseconds: Int64 = patienceMilliseconds
  ) async -> Bool {
    // A socket without any patience would wait for good.
    let patience = min(max(1, milliseconds), patienceMilliseconds)
    return await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: ask(port, patience)) }
    }
  }

  private static func ask(_ port: Int, _ milliseconds: Int64) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var patience = timeval(tv_sec: 0, tv_usec: Int(milliseconds) * 1000)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return false }
    let request = Array(
      "GET /_rollcall/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8
    )
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { return false }
    var answer = [UInt8](repeating: 0, count: 512)
    let count = recv(descriptor, &answer, answer.count, 0)
    return count > 12 && String(decoding: answer[..<12], as: UTF8.self) == "HTTP/1.1 200"
  }
}
