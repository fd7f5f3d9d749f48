import AWSWire
import CustomerDomain
import CustomerServices
import Dashboard
import Testing

@testable import DashboardRuntime

@Suite("The log store")
struct LogStoreTests {
  private let inbox = EventInbox()
  private let now = Instant(milliseconds: 1_700_000_000_000)

  private func store() -> LogStore {
    LogStore(inbox: inbox, pacer: HeldPacer(), capacity: 100, byteCapacity: 1 << 20)
  }

  private var windows: [LogWindow] {
    inbox.drain().compactMap { if case .logsWindowed(let window) = $0 { window } else { nil } }
  }

  @Test("A query that was given up before it began shows nothing")
  func cancelled() async {
    let store = store()
    let (old, new) = (LogQuery(above: 1, below: 0), LogQuery(above: 2, below: 0))
    await store.show(new)
    #expect(windows.map(\.query) == [new])
    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      await store.show(old)
      await store.read(1)
    }
    late.cancel()
    await late.value
    #expect(windows.isEmpty)
    await store.take(.events([event(1, now)]), serviceNow: now)
    #expect(windows.map(\.query).allSatisfy { $0 == new })
  }

  @Test("What was there before reading began does not count for how many events come")
  func rate() async {
    let store = store()
    func rate() async -> Double? {
      await store.take(.status(TailStatus(groupCount: 1)), serviceNow: now)
      let told = inbox.drain().compactMap { event -> Double? in
        if case .logTailChanged(_, let rate) = event { rate } else { nil }
      }
      return told.last
    }
    await store.begin(at: now, since: now)
    await store.take(.events((0..<50).map { event($0, now + -1000) }), serviceNow: now)
    #expect(await rate() == 0)
    await store.take(.events((50..<60).map { event($0, now + 100) }), serviceNow: now + 200)
    #expect(await rate() == 2, "ten in five seconds")
    await store.begin(at: now + 60_000, since: now)
    await store.take(.events((60..<90).map { event($0, now + 500) }), serviceNow: now)
    #expect(await rate() == 2, "what came while nothing was read was there before")
  }

  @Test("Reading goes on before the newest event, the slowest group and the present")
  func resumePoint() async {
    let store = store()
    #expect(await store.resumePoint(now: now) == nil)
    let quiet = self.store()
    await quiet.begin(at: now, since: now + -900_000)
    #expect(
      await quiet.resumePoint(now: now + 3_600_000) == now + -900_000,
      "what came since then is read, although nothing had come before"
    )
    // One group is read to the present, and another one has only begun.
    await quiet.take(.events([event(1, now)]), serviceNow: now)
    let begun = TailStatus(groupCount: 2, hasReadAll: false)
    await quiet.take(.status(begun), serviceNow: now)
    #expect(await quiet.resumePoint(now: now) == now + -900_000, "it skips nothing")
    await quiet.take(.status(TailStatus(groupCount: 2)), serviceNow: now)
    #expect(await quiet.resumePoint(now: now) == now + -300_000)
    await quiet.begin(at: now + 60_000, since: now + -300_000)
    await quiet.reached(now + 60_000)
    await quiet.take(.events([event(2, now + 60_000)]), serviceNow: now + 60_000)
    #expect(await quiet.resumePoint(now: now + 60_000) == now + -240_000, "read once, while paused")
    await store.take(.events([event(1, now + -1000)]), serviceNow: now)
    #expect(await store.resumePoint(now: now) == now + -301_000)
    await store.take(.events([event(2, now + 86_400_000)]), serviceNow: now)
    #expect(
      await store.resumePoint(now: now) == now + -300_000,
      "one from the future hides nothing"
    )
    let status = TailStatus(groupCount: 2, lagMilliseconds: 60_000)
    await store.take(.status(status), serviceNow: now)
    #expect(await store.resumePoint(now: now) == now + -360_000, "one group is behind")
    await store.take(.status(TailStatus(groupCount: 0)), serviceNow: now + 3_600_000)
    #expect(await store.resumePoint(now: now) == now + -360_000, "a tail that did not begin")
  }

  @Test("What is held of one source answers no query about another")
  func sources() async {
    let store = store()
    await store.take(.events([event(1, now)]), serviceNow: now)
    let other = LogSource(groups: ["/other"])
    await store.show(LogQuery(source: other, anchor: .time(now), above: 1, below: 0))
    #expect(windows.isEmpty)
    await store.read(from: other)
    #expect(windows.map(\.total) == [0])
    await store.show(LogQuery(above: 1, below: 0))
    #expect(windows.isEmpty)
  }

  @Test("A line is read in full by its number")
  func reading() async throws {
    let store = store()
    await store.take(.events([event(1, now)]), serviceNow: now)
    await store.show(LogQuery(above: 5, below: 0))
    let number = try #require(windows.first?.lines.first?.sequence)
    await store.read(number)
    await store.read(number + 1)
    let details = inbox.drain().compactMap { event -> LogDetail? in
      if case .logEventRead(let detail) = event { detail } else { nil }
    }
    #expect(details.map(\.event.eventID) == ["1"])
  }

  @Test("How the tail stands wakes nobody while that looks as before")
  func confirmations() async {
    let store = store()
    func isNews(_ status: TailStatus) async -> Bool {
      await store.take(.status(status), serviceNow: now)
      defer { _ = inbox.drain() }
      return inbox.isAwaited
    }
    var status = TailStatus(groupCount: 2, lagMilliseconds: 5100, lastSuccess: now)
    #expect(await isNews(status))
    status.lastSuccess = now + 5000
    status.lagMilliseconds = 9900
    #expect(await !isNews(status))
    status.lagMilliseconds = 10_000
    #expect(await isNews(status))
    status.failure = ServiceFailure(kind: .throttled, action: "read the log", reason: "slow down")
    #expect(await isNews(status))
    status.lastSuccess = now + 6000
    #expect(await isNews(status), "trouble is timed by it")
    status.failure = nil
    #expect(await isNews(status))
  }

  @Test("The rate is of the last five seconds, by time that passes and not by the clock")
  func rate() {
    var rate = EventRate()
    rate.count(10, at: .seconds(1))
    rate.count(5, at: .seconds(1))
    rate.count(10, at: .seconds(5))
    #expect(rate.perSecond(at: .seconds(5)) == 5)
    #expect(rate.perSecond(at: .seconds(6)) == 2)
    #expect(rate.perSecond(at: .seconds(60)) == 0)
  }
}
