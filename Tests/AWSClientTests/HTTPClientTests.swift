import Synchronization
import TestKit
import Testing

@testable import AWSClient

struct HTTPClientTests {
  private let client = HTTPClient()

  private func get(_ url: String, repeatable: Bool = true) -> HTTPRequest {
    // Without a limit: other tests may keep the readers from running for long.
    HTTPRequest(
      method: "GET",
      url: url,
      timeouts: .init(total: nil),
      isRepeatable: repeatable
    )
  }

  /// Serves any number of requests on a connection.
  private static func server(
    _ answer: @escaping @Sendable (LoopbackServer.Connection, String) -> Void
  ) throws -> LoopbackServer {
    try LoopbackServer { server, connection in
      while let request = connection.readRequest() {
        server.requests.add(1, ordering: .relaxed)
        answer(connection, request)
      }
    }
  }

  @Test func `a request arrives as it was written, and the answer whole`() async throws {
    let seen = Mutex("")
    let server = try Self.server { connection, request in
      seen.withLock { $0 = request }
      connection.answer(201, "hello", headers: "X-One:  1 \r\nX-ONE: 2\r\n")
    }
    defer { server.stop() }
    let request = HTTPRequest(
      method: "PUT",
      url: server.url + "/a/../%2E%2e/b?c=d",
      headers: ["X-Key": "k", "X-None": ""],
      body: Array("body".utf8),
      isRepeatable: false
    )
    let response = try await client.send(request)
    #expect(response.status == 201)
    #expect(String(decoding: response.body, as: UTF8.self) == "hello")
    #expect(response.headers["x-one"] == "1")
    let text = seen.withLock { $0 }
    #expect(text.hasPrefix("PUT /a/../%2E%2e/b?c=d HTTP/1.1\r\n"))
    #expect(text.contains("\r\nX-Key: k\r\n"))
    #expect(text.contains("\r\nX-None:\r\n"))
    #expect(text.contains("\r\nContent-Length: 4\r\n"))
    #expect(!text.lowercased().contains("expect"))
    #expect(!text.lowercased().contains("content-type"))
    #expect(text.hasSuffix("\r\n\r\nbody"))
  }

  @Test(arguments: ["PUT", "POST"]) func `a method with an empty body says so`(
    method: String
  ) async throws {
    let seen = Mutex("")
    let server = try Self.server { connection, request in
      seen.withLock { $0 = request }
      connection.answer()
    }
    defer { server.stop() }
    _ = try await client.send(HTTPRequest(method: method, url: server.url, isRepeatable: false))
    #expect(seen.withLock { $0 }.contains("\r\nContent-Length: 0\r\n"))
  }

  @Test func `one connection serves many requests`() async throws {
    let server = try Self.server { connection, _ in connection.answer(200, "x") }
    defer { server.stop() }
    for _ in 0..<50 { _ = try await client.send(get(server.url)) }
    #expect(server.accepted.load(ordering: .relaxed) == 1)
    #expect(server.requests.load(ordering: .relaxed) == 50)
  }

  @Test func `a port where nobody listens is refused, and nothing was sent`() async throws {
    let server = try Self.server { connection, _ in connection.answer() }
    server.stop()
    let error = await #expect(throws: HTTPError.self) { try await client.send(get(server.url)) }
    #expect(error?.kind == .refused)
    #expect(error?.mayHaveBeenSent == false)
    let host = server.url.dropFirst("http://".count).prefix { $0 != "/" }
    #expect(error?.message == "cannot reach \(host) (connection refused)")
  }

  @Test func `an answer that is cut off is an error`() async throws {
    let server = try LoopbackServer { _, connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    }
    defer { server.stop() }
    let error = await #expect(throws: HTTPError.self) { try await client.send(get(server.url)) }
    #expect(error?.kind == .cutOff)
    #expect(error?.mayHaveBeenSent == true)
    #expect(error?.message == "the connection was closed before the answer was whole")
  }

  @Test func `a connection that is closed without an answer is told so, also behind a proxy`()
    async throws
  {
    let server = try LoopbackServer { _, connection in _ = connection.readRequest() }
    defer { server.stop() }
    let behind = HTTPClient(options: .init(httpProxy: server.url))
    for (client, url) in [(client, server.url), (behind, "http://a.invalid/")] {
      let error = await #expect(throws: HTTPError.self) {
        try await client.send(get(url, repeatable: false))
      }
      #expect(error?.message == "the connection was closed before an answer came", "\(url)")
    }
  }

  @Test func `how a proxy refuses a tunnel is told in libcurl's words`() async throws {
    let server = try Self.server { connection, _ in connection.answer(407) }
    defer { server.stop() }
    let behind = HTTPClient(options: .init(httpsProxy: server.url))
    let error = await #expect(throws: HTTPError.self) {
      try await behind.send(get("https://a.invalid/"))
    }
    #expect(error?.message.contains("407") == true, "\(error?.message ?? "")")
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test(arguments: [
    ("", "no answer came in time"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "the answer did not end in time"),
  ])
  func `a server that never ends its answer runs into the time limit`(
    answer: String,
    message: String
  ) async throws {
    let server = try LoopbackServer { _, connection in
      guard connection.readRequest() != nil else { return }
      connection.write(answer)
      connection.waitForEnd()
    }
    defer { server.stop() }
    var request = get(server.url, repeatable: false)
    request.timeouts.connect = .seconds(60)
    var error: HTTPError?
    // How long the machine takes to send and to answer is not known: until it was long enough.
    var limit = Duration.milliseconds(50)
    while error?.message != message, limit < .seconds(60) {
      request.timeouts.total = limit
      error = await #expect(throws: HTTPError.self) { try await client.send(request) }
      #expect(error?.kind == .timedOut)
      limit *= 2
    }
    #expect(error?.message == message)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test func `a changing request is not sent again when a kept connection dies`() async throws {
    let server = try LoopbackServer { server, connection in
      guard connection.readRequest() != nil else { return }
      connection.answer(200, "first")
      guard connection.readRequest() != nil else { return }
      server.requests.add(1, ordering: .relaxed)
    }
    defer { server.stop() }
    _ = try await client.send(get(server.url))
    let change = HTTPRequest(method: "DELETE", url: server.url, isRepeatable: false)
    let error = await #expect(throws: HTTPError.self) { try await client.send(change) }
    #expect(error?.kind == .cutOff)
    #expect(error?.mayHaveBeenSent == true)
    #expect(server.requests.load(ordering: .relaxed) == 1)
  }

  @Test func `a reading request is sent again when a kept connection dies`() async throws {
    let server = try LoopbackServer { _, connection in
      guard connection.readRequest() != nil else { return }
      connection.answer(200, "first")
      _ = connection.readRequest()
    }
    defer { server.stop() }
    _ = try await client.send(get(server.url))
    #expect(try await client.send(get(server.url)).status == 200)
  }

  @Test func `two hundred requests under way end at once when cancelled`() async throws {
    let server = try LoopbackServer { server, connection in
      _ = connection.readRequest()
      server.requests.add(1, ordering: .relaxed)
      connection.waitForEnd()
    }
    defer { server.stop() }
    let task = Task { [client] in
      await withTaskGroup(of: HTTPError.Kind?.self) { group in
        for _ in 0..<200 {
          group.addTask {
            do throws(HTTPError) {
              _ = try await client.send(get(server.url))
              return nil
            } catch {
              return error.kind
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    while server.requests.load(ordering: .relaxed) < 200 { await Task.yield() }
    let start = ContinuousClock.now
    task.cancel()
    let kinds = await task.value
    #expect(kinds == Array(repeating: .cancelled, count: 200))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func `a request of a cancelled task is not sent`() async throws {
    let server = try Self.server { connection, _ in connection.answer() }
    defer { server.stop() }
    let task = Task { [client] in
      while !Task.isCancelled { await Task.yield() }
      return try await client.send(get(server.url)).status
    }
    task.cancel()
    let error = await #expect(throws: HTTPError.self) { try await task.value }
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveBeenSent == false)
    #expect(server.requests.load(ordering: .relaxed) == 0)
  }

  @Test func `a request behind a stop is refused, whether or not the stop was read`() async throws {
    // Nobody reads this inbox, so the stop still lies in it.
    let inbox = TransferInbox()
    #expect(inbox.post(.stop))
    let order = TransferOrder(request: get("http://127.0.0.1:1"), answer: WholeAnswer())
    #expect(!inbox.post(.start(order)))
    #expect(inbox.takeAll().count == 1)

    client.stop()
    for _ in 0..<20 {
      let error = await #expect(throws: HTTPError.self) {
        try await client.send(get("http://127.0.0.1:1"))
      }
      #expect(error?.mayHaveBeenSent == false)
    }
  }

  @Test func `a line break in a header is refused`() async throws {
    let request = HTTPRequest(
      method: "GET",
      url: "http://127.0.0.1:1",
      headers: ["x-api-key": "a\r\nx: y"],
      isRepeatable: true
    )
    let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
    #expect(error?.kind == .other)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func `an interim answer is not the answer`() async throws {
    let server = try Self.server { connection, _ in
      connection.write("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n")
      connection.answer(200, "late")
    }
    defer { server.stop() }
    let response = try await client.send(get(server.url))
    #expect(response.status == 200)
    #expect(response.headers["x-early"] == nil)
  }

  @Test func `a host that does not exist cannot be found`() async throws {
    let error = await #expect(throws: HTTPError.self) {
      try await client.send(get("http://nowhere.invalid/"))
    }
    #expect(error?.kind == .resolve)
    #expect(error?.mayHaveBeenSent == false)
  }
}
