import AWSWire
import CustomerDomain
import Terminal
import Testing
import Themes

@testable import Dashboard

@Suite("The overview")
struct OverviewTests {
  /// An overview that is open, with figures.
  static func open(
    _ overview: Overview = Sample.overview(),
    size: Size = Sample.size
  ) -> Driver {
    var driver = Driver.full(size)
    driver.keys("esc 0")
    driver.go(.overviewRead(overview, at: Sample.now, lighting: 2700))
    return driver
  }

  private func reading(_ newest: Double, of id: String, at: Instant) -> DashboardEvent {
    var overview = Sample.overview()
    overview.until = at
    if let index = overview.parts.firstIndex(where: { $0.id == id }) {
      overview.parts[index].figures?.traffic.values[59] = newest
    }
    return .overviewRead(overview, at: at, lighting: 2700)
  }

  @Test("Errors and latency stand apart, however much of both there is")
  func apart() {
    var overview = Sample.overview()
    for index in overview.parts.indices where overview.parts[index].figures != nil {
      overview.parts[index].figures = Sample.figures(4, errors: 4100, latency: 22_000)
    }
    for size in [Size(columns: 120, rows: 36), Size(columns: 140, rows: 40)] {
      let text = view(OverviewTests.open(overview, size: size).state, size: size, theme: .plain)
        .text
      #expect(text.contains("✕ 4.1k") || text.contains("✕4.1k"), "\(text)")
      #expect(!text.contains("errorsp") && !text.contains("4.1kp"), "\(text)")
    }
  }

  @Test("0 opens it over the panes and has figures read, 0 and Esc close it and have that stopped")
  func opening() throws {
    var driver = Driver.full()
    driver.keys("esc")
    for key in ["0", "esc"] {
      try driver.press("0", [.watchOverview]) {
        $0.layers = [.overview]
        $0.overview.isWatched = true
      }
      try driver.press(key, [.leaveOverview]) {
        $0.layers = []
        $0.overview.isWatched = false
      }
    }
  }

  @Test("It opens from every pane, and the panes' keys lead from it to them")
  func panes() {
    var driver = Driver.full()
    for (number, pane) in [("1", Pane.customers), ("2", .workflow), ("3", .logs), ("4", .alarms)] {
      driver.keys("esc 0")
      #expect(driver.state.keyContext == .overview)
      #expect(driver.keys(number).contains(.leaveOverview))
      #expect(driver.state.layers.isEmpty && driver.state.focus == pane)
    }
    var typing = Driver.full()
    typing.keys("0")
    #expect(typing.state.customers.field.text == "0", "in a field it is a character")
  }

  @Test("Help over it keeps it open")
  func help() {
    var driver = OverviewTests.open()
    #expect(driver.keys("?") == [.countCalls])
    #expect(driver.state.showsOverview)
    #expect(driver.keys("esc") == [])
    #expect(driver.keys("r") == [.refresh(.alarms), .watchOverview])
  }

  @Test(
    "Enter goes to the pane of the part, and Esc back to the overview",
    arguments: [
      ("api:customer-ids-api", Pane.logs, "customer-ids-api"),
      ("apiFunction:put_customer_id", .logs, "put_customer_id"),
      ("workflowFunction:insert_id", .logs, "insert_id"),
      ("table:customer_ids", .customers, ""), ("rule:rule-0", .workflow, ""),
      ("workflow:customers-workflow", .workflow, ""), ("alarms:alarms", .alarms, ""),
      ("topic:alerts", .alarms, ""),
    ]
  )
  func hops(id: String, pane: Pane, filter: String) {
    var driver = OverviewTests.open()
    driver.state.setFilter("before", of: .logs)
    driver.state.overview.cursor.selected = id
    #expect(driver.keys("enter").contains(.leaveOverview))
    #expect(driver.state.layers.isEmpty && driver.state.focus == pane)
    if pane == .logs {
      #expect(driver.state.logs.filter == filter)
      #expect(driver.state.logs.follows)
    }
    let back = driver.keys(pane == .customers ? "esc esc" : "esc")
    #expect(back.contains(.watchOverview))
    #expect(driver.state.layers == [.overview])
    #expect(driver.state.overview.selectedRow?.id == id)
    #expect(driver.state.logs.filter == "before")
    driver.keys("esc")
    #expect(driver.state.layers.isEmpty)
  }

  @Test("A filter of one's own is taken away before Esc leads elsewhere, and the way back is gone")
  func ownFilter() {
    var driver = OverviewTests.open()
    driver.state.overview.cursor.selected = "apiFunction:put_customer_id"
    driver.keys("enter / x enter esc")
    #expect(driver.state.layers.isEmpty && driver.state.logs.filter.isEmpty)
    driver.keys("esc")
    #expect(driver.state.layers.isEmpty)
  }

  @Test("Arrows move between parts, and g and G go to the ends")
  func moving() {
    var driver = OverviewTests.open()
    for (key, id) in [
      ("right", "apiFunction:put_customer_id"), ("l", "table:customer_ids"),
      ("down", "workflowFunction:validate_exists"), ("h", "workflow:customers-workflow"),
      ("k", "apiFunction:submit_workflow"), ("up", "apiFunction:delete_customer_id"),
      ("G", "topic:alerts"), ("left", "alarms:alarms"), ("g", "api:customer-ids-api"),
    ] {
      driver.keys(key)
      #expect(driver.state.overview.selectedRow?.id == id, "after \(key)")
    }
  }

  @Test("A click selects a part, and a double click goes to its pane", arguments: ViewTests.sizes)
  func mouse(size: Size) throws {
    var driver = OverviewTests.open(size: size)
    let layout = try #require(driver.state.overviewLayout)
    let id = "apiFunction:put_customer_id"
    let geometry = OverviewGeometry(driver.state)
    let origin = layout.density == .row ? geometry.rows.origin : geometry.parts.origin
    let place = try #require(layout.places[id]).moved(to: origin)
    let press = Mouse(kind: .press, button: .left, position: place.origin.offset(columns: 3))
    driver.go(.mouseReported(press, at: Sample.now))
    #expect(driver.state.overview.selectedRow?.id == id)
    #expect(driver.state.layers == [.overview])
    driver.go(.mouseReported(press, at: Sample.now + 100))
    #expect(driver.state.layers.isEmpty && driver.state.logs.filter == "put_customer_id")
  }

  @Test("A part is lit while something passes through it, and goes dark by itself")
  func light() {
    let id = "apiFunction:get_customer_id"
    var driver = OverviewTests.open()
    driver.go(.clockTicked(Sample.now + 10_000))
    #expect(driver.state.overview.lit.isEmpty)
    driver.go(reading(4, of: id, at: Sample.now + 10_000))
    #expect(Set(driver.state.overview.lit.keys) == [id])
    let canvas = Canvas(state: driver.state, theme: .plain)
    #expect(canvas.isLit(id) && !canvas.isLit("api:customer-ids-api"))
    #expect(nextTick(driver.state).map { $0 <= Sample.now + 12_700 } == true)
    driver.go(reading(4, of: id, at: Sample.now + 12_000))
    #expect(driver.state.overview.lit[id] == Sample.now + 12_700, "nothing came since")
    driver.go(.clockTicked(Sample.now + 12_700))
    #expect(driver.state.overview.lit.isEmpty)
  }

  @Test("Figures that say what is known need no frame and change none", arguments: ViewTests.sizes)
  func stillness(size: Size) {
    var driver = OverviewTests.open(size: size)
    driver.go(.clockTicked(Sample.now + 5000))
    driver.go(.overviewRead(Sample.overview(), at: Sample.now + 5000, lighting: 2700))
    let before = driver.state
    driver.go(.overviewRead(Sample.overview(), at: Sample.now + 7000, lighting: 2700))
    #expect(!driver.state.looksDifferent(from: before))
    let frames = [before, driver.state].map { view($0, size: size, theme: .plain) }
    #expect(frames[0].text == frames[1].text)
  }

  @Test("An alarm that is red marks the part that it watches, whatever the account calls it")
  func red() throws {
    var driver = OverviewTests.open(Sample.overview(prefix: "p-"))
    func alarm(_ name: String, _ dimension: String, _ value: String) -> Alarm {
      var alarm = Sample.alarm(name, .alarm, seconds: 5)
      alarm.metric?.dimensions = [.init(name: dimension, value: value)]
      return alarm
    }
    let machine = "arn:aws:states:r:1:stateMachine:p-customers-workflow"
    driver.go(
      .alarmsListed(
        [
          alarm("one", "FunctionName", "p-insert_id"), alarm("two", "StateMachineArn", machine),
          alarm("three", "FunctionName", "insert_id"), alarm("four", "ApiName", "p-insert_id"),
        ],
        at: Sample.now
      )
    )
    #expect(
      driver.state.overview.red == [
        "workflowFunction:p-insert_id": ["one"], "workflow:p-customers-workflow": ["two"],
      ]
    )
    let canvas = Canvas(state: driver.state, theme: .plain)
    let rows = Dictionary(
      driver.state.overview.rows.map { ($0.part.kind, $0) }
    ) { _, last in last }
    #expect(canvas.look(of: try #require(rows[.workflow])).role == .alarm)
    #expect(canvas.look(of: try #require(rows[.alarms])).role == .alarm)
    #expect(canvas.look(of: try #require(rows[.api])).role == .ok)
    #expect(driver.state.overview.lit["alarms:alarms"] != nil, "they have just gone red")
  }

  @Test("What could not be read keeps what was known, says so, and lights nothing")
  func trouble() {
    var driver = OverviewTests.open()
    let failure = ServiceFailure(
      kind: .notPermitted,
      action: "read the metrics",
      reason: "not authorized",
      advice: "allow cloudwatch:GetMetricData to these credentials"
    )
    driver.go(.overviewFailed(nil, failure, retryAt: Sample.now + 30_000))
    let frame = view(driver.state, size: Sample.size, theme: .plain)
    #expect(frame.text.contains("read the metrics: not authorized"))
    #expect(frame.text.contains("retrying in 30 s"))
    #expect(frame.text.contains("put_customer_id") && frame.text.contains("/min"))
    #expect(!Canvas(state: driver.state, theme: .plain).isLit("api:customer-ids-api"))
    driver.go(.overviewRead(Sample.overview(), at: Sample.now, lighting: 2700))
    #expect(driver.state.overviewTrouble == nil)
  }

  @Test(
    "Without access to metrics the parts stand there without figures",
    arguments: ViewTests.sizes
  )
  func noAccess(size: Size) {
    var driver = Driver.full(size)
    driver.keys("esc 0")
    let parts = Sample.overview(hasFigures: false)
    driver.go(.overviewFailed(parts, Sample.failure, retryAt: nil))
    let frame = view(driver.state, size: size, theme: .plain)
    #expect(frame.text.contains("get_customer_id"))
    #expect(!frame.text.contains("0/m") && !frame.text.contains("0 errors"))
  }

  @Test(
    "Names of any length and with anything in them stay within the frame",
    arguments: ViewTests.sizes
  )
  func longNames(size: Size) throws {
    var overview = Sample.overview(prefix: "p\u{1B}[31m", pad: 80)
    overview.parts[1].name = "\u{202E}" + String(repeating: "漢", count: 60)
    let driver = OverviewTests.open(overview, size: size)
    let frame = view(driver.state, size: size, theme: .plain)
    #expect(!frame.text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    let body = Layout.body(size)
    for y in body.y + 1..<body.maxY - 1 {
      #expect(frame.character(at: Point(x: 0, y: y)) == "│", "\(y)")
      let edge = frame.character(at: Point(x: size.columns - 1, y: y))
      #expect(edge == "│" || edge == "▾" || edge == "▴", "\(y)")
    }
  }

  @Test("It looks as recorded", arguments: ViewTests.sizes)
  func frames(size: Size) throws {
    let theme = try ThemeFile(file: "dark.yaml", text: BuiltInTheme.dark.yaml).theme(named: "dark")
    let driver = OverviewTests.open(size: size)
    let frame = view(driver.state, size: size, theme: theme)
    try Frames.expect(frame, "overview-\(size.columns)x\(size.rows)", theme: theme)
  }

  @Test(
    "Amounts take four columns at most",
    arguments: [
      (0.0, "0"), (0.01, "<0.1"), (0.4, "0.4"), (3.0, "3"), (9.96, "10"), (12.4, "12"),
      (999.4, "999"), (999.6, "1k"), (1234.0, "1.2k"), (34_567.0, "35k"), (1_250_000.0, "1.3M"),
      (.infinity, "0"), (.nan, "0"), (-1.0, "0"),
    ]
  )
  func amounts(value: Double, words: String) {
    #expect(OverviewWords.amount(value) == words)
  }
}
