import Synchronization
import Testing

@testable import AWSClient

@Suite("The API's key, read when it is needed")
struct KeptAPIKeyTests {
  /// Gives what a test says, and counts how often it was asked.
  private final class Source: Sendable {
    let count = Atomic(0)
    private let lack: Mutex<String?>
    private let key = Mutex("k")

    init(lack: String?) { self.lack = Mutex(lack) }

    func mend() { lack.withLock { $0 = nil } }

    func replace(by key: String) { self.key.withLock { $0 = key } }

    func read() -> KeptAPIKey.Reading {
      count.add(1, ordering: .relaxed)
      let lack = lack.withLock { $0 }
      let key = key.withLock { APIKey($0) }
      return .init(key: lack == nil ? key : nil, origin: APIKeyOrigin("S", lack: lack))
    }
  }

  @Test("It is read with the first call and kept")
  func kept() async throws {
    let source = Source(lack: nil)
    let key = KeptAPIKey(pacer: SteppedPacer()) { source.read() }
    #expect(source.count.load(ordering: .relaxed) == 0)
    for _ in 1...3 { #expect(try await key.reading().key == APIKey("k")) }
    #expect(source.count.load(ordering: .relaxed) == 1)
  }

  @Test("Where there is none, that is the answer for a while, and then it is read again")
  func readAgain() async throws {
    let (source, pacer) = (Source(lack: "denied"), SteppedPacer())
    let key = KeptAPIKey(pause: .seconds(10), pacer: pacer) { source.read() }
    #expect(try await key.reading().origin.lack == "denied")
    source.mend()
    try await pacer.sleep(for: .seconds(9))
    #expect(try await key.reading().origin.lack == "denied")
    try await pacer.sleep(for: .seconds(1))
    #expect(try await key.reading().key == APIKey("k"))
    #expect(source.count.load(ordering: .relaxed) == 2)
  }

  @Test("A key that the API refuses is read again after a while, once, whoever was refused")
  func refused() async throws {
    let (source, pacer) = (Source(lack: nil), SteppedPacer())
    let key = KeptAPIKey(pause: .seconds(10), pacer: pacer) { source.read() }
    let old = try await key.reading()
    source.replace(by: "new")
    key.doubt(old)
    try await pacer.sleep(for: .seconds(9))
    key.doubt(old)
    #expect(try await key.reading() == old)
    try await pacer.sleep(for: .seconds(1))
    #expect(try await key.reading().key == APIKey("new"))
    key.doubt(old)
    try await pacer.sleep(for: .seconds(20))
    #expect(try await key.reading().key == APIKey("new"))
    #expect(source.count.load(ordering: .relaxed) == 2)
  }

  @Test("A key that stays refused is read again more and more seldom")
  func staysRefused() async throws {
    let (source, pacer) = (Source(lack: nil), SteppedPacer())
    let key = KeptAPIKey(pause: .seconds(10), pacer: pacer) { source.read() }
    for _ in 0..<3600 {
      key.doubt(try await key.reading())
      try await pacer.sleep(for: .seconds(1))
    }
    // After 10 s, 20 s and so on, and then each ten minutes.
    #expect((10...14).contains(source.count.load(ordering: .relaxed)))
  }

  @Test("Calls at the same time share a reading; one that is cancelled leaves it to the others")
  func shared() async throws {
    let source = Source(lack: nil)
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let key = KeptAPIKey(pacer: SteppedPacer()) {
      for await _ in gate {}
      return source.read()
    }
    let calls = (0..<5).map { _ in Task { try await key.reading() } }
    calls[0].cancel()
    await #expect(throws: CancellationError.self) { try await calls[0].value }
    opener.finish()
    for call in calls.dropFirst() { #expect(try await call.value.key == APIKey("k")) }
    #expect(source.count.load(ordering: .relaxed) == 1)
  }

  @Test("A reading that nobody waits for any more is ended, and the next call begins another")
  func abandoned() async throws {
    let rounds = Atomic(0)
    let key = KeptAPIKey(pacer: SteppedPacer()) {
      if rounds.add(1, ordering: .relaxed).newValue == 1 {
        while !Task.isCancelled { await Task.yield() }
        return .init(key: nil, origin: APIKeyOrigin("S", lack: "cancelled"))
      }
      return .init(key: APIKey("k"), origin: .standard)
    }
    let call = Task { try await key.reading() }
    while rounds.load(ordering: .relaxed) == 0 { await Task.yield() }
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
    #expect(try await key.reading().key == APIKey("k"))
  }
}
