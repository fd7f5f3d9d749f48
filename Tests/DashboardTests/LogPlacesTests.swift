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
