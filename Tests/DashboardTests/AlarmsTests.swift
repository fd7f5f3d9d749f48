import AWSWire
import CustomerDomain
import Terminal
import Testing
import Themes

@testable import Dashboard

@Suite("Alarms")
struct AlarmsTests {
  @Test("The worst and newest come first, and the title counts the red ones")
  func order() {
    var driver = Driver()
    let effects = driver.go(.alarmsListed(Sample.alarms, at: Sample.now))
    #expect(effects == [.setTitle("▲ 2 rollcall local")])
    #expect(
      driver.state.alarms.ids.prefix(3) == [
        "customers-workflow-failed", "lambda-errors-insert_id", "lambda-errors-log_event",
      ]
    )
  }

  @Test("A new red alarm rings the bell and is marked until it is looked at")
  func new() {
    var driver = Driver()
    let ok = Sample.alarm("a", .ok, seconds: 100)
    let red = Sample.alarm("a", .alarm, seconds: 1)
    driver.go(.alarmsListed([ok], at: Sample.now))
    #expect(
      driver.go(.alarmsListed([red], at: Sample.now)) == [
        .ringBell,
        .notify("rollcall local: a in ALARM: 1 error in 60 s, threshold 1"),
        .setTitle("▲ 1 rollcall local"),
      ]
    )
    #expect(driver.state.alarms.unseen == ["a"])
    let frame = view(driver.state, size: Sample.size, theme: .plain)
    #expect(frame.line(0).contains("▲ 1 alarm NEW"))
    #expect(driver.go(.alarmsListed([red], at: Sample.now)) == [])
    driver.keys("esc 4")
    #expect(driver.state.alarms.unseen.isEmpty)
    #expect(driver.go(.alarmsListed([ok], at: Sample.now)) == [.setTitle("rollcall local")])
  }

  @Test("A sign of a muted alarm stands apart from the name, and the names below each other")
  func signs() {
    var driver = Driver()
    var muted = Sample.alarm("lambda-errors-validate_exists-everywhere", .ok, seconds: 9)
    muted.actionsEnabled = false
    let plain = Sample.alarm("customers-workflow-failed", .ok, seconds: 9)
    driver.go(.alarmsListed([muted, plain], at: Sample.now))
    driver.keys("esc 4")
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("●m lambda-errors") && text.contains("●  customers-workflow-failed"))
    muted.actionsEnabled = true
    driver.go(.alarmsListed([muted, plain], at: Sample.now))
    let unmuted = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(unmuted.contains("● customers-workflow-failed"))
  }

  @Test("What is new of one alarm is not taken for seen with another")
  func newEach() {
    var driver = Driver()
    let names = ["a", "b"]
    driver.go(.alarmsListed(names.map { Sample.alarm($0, .ok, seconds: 100) }, at: Sample.now))
    driver.go(.alarmsListed(names.map { Sample.alarm($0, .alarm, seconds: 1) }, at: Sample.now))
    driver.keys("esc 4")
    #expect(driver.state.alarms.unseen == ["b"])
    driver.keys("down")
    #expect(driver.state.alarms.unseen.isEmpty)
  }

  @Test("While alarms cannot be read, nothing says that they are well", arguments: ViewTests.sizes)
  func stale(size: Size) throws {
    var driver = Driver.full(size)
    driver.go(.roundTripMeasured(milliseconds: 7))
    let theme = try ThemeFile(file: "dark.yaml", text: BuiltInTheme.dark.yaml).theme(named: "dark")
    driver.keys("esc 4")
    #expect(view(driver.state, size: size, theme: theme).text.contains("● customer-ids-api"))
    let effects = driver.go(.alarmsFailed(Sample.failure, retryAt: nil))
    #expect(effects.contains(.refresh(.workflow)), "what else fails is found out at once")
    let frame = view(driver.state, size: size, theme: theme)
    #expect(frame.line(0).contains(size.columns >= 100 ? "● 3 ok?" : "● 3?"), "\(frame.line(0))")
    #expect(!frame.line(0).contains("7 ms"))
    #expect(!frame.text.contains("● customer-ids-api") && frame.text.contains("▲ 2?"))
    #expect(size.rows < 24 || frame.text.contains("? customer-ids-api"))
    let wellOrRed: Set<Style> = [
      theme[.ok], theme[.alarm], theme[.ok].over(theme[.header]),
      theme[.alarm].over(theme[.header]),
    ]
    for x in 0..<size.columns {
      #expect(!wellOrRed.contains(frame.style(at: Point(x: x, y: 0))), "column \(x)")
    }
    #expect(driver.go(.alarmsFailed(Sample.failure, retryAt: nil)).isEmpty, "it asks once")
    driver.go(.alarmsListed(Sample.alarms, at: Sample.now))
    #expect(view(driver.state, size: size, theme: theme).text.contains("● customer-ids-api"))
  }

  @Test("Enter opens an alarm and asks for its history; esc leaves it")
  func open() throws {
    var driver = Driver.full()
    driver.keys("esc 4")
    let name = "customers-workflow-failed"
    try driver.press("enter", [.describeAlarm(name: name)]) {
      $0.layers = [.alarm(OpenAlarm(name: name))]
      $0.alarms.watched = name
    }
    let failed = AlarmReport(name: name, failures: [Sample.failure])
    driver.send(.alarmDescribed(failed)) { $0.alarms.reports = [name: failed] }
    driver.send(.alarmDescribed(AlarmReport(name: "another")))
    try driver.press("esc", [.leaveAlarm]) {
      $0.layers = []
      $0.alarms.reports = [:]
      $0.alarms.watched = nil
    }
  }

  @Test(
    "Names that begin alike stay apart at every size",
    arguments: [(40, 12), (80, 24), (110, 30), (120, 36), (200, 60)]
  )
  func names(columns: Int, rows: Int) {
    let names = ["get", "put", "delete"].map { "lambda-errors-\($0)_customer_id" }
    let size = Size(columns: columns, rows: rows)
    var driver = Driver(Sample.state(size: size))
    driver.go(.alarmsListed(names.map { Sample.alarm($0, .ok, seconds: 90) }, at: Sample.now))
    driver.go(.alarmsListed(names.map { Sample.alarm($0, .alarm, seconds: 9) }, at: Sample.now))
    driver.state.focus = .alarms
    driver.go(.clockTicked(Sample.now))
    let text = view(driver.state, size: size, theme: .plain).text
    for verb in ["get", "put", "delete"] {
      #expect(text.contains("\(verb)_customer_id"), "\(text)")
    }
    #expect(text.contains("▲!") || text.contains(" NEW"), "what is new has a sign")
  }

  @Test("A name gives up what it shares with others before what tells it apart")
  func shortNames() {
    let shared = SharedWords(["a-b-get_x", "a-b-put_x", "a-c", "other"])
    #expect(["a-b-get_x", "a-b-put_x", "a-c", "other"].map(shared.width) == [4, 4, 2, 0])
    let row = AlarmRow(Sample.alarm("lambda-errors-get_id", .ok, seconds: 1), sharedWidth: 14)
    #expect(row.name(in: 20, ellipsis: "…").text == "lambda-errors-get_id")
    #expect(row.name(in: 12, ellipsis: "…").text == "lambd…get_id")
    #expect(row.name(in: 7, ellipsis: "…").text == "…get_id")
    #expect(row.name(in: 5, ellipsis: "…").text == "…get…")
  }

  @Test(
    "Whatever a threshold or a point is, the metric is drawn",
    arguments: [-1e9, 0, 1e300, -.infinity, .infinity, .nan, 1e-300],
    [0, -5, 1e300, .infinity, -.infinity, .nan]
  )
  func oddNumbers(threshold: Double, value: Double) throws {
    var alarm = Sample.alarm("a", .alarm, seconds: 1)
    var metric = try #require(alarm.metric)
    metric.threshold = threshold
    metric.comparison = "LessThanThreshold"
    alarm.metric = metric
    var driver = Driver()
    driver.go(.alarmsListed([alarm], at: Sample.now))
    driver.keys("esc 4 enter")
    let points = [MetricPoint(timestamp: Sample.ago(60), value: value)]
    driver.go(.alarmDescribed(Sample.report("a", points: points)))
    let frame = view(driver.state, size: Sample.size, theme: .plain)
    #expect(frame.text.contains("Sum of Errors"))
    #expect(frame.text.contains("╰──────"))
  }

  @Test("Times and amounts of any size can be told")
  func hugeAmounts() {
    for number in [Double.infinity, -.infinity, .nan, 1e300, -1e300] {
      #expect(!Took.latency(number).isEmpty)
    }
    #expect(!Took.text(.max).isEmpty && !Took.text(.min).isEmpty)
    for moment in [Int64.min, .max, 0] {
      let since = Instant(milliseconds: moment)
      #expect(!Age.event.text(since, now: Sample.now).isEmpty)
      #expect(Age.event.nextChange(since, now: Sample.now) > Sample.now)
      #expect(!Took.elapsed(since: since, now: Sample.now).isEmpty)
      #expect(Took.nextChange(since: since, now: Sample.now) > Sample.now)
    }
    var driver = Driver()
    driver.go(.logTailChanged(TailStatus(groupCount: 1), eventsPerSecond: .infinity))
    #expect(!driver.state.logs.rateWords.isEmpty)
    let report = "REPORT RequestId: a\tDuration: 1e300 ms\t"
    #expect(LogLine(sequence: 0, event: Sample.event(report)).text.text.contains("1e300"))
  }

  @Test("The reason is told in plain words")
  func words() throws {
    let alarm = Sample.alarm("a", .alarm, seconds: 1)
    #expect(AlarmWords.reason(of: alarm) == "1 error in 60 s, threshold 1")
    let metric = try #require(alarm.metric)
    #expect(AlarmWords.rule(of: metric) == "Sum of Errors (AWS/Lambda) ≥ 1 over 60 s")
    for (value, words) in [("1.0", "1 server error (5xx)"), ("4.0", "4 server errors (5xx)")] {
      var answers = alarm
      answers.metric?.name = "5XXError"
      answers.reason = "Threshold Crossed: 1 datapoint [\(value) (24/11/26 12:03:00)] was"
      #expect(AlarmWords.reason(of: answers) == "\(words) in 60 s, threshold 1")
    }
    var odd = alarm
    odd.reason = "set by hand"
    #expect(AlarmWords.reason(of: odd) == "set by hand")
  }

  @Test(
    "A number in somebody's own reason is no measured value",
    arguments: [
      "see ticket [17] by Bob", "\u{1B}[31mred", "[17 (24/11/26 12:03:00)]", "datapoints [1.0 (x)]",
      "Threshold Crossed: see [17 (a)]", "Threshold Crossed: 1 datapoint [17] was",
      "Threshold Crossed: 2 datapoints [1.0 (24/11/26 12:03:00), 17] were",
      "Threshold Crossed: 1 datapoint [nan (24/11/26 12:03:00)] was",
      "Threshold Crossed: 1 datapoint [1.0 (24/11/26 12:03:00)",
    ]
  )
  func ownReason(text: String) {
    var alarm = Sample.alarm("a", .alarm, seconds: 1)
    alarm.reason = text
    #expect(AlarmWords.reason(of: alarm) == text)
  }
}
