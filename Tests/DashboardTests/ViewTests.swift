import AWSWire
import CustomerDomain
import Terminal
import Testing
import Themes

@testable import Dashboard

@Suite("What the screen looks like")
struct ViewTests {
  static let sizes = [
    Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
    Size(columns: 200, rows: 60),
  ]
  let theme: Theme

  init() throws {
    theme = try ThemeFile(file: "dark.yaml", text: BuiltInTheme.dark.yaml).theme(named: "dark")
  }

  func check(_ driver: Driver, _ name: String) throws {
    let size = driver.state.size
    let frame = view(driver.state, size: size, theme: theme)
    try Frames.expect(frame, "\(name)-\(size.columns)x\(size.rows)", theme: theme)
  }

  @Test("Each pane looks as recorded at every size", arguments: sizes, Pane.allCases)
  func panes(size: Size, pane: Pane) throws {
    var driver = Driver.full(size)
    driver.state.focus = pane
    driver.go(.clockTicked(Sample.now))
    driver.feedLogs()
    try check(driver, "\(pane)")
  }

  @Test("Nothing is blank without a reason before the first answer", arguments: sizes)
  func loading(size: Size) throws {
    try check(Driver(Sample.state(size: size)), "loading")
  }

  @Test("Trouble keeps the last good data and says what failed", arguments: sizes)
  func trouble(size: Size) throws {
    var driver = Driver.full(size)
    driver.go(
      .executionsFailed(Sample.failure, retryAt: Sample.now + 4000),
      .alarmsFailed(Sample.failure, retryAt: nil),
      .logTailChanged(
        .init(
          groupCount: 7,
          lagMilliseconds: 42_000,
          lastSuccess: Sample.ago(42),
          failure: Sample.failure,
          retryAt: Sample.now + 9000
        ),
        eventsPerSecond: 0
      )
    )
    driver.keys("tab")
    driver.type("")
    try check(driver, "trouble")
  }

  @Test("A failed run is shown in full", arguments: sizes)
  func execution(size: Size) throws {
    var driver = Driver.full(size)
    driver.keys("tab down down down enter")
    let execution = Sample.executions[2]
    driver.go(.executionDescribed(ExecutionReport(Sample.detail(of: execution)), at: Sample.now))
    try check(driver, "execution")
  }

  @Test("A run with tries, a Map and branches is shown in full", arguments: sizes)
  func forked(size: Size) throws {
    var driver = Driver.full(size)
    driver.keys("tab down down down enter")
    driver.go(.executionDescribed(ExecutionReport(Sample.forked), at: Sample.now))
    try check(driver, "execution-forked")
  }

  @Test("A state of a run is shown in full", arguments: sizes)
  func runPart(size: Size) throws {
    var driver = Driver.full(size)
    driver.keys("tab down down down enter")
    driver.go(.executionDescribed(ExecutionReport(Sample.forked), at: Sample.now))
    driver.go(.keyPressed(.character("g"), at: Sample.now))
    driver.state.layers.append(
      .runPart(OpenRunPart(arn: Sample.forked.execution.arn, part: .state(2)))
    )
    driver.go(.runPartRead(RunPartReport(.state(2), of: Sample.forked)))
    try check(driver, "run-part")
  }

  @Test("Two runs are compared", arguments: sizes)
  func comparison(size: Size) throws {
    var driver = Driver.full(size)
    driver.keys("tab down down down enter")
    let run = Sample.detail(of: Sample.executions[2])
    driver.go(.executionDescribed(ExecutionReport(run), at: Sample.now))
    driver.keys("c")
    let other = Sample.detail(of: Sample.executions[3])
    let report = ComparisonReport(ExecutionComparison(run, with: other))
    driver.go(.executionCompared(arn: run.execution.arn, report))
    try check(driver, "comparison")
  }

  @Test("An alarm is shown in full", arguments: sizes)
  func alarm(size: Size) throws {
    var driver = Driver.full(size)
    driver.keys("shift-tab enter")
    let points = (0..<6).map {
      MetricPoint(timestamp: Sample.ago(Double($0) * 60), value: $0 == 1 ? 3 : 0)
    }
    let name = try #require(driver.state.openAlarmName)
    driver.go(
      .alarmDescribed(
        Sample.report(
          name,
          history: [
            AlarmHistoryItem(
              alarmName: name,
              timestamp: Sample.ago(41),
              type: "StateUpdate",
              summary: "Alarm updated from OK to ALARM"
            ),
            AlarmHistoryItem(
              alarmName: name,
              timestamp: Sample.ago(40),
              type: "Action",
              summary: "Successfully executed action arn:aws:sns:eu-central-1:000000000000:alerts"
            ),
          ],
          points: points,
          topics: [
            NotifiedTopic(
              arn: "arn:aws:sns:eu-central-1:000000000000:alerts",
              subscriptions: [
                .init(kind: "email", endpoint: "on-call@example.com", isConfirmed: true),
                .init(kind: "email", endpoint: "boss@example.com", isConfirmed: false),
              ]
            )
          ]
        )
      )
    )
    try check(driver, "alarm")
  }

  @Test("A log line is shown in full", arguments: sizes)
  func logEvent(size: Size) throws {
    var driver = Driver.full(size)
    driver.state.focus = .logs
    driver.feedLogs()
    driver.keys("E enter")
    let line = try #require(driver.state.logs.selectedLine)
    let event = try #require(line.event)
    driver.go(.logEventRead(LogDetail(sequence: line.sequence, event: event)))
    try check(driver, "log-event")
  }

  @Test("Columns, marks, a gap and a late line look as recorded", arguments: sizes)
  func logColumns(size: Size) throws {
    var driver = Driver.full(size)
    driver.state.focus = .logs
    driver.go(.clockTicked(Sample.now))
    let query = try #require(driver.state.logs.query)
    var lines = Sample.lines(80)
    let gap = LogGap(
      group: "/aws/lambda/put_customer_id",
      from: lines[76].timestamp,
      to: lines[77].timestamp + 4000,
      count: 1234
    )
    lines[77] = LogLine(sequence: 77, gap: gap)
    driver.go(.logsWindowed(Sample.window(query, lines, older: 500)))
    driver.keys("k m k c space down down space down space esc")
    driver.feedLogs()
    driver.go(.logsWindowed(Sample.window(try #require(driver.state.logs.query), lines)))
    try check(driver, "log-columns")
    driver.keys("c")
    try check(driver, "log-chooser")
  }

  @Test("A chosen bar and the prompts of the log look as recorded", arguments: sizes)
  func logPrompts(size: Size) throws {
    var driver = Driver.full(size)
    driver.state.focus = .logs
    driver.go(.clockTicked(Sample.now))
    driver.feedLogs()
    driver.keys("b")
    driver.feedLogs()
    driver.keys("E")
    try check(driver, "log-bar")
    driver.keys("esc ctrl-s")
    try check(driver, "save")
    driver.keys("esc @")
    driver.type("12:0x")
    try check(driver, "log-time")
  }

  @Test("Help names the keys of where it was asked for", arguments: sizes)
  func help(size: Size) throws {
    var driver = Driver.full(size)
    driver.keys("esc ?")
    try check(driver, "help")
  }

  @Test("Deleting on production asks for the id again", arguments: sizes)
  func production(size: Size) throws {
    let context = ContextMark(name: "live", region: "eu-central-1", isProduction: true)
    var driver = Driver.full(size, context: context)
    driver.keys("esc d")
    driver.type("user_")
    try check(driver, "production-delete")
  }

  @Test("Hostile, wide and long text stays in its place", arguments: sizes)
  func hostile(size: Size) throws {
    var driver = Driver.full(
      size,
      context: ContextMark(
        name: "local",
        region: "eu-central-1",
        isReadOnly: true
      )
    )
    driver.go(.pasted("a\u{1B}[31mred\u{202E}evil", at: Sample.now))
    driver.keys("enter")
    driver.go(.pasted("顧客番号１２３ 👩‍👩‍👧 e\u{301}te\u{301}", at: Sample.now))
    driver.go(
      .customerAnswered(Sample.answer("顧客番号１２３", .exists)),
      .customerAnswered(Sample.answer(String(repeating: "long", count: 500), .absent)),
      .customerAnswered(Sample.answer("x", .failed(Sample.failure))),
      .executionsListed(
        [
          Sample.execution("run\u{1B}]0;x\u{7}", "顧客顧客顧客顧客顧客顧客", .aborted, seconds: 9, took: 1)
        ],
        at: Sample.now
      )
    )
    let query = try #require(driver.state.logs.query)
    let lines = [
      "\u{1B}[2J\u{1B}[H wipe the screen", String(repeating: "w", count: 200_000),
      #"{"level":"WARN","message":"日本語のメッセージ","id":"\u001b[31m\u202e"}"#,
    ].enumerated().map { LogLine(sequence: $0, event: Sample.event($1)) }
    driver.go(.logsWindowed(Sample.window(query, lines)))
    try check(driver, "hostile")
  }

  @Test("A filter is typed in the last line, and logs wrap", arguments: sizes)
  func filter(size: Size) throws {
    var driver = Driver.full(size)
    driver.state.focus = .logs
    driver.go(.clockTicked(Sample.now))
    driver.feedLogs()
    driver.keys("w /")
    driver.type("boom")
    driver.feedLogs(9)
    try check(driver, "filter")
  }

  @Test(
    "A screen that is too small says so, in as few columns as there are",
    arguments: [
      (Size(columns: 200, rows: 11), "rollcall needs 40×12, this is 200×11 — enlarge the window"),
      (Size(columns: 39, rows: 12), "rollcall needs 40×12, this is 39×12"),
      (Size(columns: 30, rows: 8), "needs 40×12, has 30×8"),
      (Size(columns: 21, rows: 8), "needs 40×12, has 21×8"),
      (Size(columns: 20, rows: 8), "needs 40×12"), (Size(columns: 7, rows: 2), "40×12"),
    ] as [(Size, String)]
  )
  func tooSmall(size: Size, words: String) {
    let frame = view(Sample.state(size: size), size: size, theme: theme)
    #expect(frame.line(0).hasPrefix(words))
  }
}
