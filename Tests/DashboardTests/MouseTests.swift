import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The mouse")
struct MouseTests {
  static let sizes = [
    Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
    Size(columns: 200, rows: 60),
  ]

  /// Where a text stands on the screen, the first one from the top.
  private func place(of text: String, in driver: Driver) throws -> Point {
    let size = driver.state.size
    let frame = view(driver.state, size: size, theme: .plain)
    for y in 1..<size.rows - 1 {
      let line = Array(frame.line(y))
      let wanted = Array(text)
      for x in 0..<max(1, line.count - wanted.count + 1)
      where line.dropFirst(x).prefix(wanted.count).elementsEqual(wanted) {
        return Point(x: x, y: y)
      }
    }
    throw NotShown(text: text, screen: frame.text)
  }

  private struct NotShown: Error {
    let text: String
    let screen: String
  }

  @discardableResult
  private func click(
    _ driver: inout Driver,
    on text: String,
    after milliseconds: Int64 = 1000
  ) throws -> [Effect] {
    click(&driver, at: try place(of: text, in: driver), after: milliseconds)
  }

  @discardableResult
  private func click(
    _ driver: inout Driver,
    at point: Point,
    after milliseconds: Int64 = 1000
  ) -> [Effect] {
    let moment = driver.state.now + milliseconds
    let press = Mouse(kind: .press, button: .left, position: point)
    let release = Mouse(kind: .release, button: .left, position: point)
    return driver.go(.mouseReported(press, at: moment), .mouseReported(release, at: moment))
  }

  private func wheel(_ driver: inout Driver, _ kind: Mouse.Kind, at point: Point, steps: Int = 1) {
    for _ in 0..<steps {
      driver.go(.mouseReported(Mouse(kind: kind, position: point), at: driver.state.now))
    }
  }

  @Test("A click goes to the pane under it, wherever in the pane that is", arguments: sizes)
  func focus(size: Size) throws {
    let full = Driver.full(size)
    for pane in Pane.allCases {
      let rect = try #require(full.state.paneRects[pane])
      for y in rect.y..<rect.maxY {
        for x in stride(from: rect.x, to: rect.maxX, by: 7) {
          var driver = full
          click(&driver, at: Point(x: x, y: y))
          guard driver.state.focus != pane else { continue }
          Issue.record("\(x),\(y) leads to \(driver.state.focus) and not to \(pane)")
          return
        }
      }
    }
  }

  @Test("A click selects the row it falls on")
  func rows() throws {
    var driver = Driver.full()
    try click(&driver, on: "user_123")
    #expect(driver.state.keyContext == .customersRows)
    #expect(driver.state.customers.selectedRow?.id == "user_123")
    try click(&driver, on: "boom")
    #expect(driver.state.keyContext == .workflowRows)
    #expect(driver.state.workflow.selectedRow?.execution.customerID == "boom")
    try click(&driver, on: "customer-ids-api-5xx")
    #expect(driver.state.alarms.selectedRow?.id == "customer-ids-api-5xx")
    let place = try place(of: "lambda-errors-insert_id", in: driver)
    click(&driver, at: place.offset(rows: 1))
    #expect(driver.state.alarms.selectedRow?.id == "lambda-errors-insert_id", "by its reason")
    try click(&driver, on: "told to fail")
    #expect(driver.state.focus == .logs && !driver.state.logs.follows)
    #expect(driver.state.logs.selectedLine?.text.text.contains("told to fail") == true)
  }

  @Test("A row that takes several lines is one row")
  func tallRows() throws {
    var driver = Driver.full(Size(columns: 80, rows: 24))
    driver.go(.customerAnswered(Sample.answer("below", .exists)))
    driver.go(.customerAnswered(Sample.answer("bad", .failed(Sample.failure))))
    driver.keys("esc g")
    try click(&driver, on: "see that the local")
    #expect(driver.state.customers.selectedRow?.id == "bad")
    try click(&driver, on: "below")
    #expect(driver.state.customers.selectedRow?.id == "below")
    driver.state.focus = .logs
    driver.state.logs.wraps = true
    driver.feedLogs()
    let bottom = LogsGeometry(driver.state).rows.maxY - 1
    click(&driver, at: Point(x: 40, y: bottom))
    #expect(driver.state.logs.selected == 79)
  }

  @Test("A click on a field gives the keys to it, one on a border leaves them where they are")
  func fields() throws {
    var driver = Driver.full()
    driver.keys("esc")
    let field = try place(of: "id ▸", in: driver)
    click(&driver, at: field.offset(columns: 12, rows: -1))
    #expect(driver.state.keyContext == .customersRows)
    click(&driver, at: field.offset(columns: 12))
    #expect(driver.state.keyContext == .customersField)
    driver.type("ab")
    driver.keys("left")
    click(&driver, at: field.offset(columns: 12))
    #expect(driver.state.customers.field.cursor == 1, "it has the keys already")
  }

  @Test("A double click opens what it falls on, as Enter does")
  func doubleClick() throws {
    var driver = Driver.full()
    try click(&driver, on: "boom")
    try click(&driver, on: "boom", after: 300)
    #expect(driver.state.keyContext == .execution)
    driver.keys("esc")
    try click(&driver, on: "customer-ids-api-5xx")
    let effects = try click(&driver, on: "customer-ids-api-5xx", after: 500)
    #expect(effects == [.describeAlarm(name: "customer-ids-api-5xx")])
    driver.keys("esc")
    try click(&driver, on: "told to fail")
    try click(&driver, on: "told to fail", after: 1)
    #expect(driver.state.keyContext == .logEvent)
    driver.keys("esc")
    try click(&driver, on: "user_123")
    #expect(try click(&driver, on: "user_123", after: 1) == [.lookUp(CustomerID("user_123"))])
  }

  @Test("Two clicks that are far apart, or on two rows, are no double click")
  func noDoubleClick() throws {
    var driver = Driver.full()
    try click(&driver, on: "boom")
    try click(&driver, on: "boom", after: 501)
    #expect(driver.state.layers.isEmpty)
    try click(&driver, on: "sfn-101", after: 1)
    #expect(driver.state.layers.isEmpty)
    // Another row has come to stand under the pointer.
    let place = try place(of: "sfn-101", in: driver)
    let newest = Sample.execution("new", "newest", seconds: 0)
    driver.go(.executionsListed([newest] + Sample.executions, at: driver.state.now))
    click(&driver, at: place, after: 1)
    #expect(driver.state.layers.isEmpty)
    #expect(driver.state.workflow.selectedRow?.execution.customerID == "sfn-102")
    // The first of three opens nothing a second time.
    try click(&driver, on: "boom")
    let boom = try self.place(of: "boom", in: driver)
    click(&driver, at: boom, after: 1)
    driver.keys("esc")
    click(&driver, at: boom, after: 1)
    #expect(driver.state.layers.isEmpty)
  }

  @Test("What cannot be opened says why")
  func refusal() throws {
    var driver = Driver()
    driver.state.focus = .logs
    driver.go(.clockTicked(Sample.now))
    let query = try #require(driver.state.logs.query)
    let gap = LogGap(group: "g", from: Sample.ago(9), to: Sample.now, count: 3, reason: .skipped)
    driver.go(.logsWindowed(Sample.window(query, [LogLine(sequence: 1, gap: gap)])))
    try click(&driver, on: "missing")
    try click(&driver, on: "missing", after: 9)
    #expect(driver.state.message?.text == "open: nothing is known of missing events")
  }

  @Test("The wheel scrolls the pane under it, and the keys stay where they are")
  func wheel() throws {
    var driver = Driver()
    let many = (0..<40).map {
      Sample.execution("run\($0)", "id\($0)", seconds: Double($0) * 60, took: 1)
    }
    driver.go(.executionsListed(many, at: Sample.now))
    let rows = WorkflowGeometry(driver.state).rows
    wheel(&driver, .wheelDown, at: rows.origin)
    #expect(driver.state.focus == .customers && driver.state.keyContext == .customersField)
    #expect(driver.state.workflow.cursor.top == 3)
    #expect(driver.state.workflow.selectedRow?.id == many[3].arn, "the nearest in sight")
    wheel(&driver, .wheelDown, at: rows.origin, steps: 50)
    #expect(driver.state.workflow.cursor.top == 40 - rows.height)
    driver.state.workflow.cursor.selected = many[39].arn
    wheel(&driver, .wheelUp, at: rows.origin)
    #expect(driver.state.workflow.cursor.top == 37 - rows.height)
    #expect(driver.state.workflow.selectedRow?.id == many[36].arn)
    driver.state.workflow.cursor.selected = many[30].arn
    wheel(&driver, .wheelUp, at: rows.origin)
    #expect(driver.state.workflow.selectedRow?.id == many[30].arn, "it is still in sight")
  }

  @Test("Rows with a reason below them do not hold the wheel up")
  func wheelOverReasons() {
    var driver = Driver.full(Size(columns: 80, rows: 24))
    for number in 0..<60 {
      driver.go(.customerAnswered(Sample.answer("bad\(number)", .failed(Sample.failure))))
    }
    driver.keys("esc G")
    let rows = CustomersGeometry(driver.state).rows
    var tops: [Int] = [driver.state.customers.cursor.top]
    while let top = tops.last, top > 0, tops.count < 60 {
      wheel(&driver, .wheelUp, at: rows.origin)
      tops.append(driver.state.customers.cursor.top)
    }
    #expect(zip(tops, tops.dropFirst()).allSatisfy { $1 < $0 }, "\(tops)")
    #expect(tops.last == 0)
    wheel(&driver, .wheelDown, at: rows.origin, steps: 60)
    #expect(driver.state.customers.visible.count - driver.state.customers.cursor.top <= rows.height)
  }

  @Test("Turning up over the log holds it, and turning down does not follow by itself")
  func wheelOverLogs() throws {
    var driver = Driver.full()
    let rows = LogsGeometry(driver.state).rows
    wheel(&driver, .wheelDown, at: rows.origin)
    #expect(driver.state.logs.follows)
    wheel(&driver, .wheelUp, at: rows.origin)
    #expect(!driver.state.logs.follows && driver.state.focus == .customers)
    driver.feedLogs()
    let top = try #require(driver.state.logs.top)
    #expect(top == 80 - rows.height - 3)
    wheel(&driver, .wheelDown, at: rows.origin, steps: 9)
    #expect(driver.state.logs.top == 80 - rows.height)
    #expect(!driver.state.logs.follows)
  }

  @Test("Where all of the log is in sight, the wheel does not hold it")
  func shortLog() throws {
    var driver = Driver()
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, Sample.lines(2))))
    wheel(&driver, .wheelUp, at: LogsGeometry(driver.state).rows.origin)
    #expect(driver.state.logs.follows)
  }

  @Test("Over something opened the wheel scrolls that, and a click does nothing")
  func layers() throws {
    var driver = Driver.full(Size(columns: 80, rows: 24))
    driver.keys("tab down down down enter")
    let execution = Sample.executions[2]
    driver.go(.executionDescribed(ExecutionReport(Sample.detail(of: execution)), at: Sample.now))
    let middle = Point(x: 40, y: 12)
    wheel(&driver, .wheelDown, at: middle)
    guard case .execution(let open) = driver.state.layers.last else {
      Issue.record("nothing is open")
      return
    }
    #expect(open.top == 3)
    click(&driver, at: middle)
    #expect(driver.state.keyContext == .execution)
    driver.keys("?")
    wheel(&driver, .wheelUp, at: middle)
    #expect(driver.state.keyContext == .help)
  }

  @Test("A question is answered with keys alone")
  func question() throws {
    var driver = Driver.full()
    driver.keys("esc d")
    let before = driver.state.layers
    for y in 0..<Sample.size.rows {
      click(&driver, at: Point(x: 20, y: y), after: 1)
      wheel(&driver, .wheelUp, at: Point(x: 20, y: y))
    }
    #expect(driver.state.layers == before && driver.state.focus == .customers)
  }

  @Test("A click on a pane takes the filter that is being typed")
  func filter() throws {
    var driver = Driver.full()
    driver.keys("esc /")
    driver.type("user")
    try click(&driver, on: "lambda-errors-insert_id")
    #expect(driver.state.keyContext == .alarms)
    #expect(driver.state.customers.filter == "user")
  }

  @Test("A click on a new alarm has seen it, and one on another has not")
  func unseen() throws {
    var driver = Driver.full()
    driver.go(
      .alarmsListed(Sample.alarms + [Sample.alarm("new", .alarm, seconds: 0)], at: Sample.now)
    )
    #expect(driver.state.alarms.unseen == ["new"])
    try click(&driver, on: "lambda-errors-insert_id")
    #expect(driver.state.alarms.unseen == ["new"])
    try click(&driver, on: "new")
    #expect(driver.state.alarms.unseen.isEmpty)
  }

  @Test("Reports that change nothing need no frame and no effect")
  func nothing() throws {
    var driver = Driver.full()
    driver.keys("esc 2 esc")
    let row = try place(of: "boom", in: driver)
    click(&driver, at: row)
    driver.state.lastClick = nil
    let before = driver.state
    let reports = [
      Mouse(kind: .release, button: .left, position: row),
      Mouse(kind: .press, button: .left, position: row),
      Mouse(kind: .move, position: row),
      Mouse(kind: .drag, button: .left, position: row.offset(rows: 2)),
      Mouse(kind: .press, button: .right, position: .origin.offset(columns: 3, rows: 3)),
      Mouse(kind: .press, button: .left, position: .origin),
      Mouse(kind: .press, button: .left, position: Point(x: 3, y: 3), modifiers: .ctrl),
      Mouse(kind: .press, button: .left, position: Point(x: 9999, y: 9999)),
      Mouse(kind: .wheelUp, position: row), Mouse(kind: .wheelDown, position: .origin),
      Mouse(kind: .wheelLeft, position: row),
    ]
    for report in reports {
      let effects = driver.go(.mouseReported(report, at: before.now))
      #expect(effects.isEmpty && !driver.state.looksDifferent(from: before), "\(report)")
      driver.state = before
    }
  }

  @Test("Help tells of the mouse where there is one")
  func help() throws {
    func help(_ state: DashboardState) -> String {
      var driver = Driver(state)
      driver.keys("esc ? G")
      return view(driver.state, size: state.size, theme: .plain).text
    }
    #expect(help(Sample.state()).contains("A click goes to a pane"))
    let without = DashboardState(
      context: Sample.context,
      now: Sample.now,
      size: Sample.size,
      usesMouse: false
    )
    #expect(!help(without).contains("click"))
  }
}
