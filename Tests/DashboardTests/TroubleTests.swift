import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The words of trouble")
struct TroubleTests {
  private let failure = ServiceFailure(
    kind: .unavailable,
    action: "list runs",
    reason: "Failed to connect to 127.0.0.1 port 45552 after 0 ms: Couldn't connect to server",
    advice: "check that the endpoint is right and that something listens there"
  )

  @Test("No more than two lines are taken, and when it is tried again is never cut")
  func twoLines() {
    let trouble = TroubleText(failure, retryAt: Sample.now + 4000, now: Sample.now)
    for width in 30...200 {
      for height in [4, 20] {
        let inside = Rect(x: 0, y: 0, width: width, height: height)
        let lines = trouble.lines(in: inside)
        #expect(lines.count <= (height < 6 ? 1 : 2))
        #expect(lines.allSatisfy { $0.width <= width })
        #expect(lines.map(\.text).joined(separator: " ").hasSuffix("retrying in 4 s"), "\(lines)")
      }
    }
    let wide = trouble.lines(in: Rect(x: 0, y: 0, width: 200, height: 20)).map(\.text)
    #expect(wide.joined(separator: " ").contains("something listens there; retrying"))
    let narrow = trouble.lines(in: Rect(x: 0, y: 0, width: 76, height: 20)).map(\.text)
    #expect(narrow.last?.hasSuffix("connect to server; retrying in 4 s") == true, "\(narrow)")
  }

  @Test(
    "Where it is tried again by itself, nobody is told to do that",
    arguments: [
      ("try again", "list runs: no"), ("try again in a moment", "list runs: no"),
      ("try again in a moment; look at the log", "list runs: no; look at the log"),
      ("check the network", "list runs: no; check the network"),
    ]
  )
  func byItself(advice: String, words: String) {
    let failure = ServiceFailure(
      kind: .unavailable,
      action: "list runs",
      reason: "no",
      advice: advice
    )
    #expect(TroubleText(failure, retryAt: Sample.now, now: Sample.now).full == words)
    let once = TroubleText(failure, retryAt: nil, now: Sample.now).full
    #expect(once == "list runs: no; \(advice)")
  }

  @Test("What several panes have alike is told in full by one, the one with the keys if it is one")
  func toldOnce() {
    var driver = Driver.full()
    var (alarms, logs) = (failure, failure)
    (alarms.action, logs.action) = ("list alarms", "follow logs")
    alarms.reason = failure.reason.replacing("after 0 ms", with: "after 12 ms")
    logs.reason = "none of the backend's groups exists"
    driver.go(
      .executionsFailed(failure, retryAt: nil),
      .alarmsFailed(alarms, retryAt: Sample.now + 2000),
      .logTailChanged(TailStatus(groupCount: 7, failure: logs), eventsPerSecond: 0)
    )
    let text = { view(driver.state, size: Sample.size, theme: .plain).text }
    #expect(text().contains("✕ list alarms: the same as in Workflow"))
    #expect(text().contains("✕ list runs: Failed to connect"))
    #expect(text().contains("✕ follow logs: none of the backend's groups"), "that is another")
    driver.keys("esc 4")
    #expect(text().contains("✕ list runs: the same as in Alarms"))
    #expect(text().contains("✕ list alarms: Failed to"))
  }
}
