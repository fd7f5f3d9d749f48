import Dispatch
import TestKit
import Testing

@testable import AWSClient

struct HTTPStreamTests {
  private let client = HTTPClient()

  private func get(_ server: LoopbackServer) -> HTTPRequest {
    HTTPRequest(method: "GET", url: server.url, timeouts: .init(total: nil), isRepeatable: true)
  }

  private static func server(
    _ answer: @escaping @Sendable (LoopbackServer.Connection) -> Void
  ) throws -> LoopbackServer {
    try LoopbackServer { _, connection in
      if connection.readRequest() != nil { answer(connection) }
    }
  }

  @Test func `bytes can be read before the answer is whole`() async throws {
    let wasRead = DispatchSemaphore(value: 0)
    let server = try Self.server { connection in
      connection.write("HTTP/1.1 200 X\r\nContent-Length: 6\r\nX-One: 1\r\n\r\none")
      wasRead.wait()
      connection.write("two")
    }
    defer { server.stop() }
    let stream = try await client.open(get(server))
    #expect(stream.head.status == 200 && stream.head.headers["x-one"] == "1")
    #expect(try await stream.next() == Array("one".utf8))
    wasRead.signal()
    #expect(try await stream.next() == Array("two".utf8))
    #expect(try await stream.next() == nil)
    #expect(try await stream.next() == nil)
  }

  @Test func `of a long answer no more is held than there is room for, and nothing is lost`()
    async throws
  {
    let block = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 / 251) }
    let count = 256
    let server = try Self.server { connection in
      connection.write("HTTP/1.1 200 X\r\nContent-Length: \(block.count * count)\r\n\r\n")
      for _ in 0..<count { connection.write(block) }
    }
    defer { server.stop() }
    let stream = try await client.open(get(server))
    var (length, greatest, isAsWritten) = (0, 0, true)
    while let piece = try await stream.next() {
      let start = length % block.count
      let wanted = (0...(start + piece.count) / block.count).flatMap { _ in block }
      isAsWritten = isAsWritten && wanted[start...].starts(with: piece)
      length += piece.count
      greatest = max(greatest, piece.count)
      // Others run, so that the answer would pile up here.
      for _ in 0..<100 { await Task.yield() }
    }
    #expect(length == block.count * count && isAsWritten)
    #expect(greatest < 2 * StreamedAnswer.room)
  }

  @Test func `an answer that is cut off gives what came of it, and then says so`() async throws {
    let server = try Self.server { connection in
      connection.write("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nabc")
    }
    defer { server.stop() }
    let stream = try await client.open(get(server))
    #expect(try await stream.next() == Array("abc".utf8))
    let error = await #expect(throws: HTTPError.self) { try await stream.next() }
    #expect(error?.kind == .cutOff)
  }

  @Test func `an answer without a head is an error`() async throws {
    let server = try Self.server { _ in }
    defer { server.stop() }
    await #expect(throws: HTTPError.self) { _ = try await client.open(get(server)) }
  }

  @Test func `letting go of an answer closes its connection`() async throws {
    let (ended, ending) = AsyncStream.makeStream(of: Void.self)
    let server = try Self.server { connection in
      connection.write("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nabc")
      connection.waitForEnd()
      ending.yield()
    }
    defer { server.stop() }
    var stream: (any HTTPStream)? = try await client.open(get(server))
    #expect(try await stream?.next() == Array("abc".utf8))
    stream = nil
    for await _ in ended { break }
  }

  @Test func `a reader that is cancelled ends at once`() async throws {
    let server = try Self.server { connection in
      connection.write("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n")
      connection.waitForEnd()
    }
    defer { server.stop() }
    let stream = try await client.open(get(server))
    let reading = Task { try await stream.next() }
    reading.cancel()
    let error = await #expect(throws: HTTPError.self) { try await reading.value }
    #expect(error?.kind == .cancelled)
  }
}
