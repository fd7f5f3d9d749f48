import AWSWire
import CustomerDomain
import CustomerServices
import Dashboard
import Testing

@testable import DashboardRuntime

@Suite("Older log lines")
struct OlderLogsTests {
  private let inbox = EventInbox()
  private let now = Instant(milliseconds: 1_700_000_000_000)

  private func lastWindow(_ store: LogStore, _ query: LogQuery) async throws -> LogWindow {
    await store.show(query)
    let windows = inbox.drain().compactMap { event -> LogWindow? in
      if case .logsWindowed(let window) = event { window } else { nil }
    }
    return try #require(windows.last)
  }

  @Test("A window tells from when on all was read, although nothing of it passes the filter")
  func readFrom() async throws {
    let store = LogStore(inbox: inbox, pacer: HeldPacer(), capacity: 100, byteCapacity: 1 << 20)
    let query = LogQuery(above: 9, below: 0, filter: "wanted")
    #expect(try await lastWindow(store, query).known == nil, "nothing was read")
    #expect(await !store.beginPast(1), "there is no before")
    let begun = now + -600_000
    await store.begin(at: now, since: begun)
    await store.take(.events([event(1, now)]), serviceNow: now)
    #expect(try await lastWindow(store, query).known == LogKnown(oldest: begun))

    #expect(await store.beginPast(1))
    #expect(try await lastWindow(store, query).past == .reading)
    let stretch = try #require(await store.stretch(for: .before(begun), bottom: now + -86_400_000))
    #expect(stretch.end == begun)
    await store.take([event(2, stretch.start), event(3, stretch.end)], of: stretch)
    await store.endPast(.unread, 1)
    let window = try await lastWindow(store, query)
    #expect(window.lines.isEmpty && window.total == 3)
    #expect(window.known == LogKnown(oldest: stretch.start) && window.past == .unread)

    let next = try #require(await store.stretch(for: .before(begun), bottom: now + -86_400_000))
    #expect(next.end == stretch.start)
    await store.take([event(4, next.start, "wanted")], of: next)
    let found = try await lastWindow(store, query)
    #expect(found.lines.map { $0.event?.eventID } == ["4"] && found.known?.oldest == next.start)
  }

  @Test("What was let go is to be read again, so that all was read only from then on")
  func letGo() async throws {
    let store = LogStore(inbox: inbox, pacer: HeldPacer(), capacity: 100, byteCapacity: 1 << 20)
    await store.begin(at: now, since: now)
    await store.take(
      .events((0..<150).map { event($0, now + Int64($0)) }),
      serviceNow: now + 1000
    )
    let window = try await lastWindow(store, LogQuery(above: 200, below: 0))
    let oldest = try #require(window.lines.first { $0.kind != .gap })
    #expect(window.lines.count < 150)
    let lost = try #require(window.known?.unread.first)
    #expect(window.known?.oldest == now && lost.from == now)
    #expect(lost.to == oldest.timestamp + -1 && window.lines.first?.sequence == lost.number)
  }

  @Test(
    "What lies between a moment that is read by itself and all the rest is a gap, until it is read"
  )
  func island() async throws {
    let store = LogStore(inbox: inbox, pacer: HeldPacer(), capacity: 100, byteCapacity: 1 << 20)
    await store.begin(at: now, since: now)
    let bottom = now + -86_400_000
    let moment = now + -7_200_000
    #expect(await store.beginPast(1))
    let island = try #require(await store.stretch(for: .around(moment), bottom: bottom))
    #expect(island.start == moment && island.end == moment + 900_000)
    await store.take([event(2, moment), event(3, island.end)], of: island)
    let query = LogQuery(above: 9, below: 0)
    var window = try await lastWindow(store, query)
    let gap = try #require(window.known?.unread.first)
    #expect(window.known?.oldest == moment && gap.from == island.end && gap.to == now + -1)
    #expect(window.lines.map { $0.event?.eventID } == ["2", "3", nil])
    #expect(window.known?.isRead(moment) == true && window.known?.isRead(now + -1) == false)

    // On from its beginning, back from its end, and a moment within.
    let on = try #require(
      await store.stretch(for: .gap(gap, isForward: true), bottom: bottom)
    )
    #expect(on.start == gap.from && on.end == gap.from + 900_000)
    await store.take([event(4, on.end)], of: on)
    window = try await lastWindow(store, query)
    let rest = try #require(window.known?.unread.first)
    let shorter = LogGap(group: "", from: on.end, to: now + -1, reason: .notRead)
    #expect(window.lines.compactMap(\.gap) == [shorter])
    #expect(rest.from == on.end && rest.to == now + -1 && rest.number == gap.number)
    let back = try #require(
      await store.stretch(for: .gap(rest, isForward: false), bottom: bottom)
    )
    #expect(back.end == now + -1 && back.start == now + -900_001)
    await store.take([], of: back)
    let within = now + -2_700_000
    let inside = try #require(await store.stretch(for: .around(within), bottom: bottom))
    #expect(inside.start == within && inside.end == within + 900_000)
    await store.take([event(5, within)], of: inside)
    window = try await lastWindow(store, query)
    #expect(window.known?.unread.map(\.from) == [on.end, inside.end])
    #expect(window.known?.unread.map(\.to) == [within + -1, back.start + -1])
    #expect(window.known?.isRead(within) == true && window.known?.isRead(within + -1) == false)
    #expect(window.lines.map { $0.event?.eventID } == ["2", "3", "4", nil, "5", nil])
    while let part = await store.known?.unread.first {
      let reading = LogReading.gap(part, isForward: true)
      let stretch = try #require(await store.stretch(for: reading, bottom: bottom))
      await store.take([], of: stretch)
    }
    window = try await lastWindow(store, query)
    #expect(window.known == LogKnown(oldest: moment))
    #expect(window.lines.map { $0.event?.eventID } == ["2", "3", "4", "5"])
  }

  @Test("What is read for a reader at a full store is held until the newest lines are wanted again")
  func room() async throws {
    let store = LogStore(inbox: inbox, pacer: HeldPacer(), capacity: 100, byteCapacity: 1 << 20)
    let begun = now + -1000
    await store.begin(at: now, since: begun)
    await store.take(.events((0..<95).map { event($0, now + Int64($0)) }), serviceNow: now + 1000)
    let held = LogQuery(anchor: .oldest, above: 0, below: 200)
    await store.show(held)
    #expect(await store.beginPast(1))
    let bottom = now + -86_400_000
    let stretch = try #require(await store.stretch(for: .before(begun), bottom: bottom))
    let older = (100..<118).map { event($0, stretch.start + Int64($0)) }
    await store.take(older, of: stretch)
    await store.endPast(.unread, 1)
    #expect(try await lastWindow(store, held).total == 113)
    #expect(await !store.beginPast(2), "it is nearly full, too")
    var window = try await lastWindow(store, held)
    #expect(window.past == .failed("no more than this is held at a time"))
    #expect(window.total == 113 && window.pastNumber == 2)
    // What was read for the reader goes first, and is to be read again.
    window = try await lastWindow(store, LogQuery(above: 200, below: 0))
    #expect(window.total == 91 && window.known?.unread.map(\.from) == [older[0].timestamp])
    #expect(window.lines.compactMap { $0.event?.eventID } == (5..<95).map(String.init))
  }

  @Test("From the beginning is from the beginning, whatever gap is read after that")
  func beginning() async throws {
    let store = LogStore(inbox: inbox, pacer: HeldPacer(), capacity: 100, byteCapacity: 1 << 20)
    let begun = now + -1000
    await store.begin(at: now, since: begun)
    await store.take(.gap(LogGap(group: "/g", from: begun, to: now)), serviceNow: now)
    #expect(await store.beginPast(1))
    await store.endPast(.end, 1)
    let gap = try #require(await store.known?.unread.first)
    #expect(await store.beginPast(2))
    let reading = LogReading.gap(gap, isForward: true)
    let stretch = try #require(await store.stretch(for: reading, bottom: begun))
    await store.take([], of: stretch)
    await store.endPast(.unread, 2)
    let window = try await lastWindow(store, LogQuery(above: 9, below: 0))
    #expect(window.past == .end && window.known == LogKnown(oldest: begun))
  }

  @Test("A stretch grows where little was found, shrinks where there is too much, and ends")
  func stretches() throws {
    let bottom = now + -3_600_000
    let dense = PastStretch(backFrom: now, density: 4, limit: bottom)
    #expect(dense.length == 1000 && dense.start == now + -1000)
    #expect(dense.next(found: PastStretch.wanted) == nil, "that is enough")
    let sparse = try #require(dense.next(found: 3))
    #expect(sparse.end == dense.start && sparse.length == 2000)
    let quiet = PastStretch(backFrom: now, density: 0, limit: bottom)
    #expect(quiet.length == 900_000 && !quiet.isLast)
    let last = try #require(quiet.next(found: 0)?.next(found: 0))
    #expect(last.start == bottom && last.isLast && last.next(found: 0) == nil)
    let reached = quiet.start + 90_000
    let shorter = try #require(quiet.shorter(found: PastStretch.most + 1, by: reached))
    #expect(shorter.end == now && shorter.length == 17_999)
    #expect(dense.shorter(found: PastStretch.most + 1, by: now) == nil, "a second is read whole")
  }
}
