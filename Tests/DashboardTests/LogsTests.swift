import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Logs")
struct LogsTests {
  /// How many bars there is room for above the log.
  private let bars = 59

  /// Logs with the keys, following eighty lines.
  func driver() -> Driver {
    var driver = Driver()
    driver.keys("esc 3")
    driver.feedLogs()
    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 3))
    return driver
  }

  private static let refusal = ServiceFailure(
    kind: .invalidInput,
    action: "follow by Live Tail",
    reason: "Resource limit exceeded"
  )

  @Test(
    "Which way lines come is said where Live Tail is asked for",
    arguments: [
      (nil, "following ─ brief"), (.opening, "following ─ polling ─ brief"),
      (.standing(isSampled: false), "following ─ live ─ brief"),
      (.standing(isSampled: true), "following ─ live, sampled ─ brief"),
      (.unavailable(refusal, retryAt: nil), "following ─ polling, not live ─ brief"),
    ] as [(LiveTailStanding?, String)]
  )
  func way(live: LiveTailStanding?, words: String) {
    var driver = driver()
    driver.go(.logTailChanged(TailStatus(groupCount: 7, live: live), eventsPerSecond: 3))
    #expect(view(driver.state, size: Sample.size, theme: .plain).text.contains(words))
  }

  @Test("In a flood the title says how far back late lines are found")
  func lateReach() {
    var driver = driver()
    let text = { (driver: Driver) in
      view(driver.state, size: Size(columns: 200, rows: 60), theme: .plain).text
    }
    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 20_000))
    #expect(!text(driver).contains("missed"))
    let status = TailStatus(groupCount: 7, lateReachMilliseconds: 10_000)
    driver.go(.logTailChanged(status, eventsPerSecond: 20_000))
    #expect(text(driver).contains("lines later than 10 s missed"))
  }

  @Test("Why Live Tail is not in use is said once")
  func noLiveTail() {
    var driver = driver()
    let status = { (retry: Int64) in
      TailStatus(groupCount: 7, live: .unavailable(Self.refusal, retryAt: Sample.now + retry))
    }
    driver.go(.logTailChanged(status(1), eventsPerSecond: 3))
    #expect(
      driver.state.message?.text
        == "no Live Tail, polling goes on: Resource limit exceeded"
    )
    driver.state.message = nil
    driver.go(.logTailChanged(status(2), eventsPerSecond: 3))
    #expect(driver.state.message == nil)
  }

  @Test("How far behind the log is is said as soon as it was read, also while it is paused")
  func noFigures() {
    let title = { (driver: Driver) in view(driver.state, size: Sample.size, theme: .plain).text }
    let read = TailStatus(groupCount: 7, lagMilliseconds: 400, lastSuccess: Sample.now)
    var driver = driver()
    #expect(!title(driver).contains("behind"), "nothing was read yet")
    driver.go(.logTailChanged(read, eventsPerSecond: 3))
    #expect(title(driver).contains("7 groups ─ following ─ brief ─ 3 events/s ─ <1 s behind"))
    driver.keys("p")
    #expect(title(driver).contains("7 groups ─ paused ─ brief ─ <1 s behind ─"))
    #expect(!title(driver).contains("events/s"))
    driver.go(.clockTicked(Sample.now + 40_000))
    #expect(title(driver).contains("7 groups ─ paused ─ brief ─ <1 m behind ─"))
    driver.keys("p")
    driver.go(
      .logTailChanged(TailStatus(groupCount: 0, failure: Sample.failure), eventsPerSecond: 0)
    )
    #expect(title(driver).contains("3 Logs ─ no groups ─"))
    #expect(!title(driver).contains("following") && !title(driver).contains("behind"))
  }

  @Test("Scrolling up stops following and asks for rows around the selected one")
  func scrollingUp() throws {
    var driver = driver()
    let around = LogQuery(anchor: .sequence(78), above: 72, below: 72, histogram: bars)
    try driver.press("up", [.showLogs(around)]) {
      $0.logs.follows = false
      $0.logs.selected = 78
      $0.logs.top = 67
      $0.logs.arrivedWhenStopped = 580
      $0.logs.olderBudget = 24
      $0.logs.query = around
    }
  }

  @Test("Nothing moves under the reader's eyes when lines come")
  func stillness() throws {
    var driver = driver()
    driver.keys("up up")
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, Sample.lines(80), older: 500)))
    let size = driver.state.size
    let inside = driver.state.inside(.logs)
    let before = view(driver.state, size: size, theme: .plain)
    driver.go(.logsWindowed(Sample.window(query, Sample.lines(80), older: 500, newer: 12)))
    let after = view(driver.state, size: size, theme: .plain)
    for row in inside.y..<inside.maxY - 1 { #expect(before.line(row) == after.line(row)) }
    #expect(after.line(inside.y - 1).contains("held ─ 12 new"))
    #expect(
      driver.keys("G") == [
        .showLogs(LogQuery(anchor: .newest, above: 72, below: 0, histogram: bars))
      ]
    )
    #expect(driver.state.logs.follows)
  }

  @Test("A window that answers an older query is not shown")
  func lateWindow() throws {
    var driver = driver()
    let old = try #require(driver.state.logs.query)
    driver.keys("up")
    driver.send(.logsWindowed(Sample.window(old, Sample.lines(3))))
  }

  @Test("E goes to the error before at hand; e asks the store where none is at hand")
  func errors() throws {
    var driver = driver()
    driver.keys("E")
    #expect(driver.state.logs.selected == 74)
    let effects = driver.keys("e")
    #expect(
      effects == [
        .showLogs(LogQuery(anchor: .errorAfter(74), above: 72, below: 72, histogram: bars))
      ]
    )
    let query = try #require(driver.state.logs.query)
    let found = driver.go(
      .logsWindowed(Sample.window(query, Sample.lines(20, from: 100), anchor: 102, older: 9))
    )
    #expect(driver.state.logs.selected == 102)
    #expect(
      found == [.showLogs(LogQuery(anchor: .sequence(102), above: 72, below: 72, histogram: bars))]
    )
  }

  @Test("The footer names the key that follows while the tail is held, and only then")
  func followKey() {
    for size in [Size(columns: 80, rows: 24), Sample.size] {
      var driver = Driver(Sample.state(size: size))
      driver.keys("esc 3")
      driver.feedLogs()
      let footer = { view(driver.state, size: size, theme: .plain).line(size.rows - 1) }
      #expect(!footer().contains("G follow"))
      driver.keys("up")
      #expect(footer().contains("G follow"))
    }
  }

  @Test("An opened line is laid out once for as long as its width stays, and shown whole")
  func layout() throws {
    var driver = driver()
    driver.keys("up enter")
    let text = (0..<20_000).map { "word\($0)\u{202E}" }.joined(separator: " ")
    let event = Sample.event(#"{"message":"\#(text)","n":1}"#)
    driver.go(.logEventRead(LogDetail(sequence: 78, event: event)))
    func layout() throws -> LogLayout {
      guard case .logEvent(let open) = driver.state.layers.last else {
        throw CancellationError()
      }
      return try #require(open.layout)
    }
    let first = try layout()
    #expect(first.lines.count <= LogLayout.maximumLines + 1)
    #expect(first.lines.allSatisfy { $0.width <= first.width })
    #expect(first.lines.contains { $0.text.contains("word19999") })
    // A layout that is put in its place stays: scrolling and data do not make another one.
    let mark = LogLayout(["mark"], width: first.width, wraps: true)
    driver.state.layers = [.logEvent(OpenLogEvent(sequence: 78, layout: mark))]
    driver.keys("down pgdn up g G")
    driver.go(.alarmsListed(Sample.alarms, at: Sample.now))
    #expect(try layout() == mark)
    driver.go(.resized(Size(columns: 100, rows: 30)))
    #expect(try layout().width == 95)
    driver.keys("w")
    #expect(try !layout().wraps)
    #expect(!driver.state.logs.wraps, "the rows stay as they are")
  }

  @Test("No page is longer than its limit, however many lines an event has")
  func layoutLimit() {
    let lines = Array(repeating: SafeText(String(repeating: "x", count: 100)), count: 9000)
    let layout = LogLayout(lines, width: 10, wraps: true)
    #expect(layout.lines.count == LogLayout.maximumLines + 1)
    #expect(LogLayout(["a"], width: 10, wraps: true).lines == ["a"])
  }

  @Test("Events of the same moment stand in the order in which they were taken in")
  func ties() {
    let events = [
      Sample.event("api", function: "a", id: "003"),
      Sample.event("start", function: "z", id: "001"),
      Sample.event("absent", function: "b", id: "002"),
    ]
    #expect(events.sorted().map(\.message) == ["start", "absent", "api"])
  }

  @Test("What the filter found is marked in the rows")
  func marks() {
    var driver = driver()
    driver.keys("/")
    driver.type("TOLD")
    driver.feedLogs(10)
    let frame = view(driver.state, size: Sample.size, theme: .plain)
    let inside = driver.state.inside(.logs)
    let marked = (inside.y..<inside.maxY).flatMap { y in
      (inside.x..<inside.maxX).filter { frame.style(at: Point(x: $0, y: y)) == Theme.plain[.match] }
        .map { frame.character(at: Point(x: $0, y: y)) }
    }
    #expect(marked.joined() == "told", "\(frame.text)")
  }

  @Test("The filter takes effect while it is typed, and esc takes it back")
  func filter() throws {
    var driver = driver()
    driver.keys("/")
    #expect(
      driver.keys("b") == [
        .showLogs(LogQuery(above: 72, below: 0, filter: "b", isBrief: false, histogram: bars))
      ]
    )
    #expect(driver.keys("esc") == [.showLogs(LogQuery(above: 72, below: 0, histogram: bars))])
    driver.keys("/ x enter")
    #expect(driver.state.logs.filter == "x")
    driver.keys("esc")
    #expect(driver.state.logs.filter.isEmpty)
  }

  @Test("Pausing holds the rows and stops fetching; going on follows again")
  func pause() {
    var driver = driver()
    let paused = driver.keys("space")
    #expect(paused.contains(.pausePolling))
    #expect(!driver.state.logs.follows)
    #expect(driver.keys("space").contains(.resumePolling))
    #expect(driver.state.logs.follows)
    driver.keys("space up p")
    #expect(!driver.state.logs.follows, "what is being read stays")
  }

  @Test("Enter opens the selected line, and y copies its message as it was")
  func opening() throws {
    var driver = driver()
    driver.keys("up")
    let event = try #require(driver.state.logs.selectedLine?.event)
    #expect(driver.keys("enter") == [.readLogEvent(sequence: 78)])
    driver.go(.logEventRead(LogDetail(sequence: 78, event: event)))
    #expect(driver.keys("y") == [.copy(event.message)])
    driver.keys("esc")
    #expect(driver.state.layers.isEmpty)
  }

  @Test(
    "A line is made ready for the screen",
    arguments: [
      (#"{"level":"INFO","message":"created","id":"x","n":1}"#, "info  created  id=x n=1"),
      ("START RequestId: 5d1f8a00-1 Version: $LATEST\n", "───── start  req 5d1f…"),
      ("END RequestId: 5d1f8a00-1", "───── end  req 5d1f…"),
      (
        "REPORT RequestId: 5d1f8a00-1\tDuration: 13.61 ms\tBilled Duration: 14 ms\t"
          + "Memory Size: 128 MB\tMax Memory Used: 62 MB\tInit Duration: 17.2 ms\t",
        "───── 14 ms  62 MB  cold start 17 ms  req 5d1f…"
      ),
      (
        "REPORT RequestId: 5d1f\tDuration: 3000.00 ms\tStatus: timeout",
        "───── 3000 ms  timed out  req 5d1f…"
      ),
      (
        #"{"id":"12","type":"TaskFailed","details":{"error":"InjectedFault","cause":"no"},"#
          + #""execution_arn":"arn:aws:states:eu-central-1:0:execution:w:5014aa22-1"}"#,
        "WARN  TaskFailed  error=InjectedFault  run 5014…  cause=no"
      ),
      (
        #"{"id":"1","type":"ExecutionStarted","details":{"input":"{\"id\":\"a\"}"},"#
          + #""execution_arn":"arn:aws:states:eu-central-1:0:execution:w:r1"}"#,
        #"info  ExecutionStarted  run r1  input={"id":"a"}"#
      ),
      (
        #"{"id":"9","type":"TaskStateEntered","details":{"name":"InsertId"},"#
          + #""execution_arn":"arn:aws:states:eu-central-1:0:execution:w:r1"}"#,
        "info  TaskStateEntered InsertId  run r1"
      ),
      (
        #"{"requestId":"ab12cd","httpMethod":"PUT","path":"/prod/customers/x","status":"201","#
          + #""responseLatency":"14"}"#,
        "info  PUT /prod/customers/x 201  14 ms  req ab12…"
      ),
      (
        #"{"httpMethod":"GET","resourcePath":"/c","status":"403","responseLatency":"-"}"#,
        "WARN  GET /c 403"
      ),
      (
        #"{"level":"INFO","message":"ok","apiRequestId":"r1","executionArn":"arn:a:b","status":200}"#,
        "info  ok  status=200 apiRequestId=r1 executionArn=…b"
      ),
      ("[1,2]", "[1,2]"), ("{broken", "{broken"), ("\u{1B}[2J", "␛[2J"), ("", ""),
    ]
  )
  func parsing(message: String, row: String) {
    let line = LogLine(sequence: 1, event: Sample.event(message))
    #expect(line.text.text == row)
  }

  @Test("Trouble is told from the line itself")
  func levels() {
    let levels = [
      #"{"level":"ERROR","message":"x"}"#, "ERROR it broke", "Traceback (most recent call last)",
      "REPORT RequestId: a\tDuration: 1 ms\tStatus: error", "fine", #"{"level":"warning"}"#,
      #"{"type":"ExecutionFailed","execution_arn":"a:r"}"#,
      #"{"type":"ExecutionAborted","execution_arn":"a:r"}"#,
      #"{"httpMethod":"GET","path":"/","status":502}"#,
      #"{"httpMethod":"GET","path":"/","status":"429"}"#,
      "[ERROR]\t2026-11-24T12:00:00.000Z\t5d1f8a00-0000-4000-8000-000000000000\tit broke",
      "[WARNING] careful", "[INFO]\t2026-11-24T12:00:00.000Z\tx",
      "2026-11-24T12:00:00.000Z\t5d1f8a00-0000-4000-8000-000000000000\tERROR\tInvoke Error",
      "2026-11-24T12:00:00.000Z\tundefined\tWARN\tx", "2026-11-24 12:00:00,123 ERROR app: x",
      "2026-11-24T12:00:03.000Z 5d1f8a00-0000-4000-8000-000000000000 Task timed out after 3.00 seconds",
      "RequestId: 5d1f8a00-0000-4000-8000-000000000000 Error: Runtime exited", "ERROR:root:x",
      #"{"levelname":"ERROR"}"#, #"{"level":50}"#, #"{"level":30}"#, #"{"severity":"WARNING"}"#,
      "Errors are rare", "facade-1 error",
    ].map { LogLine(sequence: 0, event: Sample.event($0)).level }
    #expect(
      levels == [
        .error, .error, .error, .error, nil, .warn, .error, .warn, .error, .warn, .error, .warn,
        .info, .error, .warn, .error, .error, .error, .error, .error, .error, .info, .warn, nil,
        nil,
      ]
    )
  }

  @Test(
    "The quick look for trouble finds what the whole reading finds",
    arguments: [
      #"{"level":"ERROR","message":"x"}"#, #"{"level":"INFO","message":"no error"}"#,
      "FATAL: out of memory", "[CRITICAL] x", "Traceback (most recent call last)",
      "REPORT RequestId: a\tDuration: 1 ms\tStatus: timeout", "2026 Error in the middle",
      #"{"type":"ExecutionTimedOut","execution_arn":"a:r"}"#,
      #"{"httpMethod":"GET","path":"/","status":"500"}"#,
      "2026-11-24T12:00:03.000Z 5d1f8a00-0000 Task timed out after 3.00 seconds",
      #"{"level": 50,"msg":"x"}"#, #"{"level":60}"#, #"{"severity":"CRITICAL"}"#, "SEVERE: x",
      "[ERROR] x", "RequestId: 5d1f8a00-00 Error: Runtime exited",
      #"{"httpMethod":"GET","path":"/","status":200}"#, "", "err", "{\"status\":\"5",
    ]
  )
  func troubleScan(message: String) {
    let line = LogLine(sequence: 0, event: Sample.event(message))
    #expect(TroubleScan.isError(message) == line.isError)
  }

  @Test("The quick look misses no status and no level, however the JSON is written")
  func troubleScanOfMembers() {
    let names = ["status", "level", "levelname", "severity", "log_level", "logLevel", "other"]
    let values = [
      "503", "500.0", "5e2", "0.503e3", "\"503\"", "499", "200", "\"404\"", "7", "50", "5e1", "49",
      "70", "100", "400", "30", "-60", "\"error\"", "\"Fatal\"", "\"\\u0045RROR\"", "\"info\"",
      "null",
      "true", "[50]", "{}",
    ]
    for name in names {
      for value in values {
        for (before, after) in [("", ""), (" ", ""), ("", " "), ("\t", "\n  ")] {
          let member = "\"\(name)\"\(before):\(after)\(value)"
          for message in ["{\"httpMethod\":\"GET\",\(member)}", "{\(member), \"n\": 1 }"] {
            let isError = LogLine(sequence: 0, event: Sample.event(message)).isError
            #expect(TroubleScan.isError(message) == isError, "\(message)")
          }
        }
      }
    }
  }

  @Test("Starts, ends and the steps of what goes well are routine, and nothing else is")
  func routine() {
    func event(_ type: String) -> String { #"{"id":"7","type":"\#(type)","execution_arn":"a:r"}"# }
    let routine = [
      "START RequestId: a", "END RequestId: a", "INIT_START Runtime", event("TaskScheduled"),
      event("TaskStateEntered"), event("ChoiceStateExited"), event("LambdaFunctionSucceeded"),
    ]
    let telling = [
      "REPORT RequestId: a\tDuration: 1 ms", "STARTING", event("ExecutionStarted"),
      event("ExecutionSucceeded"), event("TaskFailed"), event("TaskTimedOut"), "", "{", "{}",
      #"{"message":"Started"}"#, #"{"type":"created","n":1}"#,
    ]
    #expect(routine.allSatisfy(RoutineLine.matches))
    #expect(telling.filter(RoutineLine.matches) == [])
  }

  @Test("v shows routine lines too, and again leaves them out; a filter searches them anyway")
  func brief() {
    var driver = driver()
    #expect(
      driver.keys("v") == [
        .showLogs(LogQuery(above: 72, below: 0, isBrief: false, histogram: bars))
      ]
    )
    #expect(driver.keys("v") == [.showLogs(LogQuery(above: 72, below: 0, histogram: bars))])
    let filtered = LogQuery(above: 72, below: 0, filter: "b", isBrief: false, histogram: bars)
    #expect(driver.keys("/ b") == [.showLogs(filtered)])
  }

  @Test("A line of 200 kB keeps no more than a row can show")
  func longLine() {
    let line = LogLine(sequence: 1, event: Sample.event(String(repeating: "顧", count: 70_000)))
    #expect(line.text.width <= LogRoom.row.line)
  }

  @Test("Resizing and wrapping keep the selected row in sight")
  func resizing() {
    var driver = driver()
    driver.keys("up up up w")
    for rows in [12, 60, 30, 13] {
      driver.go(.resized(Size(columns: 44, rows: rows)))
      let page = LogsGeometry(driver.state).page(driver.state.logs)
      let lines = driver.state.logs.lines
      let top = driver.state.logs.topPlace
      let selected = lines.firstIndex { $0.sequence == driver.state.logs.selected }
      #expect(selected == 76)
      #expect(
        top.map { $0 <= LogPage.Place(index: 76) && page.bottom(startingAt: $0) >= 76 } == true
      )
    }
  }

  @Test("A gap says how much is missing and for how long")
  func gap() {
    let gap = LogGap(group: "/aws/lambda/x", from: Sample.ago(10), to: Sample.now, count: 7)
    let line = LogLine(sequence: 1, gap: gap)
    #expect(line.text.text == "── 7 events missing over 10 s: read after what is newer ──")
    #expect(line.event == nil)
  }
}
