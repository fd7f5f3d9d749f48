import AWSWire
import Synchronization
import Testing

@testable import AWSClient

struct CustomerAPITests {
  private func api(
    _ script: @escaping @Sendable (HTTPRequest, Int) throws(HTTPError) -> HTTPResponse
  ) throws -> (CustomerAPI, ScriptedSender) {
    let sender = ScriptedSender(script)
    let base = try Endpoint("http://127.0.0.1:4566/prod", source: "test")
    return (
      CustomerAPI(
        base: base,
        key: .known(APIKey(" secret\n")),
        http: sender,
        pacer: SteppedPacer()
      ), sender
    )
  }

  @Test(arguments: [
    ("plain-1_~.x", "plain-1_~.x"), (".", "%2E"), ("..", "%2E%2E"), ("a/b", "a%2Fb"),
    ("%2F", "%252F"),
    ("a+b c", "a%2Bb%20c"), ("é🙂", "%C3%A9%F0%9F%99%82"), ("?#", "%3F%23"),
  ])
  func `an id is one segment of the path`(id: String, segment: String) async throws {
    let (api, sender) = try api { _, _ in .json(200, #"{"id":"x","exists":true}"#) }
    #expect(try await api.get(id))
    #expect(sender.requests.first?.url == "http://127.0.0.1:4566/prod/customers/\(segment)")
    #expect(sender.requests.first?.headers["x-api-key"] == "secret")
  }

  @Test func `answers become results`() async throws {
    let (put, _) = try api { _, number in .json(number == 1 ? 201 : 409, #"{"id":"x"}"#) }
    #expect(try await put.put("x") == .created)
    #expect(try await put.put("x") == .alreadyExisted)
    let (delete, _) = try api { _, number in .json(number == 1 ? 200 : 404, #"{"id":"x"}"#) }
    #expect(try await delete.delete("x") == .deleted)
    #expect(try await delete.delete("x") == .wasAbsent)
    let (submit, sender) = try api { _, _ in
      .json(202, #"{"id":"x","executionArn":"arn:e","startDate":"2026-01-02T03:04:05.678Z"}"#)
    }
    let submitted = try await submit.submit("x", executionName: "n")
    #expect(submitted.executionARN == "arn:e")
    #expect(submitted.startedAt?.iso8601 == "2026-01-02T03:04:05.678Z")
    #expect(
      sender.requests.map { String(decoding: $0.body, as: UTF8.self) }
        == [#"{"id":"x","executionName":"n"}"#]
    )
  }

  @Test(
    arguments: [
      (400, #"{"error":"invalid id"}"#, AWSError.Kind.service, "BadRequest", "invalid id", 1),
      (403, #"{"message":"Forbidden"}"#, .denied, "Forbidden", "Forbidden", 1),
      (404, #"{"message":"Not Found"}"#, .service, "NotFound", "Not Found", 1),
      (415, #"{"error":"no"}"#, .service, "UnsupportedMediaType", "no", 1),
      (
        429, #"{"message":"Too Many Requests"}"#, .throttled, "TooManyRequests",
        "Too Many Requests", 3
      ),
      (
        500, #"{"error":"internal","requestId":"r"}"#, .service, "InternalServerError", "internal",
        1
      ),
      (
        503, "", .unreadable, "ServiceUnavailable", "status 503 with a body that is not the API's",
        3
      ),
      (
        504, #"{"message":"Endpoint request timed out"}"#, .service, "GatewayTimeout",
        "Endpoint request timed out", 1
      ),
      (200, "nothing", .unreadable, "HTTP200", "status 200 with a body that is not the API's", 1),
      (
        200, "<html>", .unreadable, "HTTP200",
        "a web page came back, not an answer of the service", 1
      ),
      (
        403, "<html>", .unreadable, "HTTP403",
        "a web page came back, not an answer of the service", 1
      ),
    ] as [(Int, String, AWSError.Kind, String, String, Int)]
  )
  func `a refused delete is an error, and made again only where it was not begun`(
    status: Int,
    body: String,
    kind: AWSError.Kind,
    code: String,
    message: String,
    attempts: Int
  ) async throws {
    let (api, sender) = try api { request, _ in
      request.method == "GET" ? .json(200, "{}") : .json(status, body)
    }
    let error = await #expect(throws: AWSError.self) {
      if status == 200 { _ = try await api.put("x") } else { _ = try await api.delete("x") }
    }
    #expect(error?.kind == kind)
    #expect(error?.code == code)
    #expect(error?.message == message)
    #expect(sender.requests.count == attempts)
  }

  @Test func `without an address each call says that it is needed, and nothing is sent`()
    async throws
  {
    let sender = ScriptedSender { _, _ in .json(200, "{}") }
    let api = CustomerAPI(base: nil, key: .known(nil), http: sender, pacer: SteppedPacer())
    let error = await #expect(throws: AWSError.self) { _ = try await api.get("x") }
    #expect(error?.code == "NoEndpoint")
    #expect(error?.message.contains("--api-url") == true)
    #expect(error?.mayHaveBeenSent == false)
    #expect(sender.requests.isEmpty)
  }

  @Test func `a key that is not there is told with its source, and nothing is sent`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, "{}") }
    let api = CustomerAPI(
      base: try Endpoint("http://127.0.0.1:1/prod", source: "test"),
      key: .known(nil, from: APIKeyOrigin("K", lack: "K is not set")),
      http: sender,
      pacer: SteppedPacer()
    )
    let error = await #expect(throws: AWSError.self) { _ = try await api.put("x") }
    #expect(error?.code == "NoKey")
    #expect(error?.message == "K is not set")
    #expect(sender.requests.isEmpty)
  }

  @Test func `a key that was replaced is read again once the old one is refused`() async throws {
    let sender = ScriptedSender { request, _ in
      request.headers["x-api-key"] == "new"
        ? .json(200, #"{"id":"x","exists":true}"#) : .json(403, #"{"message":"Forbidden"}"#)
    }
    let pacer = SteppedPacer()
    let keys = Mutex(["new", "old"])
    let api = CustomerAPI(
      base: try Endpoint("http://127.0.0.1:4566/prod", source: "test"),
      key: KeptAPIKey(pause: .seconds(10), pacer: pacer) {
        let key = keys.withLock { $0.popLast() }
        return KeptAPIKey.Reading(key: key.map { APIKey($0) }, origin: .standard)
      },
      http: sender,
      pacer: pacer
    )
    for _ in 1...2 { await #expect(throws: AWSError.self) { try await api.get("x") } }
    try await pacer.sleep(for: .seconds(10))
    #expect(try await api.get("x"))
  }

  @Test func `a refused key is told with its source`() async throws {
    let sender = ScriptedSender { _, _ in .json(403, #"{"message":"Forbidden"}"#) }
    let api = CustomerAPI(
      base: try Endpoint("http://127.0.0.1:1/prod", source: "test"),
      key: .known(APIKey("k"), from: APIKeyOrigin("the file /k")),
      http: sender,
      pacer: SteppedPacer()
    )
    let error = await #expect(throws: AWSError.self) { _ = try await api.get("x") }
    #expect(error?.keySource == "the file /k")
  }

  @Test func `the key shows nowhere`() throws {
    let key = APIKey("hidden-key")
    #expect(!"\(key) \(String(reflecting: key))".contains("hidden"))
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("hidden"))
  }
}
