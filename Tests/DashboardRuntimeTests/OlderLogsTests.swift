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

  private func event(_ id: Int, _ time: Instant, _ message: String = "m") -> LogEvent {
    LogEvent(
      eventID: "\(id)",
      group: "/g",
      stream: "s",
      timestamp: time,
      ingestedAt: time,
      message: message
    )
  }

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
    #expect(try await lastWindow(store, query).readFrom == nil, "nothing was read")
    #expect(await !store.beginPast(), "there is no before")
    let begun = now + -600_000
    await store.begin(at: now, since: begun)
    await store.take(.events([event(1, now)]), serviceNow: now)
    #expect(try await lastWindow(store, query).readFrom == begun)

    #expect(await store.beginPast())
    #expect(try await lastWindow(store, query).past == .reading)
    let stretch = try #require(await store.pastStretch(bottom: now + -86_400_000))
    #expect(stretch.end == begun)
    await store.take([event(2, stretch.start), event(3, stretch.end)], of: stretch)
    await store.endPast(.unread)
    let window = try await lastWindow(store, query)
    #expect(window.lines.isEmpty && window.total == 3)
    #expect(window.readFrom == stretch.start && window.past == .unread)

    let next = try #require(await store.pastStretch(bottom: now + -86_400_000))
    #expect(next.end == stretch.start)
    await store.take([event(4, next.start, "wanted")], of: next)
    let found = try await lastWindow(store, query)
    #expect(found.lines.map { $0.event?.eventID } == ["4"] && found.readFrom == next.start)
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
    #expect(window.readFrom == oldest.timestamp + -1)
  }

  @Test("A stretch grows where little was found, shrinks where there is too much, and ends")
  func stretches() throws {
    let bottom = now + -3_600_000
    let dense = PastStretch(end: now, density: 4, bottom: bottom)
    #expect(dense.length == 1000 && dense.start == now + -1000)
    #expect(dense.next(found: PastStretch.wanted) == nil, "that is enough")
    let sparse = try #require(dense.next(found: 3))
    #expect(sparse.end == dense.start && sparse.length == 2000)
    let quiet = PastStretch(end: now, density: 0, bottom: bottom)
    #expect(quiet.length == 900_000 && !quiet.isLast)
    let last = try #require(quiet.next(found: 0)?.next(found: 0))
    #expect(last.start == bottom && last.isLast && last.next(found: 0) == nil)
    let reached = quiet.start + 90_000
    let shorter = try #require(quiet.shorter(found: PastStretch.most + 1, by: reached))
    #expect(shorter.end == now && shorter.length == 17_999)
    #expect(dense.shorter(found: PastStretch.most + 1, by: now) == nil, "a second is read whole")
  }
}
