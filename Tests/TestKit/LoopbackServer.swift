internal import Glibc
package import Synchronization

/// A server on a free port of the loopback interface whose behaviour a test writes down in sockets.
package final class LoopbackServer: Sendable {
  /// One connection, as the server's side has it.
  package struct Connection: Sendable {
    /// The socket.
    package let descriptor: Int32

    /// Reads up to the end of a request's head and the body that it announces; `nil` at the end.
    package func readRequest() -> String? {
      readMessage().map { String(decoding: $0.head + [13, 10, 13, 10] + $0.body, as: UTF8.self) }
    }

    /// The same in bytes: the head without its empty line, and what came of the body.
    func readMessage() -> (head: [UInt8], body: [UInt8])? {
      var bytes: [UInt8] = []
      var block = [UInt8](repeating: 0, count: 65_536)
      while true {
        if let end = bytes.firstRange(of: [13, 10, 13, 10]) {
          let head = bytes[..<end.lowerBound]
          let body = bytes[end.upperBound...]
          if body.count >= Connection.announcedLength(head) { return (Array(head), Array(body)) }
        }
        let count = recv(descriptor, &block, block.count, 0)
        guard count > 0 else { return nil }
        bytes += block[..<count]
      }
    }

    private static func announcedLength(_ head: ArraySlice<UInt8>) -> Int {
      String(decoding: head, as: UTF8.self).lowercased().split(separator: "\r\n")
        .first { $0.hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
    }

    /// Writes all of `text`; whether the other side took it.
    @discardableResult
    package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Writes all of `bytes`; whether the other side took them.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }

    /// Answers with a body and keeps the connection.
    package func answer(_ status: Int = 200, _ body: String = "", headers: String = "") {
      write("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// Waits until the other side closes.
    package func waitForEnd() {
      var byte: UInt8 = 0
      while recv(descriptor, &byte, 1, 0) > 0 {}
    }
  }

  /// The port it listens on.
  package let port: UInt16
  /// How many connections were accepted.
  package let accepted = Atomic(0)
  /// How many requests were read.
  package let requests = Atomic(0)
  private let behaviour: @Sendable (LoopbackServer, Connection) -> Void
  private let sockets = Mutex(Sockets())

  private struct Sockets {
    var listener: Int32?
    /// What holds the port while nobody listens.
    var holder: Int32?
    var clients: Set<Int32> = []
  }

  /// Starts a server that treats each connection as `behaviour` says and then closes it.
  ///
  /// - Throws: `LoopbackFailure`.
  package init(_ behaviour: @escaping @Sendable (LoopbackServer, Connection) -> Void) throws {
    self.behaviour = behaviour
    guard let socket = LoopbackServer.bound(to: 0), listen(socket.descriptor, 1024) == 0 else {
      throw LoopbackFailure(port: 0, code: errno)
    }
    port = socket.port
    serve(socket.descriptor)
  }

  /// Stops listening.
  package func stop() {
    sockets.withLock { sockets in
      if let listener = sockets.listener { shutdown(listener, Int32(SHUT_RDWR)) }
      sockets.listener = nil
    }
  }

  /// Stops listening, and ends the connections that there are: the machine is away.
  package func goAway() {
    stop()
    sockets.withLock { sockets in
      for client in sockets.clients { shutdown(client, Int32(SHUT_RDWR)) }
      // Another server must not be given the port meanwhile.
      if sockets.holder == nil { sockets.holder = LoopbackServer.bound(to: port)?.descriptor }
    }
  }

  /// Listens at the same port again.
  ///
  /// - Throws: `LoopbackFailure`.
  package func comeBack() throws {
    let holder = sockets.withLock { sockets in
      defer { sockets.holder = nil }
      return sockets.listener == nil
        ? sockets.holder ?? LoopbackServer.bound(to: port)?.descriptor : -1
    }
    guard holder != -1 else { return }
    guard let holder, listen(holder, 1024) == 0 else {
      throw LoopbackFailure(port: port, code: errno)
    }
    serve(holder)
  }

  /// A socket at a port, 0 for any that is free; `nil` where the port is taken.
  private static func bound(to port: UInt16) -> (descriptor: Int32, port: UInt16)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      let isBound = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        // A socket that listened at the port before may be about to be closed.
        let isFree = (0..<200).contains { _ in
          bind(descriptor, raw, length) == 0 || poll(nil, 0, 10) != 0
        }
        return isFree && getsockname(descriptor, raw, &length) == 0
      }
      guard isBound else {
        close(descriptor)
        return nil
      }
      return (descriptor, UInt16(bigEndian: pointer.pointee.sin_port))
    }
  }

  private func serve(_ listener: Int32) {
    sockets.withLock { $0.listener = listener }
    LoopbackServer.thread { [self] in
      // Closed here and nowhere else: its number would go to another server while this waits on it.
      defer { close(listener) }
      while sockets.withLock({ $0.listener == listener }) {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        accepted.add(1, ordering: .relaxed)
        var one: Int32 = 1
        setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        let isWanted = sockets.withLock { sockets in
          if sockets.listener == listener { sockets.clients.insert(client) }
          return sockets.listener == listener
        }
        guard isWanted else {
          close(client)
          return
        }
        LoopbackServer.thread { [self] in
          behaviour(self, Connection(descriptor: client))
          sockets.withLock { sockets in
            sockets.clients.remove(client)
            close(client)
          }
        }
      }
    }
  }

  /// The server's address.
  package var url: String { "http://127.0.0.1:\(port)" }

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

/// Why a server of the tests cannot listen.
package struct LoopbackFailure: Error {
  /// The port; 0 for any.
  package let port: UInt16
  /// The system's error number.
  package let code: Int32
}
