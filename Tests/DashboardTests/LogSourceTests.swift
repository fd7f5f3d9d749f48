import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Choosing which log lines are read")
struct LogSourceTests {
  private static let pattern = #"{ $.level = "ERROR" }"#

  /// Types a line behind a colon and presses Enter.
  private func run(_ line: String, _ driver: inout Driver) -> [Effect] {
    driver.keys(":")
    driver.type(line)
    return driver.keys("enter")
  }

  /// Answers the standing query with no lines.
  private func empty(_ driver: inout Driver) throws {
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, [])))
  }

  private func screen(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  @Test("A pattern is typed behind F, lets go of the lines that are held, and is never kept")
  func pattern() throws {
    var driver = LogPlacesTests().driver()
    driver.keys("k m F")
    driver.type(Self.pattern)
    let source = LogSource(pattern: Self.pattern)
    #expect(driver.keys("enter") == [.checkLogSource(source)])
    #expect(driver.state.logs.window != nil, "nothing is let go before the service agrees")
    #expect(driver.go(.logSourceChecked(source, nil)).first == .followLogs(source))
    #expect(driver.state.message?.text.hasPrefix("only lines that match") == true)
    #expect(driver.state.logs.window == nil && driver.state.logs.marks.isEmpty)
    #expect(driver.state.logs.follows && driver.state.logs.selected == nil)
    #expect(screen(driver).contains("looking for log lines"))

    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 0))
    #expect(driver.state.logs.query?.isBrief == false, "what matches is shown, routine or not")
    try empty(&driver)
    #expect(screen(driver).contains("no line matches the pattern yet"))
    #expect(screen(driver).contains("pattern { $.level"))
  }

  @Test("F has the present pattern in its line, and an empty one reads all lines again")
  func again() {
    var driver = LogPlacesTests().driver()
    driver.state.logs.source = LogSource(pattern: "ERROR")
    driver.keys("F")
    #expect(screen(driver).contains("pattern ERROR"))
    #expect(driver.keys("enter").isEmpty, "nothing else is asked for")
    #expect(run("pattern", &driver).contains(.followLogs(LogSource())))
  }

  @Test("Groups are named with spaces between them, each once, and alone it reads all of them")
  func groups() {
    var driver = LogPlacesTests().driver()
    let line = "groups insert_id /aws/lambda/mine insert_id"
    let source = LogSource(groups: ["insert_id", "/aws/lambda/mine"])
    #expect(run(line, &driver) == [.keepCommand(line), .checkLogSource(source)])
    #expect(driver.go(.logSourceChecked(source, nil)).first == .followLogs(source))
    #expect(run("groups", &driver).contains(.followLogs(LogSource())))
  }

  @Test("While paused, lines of another source are read once, and following goes on with the pause")
  func paused() {
    var driver = LogPlacesTests().driver()
    driver.keys("space")
    let source = LogSource(pattern: "x")
    #expect(run("pattern x", &driver).contains(.checkLogSource(source)))
    #expect(driver.go(.logSourceChecked(source, nil)).contains(.followLogs(source)))
    #expect(!driver.state.logs.follows)
    driver.keys("space")
    #expect(driver.state.logs.follows)
  }

  @Test("What the service refuses leaves the lines alone, and stands in the prompt to be mended")
  func refused() {
    var driver = LogPlacesTests().driver()
    let before = driver.state.logs
    let failure = ServiceFailure(
      kind: .invalidInput,
      action: "read log",
      reason: "Invalid filter pattern",
      advice: "quote it"
    )
    _ = run("pattern {", &driver)
    let effects = driver.go(.logSourceChecked(LogSource(pattern: "{"), failure))
    #expect(!effects.contains { if case .followLogs = $0 { true } else { false } })
    #expect(driver.state.logs.source == before.source)
    #expect(driver.state.logs.window == before.window && driver.state.logs.follows)
    #expect(driver.state.message?.text == "Invalid filter pattern; quote it")
    #expect(driver.state.message?.isError == true)
    driver.keys("F")
    #expect(screen(driver).contains("pattern {"))
    driver.keys("esc")
    #expect(run("pattern", &driver) == [.keepCommand("pattern")], "all lines are read as it is")
    driver.keys("F")
    #expect(!screen(driver).contains("pattern {"))
  }

  @Test("What was refused is mended with the rest of what was wanted, until other lines are read")
  func mended() {
    var driver = LogPlacesTests().driver()
    _ = run("groups mine", &driver)
    _ = run("pattern {", &driver)
    let failure = ServiceFailure(kind: .invalidInput, action: "read log", reason: "Invalid")
    driver.go(.logSourceChecked(LogSource(groups: ["mine"], pattern: "{"), failure))
    let source = LogSource(groups: ["mine"], pattern: "x")
    #expect(run("pattern x", &driver).contains(.checkLogSource(source)))
    driver.go(.logSourceChecked(source, failure))
    _ = driver.state.read(LogSource(pattern: "other"))
    #expect(driver.state.logs.wanted == LogSource(pattern: "other"))
  }

  @Test("A group that is not there is told with the one that was probably meant")
  func unknownGroup() {
    var driver = LogPlacesTests().driver()
    let name = driver.state.logGroupNames[0]
    let source = LogSource(groups: [name + "x"])
    _ = run("groups \(name)x", &driver)
    let failure = ServiceFailure(
      kind: .notFound,
      action: "read log",
      resource: "/aws/lambda/\(name)x",
      reason: "The specified log group does not exist"
    )
    driver.go(.logSourceChecked(source, failure))
    #expect(
      driver.state.message?.text
        == "there is no log group /aws/lambda/\(name)x; did you mean '\(name)'?"
    )
  }

  @Test("An answer about what nobody waits for any more changes nothing")
  func late() {
    var driver = LogPlacesTests().driver()
    let (first, second) = (LogSource(pattern: "a"), LogSource(pattern: "b"))
    _ = run("pattern a", &driver)
    _ = run("pattern b", &driver)
    #expect(driver.go(.logSourceChecked(first, nil)).isEmpty)
    #expect(driver.go(.logSourceChecked(second, nil)).contains(.followLogs(second)))
    _ = run("pattern c", &driver)
    _ = run("pattern", &driver)
    #expect(driver.go(.logSourceChecked(LogSource(pattern: "c"), nil)).isEmpty)
    #expect(driver.state.logs.source == LogSource())
  }

  @Test("A pattern and groups that are asked for one after the other are read together")
  func both() {
    var driver = LogPlacesTests().driver()
    _ = run("pattern a", &driver)
    let source = LogSource(groups: ["mine"], pattern: "a")
    #expect(run("groups mine", &driver).contains(.checkLogSource(source)))
  }

  @Test("All lines of an incident are read whatever was chosen, and Esc brings that back")
  func incident() {
    var driver = Driver.why()
    let source = LogSource(pattern: "x")
    driver.state.logs.source = source
    #expect(driver.keys("L").contains(.followLogs(LogSource())))
    #expect(driver.keys("esc").contains(.followLogs(source)))
  }

  @Test("What is wrong with a filter stays in the title")
  func problem() throws {
    var driver = LogPlacesTests().driver()
    driver.keys("z /")
    driver.type("/[bad/")
    driver.keys("enter")
    var window = Sample.window(try #require(driver.state.logs.query), Sample.lines(80))
    window.filterProblem = "missing ] at the end"
    driver.go(.logsWindowed(window))
    #expect(screen(driver).contains("filter: missing ] at the end"))
  }

  @Test("Lines are looked for until each group was read to its end")
  func loading() throws {
    var driver = LogPlacesTests().driver()
    try empty(&driver)
    let begun = TailStatus(groupCount: 7, lastSuccess: Sample.now, hasReadAll: false)
    driver.go(.logTailChanged(begun, eventsPerSecond: 0))
    #expect(screen(driver).contains("looking for log lines"))
    #expect(screen(driver).contains("still reading") && !screen(driver).contains("behind"))
    let whole = TailStatus(groupCount: 7, lastSuccess: Sample.now)
    driver.go(.logTailChanged(whole, eventsPerSecond: 0))
    #expect(screen(driver).contains("no log lines yet"))
  }

  @Test("A page that grows is filled from above where nothing comes after the last line")
  func growing() {
    var driver = LogPlacesTests().driver(Size(columns: 80, rows: 24))
    driver.keys("z k")
    driver.go(.resized(Size(columns: 80, rows: 50)))
    let page = LogsGeometry(driver.state).page(driver.state.logs)
    #expect(driver.state.logs.topPlace == page.top(endingAt: driver.state.logs.lines.count - 1))
  }
}
