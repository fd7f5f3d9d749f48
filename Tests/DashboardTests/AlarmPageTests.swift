import AWSWire
import CustomerDomain
import Terminal
import Testing
import Themes

@testable import Dashboard

@Suite("An opened alarm")
struct AlarmPageTests {
  static let topic = "arn:aws:sns:eu-central-1:000000000000:alerts"

  static func composite(_ name: String, _ rule: String, suppressor: String? = nil) -> Alarm {
    Alarm(
      name: name,
      arn: "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:\(name)",
      type: "CompositeAlarm",
      state: .alarm,
      since: Sample.ago(9),
      reason:
        "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:a transitioned to ALARM at Friday",
      rule: rule,
      suppression: suppressor.map { Alarm.Suppression(suppressor: $0, waitSeconds: 60) }
    )
  }

  static let family = [
    composite("top", #"ALARM("middle") AND NOT ALARM("gone") OR OK(b)"#, suppressor: "b"),
    composite("middle", #"ALARM("a") OR ALARM("top")"#),
    Sample.alarm("a", .alarm, seconds: 20), Sample.alarm("b", .ok, seconds: 30),
  ]

  func opened(_ alarms: [Alarm], _ name: String, size: Size = Sample.size) -> Driver {
    var driver = Driver(Sample.state(size: size))
    driver.go(.alarmsListed(alarms, at: Sample.now))
    driver.state.focus = .alarms
    driver.state.alarms.cursor.selected = name
    driver.keys("enter")
    return driver
  }

  func text(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  @Test("A composite alarm's rule is a tree with states, a cycle and a missing alarm said")
  func tree() {
    let shown = text(opened(Self.family, "top"))
    for line in [
      "any of  holds", "├─ all of  holds", "│ ├─ ▲ middle  in alarm", "│ │ ╰─ any of  holds",
      "│ │   ├─ ▲ a  in alarm", "│ │   ╰─ ✕ top  stands above: the rules go round in a circle",
      "│ ╰─ not  holds", "│   ╰─ ✕ gone  there is no such alarm", "╰─ ● b  ok, counts when ok",
      "Its suppressor", "● b  ok", "a went to ALARM",
    ] {
      #expect(shown.contains(line), "\(line)\n\(shown)")
    }
  }

  @Test("The tree is drawn at every size", arguments: ViewTests.sizes)
  func looks(size: Size) throws {
    let theme = try ThemeFile(file: "dark.yaml", text: BuiltInTheme.dark.yaml).theme(named: "dark")
    var driver = opened(Self.family, "top", size: size)
    driver.keys("down down")
    let frame = view(driver.state, size: size, theme: theme)
    try Frames.expect(frame, "composite-\(size.columns)x\(size.rows)", theme: theme)
  }

  @Test("Down selects what can be opened, Enter opens a child, esc comes back to the same line")
  func children() throws {
    var driver = opened(Self.family, "top")
    #expect(driver.state.linkRefusal == "no line is selected")
    try driver.press("down") { $0.layers = [Self.layer("top", selected: "alarm 2 middle")] }
    try driver.press("down") { $0.layers = [Self.layer("top", selected: "alarm 4 a")] }
    try driver.press("enter", [.describeAlarm(name: "a")]) {
      $0.layers.append(.alarm(OpenAlarm(name: "a")))
      $0.alarms.watched = "a"
    }
    let report = Sample.report("a")
    driver.send(.alarmDescribed(report)) { $0.alarms.reports = ["a": report] }
    try driver.press("esc", [.describeAlarm(name: "top")]) {
      $0.layers.removeLast()
      $0.alarms.reports = [:]
      $0.alarms.watched = "top"
    }
    try driver.press("up") { $0.layers = [Self.layer("top", selected: "alarm 2 middle")] }
  }

  static func layer(_ name: String, selected: String) -> Layer {
    var open = OpenAlarm(name: name)
    open.selected = selected
    return .alarm(open)
  }

  @Test("A page scrolls where no line in sight can be selected")
  func scrolling() {
    let size = Size(columns: 80, rows: 24)
    var driver = opened(Sample.alarms, "customer-ids-api-5xx", size: size)
    let item = AlarmHistoryItem(
      alarmName: "",
      timestamp: Sample.now,
      type: "StateUpdate",
      summary: "went red",
      detail: "because " + String(repeating: "so ", count: 90)
    )
    let name = "customer-ids-api-5xx"
    driver.go(.alarmDescribed(Sample.report(name, history: Array(repeating: item, count: 3))))
    for _ in 0..<40 { driver.keys("down") }
    guard case .alarm(let open) = driver.state.layers.last else { return }
    #expect(open.top > 0 && open.selected == "history 1")
    driver.keys("enter")
    #expect(text(driver).contains("so so so so so so so so so so\n") == false)
    #expect(driver.state.openPage?.lineCount ?? 0 > 24 + 3)
  }

  @Test("Whom it tells is shortened until opened, and what is not confirmed is said")
  func listeners() throws {
    var driver = opened(Sample.alarms, "lambda-errors-insert_id")
    let subscriptions = [
      TopicSubscription(kind: "email", endpoint: "ann.b@example.com", isConfirmed: true),
      TopicSubscription(
        kind: "https",
        endpoint: "https://u:p@h.io/KEY?k=SECRET",
        isConfirmed: false
      ),
      TopicSubscription(kind: "sms", endpoint: "+491701234567", isConfirmed: true),
      TopicSubscription(
        kind: "lambda",
        endpoint: "arn:aws:lambda:r:1:function:f",
        isConfirmed: true
      ),
    ]
    let topic = NotifiedTopic(arn: Self.topic, subscriptions: subscriptions)
    driver.go(.alarmDescribed(Sample.report("lambda-errors-insert_id", topics: [topic])))
    let shown = text(driver)
    for line in [
      "on ALARM, OK  topic alerts", "● email  a…@example.com  confirmed",
      "◇ https  https://h.io/…  not confirmed: gets nothing yet", "● sms  …567", "● lambda  f",
    ] {
      #expect(shown.contains(line), "\(line)\n\(shown)")
    }
    driver.keys("down enter down enter down enter")
    let opened = text(driver)
    #expect(opened.contains("ann.b@example.com") && opened.contains("+491701234567"))
    #expect(!opened.contains("KEY") && !opened.contains("SECRET") && !opened.contains("u:p"))
    driver.keys("enter")
    #expect(!text(driver).contains("+491701234567"))
  }

  @Test("A topic without listeners, one that cannot be read, and a muted alarm say so")
  func nobody() {
    var muted = Sample.alarm("m", .ok, seconds: 1)
    muted.actionsEnabled = false
    muted.alarmActions = [Self.topic, "arn:aws:lambda:r:1:function:f"]
    muted.okActions = ["arn:aws:sns:r:1:other"]
    var driver = opened([muted], "m")
    let other = NotifiedTopic(arn: "arn:aws:sns:r:1:other", failure: Sample.failure)
    driver.go(.alarmDescribed(Sample.report("m", topics: [NotifiedTopic(arn: Self.topic), other])))
    let shown = text(driver)
    #expect(shown.contains("it is muted: its actions are disabled"))
    #expect(shown.contains("✕ nobody listens to it"))
    #expect(shown.contains("on ALARM  function f"))
    #expect(shown.contains("who listens could not be read: \(Sample.failure.reason)"))
  }

  @Test("Of metric math, what fits on the axis is drawn there and the rest in rows of its own")
  func math() throws {
    var alarm = Sample.alarm("a", .alarm, seconds: 1)
    alarm.metric?.name = "rate"
    alarm.metric?.statistic = ""
    alarm.metric?.threshold = 5
    alarm.metric?.watchedQuery = "e"
    alarm.metric?.queries = [
      .init(id: "e", label: "rate", expression: "100*m1/m2"),
      .init(id: "m1", namespace: "Shop", name: "Failures", statistic: "Sum", periodSeconds: 60),
    ]
    func series(_ label: String, _ part: MetricSeries.Part, _ value: Double) -> MetricSeries {
      let points = (0..<9).map { index in
        MetricPoint(timestamp: Sample.ago(Double(600 - index * 60)), value: value + Double(index))
      }
      return MetricSeries(label: label, part: part, points: points)
    }
    var driver = opened([alarm], "a")
    let all = [
      series("rate", .watched, 2), series("failures", .input, 3), series("requests", .input, 9000),
    ]
    let metrics = AlarmReport.Metrics(series: all, from: Sample.ago(3600), to: Sample.now)
    driver.go(.alarmDescribed(AlarmReport(name: "a", metrics: metrics)))
    let shown = text(driver)
    #expect(shown.contains("a rate") && shown.contains("b failures"))
    #expect(shown.contains("requests") && shown.contains("9008"))
    #expect(shown.contains("e              100*m1/m2 \"rate\""), "\(shown)")
    let chart = AlarmChart(try #require(alarm.metric), metrics, times: .age, zone: 0)
    #expect(chart.chart.series[0].points.filter(\.isBreaching).count == 6)
    #expect(chart.others.map(\.label) == ["requests"])
  }

  @Test("A band stands for the threshold where there is one")
  func band() throws {
    var metric = try #require(Sample.alarm("a", .ok, seconds: 1).metric)
    metric.comparison = "LessThanLowerOrGreaterThanUpperThreshold"
    metric.bandQuery = "ad"
    func series(_ part: MetricSeries.Part, _ values: [Double]) -> MetricSeries {
      let points = values.enumerated().map { index, value in
        MetricPoint(timestamp: Sample.ago(Double(300 - index * 60)), value: value)
      }
      return MetricSeries(label: "", part: part, points: points)
    }
    let all = [series(.watched, [5, 1, 9]), series(.band, [8, 8, 8]), series(.band, [4, 4, 4])]
    let metrics = AlarmReport.Metrics(series: all, from: Sample.ago(3600), to: Sample.now)
    let chart = AlarmChart(metric, metrics, times: .age, zone: 0).chart
    #expect(chart.series[0].points.map(\.isBreaching) == [false, true, true])
    #expect(chart.threshold == nil && chart.series.count == 3)
  }

  @Test("What could not be read now stays as it was, and says why")
  func partly() throws {
    var driver = opened(Sample.alarms, "lambda-errors-insert_id")
    let name = "lambda-errors-insert_id"
    let whole = Sample.report(name, points: [MetricPoint(timestamp: Sample.ago(60), value: 1)])
    driver.go(.alarmDescribed(whole))
    driver.go(.alarmDescribed(AlarmReport(name: name, failures: [Sample.failure])))
    #expect(driver.state.alarms.reports[name]?.metrics == whole.metrics)
    #expect(text(driver).contains(Sample.failure.reason))
  }

  @Test("What could not be read is said to be read again, and counted down")
  func again() throws {
    let name = "lambda-errors-insert_id"
    var driver = opened(Sample.alarms, name)
    var failed = AlarmReport(
      name: name,
      topics: [NotifiedTopic(arn: Self.topic, failure: Sample.failure)],
      failures: [Sample.failure]
    )
    failed.retryAt = Sample.now + 4000
    driver.go(.alarmDescribed(failed))
    let shown = text(driver)
    #expect(shown.contains("it could not be read; retrying in 4 s"), "\(shown)")
    #expect(shown.contains("\(Sample.failure.sentence); retrying in 4 s"), "\(shown)")
    #expect(nextTick(driver.state) == Sample.now + 1000)
    driver.go(.clockTicked(Sample.now + 1000))
    #expect(text(driver).contains("it could not be read; retrying in 3 s"))
    driver.go(.alarmDescribed(Sample.report(name)))
    #expect(!text(driver).contains("retrying"))
  }

  @Test("What is not permitted is not said to be read again, though something else is")
  func denied() throws {
    let name = "lambda-errors-insert_id"
    var driver = opened(Sample.alarms, name)
    var denial = ServiceFailure(
      kind: .notPermitted,
      action: "read history",
      reason: "may not",
      code: "AccessDenied"
    )
    var failed = AlarmReport(
      name: name,
      topics: [NotifiedTopic(arn: Self.topic, failure: denial)],
      failures: [denial, Sample.failure]
    )
    failed.retryAt = Sample.now + 4000
    driver.go(.alarmDescribed(failed))
    let shown = text(driver)
    #expect(shown.contains("\(Sample.failure.sentence); retrying in 4 s"), "\(shown)")
    #expect(shown.contains("read history: may not"), "\(shown)")
    #expect(!shown.contains("may not; retrying"), "\(shown)")
    #expect(!shown.contains("it could not be read; retrying"), "\(shown)")
    // Credentials that are over may be renewed.
    var expired = denial
    expired.code = "ExpiredToken"
    #expect(failed.retryAt(after: expired) == failed.retryAt)
    #expect(failed.retryAt(after: denial) == nil)
    // A failure that was told already is not told twice.
    denial.requestID = "another"
    failed.alsoTell([denial])
    #expect(failed.failures.count == 2)
  }
}
