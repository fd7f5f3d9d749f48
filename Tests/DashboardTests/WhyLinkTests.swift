import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Ways on from what has no lines, and alarms made of alarms")
struct WhyLinkTests {
  private func text(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  /// A dashboard in which this is open.
  private func driver(_ found: Explanation) -> Driver {
    var driver = Driver.why(Size(columns: 120, rows: 36))
    driver.state.layers = [.why(OpenWhy(found.subject))]
    driver.state.why.contents[found.subject] = .init(askedAt: Sample.now)
    driver.go(.explained(WhyReport(found), at: Sample.now))
    return driver
  }

  private func names(_ driver: Driver) -> [String] {
    driver.state.whyLinks.map { link in
      switch link.subject {
      case .alarm(let name): "alarm \(name)"
      case .customer(let id): "customer \(id)"
      case .execution: "run"
      case .request: "request"
      }
    }
  }

  @Test("A throttled state leads to its function's alarm, and says that there are no lines")
  func throttled() {
    let note = "the invocation of InsertId was throttled: it never ran, and has no lines"
    var found = Sample.explanation()
    (found.alarm, found.subject) = (nil, .execution(Sample.failedRun().execution.arn))
    found.incidents = [Incident(detail: Sample.failedRun())]
    found.trace = Trace(
      incidentID: found.incidents[0].id,
      detail: Sample.failedRun(),
      group: "/aws/lambda/insert_id",
      notes: [note]
    )
    let driver = driver(found)
    #expect(names(driver).contains("alarm lambda-errors-insert_id"), "\(names(driver))")
    #expect(!names(driver).contains("request"))
    #expect(text(driver).contains("was throttled: it never ran"))
  }

  @Test("A way on to what is open already goes back to it, at whatever time it was looked for")
  func back() {
    var driver = Driver.full()
    let first = Explanation.Subject.request(id: "r", near: Sample.ago(60))
    driver.state.open(first)
    driver.state.open(.execution("arn:run"))
    driver.state.open(.request(id: "r", near: Sample.now, group: "/aws/lambda/insert_id"))
    #expect(driver.state.openWhy?.subject == first)
    #expect(driver.state.layers.count == 1)
  }

  @Test("A request that no function answered has its customer, what is known, and ways on")
  func unanswered() {
    var found = Sample.explanation()
    let request = APIRequest(
      id: "api-1",
      at: Sample.now,
      method: "GET",
      path: "/prod/customers/caf%C3%A9",
      resource: "/customers/{id}",
      status: 502
    )
    found.incidents = [Incident(request: request, isUnanswered: true)]
    found.trace = Trace(incidentID: "api-1", group: "/aws/lambda/insert_id", notes: ["no function"])
    found.subject = .alarm(name: "api-5xx")
    let driver = driver(found)
    let shown = text(driver)
    for word in [
      "café", "caf%C3%A9 502", "status 502: no function answered it",
    ] {
      #expect(shown.contains(word), "\(word)\n\(shown)")
    }
    #expect(names(driver).prefix(1) == ["customer café"])
    #expect(names(driver).contains("alarm lambda-errors-insert_id"), "\(names(driver))")
  }

  @Test("Where nothing could be read yet, that there is nothing is not said")
  func unknown() {
    var driver = Driver()
    driver.keys("esc 4 x")
    #expect(driver.state.message?.text.contains("the alarms are not known") == true)
    driver.keys("2 esc x")
    #expect(driver.state.message?.text.contains("the runs are not known") == true)
    driver.go(.alarmsListed([], at: Sample.now))
    driver.keys("4 x")
    #expect(driver.state.message?.text.contains("there is no alarm") == true)
  }

  @Test("The alarms below a composite one stand under it, further in")
  func tree() throws {
    var found = Sample.explanation()
    found.alarm?.metric = nil
    found.alarm?.rule = "ALARM(middle)"
    found.children = ["middle", "part"].map { name in
      var alarm = Sample.alarms[1]
      alarm.name = name
      return alarm
    }
    found.depths = ["middle": 0, "part": 1]
    var driver = Driver.why(Size(columns: 120, rows: 36))
    driver.go(.explained(WhyReport(found), at: Sample.now))
    let lines = text(driver).split(separator: "\n").map(String.init)
    let places = try ["middle", "part"].map { name in
      let line = try #require(lines.firstIndex { $0.contains(" \(name)  ") }, "\(name)")
      let column = lines[line].distance(
        from: lines[line].startIndex,
        to: try #require(lines[line].firstRange(of: name)).lowerBound
      )
      return (line, column)
    }
    #expect(places[1].0 == places[0].0 + 1)
    #expect(places[1].1 == places[0].1 + 2)
  }
}
