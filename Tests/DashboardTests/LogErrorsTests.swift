import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Going to errors of the log")
struct LogErrorsTests {
  private func driver() -> Driver { LogPlacesTests().driver(Sample.size) }

  @Test("While following, e goes to the newest error, and without one the tail is not held")
  func errorWhileFollowing() throws {
    var driver = driver()
    driver.keys("e")
    #expect(driver.state.logs.selected == 74)
    #expect(!driver.state.logs.follows)
    var quiet = Driver()
    quiet.keys("esc 3")
    let query = try #require(quiet.state.logs.query)
    let line = LogLine(sequence: 7, event: Sample.event("fine"))
    quiet.go(.logsWindowed(Sample.window(query, [line])))
    quiet.keys("e")
    #expect(quiet.state.logs.follows)
    var search = try #require(quiet.state.logs.query)
    #expect(search.anchor == .errorBefore(7))
    var window = Sample.window(search, [line], past: .end)
    window.anchor = nil
    quiet.go(.logsWindowed(window))
    #expect(quiet.state.logs.follows)
    #expect(quiet.state.message?.text == "there is no error in the log")
    #expect(quiet.state.logs.query?.anchor == .newest)
    // Where the store knows one further back, it leads there and holds.
    let old = LogLine(sequence: 2, event: Sample.event("ERROR x"))
    quiet.go(.logsWindowed(Sample.window(try #require(quiet.state.logs.query), [line])))
    quiet.keys("e")
    search = try #require(quiet.state.logs.query)
    quiet.go(.logsWindowed(Sample.window(search, [old, line], anchor: 2)))
    #expect(!quiet.state.logs.follows)
    #expect(quiet.state.logs.selected == 2)
  }

  @Test(
    "Where there is no error before, it says so and stays, whatever is missing after the reader",
    arguments: [false, true]
  )
  func noError(hasGapBelow: Bool) throws {
    var driver = driver()
    driver.keys("up g")
    let query = try #require(driver.state.logs.query)
    #expect(query.anchor == .oldest)
    driver.go(.logsWindowed(Sample.window(query, Sample.lines(80), anchor: 0)))
    driver.keys("E")
    let search = try #require(driver.state.logs.query)
    let lines = Sample.lines(80)
    var window = Sample.window(search, lines, past: .end)
    window.anchor = nil
    let gap = LogKnown.Unread(number: 900, from: lines[70].timestamp, to: lines[71].timestamp)
    window.known = LogKnown(oldest: lines[0].timestamp, unread: hasGapBelow ? [gap] : [])
    driver.go(.logsWindowed(window))
    #expect(driver.state.message?.text == "no error before this line")
    #expect(driver.state.logs.selected == 0)
  }

  @Test("An error is looked for in what is older, a reading after the other, until one is found")
  func olderError() throws {
    var driver = driver()
    driver.keys("up g")
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, Sample.lines(80), anchor: 0, past: .reading)))
    driver.keys("E")
    func look(since minutes: Int64, anchor: Int? = nil, past: LogPast = .unread) throws -> [Effect]
    {
      let readFrom = Sample.now + -60_000 * minutes
      let query = try #require(driver.state.logs.query)
      var window = Sample.window(query, Sample.lines(80), past: past, readFrom: readFrom)
      window.anchor = anchor
      return driver.go(.logsWindowed(window))
    }
    #expect(try look(since: 1).readsOlder)
    #expect(driver.state.message?.text == "reading older lines…")
    #expect(try look(since: 2, past: .reading).isEmpty)
    // It looks before it reads on.
    #expect(try !look(since: 2).readsOlder)
    #expect(driver.state.logs.query?.anchor == .errorBefore(0))
    #expect(try look(since: 2).readsOlder, "none yet")
    _ = try look(since: 3)
    _ = try look(since: 3, anchor: 5)
    #expect(driver.state.logs.selected == 5 && driver.state.logs.seeks == nil)
    #expect(driver.state.message == nil)
  }

  @Test("A gap on the way is read before an error beyond it is gone to", arguments: [true, false])
  func gapOnTheWay(isForward: Bool) throws {
    var driver = driver()
    driver.keys("up g")
    let lines = Sample.lines(80)
    let (start, near, far) = isForward ? (46, 50, 53) : (53, 49, 46)
    var gap = LogKnown.Unread(number: 900, from: lines[47].timestamp, to: lines[52].timestamp)
    func look(anchor: Int?, isThere: Bool = true) throws -> [LogReading] {
      let query = try #require(driver.state.logs.query)
      // The rows are those around what was found, which need not be near the reader.
      let isFar = anchor == far
      let rows = isFar ? Array(isForward ? lines[53...] : lines[...46]) : lines
      var window = Sample.window(query, rows, anchor: anchor, past: .end)
      let oldest = lines[0].timestamp
      window.known = LogKnown(oldest: oldest, unread: isThere ? [gap] : [])
      window.pastNumber = .max
      return driver.go(.logsWindowed(window)).compactMap(\.reading)
    }
    _ = try look(anchor: 0)
    driver.state.logs.selected = start
    driver.keys(isForward ? "e" : "E")
    #expect(try look(anchor: far) == [.gap(gap, isForward: isForward)])
    #expect(driver.state.logs.selected == start)
    if isForward { gap.from = lines[49].timestamp } else { gap.to = lines[51].timestamp }
    // It looks again, and again the error is beyond what is left of the gap.
    #expect(try look(anchor: far).isEmpty)
    #expect(try look(anchor: far) == [.gap(gap, isForward: isForward)])
    if isForward { gap.from = lines[51].timestamp } else { gap.to = lines[48].timestamp }
    _ = try look(anchor: far)
    _ = try look(anchor: near)
    #expect(driver.state.logs.selected == near && driver.state.logs.seeks == nil)
    // Where there is no gap any more, it is gone to at once.
    driver.keys(isForward ? "e" : "E")
    #expect(try look(anchor: far, isThere: false).isEmpty)
    #expect(driver.state.logs.selected == far)
  }

  @Test("No error is said to be missing where a filter leaves it out")
  func filtered() throws {
    var driver = driver()
    driver.state.logs.filter = "x"
    driver.go(.clockTicked(Sample.now))
    let lines = Sample.lines(80).filter { !$0.isError }
    driver.go(.logsWindowed(Sample.window(try #require(driver.state.logs.query), lines)))
    driver.keys("E")
    let query = try #require(driver.state.logs.query)
    var window = Sample.window(query, lines, past: .end)
    window.anchor = nil
    driver.go(.logsWindowed(window))
    #expect(driver.state.message?.text == "there is no error that passes in the log")
  }
}
