import CustomerDomain
import Terminal
import Testing
import Themes

@testable import Dashboard

@Suite("Why: how much failed, where not all of it is shown")
struct WhyCountTests {
  @Test(
    "The heading counts all that was found, and says once which of it is shown",
    arguments: [
      (false, "failed in this window: 47 runs, the newest 20 shown"),
      (true, "failed in this window: at least 47 runs, the newest 20 shown"),
    ]
  )
  func foundCounts(isLeast: Bool, heading: String) {
    let all = (0..<47).map { Incident(execution: Sample.failedRun($0).execution) }
    var found = Sample.explanation(runs: 20)
    let counts = IncidentCounts(all, of: found.subject)
    found.found = .init(counts: counts, isLeast: isLeast)
    #expect(IncidentWords.heading(of: found) == heading)
    var driver = Driver.why(Size(columns: 80, rows: 24))
    driver.go(.explained(WhyReport(found), at: Sample.now))
    // What is newly found is shown once it is asked for.
    driver.keys("g")
    #expect(
      view(driver.state, size: driver.state.size, theme: .plain).text.contains(heading.dropFirst(1))
    )
    found.found = .init(counts: nil, isLeast: true)
    #expect(
      IncidentWords.heading(of: found) == "failed in this window: at least 20 runs, 1 invocation"
    )
  }

  @Test("Where nothing was found, that is no more than was searched")
  func nothing() {
    var found = Sample.explanation()
    found.incidents = []
    #expect(IncidentWords.heading(of: found) == "failed in this window: nothing")
    found.found = .init(counts: nil, isLeast: true)
    #expect(
      IncidentWords.heading(of: found) == "failed in this window: nothing in what was searched"
    )
  }

  private static func invocation(_ number: Int, run: String? = nil) -> Invocation {
    var invocation = Invocation(
      requestID: "i\(number)",
      group: "/aws/lambda/insert_id",
      stream: "s",
      endedAt: Sample.now,
      outcome: .failed
    )
    invocation.executionARN = run
    return invocation
  }

  private static func request(_ number: Int) -> APIRequest {
    APIRequest(id: "r\(number)", at: Sample.now, method: "POST", path: "/", status: 504)
  }

  @Test("A run that was not read hides no invocation that stands alone")
  func unreadRun() {
    let unread = Incident(execution: Sample.failedRun(1).execution)
    var read = Incident(detail: Sample.failedRun(2))
    read.invocations = [Self.invocation(1), Self.invocation(2)]
    let alone = (3..<7).map { Incident(invocations: [Self.invocation($0)]) }
    func words(_ incidents: [Incident]) -> String {
      IncidentWords.heading(
        of: Explanation(subject: .alarm(name: "a"), incidents: incidents)
      )
    }
    #expect(words([unread, read] + alone) == "failed in this window: 2 runs, 4 invocations")
    #expect(words([read] + alone) == "failed in this window: 1 run, 6 invocations")
    // What is known of a run by the log alone counts, too.
    let named = Incident(invocations: [Self.invocation(8, run: "arn:run")])
    #expect(words([named, read] + alone) == "failed in this window: 2 runs, 7 invocations")
  }

  @Test("A request counts with the invocation that answered it, and the run it began does not")
  func requests() {
    var answer = Self.invocation(1, run: "arn:begun")
    answer.apiRequestID = "r1"
    let incidents = [
      Incident(invocations: [answer], request: Self.request(1)),
      Incident(request: Self.request(2)),
    ]
    let found = Explanation(subject: .alarm(name: "a"), incidents: incidents)
    #expect(IncidentWords.heading(of: found) == "failed in this window: 2 requests")
    // Where there is no access log, it is an invocation by itself.
    let alone = Explanation(
      subject: .alarm(name: "a"),
      incidents: [Incident(invocations: [answer])]
    )
    #expect(IncidentWords.heading(of: alone) == "failed in this window: 1 invocation")
  }

  @Test(
    "What is slow is not said to have failed, whether or not all of it is shown",
    arguments: [
      (Explanation.Told.slowest, "in this window: 1 invocation"),
      (.first, "in this window: 1 invocation"),
      (.newest, "failed in this window: 1 invocation"),
    ]
  )
  func slow(told: Explanation.Told, heading: String) {
    let found = Explanation(
      subject: .alarm(name: "a"),
      incidents: [Incident(invocations: [Self.invocation(1)])],
      told: told
    )
    #expect(IncidentWords.heading(of: found) == heading)
  }

  /// Requests to the API that failed, each with the invocation that answered it.
  private func requests(_ count: Int) -> Explanation {
    var found = Sample.explanation()
    found.trace = nil
    found.incidents = (0..<count).map { number in
      var invocation = Sample.failedInvocation
      invocation.requestID += "\(number)"
      invocation.executionARN = nil
      invocation.error = "Down"
      return Incident(
        invocations: [invocation],
        request: APIRequest(
          id: "api-\(number)",
          at: Sample.now,
          method: "GET",
          path: "/prod/customers/slow_1",
          status: 502
        )
      )
    }
    return found
  }

  @Test("A request's row has its status, its customer and its error, and all are counted")
  func requestRows() {
    var driver = Driver.why(Size(columns: 120, rows: 36))
    driver.go(.explained(WhyReport(requests(3)), at: Sample.now))
    driver.keys("g")
    let shown = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(shown.contains("Failed in this window: 3 requests ─"))
    #expect(
      shown.split(separator: "\n").count { $0.contains("boom") && $0.contains("slow_1 502 Down") }
        == 3
    )
  }

  @Test("Runs that were not read are counted by what their invocations say, and by themselves")
  func unreadCounts() {
    var found = requests(0)
    found.incidents = [Incident(detail: Sample.failedRun(), invocations: [Sample.failedInvocation])]
    for number in 1...3 {
      var invocation = Sample.failedInvocation
      invocation.requestID += "\(number)"
      invocation.executionARN = "arn:\(number)"
      found.incidents.append(Incident(invocations: [invocation]))
    }
    #expect(IncidentWords.counts(found) == ["4 runs", "4 invocations"])
    found.incidents.append(Incident(execution: Sample.failedRun(1).execution))
    #expect(IncidentWords.counts(found) == ["5 runs"], "nobody knows how many it made")
  }

  @Test("Of a customer each row is counted once: what a run called is the run's")
  func customerCounts() {
    var found = requests(0)
    found.subject = .customer(id: "boom")
    var alone = Sample.failedInvocation
    alone.executionARN = nil
    found.incidents = [
      Incident(detail: Sample.failedRun(), invocations: [Sample.failedInvocation]),
      Incident(invocations: [alone]),
    ]
    #expect(IncidentWords.heading(of: found) == "about this customer: 1 run, 1 invocation")
  }
}
