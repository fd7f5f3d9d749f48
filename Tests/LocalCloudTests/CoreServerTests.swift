import AWSWire
import Glibc
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

struct CoreServerTests {
  private func serving(
    _ limits: ServerLimits = ServerLimits(),
    _ body: (RawClient) async throws -> Void
  ) async throws {
    let server = try await LoopbackServer.start(port: 0, limits: limits, clock: SystemWallClock()) {
      request in
      WebResponse(
        status: request.isOversized ? 413 : 200,
        headers: [("X-Target", request.target)],
        body: request.body
      )
    }
    try await body(RawClient(port: server.port))
    await server.stop(drain: 1000)
  }

  @Test func `A request comes back whole`() async throws {
    try await serving { client in
      let answer = try #require(await client.send("PUT", "/a%2Fb?x=%20", body: Array("hello".utf8)))
      #expect(answer.status == 200)
      #expect(answer.headers["x-target"] == "/a%2Fb?x=%20")
      #expect(answer.headers["content-length"] == "5")
      #expect(answer.body == Array("hello".utf8))
    }
  }

  @Test func `Pipelined requests are answered in their order`() async throws {
    try await serving { client in
      let requests = (0..<20).map { index in
        let last = index == 19 ? "Connection: close\r\n" : ""
        return "GET /\(index) HTTP/1.1\r\nHost: localhost\r\n\(last)\r\n"
      }
      let text = String(
        decoding: await client.exchange(Array(requests.joined().utf8)),
        as: UTF8.self
      )
      let targets = text.split(separator: "\r\n").filter { $0.hasPrefix("X-Target") }
      #expect(targets.map(String.init) == (0..<20).map { "X-Target: /\($0)" })
    }
  }

  @Test func `Thousands of requests that wait behind a slow one are answered`() async throws {
    let count = 5000
    let server = try await LoopbackServer.start(port: 0, clock: SystemWallClock()) { request in
      // The others come while this one is waited for.
      if request.path == "/first" { try? await Task.sleep(for: .milliseconds(200)) }
      return WebResponse(status: 200)
    }
    let next = String(repeating: "GET /next HTTP/1.1\r\nHost: x\r\n\r\n", count: count)
    let requests =
      "GET /first HTTP/1.1\r\nHost: x\r\n\r\n" + next
      + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    let answers = await RawClient(port: server.port).exchange(Array(requests.utf8))
    let lines = String(decoding: answers, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count { $0 == "HTTP/1.1 200 OK" } == count + 2)
    await server.stop(drain: 1000)
  }

  @Test func `Beyond the limit the connection that was idle longest makes room`() async throws {
    var limits = ServerLimits()
    limits.connections = 4
    try await serving(limits) { client in
      let idle = client.connections(count: 12)
      defer { idle.forEach { close($0) } }
      #expect(idle.count == 12)
      #expect(await client.send("GET", "/")?.status == 200)
    }
  }

  @Test func `A caller that reads nothing is not served on`() async throws {
    let served = Mutex(0)
    let server = try await LoopbackServer.start(port: 0, clock: SystemWallClock()) { _ in
      served.withLock { $0 += 1 }
      return WebResponse(status: 200, body: [UInt8](repeating: 1, count: 1 << 20))
    }
    let client = RawClient(port: server.port)
    let connection = try #require(client.connections(count: 1).first)
    let requests = Array(String(repeating: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", count: 200).utf8)
    #expect(Glibc.send(connection, requests, requests.count, 0) == requests.count)
    // The answers of other connections say that the server has had time to go on with this one.
    for _ in 0..<50 { #expect(await client.send("GET", "/")?.status == 200) }
    #expect(served.withLock { $0 } < 150)
    close(connection)
    await server.stop(drain: 1000)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "", "GET / HT", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello",
    ]
  )
  func `A sender that takes too long is cut off, and others are served`(sent: String) async throws {
    var limits = ServerLimits()
    (limits.arrivalMilliseconds, limits.idleMilliseconds) = (100, 100)
    limits.sweepMilliseconds = 20
    try await serving(limits) { client in
      // It reads to the connection's end, which is not its own to make.
      #expect(await client.exchange(Array(sent.utf8)).isEmpty)
      #expect(await client.send("GET", "/")?.status == 200)
    }
  }

  @Test func `A body over the limit is dropped and said to be too large`() async throws {
    var limits = ServerLimits()
    limits.bodyBytes = 1000
    try await serving(limits) { client in
      let tooLarge = [UInt8](repeating: 1, count: 1001)
      let answer = try #require(await client.send("PUT", "/", body: tooLarge))
      #expect(answer.status == 413)
      #expect(answer.body.isEmpty)
      #expect(
        await client.send("PUT", "/", body: [UInt8](repeating: 1, count: 1000))?.status == 200
      )
    }
  }

  @Test func `Headers over the limit are refused`() async throws {
    var limits = ServerLimits()
    limits.headerBytes = 1000
    try await serving(limits) { client in
      let answer = await client.send(
        "GET",
        "/",
        headers: [("X-Long", String(repeating: "x", count: 2000))]
      )
      #expect(answer?.status == 431)
      #expect(answer?.json == ["message": "Request Header Fields Too Large"])
      #expect(answer?.headers["access-control-allow-origin"] == "*")
    }
  }

  @Test func `Headers beyond what a socket holds are refused in words too`() async throws {
    try await serving { client in
      let answer = await client.send(
        "GET",
        "/",
        headers: [("X-Long", String(repeating: "x", count: 3 << 20))]
      )
      #expect(answer?.status == 431)
    }
  }

  @Test func `A caller that has sent its request and closes its side is answered`() async throws {
    try await serving { client in
      let request = Array("PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi".utf8)
      let answer = RawClient.answer(await client.exchange(request, halfClosing: true))
      #expect(answer?.status == 200)
      #expect(answer?.body == Array("hi".utf8))
      // One that closes in the middle of a request is not waited for.
      #expect(await client.exchange(Array(request.dropLast()), halfClosing: true).isEmpty)
    }
  }

  @Test func `What is not HTTP is refused`() async throws {
    try await serving { client in
      let text = String(decoding: await client.exchange(Array("hello\r\n\r\n".utf8)), as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 400"))
      #expect(text.contains("Content-Type: application/json"))
      #expect(text.contains(#"{"message":"Bad Request: "#))
    }
  }

  @Test func `A caller that asks first is told to go on`() async throws {
    try await serving { client in
      let request = """
        PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\
        Expect: 100-continue\r\n\r\nhi
        """
      let text = String(decoding: await client.exchange(Array(request.utf8)), as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 100 Continue"))
      #expect(text.contains("HTTP/1.1 200 OK"))
      #expect(text.hasSuffix("hi"))
    }
  }
}
