import AWSWire
import JSONValue
import Testing

@testable import AWSClient

struct AWSClientStreamTests {
  private static let call = AWSCall(.logs, "StartLiveTail", ["logGroupIdentifiers": ["arn:g"]])

  private static func message(_ headers: [String: String], _ payload: String = "") -> [UInt8] {
    EventStreamMessage(
      headers: headers.map { .init($0.key, .text($0.value)) },
      payload: Array(payload.utf8)
    ).encoded
  }

  private static func event(_ type: String, _ payload: String) -> [UInt8] {
    message([":message-type": "event", ":event-type": type], payload)
  }

  private func client(_ sender: ScriptedSender, endpoint: String? = nil) throws -> AWSClient {
    AWSClient(
      AWSClient.Configuration(
        region: "eu-central-1",
        endpoints: try EndpointRules(
          region: "eu-central-1",
          forAll: try endpoint.map { try Endpoint($0, source: "test") }
        ),
        credentials: .fixed(AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret"))
      ),
      http: sender,
      clock: StillClock(),
      pacer: SteppedPacer()
    )
  }

  private func opened(_ body: [UInt8]) async throws -> any AWSEvents {
    try await client(ScriptedSender { _, _ in HTTPResponse(status: 200, body: body) })
      .open(Self.call)
  }

  @Test func `events come in their order, and then the end`() async throws {
    let body =
      Self.event("initial-response", "{}") + Self.event("sessionStart", #"{"sessionId":"s"}"#)
      + Self.event("sessionUpdate", #"{"sessionResults":[]}"#)
      + Self.message([":message-type": "news"])
    let events = try await opened(body)
    #expect(try await events.next() == AWSEvent("sessionStart", ["sessionId": "s"]))
    #expect(try await events.next() == AWSEvent("sessionUpdate", ["sessionResults": []]))
    #expect(try await events.next() == nil)
  }

  @Test(arguments: [
    (nil, "https://stream-logs.eu-central-1.amazonaws.com/"),
    ("http://127.0.0.1:4566", "http://127.0.0.1:4566/"),
  ])
  func `the host of its own is AWS's only, and the request is signed for it`(
    endpoint: String?,
    url: String
  ) async throws {
    let sender = ScriptedSender { _, _ in HTTPResponse(status: 200) }
    _ = try await client(sender, endpoint: endpoint).open(Self.call)
    let request = try #require(sender.requests.first)
    #expect(request.url == url)
    #expect(request.headers["host"] == String(url.split(separator: "/")[1]))
    #expect(request.headers["x-amz-target"] == "Logs_20140328.StartLiveTail")
    #expect(request.headers["authorization"]?.contains("/eu-central-1/logs/aws4_request") == true)
    #expect(request.timeouts.total == nil && request.timeouts.idle != nil)
  }

  @Test(arguments: [
    (
      [":message-type": "exception", ":exception-type": "SessionTimeoutException"],
      "SessionTimeoutException", "over"
    ),
    ([":message-type": "exception"], "UnknownException", "over"),
    (
      [":message-type": "error", ":error-code": "InternalError", ":error-message": "oops"],
      "InternalError", "oops"
    ),
  ])
  func `an exception ends the stream with its code and sentence`(
    headers: [String: String],
    code: String,
    sentence: String
  ) async throws {
    let events = try await opened(
      Self.event("sessionStart", "{}") + Self.message(headers, #"{"message":"over"}"#)
    )
    _ = try await events.next()
    let error = await #expect(throws: AWSError.self) { try await events.next() }
    #expect(error?.code == code && error?.message == sentence && error?.kind == .service)
    #expect(error?.operation == "logs StartLiveTail")
  }

  @Test(arguments: [
    Array("<html>".utf8) + [UInt8](repeating: 32, count: 20), Array(event("x", "{}").dropLast()),
    event("x", "{"),
  ])
  func `what is no event stream is told as unreadable`(body: [UInt8]) async throws {
    let events = try await opened(body)
    let error = await #expect(throws: AWSError.self) { try await events.next() }
    #expect(error?.kind == .unreadable && error?.code == "UnreadableAnswer")
  }

  @Test func `a cap on sessions is a refusal that is not tried again at once`() async throws {
    let sender = ScriptedSender { _, _ in
      .json(400, #"{"__type":"LimitExceededException","message":"Resource limit exceeded."}"#)
    }
    let client = try client(sender)
    let error = await #expect(throws: AWSError.self) { try await client.open(Self.call) }
    #expect(error?.kind == .service && error?.code == "LimitExceededException")
    #expect(error?.status == 400 && sender.requests.count == 1)
  }

  @Test func `opening is tried again where the service was out of order`() async throws {
    let sender = ScriptedSender { _, number in
      number == 1
        ? .json(500, #"{"__type":"InternalFailure"}"#)
        : HTTPResponse(status: 200, body: Self.event("sessionStart", "{}"))
    }
    let events = try await client(sender).open(Self.call)
    #expect(try await events.next() == AWSEvent("sessionStart", [:]))
    #expect(sender.requests.count == 2)
  }
}
