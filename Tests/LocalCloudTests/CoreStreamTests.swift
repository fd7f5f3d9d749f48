import AWSWire
import Foundation
import Glibc
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// A body that a test makes.
private final class Pieces: WebStream {
  private let make: @Sendable (Int) async -> [UInt8]?
  private let count = Atomic(0)
  private let whenLetGo: @Sendable () -> Void

  init(
    whenLetGo: @escaping @Sendable () -> Void = {},
    _ make: @escaping @Sendable (Int) async -> [UInt8]?
  ) {
    (self.whenLetGo, self.make) = (whenLetGo, make)
  }

  deinit { whenLetGo() }

  /// How many pieces were asked for.
  var asked: Int { count.load(ordering: .relaxed) }

  func next() async -> [UInt8]? {
    let number = count.add(1, ordering: .relaxed).oldValue
    return await make(number)
  }
}

struct CoreStreamTests {
  private let request = "GET / HTTP/1.1\r\nHost: localhost\r\n"

  private func server(_ pieces: Pieces) async throws -> LoopbackServer {
    try await LoopbackServer.start(port: 0, clock: SystemWallClock()) { _ in
      var response = WebResponse(status: 200, headers: [("Content-Type", "text/plain")])
      response.stream = pieces
      return response
    }
  }

  /// Sends a request and leaves the connection open, for the test to read or close.
  private func open(_ server: LoopbackServer) throws -> Int32 {
    let descriptor = try #require(RawClient(port: server.port).connections(count: 1).first)
    let bytes = Array("\(request)\r\n".utf8)
    #expect(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    return descriptor
  }

  @Test func `what is made piece by piece arrives in chunks, and the connection goes on`()
    async throws
  {
    let server = try await server(Pieces { $0 < 2 ? Array("piece\($0)".utf8) : nil })
    let bytes = await RawClient(port: server.port).exchange(
      Array("\(request)\r\n\(request)Connection: close\r\n\r\n".utf8)
    )
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("6\r\npiece0\r\n6\r\npiece1\r\n0\r\n\r\n"))
    #expect(text.components(separatedBy: "HTTP/1.1 200").count == 3)
    await server.stop(drain: 1000)
  }

  @Test func `a client of HTTP 1.0 is told the end by the connection's`() async throws {
    let server = try await server(Pieces { $0 < 2 ? Array("piece\($0)".utf8) : nil })
    let bytes = await RawClient(port: server.port).exchange(
      Array("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n".utf8)
    )
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\npiece0piece1"))
    await server.stop(drain: 1000)
  }

  @Test func `a caller who leaves ends the work`() async throws {
    let (ended, ending) = AsyncStream.makeStream(of: Void.self)
    let server = try await LoopbackServer.start(port: 0, clock: SystemWallClock()) { _ in
      var response = WebResponse(status: 200)
      response.stream = Pieces(whenLetGo: { ending.yield() }) { number in
        if number > 0 { await Race<Void>.waitForCancellation() }
        return number > 0 ? nil : [1]
      }
      return response
    }
    let descriptor = try open(server)
    let count = await onThread {
      var byte: UInt8 = 0
      return recv(descriptor, &byte, 1, 0)
    }
    #expect(count == 1)
    close(descriptor)
    for await _ in ended { break }
    await server.stop(drain: 1000)
  }

  @Test func `a slow reader holds the work back`() async throws {
    let piece = [UInt8](repeating: 7, count: 1 << 20)
    let pieces = Pieces { _ in piece }
    let server = try await server(pieces)
    let descriptor = try open(server)
    let (read, lead) = await onThread {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var (read, lead) = (0, 0)
      while read < 32 << 20, case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0
      {
        read += count
        lead = max(lead, pieces.asked << 20 - read)
      }
      return (read, lead)
    }
    #expect(read >= 32 << 20)
    #expect(lead <= 24 << 20)
    close(descriptor)
    await server.stop(drain: 1000)
  }

  @Test func `a server that ends does not wait for a stream without one`() async throws {
    let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
    let pieces = Pieces { number in
      if number == 0 { return [1] }
      beginning.yield()
      await Race<Void>.waitForCancellation()
      return nil
    }
    let server = try await server(pieces)
    let exchange = Task {
      await RawClient(port: server.port).exchange(Array("\(request)\r\n".utf8))
    }
    for await _ in begun { break }
    await server.stop(drain: 3_600_000)
    let text = String(decoding: await exchange.value, as: UTF8.self)
    #expect(text.hasSuffix("\r\n0\r\n\r\n"))
  }
}

@Suite struct `Event stream` {
  /// A frame, read by its lengths and checked by its sums.
  private func parts(_ frame: [UInt8]) throws -> (headers: [String: String], payload: JSON) {
    func word(_ at: Int) -> Int { frame[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    try #require(word(0) == frame.count)
    #expect(word(8) == Int(CRC32.of(Array(frame[..<8]))))
    #expect(word(frame.count - 4) == Int(CRC32.of(Array(frame[..<(frame.count - 4)]))))
    var (headers, at) = ([String: String](), 12)
    let end = 12 + word(4)
    func text(_ count: Int) -> String {
      defer { at += count }
      return String(decoding: frame[at..<at + count], as: UTF8.self)
    }
    while at < end {
      at += 1
      let name = text(Int(frame[at - 1]))
      #expect(frame[at] == 7)
      at += 3
      headers[name] = text(Int(frame[at - 2]) << 8 | Int(frame[at - 1]))
    }
    return (headers, try JSON(parsing: Array(frame[end..<(frame.count - 4)])))
  }

  @Test func `an event carries its type and its payload`() throws {
    let frame = StreamedMessage.event("sessionUpdate", ["message": "日本 🎈"]).encoded
    let (headers, payload) = try parts(frame)
    #expect(
      headers == [
        ":message-type": "event", ":event-type": "sessionUpdate",
        ":content-type": "application/json",
      ]
    )
    #expect(payload == ["message": "日本 🎈"])
  }

  @Test func `an exception carries its code and its sentence`() throws {
    let frame = StreamedMessage.exception("SessionTimeoutException", "Over.").encoded
    let (headers, payload) = try parts(frame)
    #expect(headers[":message-type"] == "exception")
    #expect(headers[":exception-type"] == "SessionTimeoutException")
    #expect(payload == ["message": "Over."])
  }
}
