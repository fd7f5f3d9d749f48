import AWSWire
import CustomerDomain
import Terminal
import Testing
import Themes

@testable import Dashboard

@Suite("From red to reason, on the screen")
struct WhyTests {
  static let alarm = Explanation.Subject.alarm(name: "lambda-errors-insert_id")
  static let arn = Sample.failedRun().execution.arn

  private func text(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  @Test("x on a red alarm asks why at once, and the answer needs no further question")
  func alarm() throws {
    var driver = Driver.full()
    driver.keys("esc 4")
    driver.state.alarms.cursor.selected = "lambda-errors-insert_id"
    #expect(driver.keys("x") == [.explain(Self.alarm)])
    #expect(driver.state.keyContext == .why)
    #expect(text(driver).contains("looking for what failed"))
    let effects = driver.go(.explained(WhyReport(Sample.explanation()), at: Sample.now))
    #expect(effects == [])
    let shown = text(driver)
    for word in [
      "1 error in 60 s", "1 run, 1 invocation", "InsertId", "InjectedFault", "PutItem failed",
    ] {
      #expect(shown.contains(word), "\(word)")
    }
  }

  @Test("x asks why of what is selected or opened, wherever it is")
  func everywhere() throws {
    var driver = Driver.full()
    driver.keys("esc 4 enter")
    let open = try #require(driver.state.openAlarmName)
    #expect(driver.keys("x") == [.explain(.alarm(name: open))])
    driver.keys("esc esc 2 esc")
    let run = try #require(driver.state.workflow.selectedRow?.id)
    #expect(driver.keys("x") == [.explain(.execution(run))])
    driver.keys("esc enter")
    #expect(driver.keys("x") == [.explain(.execution(run))])
    driver.keys("esc esc 1 esc")
    let id = try #require(driver.state.customers.selectedRow?.id)
    #expect(driver.keys("x") == [.explain(.customer(id: id))])
  }

  @Test(
    "A log line leads to its request, one of the workflow to its run, one without an id nowhere"
  )
  func logLine() throws {
    let id = Sample.requestID
    let group = Sample.event("").group
    let request = Explanation.Subject.request(id: id, near: Sample.ago(3), group: group)
    let cases: [(String, Explanation.Subject?)] = [
      (#"{"level":"INFO","requestId":"\#(id)"}"#, request),
      (#"{"type":"TaskFailed","execution_arn":"arn:run"}"#, .execution("arn:run")),
      ("REPORT RequestId: \(id)\tDuration: 1 ms", request),
      (#"{"level":"INFO","aws_request_id":"\#(id)"}"#, request),
      ("nothing to follow", nil),
    ]
    for (message, subject) in cases {
      var driver = Driver.full()
      driver.state.focus = .logs
      driver.go(.clockTicked(Sample.now))
      let query = try #require(driver.state.logs.query)
      let line = LogLine(sequence: 7, event: Sample.event(message))
      driver.go(.logsWindowed(Sample.window(query, [line])))
      let effects = driver.keys("x")
      let asked = effects.contains { if case .explain = $0 { true } else { false } }
      #expect(asked == (subject != nil), "\(message)")
      #expect(driver.state.openWhy?.subject == subject)
      if subject == nil { #expect(driver.state.message?.isError == true) }
    }
  }

  @Test("A line that names nothing is followed where its request is known by its place")
  func foldedLine() throws {
    var driver = Driver.full()
    driver.state.focus = .logs
    driver.go(.clockTicked(Sample.now))
    let query = try #require(driver.state.logs.query)
    var line = LogLine(sequence: 7, event: Sample.event("  at handler (index.js:3)"))
    line.request = LogRequest(id: Sample.requestID)
    driver.go(.logsWindowed(Sample.window(query, [line])))
    driver.keys("x")
    #expect(
      driver.state.openWhy?.subject
        == .request(
          id: Sample.requestID,
          near: Sample.ago(3),
          group: "/aws/lambda/put_customer_id"
        )
    )
  }

  @Test("Selecting another incident traces it, once, and going back to the first asks nothing")
  func selecting() throws {
    var driver = Driver.why(runs: 3)
    let second = Incident(detail: Sample.failedRun(1))
    #expect(driver.keys("down") == [.trace(second, of: Self.alarm)])
    driver.go(.clockTicked(Sample.now))
    #expect(driver.keys("up") == [])
    #expect(driver.state.openWhy?.selected == Self.arn)
    driver.keys("down")
    var trace = Sample.traceOfRun
    trace.incidentID = second.id
    trace.lines = []
    trace.notes = ["no line of it is in the log"]
    #expect(driver.go(.incidentTraced(WhyTrace(trace), of: Self.alarm)) == [])
    #expect(text(driver).contains("no line of it is in the log"))
    #expect(driver.keys("up down") == [])
  }

  @Test("What fails meanwhile is counted, and moves nothing until it is asked for")
  func newer() {
    var driver = Driver.why(runs: 2)
    driver.keys("down")
    let selected = driver.state.openWhy?.selected
    let before = text(driver)
    var found = Sample.explanation(runs: 2)
    found.incidents.insert(Incident(detail: Sample.failedRun(9)), at: 0)
    found.trace = nil
    driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(driver.state.openWhy?.selected == selected)
    let after = text(driver)
    #expect(after.contains("1 newer"))
    let lines: (String) -> [Substring] = { $0.split(separator: "\n").dropFirst(3).map { $0 } }
    #expect(lines(before) == lines(after))
    let effects = driver.keys("g")
    #expect(effects == [.trace(Incident(detail: Sample.failedRun(9)), of: Self.alarm)])
    #expect(driver.state.openWhy?.selected == nil)
    #expect(!text(driver).contains("newer"))
  }

  @Test("The same incidents anew bring the alarm up to date and keep the selection")
  func refreshed() {
    var driver = Driver.why(runs: 2)
    driver.keys("down")
    let selected = driver.state.openWhy?.selected
    var found = Sample.explanation(runs: 2)
    found.alarm?.state = .ok
    driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(driver.state.openWhy?.selected == selected)
    #expect(text(driver).contains("ok for"))
  }

  @Test("Each hop is one key, Esc goes back the same way, and leaving ends the questions")
  func hops() {
    var driver = Driver.why()
    let kinds = driver.state.whyLinks.prefix(4).map(\.kind.text)
    #expect(kinds == ["customer", "run", "invocation", "alarm"])
    #expect(driver.keys("1") == [.explain(.customer(id: "boom"))])
    #expect(driver.keys("6") == [])
    #expect(driver.state.message?.isError == true)
    #expect(driver.keys("esc") == [.explain(Self.alarm)])
    #expect(driver.keys("2") == [.explain(.execution(Self.arn))])
    driver.keys("esc")
    #expect(driver.keys("4") == [.explain(.alarm(name: "customers-workflow-failed"))])
    driver.keys("esc")
    #expect(driver.keys("esc") == [.leaveWhy])
    #expect(driver.state.layers.isEmpty && driver.state.why.contents.isEmpty)
  }

  @Test("A thing that is open already is gone back to, and not opened over itself")
  func circle() {
    var driver = Driver.why()
    driver.keys("2")
    var found = Sample.explanation()
    found.subject = .execution(Self.arn)
    found.alarm = nil
    driver.go(.explained(WhyReport(found), at: Sample.now))
    let back = driver.state.whyLinks.firstIndex { $0.subject == Self.alarm }
    driver.keys("\((back ?? 8) + 1)")
    #expect(driver.state.layers.count == 1)
    #expect(driver.state.openWhy?.subject == Self.alarm)
  }

  @Test("Enter opens the run in full, and Esc comes back to its reason")
  func opening() {
    var driver = Driver.why()
    #expect(driver.keys("enter") == [.watchExecution(arn: Self.arn)])
    #expect(driver.state.keyContext == .execution)
    driver.keys("esc")
    #expect(driver.state.keyContext == .why)
    #expect(text(driver).contains("PutItem failed"))
  }

  @Test(
    "L shows all lines of the run in the Logs pane, and Esc comes back to the reason",
    arguments: [true, false]
  )
  func allLines(nameTheRun: Bool) throws {
    var driver = Driver.why()
    let (name, id) = (Sample.failedRun().execution.name, Sample.requestID)
    if nameTheRun {
      var found = Sample.explanation()
      found.trace?.lines[1].message += #"{"executionArn":"arn:x:\#(name)"}"#
      driver.go(.explained(WhyReport(found), at: Sample.now))
      driver.keys("g")
    }
    driver.state.logs.filter = "before"
    driver.keys("L")
    #expect(driver.state.focus == .logs && driver.state.layers.isEmpty)
    let filter = driver.state.logs.filter
    if nameTheRun {
      #expect(filter == name)
    } else {
      let words = filter.split(separator: "|").map { $0.split(separator: "/").joined() }
      #expect(words.first == name && words.contains(id) && Set(words).count == words.count)
      #expect(filter.first == "/" && filter.last == "/")
    }
    #expect(driver.keys("esc").contains(.explain(Self.alarm)))
    #expect(driver.state.logs.filter == "before" && driver.state.focus == .alarms)
    #expect(text(driver).contains("PutItem failed"))
  }

  @Test(
    "Lines of a run from before what is held are read for L, and the tail is followed again after"
  )
  func olderLines() throws {
    var driver = Driver.why()
    driver.keys("L")
    let begin = Sample.failedRun().execution.startedAt
    #expect(driver.state.logs.jump == .time(begin))
    // Nothing was read yet.
    var window = Sample.window(try #require(driver.state.logs.query), [], readFrom: nil)
    (window.total, window.searched) = (0, 0)
    driver.go(.logsWindowed(window))
    #expect(driver.state.logs.jump == .time(begin))
    window.known = LogKnown(oldest: Sample.now)
    #expect(driver.go(.logsWindowed(window)).contains { $0.reading == .before(Sample.now) })
    driver.keys("esc")
    #expect(driver.state.logs.follows && driver.state.logs.jump == nil)
    #expect(driver.state.logs.seeks == nil)
  }

  @Test("What an alarm's page reads for money ends with L, and begins anew when Esc comes back")
  func leavingThePage() throws {
    var driver = Driver.full()
    driver.keys("esc 4")
    driver.state.alarms.cursor.selected = "lambda-errors-insert_id"
    #expect(driver.keys("enter") == [.describeAlarm(name: "lambda-errors-insert_id")])
    driver.keys("x")
    driver.go(.explained(WhyReport(Sample.explanation()), at: Sample.now))
    let gone = driver.keys("L")
    #expect(gone.contains(.leaveAlarm) && gone.contains(.leaveWhy))
    let back = driver.keys("esc")
    #expect(back.contains(.describeAlarm(name: "lambda-errors-insert_id")))
    #expect(driver.keys("esc esc").contains(.leaveAlarm))
  }

  @Test("A run that has gone on is traced anew, and what was known stays until then")
  func goingOn() throws {
    var driver = Driver.why(runs: 2)
    driver.keys("down")
    var trace = Sample.traceOfRun
    trace.incidentID = Sample.failedRun(1).execution.arn
    trace.notes = ["as it was"]
    driver.go(.incidentTraced(WhyTrace(trace), of: Self.alarm))
    #expect(driver.go(.explained(WhyReport(Sample.explanation(runs: 2)), at: Sample.now)) == [])
    var found = Sample.explanation(runs: 2)
    found.incidents[1].detail?.error = "Another"
    let changed = found.incidents[1]
    let effects = driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(effects == [.trace(changed, of: Self.alarm)])
    #expect(text(driver).contains("as it was"))
    #expect(driver.go(.explained(WhyReport(found), at: Sample.now)) == [])
    trace.notes = ["as it is"]
    #expect(driver.go(.incidentTraced(WhyTrace(trace), of: Self.alarm)) == [])
    #expect(text(driver).contains("as it is") && !text(driver).contains("as it was"))
  }

  @Test("The list of what failed takes the rows that nothing else needs")
  func rowsOfTheList() {
    let driver = Driver.why(Size(columns: 120, rows: 50), runs: 13)
    #expect(!text(driver).contains("(1 of 13)"))
    let names = text(driver).split(separator: "\n").count { $0.contains("InjectedFault: the") }
    #expect(names == 14, "thirteen rows and the error of the first")
    let small = Driver.why(Size(columns: 80, rows: 24), runs: 13)
    #expect(text(small).contains("(1 of 13)") && text(small).contains("PutItem failed"))
  }

  @Test("On a narrow screen all ways on keep their keys, or it is said how many have no room")
  func narrowLinks() {
    let narrow = Driver.why(Size(columns: 40, rows: 12))
    #expect(text(narrow).contains("1 customer 2 run 3 invocation +3"))
    let usual = Driver.why(Size(columns: 80, rows: 24))
    #expect(
      text(usual).contains(
        "1 customer boom  2 run  3 invocation  4 alarm cus…led  5 lam…ent  6 cus…5xx"
      )
    )
  }

  @Test("A long name of a way on is shortened rather than left out", arguments: [60, 70, 76, 80])
  func longLinks(columns: Int) {
    var driver = Driver.why(Size(columns: columns, rows: 24))
    let alarm = Sample.alarm("customers-workflow-has-failed-in-eu-central-1", .alarm, seconds: 41)
    _ = driver.state.alarms.list(AlarmRoster([alarm], after: nil))
    let links = text(driver).split(separator: "\n").first { $0.contains("1 customer") } ?? ""
    #expect(links.contains("1 customer boom") && links.contains("4 alarm custo"), "\(links)")
  }

  @Test("What went well has no sign of failure")
  func good() {
    var invocation = Sample.failedInvocation
    (invocation.outcome, invocation.status, invocation.error) = (.ended, 200, nil)
    (invocation.message, invocation.executionARN) = (nil, nil)
    var found = Sample.explanation()
    (found.alarm, found.subject) = (nil, .customer(id: "boom"))
    found.incidents = [Incident(invocations: [invocation])]
    found.trace = nil
    var driver = Driver.why(Size(columns: 120, rows: 36))
    #expect(driver.keys("1") == [.explain(.customer(id: "boom"))])
    driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(!found.incidents[0].isFailed)
    #expect(text(driver).contains("status 200") && !text(driver).contains("✕ status 200"))
  }

  @Test("An alarm that went red this moment is red just now")
  func justNow() {
    let now = Sample.now
    #expect(IncidentWords.standing("in alarm", since: now, now: now) == "in alarm just now")
    #expect(
      IncidentWords.standing("in alarm", since: Sample.ago(20), now: now) == "in alarm for 20 s"
    )
  }

  @Test(
    "The way that led here names the state that made the request, not the one that ended the run"
  )
  func trail() throws {
    var found = Sample.explanation()
    var trace = Sample.traceOfRun
    var asking = try #require(trace.detail?.failingState)
    asking.status = .caught
    asking.requestID = Sample.requestID
    asking.name = "RightA"
    var ending = asking
    ending.status = .failed
    ending.requestID = nil
    ending.name = "Refuse"
    ending.type = "Fail"
    ending.attempts = []
    trace.detail?.states = [asking, ending]
    found.incidents = [Incident(detail: trace.detail, invocations: [Sample.failedInvocation])]
    found.trace = trace
    var driver = Driver.why()
    driver.go(.explained(WhyReport(found), at: Sample.now))
    let line = try #require(
      text(driver).split(separator: "\n").first { $0.contains("request 8c2e") }
    )
    #expect(line.contains("RightA") && !line.contains("Refuse"))
  }

  @Test("A composite alarm's chart says whose metric it is, and has its threshold")
  func compositeChart() {
    var found = Sample.explanation()
    found.alarm?.metric = nil
    found.alarm?.rule = "ALARM(part)"
    var part = Sample.alarms[1]
    part.name = "part"
    found.children = [part]
    found.charted = "part"
    var driver = Driver.why(Size(columns: 120, rows: 36))
    driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(text(driver).contains("part: Sum of Errors"))
    #expect(text(driver).contains("threshold 1"))
  }

  @Test("A line that has no room is cut with a sign")
  func cutLine() {
    var found = Sample.explanation()
    found.trace?.lines = [
      Sample.event(
        #"{"level":"INFO","message":"\#(String(repeating: "long ", count: 40))","requestId":"r"}"#
      )
    ]
    var driver = Driver.why(Size(columns: 80, rows: 24))
    driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(
      text(driver).split(separator: "\n").contains { $0.contains("long") && $0.contains("… │") }
    )
  }

  @Test("Running it again asks first, and READ-ONLY refuses it")
  func runAgain() {
    var found = Sample.explanation()
    found.incidents[0].detail?.inputText = "{}"
    found.trace?.detail?.inputText = "{}"
    var driver = Driver.why()
    driver.go(.explained(WhyReport(found), at: Sample.now))
    #expect(driver.keys("R") == [])
    #expect(driver.state.keyContext == .confirm)
    let effects = driver.keys("y")
    #expect(effects.contains { if case .startAgain = $0 { true } else { false } })
    driver.state.context.isReadOnly = true
    driver.keys("R")
    #expect(driver.state.keyContext == .why)
    #expect(driver.state.message?.text.contains("READ-ONLY") == true)
  }

  @Test("The reason is copied as text, with the lines as they were written")
  func copying() throws {
    var driver = Driver.why()
    let copied = try #require(driver.keys("y").first)
    guard case .copy(let text) = copied else {
      Issue.record("\(copied)")
      return
    }
    #expect(text.hasPrefix("lambda-errors-insert_id ALARM: 1 error in 60 s"))
    #expect(text.contains("boom") && text.contains("InjectedFault"))
    #expect(text.contains(#""errorType":"InternalServerError""#))
  }

  @Test("What cannot be explained is said, with when it is tried again")
  func failing() {
    var driver = Driver.full()
    driver.keys("esc 4 x")
    let subject = driver.state.openWhy?.subject ?? Self.alarm
    driver.go(.explanationFailed(subject, Sample.failure, retryAt: Sample.now + 4000))
    #expect(text(driver).contains("can't reach") && text(driver).contains("retrying in 4 s"))
  }

  @Test("Hostile text in ids, errors and notes is shown in a harmless form")
  func hostile() {
    var found = Sample.explanation(notes: ["note\u{1B}[31m\u{202E}"])
    found.incidents[0].detail?.error = "e\u{07}"
    found.incidents[0].execution?.name = "n\u{1B}]0;x\u{07}"
    found.trace?.notes = ["t\u{9B}2J"]
    var driver = Driver.why()
    driver.keys("esc x")
    driver.go(.explained(WhyReport(found), at: Sample.now))
    let hidden: Set<Unicode.Scalar> = ["\u{1B}", "\u{07}", "\u{9B}", "\u{202E}"]
    #expect(text(driver).unicodeScalars.allSatisfy { !hidden.contains($0) })
  }

  @Test("It looks as recorded at every size", arguments: ViewTests.sizes)
  func look(size: Size) throws {
    try ViewTests().check(.why(size, runs: 2), "why")
  }

  @Test("A note stands where something could not be had", arguments: ViewTests.sizes)
  func notes(size: Size) throws {
    let note =
      "there is no access log (/aws/apigateway/customer-ids-api): the functions' errors are shown"
    try ViewTests().check(.why(size, notes: [note]), "why-note")
  }
}
