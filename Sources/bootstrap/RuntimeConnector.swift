internal import Glibc

/// Plain HTTP/1.1 to the Runtime API, one connection a request.
///
/// On a loopback interface a new connection costs less than telling a stale one from a broken one,
/// and the wait for the next invocation is longer than either. Calls block their thread: between
/// invocations the process has nothing else to do.
struct RuntimeConnector: Sendable {
  private let address: String
  private let host: String
  private let port: String

  /// Takes the address apart.
  ///
  /// - Throws: `RuntimeError.address` where it is not `host:port`.
  init(address: String) throws(RuntimeError) {
    guard let mark = address.lastIndex(of: ":"), mark != address.startIndex,
      let port = UInt16(address[address.index(after: mark)...]), port > 0
    else { throw .address(address) }
    self.address = address
    host = String(address[..<mark].drop { $0 == "[" }.prefix { $0 != "]" })
    self.port = String(port)
  }

  /// Sends the request and waits for the whole answer, without a limit.
  ///
  /// - Throws: `RuntimeError`.
  func send(_ request: RuntimeRequest) throws(RuntimeError) -> RuntimeAnswer {
    let socket = try connected()
    defer { close(socket) }
    try write(request.bytes(host: address), to: socket)
    return try answer(from: socket)
  }

  private func connected() throws(RuntimeError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, port, &hints, &found)
    guard code == 0 else {
      throw .connection("finding \(address)", reason: String(cString: gai_strerror(code)))
    }
    defer { freeaddrinfo(found) }
    var reason = "no address"
    var candidate = found
    while let info = candidate?.pointee {
      let descriptor = socket(
        info.ai_family,
        info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
        info.ai_protocol
      )
      if descriptor >= 0, connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 {
        return descriptor
      }
      reason = RuntimeConnector.systemReason()
      if descriptor >= 0 { close(descriptor) }
      candidate = info.ai_next
    }
    throw .connection("connecting to \(address)", reason: reason)
  }

  private func write(_ bytes: [UInt8], to socket: Int32) throws(RuntimeError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        throw .connection("sending to \(address)", reason: RuntimeConnector.systemReason())
      }
      written += count
    }
  }

  private func answer(from socket: Int32) throws(RuntimeError) -> RuntimeAnswer {
    var received: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &block, block.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw .connection("reading from \(address)", reason: RuntimeConnector.systemReason())
      }
      received += block[..<count]
      if let answer = try RuntimeAnswer(received, isEnded: count == 0) { return answer }
    }
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}
