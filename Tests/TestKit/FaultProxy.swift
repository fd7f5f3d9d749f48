internal import Glibc
internal import Synchronization

/// A proxy on a free port of the loopback interface that troubles what passes through it.
///
/// Requests go on unchanged, so that their signatures stay good; only answers are meddled with.
package final class FaultProxy: Sendable {
  /// What is done to a call.
  package enum Fault: Hashable, Sendable {
    /// Nothing.
    case none
    /// Every second call is told that there were too many.
    case throttling
    /// Nothing is answered for so many seconds, and then the connection ends.
    case stalling(seconds: UInt32)
    /// An error of the server in the services' own form.
    case serverError
    /// A page for browsers, as a gateway in between writes it.
    case webPage
    /// The first half of the answer, and then the end of the connection.
    case truncation
    /// The answer with each seventh byte of its body changed.
    case garbling
    /// The answer in small pieces, with pauses between them.
    case dripping
    /// The end of the connection in place of an answer.
    case closing
    /// A reset in place of an answer.
    case resetting
    /// The credentials are said to have run out.
    case expiry
    /// The call is said to be signed at another time, by a clock that is an hour ahead.
    case clockJump
    /// Log events come up to so many seconds after they could be read first, each by its own time.
    case delaying(seconds: Int)
    /// Nobody listens, and the connections that there were are gone.
    case unreachable
  }

  /// What the connections share.
  private final class Shared: Sendable {
    struct State {
      var fault = Fault.none
      var calls = 0
      var troubled = 0
      var late = LateEvents()
    }

    let state = Mutex(State())

    /// The fault of the next call.
    func next() -> Fault {
      state.withLock { state in
        state.calls += 1
        if state.fault == .throttling, state.calls % 2 == 0 { return .none }
        if state.fault != .none { state.troubled += 1 }
        return state.fault
      }
    }
  }

  private let shared = Shared()
  private let server: LoopbackServer

  /// The port it listens on.
  package var port: UInt16 { server.port }

  /// Says what is done to calls from now on.
  ///
  /// - Throws: `LoopbackFailure` where the proxy cannot be reached again.
  package func trouble(_ fault: Fault) throws {
    shared.state.withLock { $0.fault = fault }
    if fault == .unreachable { server.goAway() } else { try server.comeBack() }
  }

  /// How many calls were troubled so far.
  package var troubledCount: Int { shared.state.withLock { $0.troubled } }

  /// How many log events came behind a newer one.
  package var overtakenCount: Int { shared.state.withLock { $0.late.overtakenCount } }

  /// Starts a proxy in front of the server at `port` of this machine.
  package init(port: UInt16) throws {
    server = try LoopbackServer { [shared] _, connection in
      while let (head, body) = connection.readMessage(),
        FaultProxy.serve(head, body, on: connection, port, shared)
      {}
    }
  }

  deinit { server.stop() }

  /// Answers one request; whether the connection goes on.
  private static func serve(
    _ head: [UInt8],
    _ body: [UInt8],
    on connection: LoopbackServer.Connection,
    _ port: UInt16,
    _ shared: Shared
  ) -> Bool {
    let fault = shared.next()
    switch fault {
    case .unreachable: return false
    case .stalling(let seconds):
      // A caller that gives up ends it sooner.
      var wanted = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&wanted, 1, Int32(seconds) * 1000)
      return false
    case .closing: return false
    case .resetting:
      var option = linger(l_onoff: 1, l_linger: 0)
      let size = socklen_t(MemoryLayout<linger>.size)
      setsockopt(connection.descriptor, SOL_SOCKET, SO_LINGER, &option, size)
      return false
    case .throttling: refuse(connection, 400, "ThrottlingException", "Rate exceeded")
    case .serverError: refuse(connection, 500, "InternalServerError", "internal")
    case .expiry:
      refuse(connection, 400, "ExpiredTokenException", "The security token is expired")
    case .clockJump:
      refuse(connection, 403, "RequestTimeTooSkewed", "Signature expired", date: 3600)
    case .webPage:
      connection.answer(
        503,
        "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>",
        headers: "Content-Type: text/html\r\n"
      )
    case .none, .truncation, .garbling, .dripping, .delaying:
      guard let upstream = Upstream(port: port) else { return false }
      defer { upstream.close() }
      upstream.connection.write(head + [13, 10, 13, 10] + body)
      guard var answer = upstream.connection.readMessage() else { return false }
      if case .delaying(let seconds) = fault, LateEvents.areAskedFor(by: head) {
        shared.state.withLock { $0.late.meddle(with: &answer, upTo: seconds) }
      }
      return pass(answer, to: connection, fault)
    }
    return true
  }

  private static func pass(
    _ answer: (head: [UInt8], body: [UInt8]),
    to connection: LoopbackServer.Connection,
    _ fault: Fault
  ) -> Bool {
    let head = answer.head + [13, 10, 13, 10]
    switch fault {
    case .truncation:
      connection.write(head + answer.body.prefix(answer.body.count / 2))
      return false
    case .garbling:
      let garbled = answer.body.enumerated().map { $0 % 7 == 3 ? $1 ^ 0x55 : $1 }
      return connection.write(head + garbled)
    case .dripping:
      let bytes = head + answer.body
      let piece = max(1, bytes.count / 100)
      for start in stride(from: 0, to: bytes.count, by: piece) {
        guard connection.write(Array(bytes[start..<min(bytes.count, start + piece)])) else {
          return false
        }
        poll(nil, 0, 10)
      }
      return true
    default: return connection.write(head + answer.body)
    }
  }

  private static func refuse(
    _ connection: LoopbackServer.Connection,
    _ status: Int,
    _ code: String,
    _ message: String,
    date ahead: Int = 0
  ) {
    var now = time(nil) + ahead
    var parts = tm()
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let length = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    let moment = String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    connection.answer(
      status,
      #"{"__type":"\#(code)","message":"\#(message)"}"#,
      headers: "Content-Type: application/x-amz-json-1.1\r\nDate: \(moment)\r\n"
        + "x-amzn-ErrorType: \(code)\r\nx-amzn-RequestId: 00000000-0000-4000-8000-000000000000\r\n"
    )
  }
}

/// A connection to the server behind a proxy.
private struct Upstream {
  let connection: LoopbackServer.Connection

  init?(port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, size) == 0
      }
    }
    guard isConnected else {
      Glibc.close(descriptor)
      return nil
    }
    connection = LoopbackServer.Connection(descriptor: descriptor)
  }

  func close() { Glibc.close(connection.descriptor) }
}
