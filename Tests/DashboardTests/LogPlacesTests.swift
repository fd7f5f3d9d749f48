import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Going to places of the log")
struct LogPlacesTests {
  /// Logs with the keys, following eighty lines.
  func driver(_ size: Size = Sample.size) -> Driver {
    var driver = Driver(Sample.state(size: size))
    driver.keys("esc 3")
    driver.feedLogs()
    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 3))
    return driver
  }

  /// Answers the standing query with eighty lines and a place.
  func answer(_ driver: inout Driver, anchor: Int?, past: LogPast = .end, older: Int = 0) throws {
    let query = try #require(driver.state.logs.query)
    var window = Sample.window(query, Sample.lines(80), older: older)
    window.anchor = anchor
    window.past = past
    driver.go(.logsWindowed(window))
  }

  func screen(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  // MARK: Times

  @Test(
    "A typed time leads to the first line from then on, and says on the way how it is understood"
  )
  func time() throws {
    var driver = driver()
    driver.keys("@")
    #expect(driver.state.keyContext == .jump)
    driver.type("12:04:20")
    #expect(screen(driver).contains("to time @ 12:04:20"))
    #expect(screen(driver).contains("2026-11-24 12:04:20.000 UTC"))
    let effects = driver.keys("enter")
    let moment = try #require(Instant(iso8601: "2026-11-24T12:04:20Z"))
    #expect(driver.state.logs.jump == .time(moment))
    #expect(
      effects.contains {
        if case .showLogs(let query) = $0 { query.anchor == .time(moment) } else { false }
      }
    )
    try answer(&driver, anchor: 49)
    #expect(driver.state.logs.selected == 49 && !driver.state.logs.follows)
    #expect(driver.state.logs.jump == nil && driver.state.message == nil)
  }

  @Test("What is no time stays in the prompt with a word about it, and esc leaves it")
  func noTime() {
    var driver = driver()
    driver.keys("@")
    driver.type("25:00")
    driver.keys("enter")
    #expect(driver.state.keyContext == .jump && driver.state.logs.jump == nil)
    #expect(screen(driver).contains("no time; type 14:03 or -10m"))
    driver.keys("esc")
    #expect(driver.state.keyContext == .logs)
  }

  @Test("A time after all lines leads to the newest one and says so")
  func future() throws {
    var driver = driver()
    driver.keys("@")
    driver.type("2027-01-01")
    driver.keys("enter")
    try answer(&driver, anchor: 79)
    #expect(driver.state.logs.selected == 79)
    #expect(driver.state.message?.text == "no line is later; this is the newest one")
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

  // MARK: Marks

  @Test("m marks a line and holds the log; ] and [ ask for the marks after and before")
  func marks() throws {
    var driver = driver()
    driver.keys("m")
    #expect(driver.state.logs.marks == [79] && !driver.state.logs.follows)
    #expect(driver.state.message?.text == "1 line is marked")
    driver.keys("k k m")
    #expect(driver.state.logs.marks == [77, 79])
    #expect(driver.state.logs.query?.marks == [77, 79])
    #expect(screen(driver).contains("▸put_customer_id") || screen(driver).contains("▸customer-ids"))
    driver.keys("]")
    #expect(driver.state.logs.query?.anchor == .markAfter(77))
    try answer(&driver, anchor: 79)
    #expect(driver.state.logs.selected == 79)
    driver.keys("]")
    try answer(&driver, anchor: nil)
    #expect(driver.state.message?.text == "no marked line after this one")
    driver.keys("m")
    #expect(driver.state.logs.marks == [77])
    driver.keys("[")
    #expect(driver.state.logs.query?.anchor == .markBefore(79))
  }

  @Test("Without marks, ] says how to make one")
  func noMarks() {
    var driver = driver()
    driver.keys("]")
    #expect(driver.state.message?.text == "no line is marked; m marks one")
    #expect(driver.state.logs.follows)
  }

  // MARK: Bars

  @Test("b goes into the bars, arrows choose one, e the next with errors, and enter leads there")
  func bars() throws {
    var driver = driver()
    driver.keys("b")
    #expect(driver.state.keyContext == .bars)
    let histogram = try #require(driver.state.logs.window?.histogram)
    let last = histogram.bins.count - 1
    #expect(driver.state.chosenBar == last)
    driver.keys("left left")
    #expect(driver.state.chosenBar == last - 2)
    driver.keys("E")
    let errors = try #require(driver.state.chosenBar)
    #expect(histogram.bins[errors].errors > 0)
    #expect(screen(driver).contains("12:04:28.500 to 12:04:29.000 ─ 2 lines ─ ✕ 1 error"))
    driver.keys("g e enter")
    #expect(driver.state.keyContext == .logs)
    let first = try #require(histogram.bins.firstIndex { $0.errors > 0 })
    #expect(driver.state.logs.jump == .time(histogram.start(ofBin: first)))
  }

  @Test("The chosen bar stays at its time when lines come")
  func barsMove() throws {
    var driver = driver()
    driver.keys("b left left left")
    guard case .bars(let before) = driver.state.layers.last else {
      Issue.record("no bar is chosen")
      return
    }
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, Sample.lines(80, from: 40), older: 40)))
    #expect(driver.state.layers.last == .bars(before))
    driver.keys("esc")
    #expect(driver.state.layers.isEmpty)
  }

  @Test("B takes the bars away, and then the store counts nothing")
  func noBars() {
    var driver = driver()
    #expect(driver.state.logs.query?.histogram == 59)
    driver.keys("B")
    #expect(driver.state.logs.query?.histogram == 0)
    driver.feedLogs()
    #expect(!screen(driver).contains("█"))
    driver.keys("b")
    #expect(driver.state.logs.query?.histogram == 59, "whoever goes into them sees them")
  }

  @Test("Where there are few rows a bar is chosen in one row, at 40 columns too")
  func smallBars() throws {
    var driver = driver(Size(columns: 40, rows: 12))
    #expect(LogsGeometry(driver.state).bars.isEmpty)
    driver.keys("b")
    driver.feedLogs()
    #expect(LogsGeometry(driver.state).bars.height == 1)
    let histogram = try #require(driver.state.logs.window?.histogram)
    driver.keys("E")
    #expect(driver.state.chosenBar.map { histogram.bins[$0].errors > 0 } == true)
    #expect(screen(driver).contains("✕"))
  }

  @Test("Bars and errors are told apart without colours and in ASCII")
  func asciiBars() {
    let driver = driver()
    let rect = LogsGeometry(driver.state).bars
    var theme = Theme.plain
    theme.glyphs = .ascii
    let frame = view(driver.state, size: driver.state.size, theme: theme)
    let rows = (rect.y..<rect.maxY).map { y in
      (rect.x..<rect.maxX).map { frame.character(at: Point(x: $0, y: y)) }.joined()
    }
    #expect(rows[0].contains("#:#:#"))
    #expect(rows[1].hasPrefix("x 11 ") && rows[1].contains(" x    x "))
  }

  @Test("A terminal without signs gets the platform's lines in ASCII, and functions' as they are")
  func asciiRules() {
    var driver = driver(Size(columns: 120, rows: 36))
    driver.keys("z v")
    driver.feedLogs()
    var theme = Theme.plain
    #expect(view(driver.state, size: driver.state.size, theme: theme).text.contains("───── start"))
    theme.glyphs = .ascii
    let text = view(driver.state, size: driver.state.size, theme: theme).text
    #expect(text.contains("----- start  req ") && !text.contains("─"))
  }

  @Test("A click on a bar leads to its time")
  func clickBar() throws {
    var driver = driver()
    let geometry = LogsGeometry(driver.state)
    let histogram = try #require(driver.state.logs.window?.histogram)
    let rect = try #require(geometry.bar(5, of: histogram))
    driver.go(
      .mouseReported(
        Mouse(kind: .press, button: .left, position: rect.origin),
        at: driver.state.now
      )
    )
    #expect(driver.state.logs.jump == .time(histogram.start(ofBin: 5)))
  }

  @Test("Bars that say the same need no frame")
  func idleBars() throws {
    var driver = driver()
    let before = driver.state
    driver.go(.logsWindowed(try #require(before.logs.window)))
    #expect(!driver.state.looksDifferent(from: before))
  }

  // MARK: Folds

  @Test("f folds each invocation; enter and right open a fold, left closes it")
  func folds() throws {
    var driver = driver()
    driver.keys("f")
    #expect(driver.state.logs.query?.isFolded == true)
    let query = try #require(driver.state.logs.query)
    var report = LogLine(sequence: 2, event: Sample.event(Sample.messages[2].1))
    report.request?.foldedCount = 5
    driver.go(.logsWindowed(Sample.window(query, [report])))
    #expect(screen(driver).contains("▸ 5 lines  14 ms  62 MB  req 5d1f…"))
    driver.keys("enter")
    #expect(driver.state.layers.isEmpty)
    #expect(driver.state.logs.query?.unfolded == [2])
    var inside = LogLine(sequence: 1, event: Sample.event(Sample.messages[0].1))
    inside.timestamp = inside.timestamp + -1
    let opened = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(opened, [inside, report], anchor: 2)))
    #expect(screen(driver).contains("▾ 5 lines  14 ms"))
    #expect(screen(driver).contains("│───── start  req 5d1f…"))
    driver.keys("k left")
    #expect(driver.state.logs.query?.unfolded == [])
    #expect(driver.state.logs.selected == 2)
    driver.keys("right")
    #expect(driver.state.logs.unfolded == [2])
    driver.keys("enter")
    #expect(driver.state.keyContext == .logEvent, "what is open already is shown in full")
    driver.keys("esc f")
    #expect(driver.state.logs.query?.isFolded == false)
  }
}
