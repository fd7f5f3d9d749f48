import AWSWire
import CustomerDomain
import Dashboard
import DashboardRuntime
import Terminal
import TestKit
import Testing

@Suite("The log scrollback")
struct LogScrollbackTests {
  private func event(_ id: Int, at milliseconds: Int64, _ message: String = "") -> LogEvent {
    LogEvent(
      eventID: "\(id)",
      group: "/aws/lambda/f",
      stream: "s",
      timestamp: Instant(milliseconds: milliseconds),
      ingestedAt: Instant(milliseconds: milliseconds + 1),
      message: message.isEmpty ? "line \(id)" : message
    )
  }

  private func ids(_ window: LogWindow) -> [String] {
    window.lines.compactMap { $0.event?.eventID }
  }

  @Test("Rows stand in the order of time, whatever order they came in")
  func order() {
    var store = LogScrollback(capacity: 100)
    store.append([event(3, at: 30), event(1, at: 10)])
    store.append([event(2, at: 20), event(4, at: 40)])
    #expect(ids(store.window(LogQuery(above: 10, below: 0))) == ["1", "2", "3", "4"])
  }

  @Test("An event that comes again is shown once")
  func repeats() {
    var store = LogScrollback(capacity: 100)
    store.append([event(1, at: 10), event(2, at: 10)])
    store.append([event(2, at: 10), event(1, at: 10), event(3, at: 5)])
    #expect(ids(store.window(LogQuery(above: 10, below: 0))) == ["3", "1", "2"])
  }

  @Test("A row keeps its number when earlier ones come late")
  func numbers() throws {
    var store = LogScrollback(capacity: 100)
    store.append([event(2, at: 20)])
    let number = try #require(store.window(LogQuery(above: 0, below: 0)).anchor)
    store.append([event(1, at: 10), event(3, at: 30)])
    let window = store.window(LogQuery(anchor: .sequence(number), above: 0, below: 0))
    #expect(ids(window) == ["2"])
    #expect(window.olderCount == 1 && window.newerCount == 1)
  }

  @Test("The oldest rows go when there are too many, and no others")
  func capacity() {
    var store = LogScrollback(capacity: 100)
    for id in 1...250 { store.append([event(id, at: Int64(id))]) }
    let window = store.window(LogQuery(anchor: .oldest, above: 0, below: 1000))
    let kept = ids(window).compactMap { Int($0) }
    #expect(kept.last == 250 && kept.count <= 100 && kept.count >= 90)
    #expect(kept == Array(250 - kept.count + 1...250))
  }

  @Test("A filter lets through what contains its text in any case, also what comes later")
  func filter() {
    var store = LogScrollback(capacity: 100)
    store.append([event(1, at: 1, "Boom"), event(2, at: 2, "quiet")])
    var window = store.window(LogQuery(above: 10, below: 0, filter: "BOOM"))
    #expect(ids(window) == ["1"] && window.total == 2 && window.arrived == 0)
    store.append([event(3, at: 3, "kaboom"), event(4, at: 4, "quiet")])
    window = store.window(LogQuery(above: 10, below: 0, filter: "BOOM"))
    #expect(ids(window) == ["1", "3"] && window.arrived == 1)
    #expect(ids(store.window(LogQuery(above: 10, below: 0))).count == 4)
  }

  @Test("The next and the previous error are found from any row")
  func errors() throws {
    var store = LogScrollback(capacity: 100)
    for id in 1...20 {
      let level = id % 7 == 0 ? "ERROR" : "INFO"
      store.append([event(id, at: Int64(id), #"{"level":"\#(level)","message":"m"}"#)])
    }
    let oldest = try #require(store.window(LogQuery(anchor: .oldest, above: 0, below: 0)).anchor)
    let first = store.window(LogQuery(anchor: .errorAfter(oldest), above: 0, below: 0))
    #expect(ids(first) == ["7"])
    let second = store.window(
      LogQuery(anchor: .errorAfter(try #require(first.anchor)), above: 0, below: 0)
    )
    #expect(ids(second) == ["14"])
    let back = store.window(
      LogQuery(anchor: .errorBefore(try #require(second.anchor)), above: 0, below: 0)
    )
    #expect(ids(back) == ["7"])
  }

  @Test("Routine lines are left out of a brief window only, and are held nevertheless")
  func brief() throws {
    var store = LogScrollback(capacity: 100)
    store.append([event(1, at: 1, "START RequestId: a"), event(2, at: 2, "hello")])
    store.append([event(3, at: 3, "END RequestId: a")])
    let all = store.window(LogQuery(above: 10, below: 0, isBrief: false))
    #expect(ids(all) == ["1", "2", "3"] && all.arrived == 3 && all.searched == 3)
    let brief = store.window(LogQuery(above: 10, below: 0))
    #expect(ids(brief) == ["2"] && brief.total == 3 && brief.arrived == 0)
    let start = try #require(all.lines.first?.sequence)
    #expect(store.event(start)?.eventID == "1")
    let place = store.window(LogQuery(anchor: .sequence(start), above: 0, below: 0))
    #expect(ids(place) == ["2"], "the nearest that is let through")
  }

  @Test("Rows from the future keep neither memory nor order of the others")
  func future() {
    var store = LogScrollback(capacity: 50)
    store.append([event(0, at: 1_000_000)])
    for id in 1...2000 { store.append([event(id, at: Int64(id))]) }
    let kept = ids(store.window(LogQuery(anchor: .oldest, above: 0, below: 1000)))
    #expect(kept.last == "0" && kept.dropLast().last == "2000" && kept.count <= 50)
  }

  @Test("The oldest rows go when their text is too much, and a row says how many went")
  func byteCapacity() throws {
    var store = LogScrollback(capacity: 10_000, byteCapacity: 100_000)
    let text = String(repeating: "x", count: 800)
    for id in 1...500 { store.append([event(id, at: Int64(id) * 1000, text)]) }
    let window = store.window(LogQuery(anchor: .oldest, above: 0, below: 1000))
    let kept = ids(window).compactMap { Int($0) }
    #expect(kept.last == 500 && kept.count <= 110 && kept.count >= 90)
    let first = try #require(window.lines.first)
    #expect(first.kind == .gap)
    let words = first.parts.map(\.text.text).joined()
    #expect(words.contains("\(500 - kept.count) events") && words.contains("no longer held"))
    #expect(window.lines.count { $0.kind == .gap } == 1)
  }

  @Test("What is gone is told under a filter, too")
  func gapUnderFilter() {
    var store = LogScrollback(capacity: 50)
    _ = store.window(LogQuery(above: 0, below: 0, filter: "line"))
    for id in 1...200 { store.append([event(id, at: Int64(id))]) }
    let lines = store.window(LogQuery(anchor: .oldest, above: 0, below: 1000, filter: "line")).lines
    #expect(lines.map(\.kind).prefix(2) == [.gap, .message])
    #expect(lines.last?.event?.eventID == "200")
  }

  @Test("A gap stands where it begins")
  func gap() {
    var store = LogScrollback(capacity: 100)
    store.append([event(1, at: 10), event(2, at: 30)])
    store.append(
      LogGap(
        group: "g",
        from: Instant(milliseconds: 20),
        to: Instant(milliseconds: 25),
        count: 7
      )
    )
    let lines = store.window(LogQuery(above: 10, below: 0)).lines
    #expect(lines.map(\.kind) == [.message, .gap, .message])
  }

  @Test("Random arrivals, late and repeated, are all held once and in order")
  func randomArrivals() {
    var random = SeededNumbers(seed: 2026)
    for _ in 0..<20 {
      let events = (0..<300).map { event($0, at: Int64.random(in: 0..<50, using: &random)) }
      var store = LogScrollback(capacity: 1000)
      for _ in 0..<40 {
        store.append(Array(events.shuffled(using: &random).prefix(30)))
        _ = store.window(LogQuery(above: 5, below: 0))
      }
      store.append(events.shuffled(using: &random))
      let lines = store.window(LogQuery(above: 1000, below: 0)).lines
      #expect(Set(lines.map { $0.event?.eventID }).count == 300)
      #expect(lines.map(\.timestamp) == lines.map(\.timestamp).sorted())
    }
  }
}
