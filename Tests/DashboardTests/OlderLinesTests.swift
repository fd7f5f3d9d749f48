import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Log lines that are not held")
struct OlderLinesTests {
  /// Logs with the keys, following eighty lines.
  private func driver(_ size: Size = Sample.size) -> Driver { LogPlacesTests().driver(size) }

  private func screen(_ driver: Driver) -> String { LogPlacesTests().screen(driver) }

  private func answer(_ driver: inout Driver, anchor: Int?, past: LogPast) throws {
    try LogPlacesTests().answer(&driver, anchor: anchor, past: past)
  }

  @Test("A time before all that is held has older lines read until it is reached")
  func older() throws {
    var driver = driver()
    driver.keys("@")
    driver.type("-1h")
    driver.keys("enter")
    let moment = Sample.now + -3_600_000
    let query = try #require(driver.state.logs.query)
    var window = Sample.window(query, Sample.lines(80))
    window.anchor = 0
    #expect(driver.go(.logsWindowed(window)).readsOlder)
    #expect(driver.state.message?.text == "reading older lines…")
    // The same rows once more ask for nothing more.
    window = Sample.window(try #require(driver.state.logs.query), Sample.lines(80))
    window.past = .reading
    #expect(driver.go(.logsWindowed(window)).isEmpty)
    // Nothing that was read passes the filter, if there is one; reading goes on.
    window.past = .unread
    window.known = LogKnown(oldest: Sample.now + -1_800_000)
    #expect(driver.go(.logsWindowed(window)).readsOlder)
    // A window from before that reading tells nothing of it.
    window.pastNumber = 1
    #expect(driver.go(.logsWindowed(window)).isEmpty, "the same moment is not asked for twice")
    window.pastNumber = 2
    window.known = LogKnown(oldest: moment)
    driver.go(.logsWindowed(window))
    #expect(driver.state.logs.jump == .time(moment))
    // Where nothing then was written, the next line is where the jump leads.
    let jump = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(jump, Sample.lines(80), anchor: 0, readFrom: moment)))
    #expect(driver.state.logs.selected == 0 && driver.state.message == nil)
    #expect(driver.state.logs.seeks == nil)
  }

  @Test("A moment that is far away is read by itself, with a gap up to what was read before")
  func farAway() throws {
    var driver = driver()
    driver.keys("@")
    driver.type("-1d")
    driver.keys("enter")
    let moment = Sample.now + -86_400_000
    func look(_ known: LogKnown, anchor: Int? = nil) throws -> [LogReading] {
      let query = try #require(driver.state.logs.query)
      var window = Sample.window(query, Sample.lines(80), anchor: anchor)
      window.known = known
      return driver.go(.logsWindowed(window)).compactMap(\.reading)
    }
    let minute = Int64(60_000)
    let first = Sample.now + -minute
    #expect(try look(LogKnown(oldest: first), anchor: 0) == [.before(first)])
    let second = Sample.now + -2 * minute
    #expect(try look(LogKnown(oldest: second)) == [.before(second)])
    let third = Sample.now + -3 * minute
    #expect(try look(LogKnown(oldest: third)) == [.around(moment)])
    let gap = LogKnown.Unread(number: 900, from: moment + minute, to: third)
    #expect(try look(LogKnown(oldest: moment, unread: [gap])).isEmpty)
    #expect(driver.state.logs.jump == .time(moment))
    // There, what is before it is read, too.
    let known = LogKnown(oldest: moment, unread: [gap])
    #expect(try look(known, anchor: 0) == [.before(moment)])
    #expect(driver.state.message == nil)
    // A moment within the gap is read by itself, too.
    driver.keys("@")
    driver.type("-2h")
    driver.keys("enter")
    let within = Sample.now + -7_200_000
    let query = try #require(driver.state.logs.query)
    let row = LogGap(group: "", from: gap.from, to: gap.to, reason: .notRead)
    let rows = [LogLine(sequence: 900, gap: row)] + Sample.lines(80)
    var window = Sample.window(query, rows, anchor: 900, older: 1)
    window.known = known
    #expect(driver.go(.logsWindowed(window)).compactMap(\.reading) == [.around(within)])
  }

  @Test("A gap is read when it is in sight, from the side from which the reader comes")
  func gapInSight() throws {
    var driver = driver()
    driver.keys("z g")
    let gap = LogGap(group: "", from: Sample.ago(90), to: Sample.ago(30), reason: .notRead)
    let lines = Sample.lines(100)
    let unread = [LogKnown.Unread(number: 900, from: gap.from, to: gap.to)]
    func look(at place: Int, older: Int) throws -> [LogReading] {
      let query = try #require(driver.state.logs.query)
      let rows = lines[..<50] + [LogLine(sequence: 900, gap: gap)] + lines[50...]
      var window = Sample.window(query, Array(rows), anchor: place, older: older)
      window.known = LogKnown(oldest: Sample.ago(3600), unread: unread)
      return driver.go(.logsWindowed(window)).compactMap(\.reading)
    }
    let unseen = try look(at: 0, older: 3)
    #expect(unseen.isEmpty, "it is out of sight")
    // Down to it from what is before it, and up from what is behind it.
    driver.state.logs.selected = 45
    driver.state.logs.top = 30
    #expect(driver.keys("j").compactMap(\.reading) == [.gap(unread[0], isForward: true)])
    driver.state.logs.selected = 55
    driver.state.logs.top = 40
    #expect(driver.keys("k").compactMap(\.reading) == [.gap(unread[0], isForward: false)])
    #expect(screen(driver).contains("not read from "))
  }

  @Test("A page does not go over a gap, and goes on with the lines that were put there")
  func stopsAtGap() throws {
    for isDown in [true, false] {
      var driver = driver()
      driver.keys("z g")
      let lines = Sample.lines(100)
      func look(_ gap: LogGap, number: Int = .max) throws -> [LogReading] {
        let query = try #require(driver.state.logs.query)
        let rows = lines.filter { $0.timestamp <= gap.from || $0.timestamp > gap.to }
        let split = rows.firstIndex { $0.timestamp > gap.to } ?? rows.count
        let all = rows[..<split] + [LogLine(sequence: 900, gap: gap)] + rows[split...]
        var window = Sample.window(query, Array(all), anchor: driver.state.logs.selected, older: 3)
        let unread = [LogKnown.Unread(number: 900, from: gap.from, to: gap.to)]
        window.known = LogKnown(oldest: Sample.ago(3600), unread: unread)
        window.pastNumber = number
        return driver.go(.logsWindowed(window)).compactMap(\.reading)
      }
      var gap = LogGap(
        group: "",
        from: lines[40].timestamp,
        to: lines[60].timestamp,
        reason: .notRead
      )
      _ = try look(gap)
      driver.state.logs.selected = lines[isDown ? 30 : 70].sequence
      driver.state.logs.top = lines[isDown ? 25 : 61].sequence
      let effects = driver.keys(isDown ? "pagedown" : "pageup")
      #expect(effects.contains { $0.reading != nil }, "\(isDown)")
      #expect(driver.state.logs.selected == 900)
      let beside = lines[isDown ? 40 : 61].sequence
      func rowOnScreen() -> Int? {
        let rows = driver.state.logs.lines
        let top = rows.firstIndex { $0.sequence == driver.state.logs.top }
        let index = rows.firstIndex { $0.sequence == beside }
        return index.flatMap { index in top.map { index - $0 } }
      }
      let row = try #require(rowOnScreen())
      // While it is read, another key stays.
      driver.keys(isDown ? "j" : "k")
      #expect(driver.state.logs.selected == 900)
      #expect(driver.state.logs.query?.anchor == .sequence(beside))
      // Nothing of it passes the filter yet.
      gap.count = 1
      _ = try look(gap)
      #expect(driver.state.logs.selected == 900 && rowOnScreen() == row)
      if isDown { gap.from = lines[50].timestamp } else { gap.to = lines[50].timestamp }
      _ = try look(gap)
      let landing = lines[isDown ? 41 : 60].sequence
      #expect(driver.state.logs.selected == landing && driver.state.logs.jump == nil)
      #expect(rowOnScreen() == row, "what was seen stays where it was")
      // Whoever turns back is not held.
      driver.state.logs.selected = 900
      driver.keys(isDown ? "k" : "j")
      #expect(driver.state.logs.selected == lines[isDown ? 50 : 51].sequence)
    }
  }

  @Test(
    "Where the service has nothing older, a time before it leads to the oldest line and says so"
  )
  func beginning() throws {
    var driver = driver()
    driver.keys("@")
    driver.type("-1h")
    driver.keys("enter")
    try answer(&driver, anchor: 0, past: .end)
    #expect(driver.state.logs.selected == 0)
    #expect(driver.state.message?.text == "there is no older line")
  }

  @Test("Going up from the oldest line has older ones read until one passes, or the reader turns")
  func goingUp() throws {
    var driver = driver()
    driver.keys("g")
    let query = try #require(driver.state.logs.query)
    var window = Sample.window(query, Sample.lines(80), anchor: 0)
    #expect(driver.go(.logsWindowed(window)).readsOlder)
    window = Sample.window(try #require(driver.state.logs.query), Sample.lines(80))
    #expect(!driver.go(.logsWindowed(window)).readsOlder)
    window.past = .reading
    driver.go(.logsWindowed(window))
    #expect(screen(driver).contains("reading older: "))
    window.past = .unread
    #expect(driver.go(.logsWindowed(window)).isEmpty, "that was asked for already")
    window.known = LogKnown(oldest: Sample.now + -120_000)
    #expect(driver.go(.logsWindowed(window)).readsOlder, "nothing passed, so on")
    driver.keys("j")
    window.known = LogKnown(oldest: Sample.now + -180_000)
    #expect(driver.go(.logsWindowed(window)).isEmpty, "the reader turned back")
    #expect(screen(driver).contains("read back to "))
    #expect(driver.keys("k").readsOlder, "the reader goes up again")
  }

  @Test("Where no line passes, going up has older ones read, too")
  func nothingPasses() throws {
    var driver = driver()
    driver.keys("/")
    driver.type("nowhere")
    driver.keys("enter")
    var window = Sample.window(try #require(driver.state.logs.query), [])
    window.total = 80
    window.searched = 80
    #expect(driver.go(.logsWindowed(window)).isEmpty, "nobody asked")
    #expect(screen(driver).contains("no line passes “nowhere”, of 80; k reads older ones"))
    #expect(driver.keys("k").readsOlder)
    #expect(screen(driver).contains("reading older: "))
    window.known = LogKnown(oldest: Sample.now + -120_000)
    #expect(driver.go(.logsWindowed(window)).readsOlder)
    driver.keys("/")
    driver.type("x")
    window.known = LogKnown(oldest: Sample.now + -180_000)
    #expect(driver.go(.logsWindowed(window)).isEmpty, "another filter asks for nothing by itself")
  }

  @Test("A time is looked for in what is older also where no line passes yet")
  func timeWhereNothingPasses() throws {
    var driver = driver()
    driver.keys("/")
    driver.type("nowhere")
    driver.keys("enter @")
    driver.type("-1h")
    driver.keys("enter")
    func nothing(since readFrom: Instant) throws -> LogWindow {
      var window = Sample.window(try #require(driver.state.logs.query), [], readFrom: readFrom)
      (window.total, window.searched) = (80, 80)
      return window
    }
    let window = try nothing(since: Sample.now + -60_000)
    #expect(driver.go(.logsWindowed(window)).readsOlder)
    #expect(driver.state.message?.text == "reading older lines…")
    driver.go(.logsWindowed(try nothing(since: Sample.now + -3_600_000)))
    #expect(driver.state.logs.jump == .time(Sample.now + -3_600_000))
    let last = try nothing(since: Sample.now + -3_600_000)
    #expect(!driver.go(.logsWindowed(last)).readsOlder)
    #expect(driver.state.message?.text == "no line is shown since then")
  }

  @Test("Where only routine lines are held, it says so and how to see them")
  func onlyRoutine() throws {
    var driver = driver()
    var window = Sample.window(try #require(driver.state.logs.query), [])
    window.total = 3
    window.searched = 3
    driver.go(.logsWindowed(window))
    #expect(screen(driver).contains("nothing but 3 routine lines; v shows all; k reads older ones"))
  }

  @Test("What cannot be read of what is older is told, and tried again by another key")
  func olderFailure() throws {
    var driver = driver()
    driver.keys("up g")
    let query = try #require(driver.state.logs.query)
    var window = Sample.window(query, Sample.lines(80), anchor: 0)
    #expect(driver.go(.logsWindowed(window)).readsOlder)
    window = Sample.window(try #require(driver.state.logs.query), Sample.lines(80))
    window.past = .failed("it was refused")
    #expect(!driver.go(.logsWindowed(window)).readsOlder)
    #expect(driver.keys("k").readsOlder)
    driver.keys("E")
    var failing = Sample.window(try #require(driver.state.logs.query), Sample.lines(80))
    (failing.anchor, failing.past) = (nil, .failed("it was refused"))
    #expect(driver.go(.logsWindowed(failing)).readsOlder, "tried once more")
    failing = Sample.window(try #require(driver.state.logs.query), Sample.lines(80))
    failing.past = .failed("it was refused")
    driver.go(.logsWindowed(failing))
    #expect(driver.state.message?.text == "older lines cannot be read: it was refused")
    #expect(driver.state.logs.seeks == nil)
  }
}
