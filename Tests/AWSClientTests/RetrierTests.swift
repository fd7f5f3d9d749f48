import AWSWire
import Synchronization
import TestKit
import Testing

@testable import AWSClient

struct RetrierTests {
  private static func error(_ code: String, sent: Bool = true) -> AWSError {
    AWSError(kind: .unreachable, code: code, message: "", mayHaveBeenSent: sent)
  }

  @Test func `what leaves a change open is not taken back by what fails after it`() async throws {
    let retrier = Retrier(policy: RetryPolicy(), pacer: SteppedPacer())
    let nature = Retrier.Nature(isRepeatable: true, isChanging: true)
    let thrown = await #expect(throws: AWSError.self) {
      try await retrier.run(nature) { number, _ -> Retrier.Attempt<Int> in
        .failure(number == 1 ? Self.error("cutOff") : Self.error("tls", sent: false), advised: nil)
      }
    }
    #expect(thrown?.code == "cutOff" && thrown?.leavesOutcomeOpen == true)
  }

  @Test func `the last failure of a reading call is told`() async throws {
    let retrier = Retrier(policy: RetryPolicy(), pacer: SteppedPacer())
    let nature = Retrier.Nature(isRepeatable: true, isChanging: false)
    let thrown = await #expect(throws: AWSError.self) {
      try await retrier.run(nature) { number, _ -> Retrier.Attempt<Int> in
        .failure(number == 1 ? Self.error("cutOff") : Self.error("tls", sent: false), advised: nil)
      }
    }
    #expect(thrown?.code == "tls")
  }

  @Test func `all attempts together take no longer than the limit`() async throws {
    let pacer = SteppedPacer()
    let retrier = Retrier(policy: RetryPolicy(maximumAttempts: 9), pacer: pacer)
    let nature = Retrier.Nature(isRepeatable: true, isChanging: false, timeLimit: .seconds(2))
    let limits = Mutex<[Duration?]>([])
    await #expect(throws: AWSError.self) {
      try await retrier.run(nature) { _, timeLeft -> Retrier.Attempt<Int> in
        limits.withLock { $0.append(HTTPRequest.Timeouts().within(timeLeft).total) }
        try await pacer.sleep(for: .milliseconds(800))
        return .failure(Self.error("cutOff"), advised: nil)
      }
    }
    // 800 ms of work, 50 ms of waiting, 800 ms of work, 100 ms of waiting, 250 ms that are left.
    #expect(
      limits.withLock { $0.map { $0?.wholeMilliseconds } } == [2000, 1150, 250]
    )
  }

  @Test func `a change is not sent again where a kept connection dies and nobody listens any more`()
    async throws
  {
    let server = try LoopbackServer { server, connection in
      guard connection.readRequest() != nil else { return }
      connection.answer(200, #"{"exists":true}"#)
      guard connection.readRequest() != nil else { return }
      server.requests.add(1, ordering: .relaxed)
      server.stop()
    }
    let api = CustomerAPI(
      base: try Endpoint(server.url, source: "test"),
      key: .known(nil),
      http: HTTPClient(),
      retry: RetryPolicy(handoverPatience: .milliseconds(300))
    )
    _ = try await api.get("x")
    let error = await #expect(throws: AWSError.self) { _ = try await api.put("x") }
    #expect(error?.leavesOutcomeOpen == true, "\(String(describing: error))")
    #expect(server.requests.load(ordering: .relaxed) == 1)
  }

  @Test func `a change that is cancelled after it was sent leaves its outcome open`() async throws {
    let server = try LoopbackServer { server, connection in
      guard connection.readRequest() != nil else { return }
      server.requests.add(1, ordering: .relaxed)
      connection.waitForEnd()
    }
    defer { server.stop() }
    let api = CustomerAPI(
      base: try Endpoint(server.url, source: "test"),
      key: .known(nil),
      http: HTTPClient(),
      timeouts: .init(total: nil)
    )
    let change = Task { _ = try await api.put("x") }
    let reading = Task { _ = try await api.get("x") }
    while server.requests.load(ordering: .relaxed) < 2 { await Task.yield() }
    change.cancel()
    reading.cancel()
    let error = await #expect(throws: AWSError.self) { try await change.value }
    #expect(error?.leavesOutcomeOpen == true)
    await #expect(throws: CancellationError.self) { try await reading.value }
  }
}
