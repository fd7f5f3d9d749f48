import AWSWire
import JSONValue
import Testing

@testable import AWSClient

struct AWSClientCallTests {
  private let pacer = SteppedPacer()
  private let list = AWSCall(.states, "ListExecutions", ["maxResults": 1])
  private let change = AWSCall(.cloudWatch, "SetAlarmState", ["AlarmName": "a"])

  private func client(
    _ sender: ScriptedSender,
    patience: Duration = .zero,
    clock: StillClock = StillClock()
  ) throws -> AWSClient {
    AWSClient(
      AWSClient.Configuration(
        region: "eu-central-1",
        endpoints: try EndpointRules(
          region: "eu-central-1",
          forAll: try Endpoint("http://127.0.0.1:4566/", source: "test")
        ),
        credentials: .fixed(
          AWSCredentials(accessKeyID: "AKID", secretAccessKey: "s", sessionToken: "token")
        ),
        retry: RetryPolicy(handoverPatience: patience)
      ),
      http: sender,
      clock: clock,
      pacer: pacer
    )
  }

  @Test func `a call is a signed POST with its target`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, #"{"executions":[]}"#) }
    let output = try await client(sender).call(list)
    #expect(output == ["executions": []])
    let request = try #require(sender.requests.first)
    #expect(request.method == "POST")
    #expect(request.url == "http://127.0.0.1:4566/")
    #expect(request.headers["host"] == "127.0.0.1:4566")
    #expect(request.headers["x-amz-target"] == "AWSStepFunctions.ListExecutions")
    #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
    #expect(request.headers["x-amz-date"] == "20231114T221320Z")
    #expect(request.headers["x-amz-security-token"] == "token")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"maxResults":1}"#)
    let authorization = try #require(request.headers["authorization"])
    #expect(
      authorization.contains(
        "Credential=AKID/20231114/eu-central-1/states/aws4_request, SignedHeaders="
          + "content-type;host;x-amz-date;x-amz-security-token;x-amz-target, "
      )
    )
    #expect(request.isRepeatable)
  }

  @Test func `CloudWatch speaks JSON with its documented error codes`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, "") }
    #expect(try await client(sender).call(change) == [:])
    let request = try #require(sender.requests.first)
    #expect(request.headers["x-amzn-query-mode"] == "true")
    #expect(request.headers["x-amz-target"] == "GraniteServiceVersion20100801.SetAlarmState")
    #expect(!request.isRepeatable)
  }

  @Test func `an operation that has no path here is refused before anything is sent`() async throws
  {
    let sender = ScriptedSender { _, _ in .json(200, "{}") }
    let error = await #expect(throws: AWSError.self) {
      try await client(sender).call(AWSCall(.lambda, "DeleteFunction", [:]))
    }
    #expect(error?.code == "UnsupportedProtocol")
    #expect(sender.requests.isEmpty)
  }

  @Test func `throttling is waited out, longer each time, and each attempt is signed`() async throws
  {
    let sender = ScriptedSender { _, number in
      number < 3 ? .json(400, #"{"__type":"ThrottlingException"}"#) : .json(200, "{}")
    }
    _ = try await client(sender).call(change)
    #expect(sender.requests.count == 3)
    #expect(pacer.waits.map { $0 > .milliseconds(900) } == [true, true])
    #expect(pacer.waits[1] > pacer.waits[0])
    #expect(
      sender.requests.map { $0.headers["amz-sdk-request"] }
        == ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"]
    )
    #expect(Set(sender.requests.map { $0.headers["amz-sdk-invocation-id"] }).count == 1)
  }

  @Test func `a fault is waited out by a reading call only`() async throws {
    let sender = ScriptedSender { _, _ in .json(500, "<html>") }
    await #expect(throws: AWSError.self) { try await client(sender).call(change) }
    #expect(sender.requests.count == 1)
    await #expect(throws: AWSError.self) { try await client(sender).call(list) }
    #expect(sender.requests.count == 4)
  }

  @Test func `a changing call whose connection was cut is not made again`() async throws {
    let sender = ScriptedSender { _, _ throws(HTTPError) in
      throw HTTPError(.cutOff, mayHaveBeenSent: true, message: "gone")
    }
    let error = await #expect(throws: AWSError.self) { try await client(sender).call(change) }
    #expect(error?.kind == .unreachable)
    #expect(error?.mayHaveBeenSent == true)
    #expect(sender.requests.count == 1)
  }

  @Test func `a refused connection is tried for as long as a handover takes`() async throws {
    let sender = ScriptedSender { _, number throws(HTTPError) in
      if number < 11 { throw HTTPError(.refused, mayHaveBeenSent: false, message: "no") }
      return .json(200, "{}")
    }
    _ = try await client(sender, patience: .seconds(3)).call(change)
    #expect(pacer.elapsed == .seconds(1))
  }

  @Test func `a wrong clock is set right by the answer's date`() async throws {
    let sender = ScriptedSender { request, _ in
      if request.headers["x-amz-date"] == "20231114T221320Z" {
        return .json(
          400,
          #"{"__type":"InvalidSignatureException","message":"Signature expired"}"#,
          ["Date": "Tue, 14 Nov 2023 23:13:20 GMT"]
        )
      }
      return .json(200, "{}")
    }
    let client = try client(sender)
    _ = try await client.call(change)
    #expect(
      sender.requests.map { $0.headers["x-amz-date"] } == ["20231114T221320Z", "20231114T231320Z"]
    )
    #expect(pacer.waits.isEmpty)
    _ = try await client.call(change)
    #expect(sender.requests.count == 3)
  }

  @Test func `a wrong key is not tried again`() async throws {
    let sender = ScriptedSender { _, _ in
      .json(
        400,
        #"{"__type":"InvalidSignatureException","message":"does not match"}"#,
        ["Date": "Tue, 14 Nov 2023 22:13:25 GMT"]
      )
    }
    let error = await #expect(throws: AWSError.self) { try await client(sender).call(list) }
    #expect(error?.kind == .denied)
    #expect(sender.requests.count == 1)
  }

  @Test func `the local cloud's own routes are signed requests too`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, "[]") }
    let client = try client(sender)
    _ = try await client.request(method: "GET", path: "/_rollcall/faults", body: nil)
    _ = try await client.request(method: "POST", path: "/_rollcall/faults", body: ["kind": "error"])
    let requests = sender.requests
    #expect(
      requests.map(\.url) == Array(repeating: "http://127.0.0.1:4566/_rollcall/faults", count: 2)
    )
    #expect(requests.map(\.isRepeatable) == [true, false])
    #expect(requests[0].headers["authorization"]?.contains("/rollcall/aws4_request") == true)
    #expect(requests[1].headers["content-type"] == "application/json")
  }

  @Test func `a success that is not JSON keeps its body for the reader`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, "<html>hello") }
    let error = await #expect(throws: AWSError.self) { try await client(sender).call(change) }
    #expect(error?.kind == .unreadable)
    #expect(error?.rawBody == "<html>hello")
  }
}
