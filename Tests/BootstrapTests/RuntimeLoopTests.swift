import AWSClient
import AWSWire
import CustomerBackend
import JSONValue
import Synchronization
import Testing

@testable import bootstrap

struct RuntimeLoopTests {
  /// AWS that finds every id, or never answers.
  private struct FakeAWS: AWSCaller {
    let answers: Bool

    func call(_ call: AWSCall) async throws -> JSON {
      if answers { return ["Item": ["id": ["S": "x"]]] }
      let (stream, continuation) = AsyncStream<Void>.makeStream()
      defer { continuation.finish() }
      for await _ in stream {}
      throw CancellationError()
    }
  }

  private struct FixedClock: WallClock {
    let now = Instant(milliseconds: 1_000_000)
  }

  /// A pacer whose waits end at once, or only when they are cancelled; it notes how long they were.
  private final class NotingPacer: Pacer {
    let elapsed = Duration.zero
    private let endsAtOnce: Bool
    private let waits = Mutex<[Duration]>([])

    init(endsAtOnce: Bool) { self.endsAtOnce = endsAtOnce }

    var noted: [Duration] { waits.withLock { $0 } }

    func sleep(for duration: Duration) async throws {
      waits.withLock { $0.append(duration) }
      if endsAtOnce { return }
      let (stream, continuation) = AsyncStream<Void>.makeStream()
      defer { continuation.finish() }
      for await _ in stream {}
    }

    func randomBits() -> UInt64 { 0 }
  }

  private func serve(
    _ runtime: FakeRuntime,
    _ function: BackendFunction = .validateExists,
    answers: Bool = true,
    pacer: NotingPacer = NotingPacer(endsAtOnce: false)
  ) async throws {
    let loop = RuntimeLoop(
      api: try RuntimeAPI(address: runtime.address),
      function: function,
      variables: [:],
      aws: FakeAWS(answers: answers),
      clock: FixedClock(),
      pacer: pacer,
      log: { _ in }
    )
    try await loop.serveNext()
  }

  @Test func `an answer goes back under the invocation's id`() async throws {
    let runtime = try FakeRuntime([
      FakeRuntime.event(#"{"id":"x"}"#, id: "abc"), FakeRuntime.accepted,
    ])
    try await serve(runtime)
    #expect(runtime.requests.map(\.method) == ["GET", "POST"])
    #expect(
      runtime.requests.map(\.path) == [
        "/2018-06-01/runtime/invocation/next", "/2018-06-01/runtime/invocation/abc/response",
      ]
    )
    #expect(try JSON(parsing: runtime.requests[1].body) == ["id": "x", "exists": true])
  }

  @Test func `a function that fails is reported with its error's name and sentence`() async throws {
    let runtime = try FakeRuntime([FakeRuntime.event(#"{"id":""}"#), FakeRuntime.accepted])
    try await serve(runtime)
    let report = try #require(runtime.requests.last)
    #expect(report.path == "/2018-06-01/runtime/invocation/req-1/error")
    #expect(report.headers["lambda-runtime-function-error-type"] == "InvalidId")
    let body = try JSON(parsing: report.body)
    #expect(body["errorType"] == "InvalidId")
    #expect(body["errorMessage"] == "id is empty")
  }

  @Test func `an event that is not JSON is reported and not run`() async throws {
    let runtime = try FakeRuntime([FakeRuntime.event("{"), FakeRuntime.accepted])
    try await serve(runtime)
    #expect(runtime.requests.last?.path.hasSuffix("/error") == true)
    #expect(
      runtime.requests.last?.headers["lambda-runtime-function-error-type"]
        == "Runtime.UnmarshalError"
    )
  }

  @Test func `a function that does not end is cut off at its deadline`() async throws {
    let pacer = NotingPacer(endsAtOnce: true)
    let runtime = try FakeRuntime([
      FakeRuntime.event(#"{"id":"x"}"#, deadline: 1_003_000), FakeRuntime.accepted,
    ])
    try await serve(runtime, answers: false, pacer: pacer)
    #expect(pacer.noted == [.seconds(4)])
    let report = try #require(runtime.requests.last)
    #expect(report.path.hasSuffix("/error"))
    #expect(try JSON(parsing: report.body)["errorType"] == "Sandbox.Timedout")
  }

  @Test(arguments: [nil, 2_000_000] as [Int64?])
  func `a function that ends in time does not wait for its deadline`(
    deadline: Int64?
  ) async throws {
    let runtime = try FakeRuntime([
      FakeRuntime.event(#"{"id":"x"}"#, deadline: deadline), FakeRuntime.accepted,
    ])
    try await serve(runtime)
    #expect(runtime.requests.last?.path.hasSuffix("/response") == true)
  }

  @Test func `an event in chunks is one event`() async throws {
    let runtime = try FakeRuntime([
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: r\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5\r\n{\"id\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n", FakeRuntime.accepted,
    ])
    try await serve(runtime)
    #expect(runtime.requests.last?.path.hasSuffix("/r/response") == true)
  }

  @Test(arguments: [
    ([], "connecting"), ([""], "ended after 0 bytes"),
    (["HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"], "GET /invocation/next with 500"),
    (["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"], "without a request id"),
    ([FakeRuntime.event(#"{"id":"x"}"#), ""], "ended after 0 bytes"),
    (
      [FakeRuntime.event(#"{"id":"x"}"#), "HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n"],
      "/response with 413"
    ),
  ])
  func `an API that is gone or refuses ends the loop with the reason`(
    script: [String],
    reason: String
  ) async throws {
    let runtime = try FakeRuntime(script)
    let error = await #expect(throws: RuntimeError.self) { try await serve(runtime) }
    if !script.isEmpty {
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
  }
}
