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

  @Test("What there is no room for goes by its worth: the origin, the place, the advice, the end")
  func lessAndLess() {
    let failure = ServiceFailure(
      kind: .notPermitted,
      action: "list alarms",
      reason: "The token is expired",
      advice: "renew the credentials",
      code: "ExpiredToken",
      requestID: "0123"
    )
    let trouble = TroubleText(failure, retryAt: Sample.now + 5000, now: Sample.now)
    let (why, what) = ("The token is expired", "renew the credentials")
    for (width, line) in [
      (130, "✕ list alarms: \(why) (ExpiredToken, request 0123); \(what); retrying in 5 s"),
      (90, "✕ list alarms: \(why); \(what); retrying in 5 s"),
      (70, "✕ \(why); \(what); retrying in 5 s"), (60, "✕ list alarms: \(why); retrying in 5 s"),
      (50, "✕ \(why); retrying in 5 s"),
      (36, "✕ The token is exp…; retrying in 5 s"),
    ] {
      let lines = trouble.lines(width: width, limit: 1, sign: "✕", ellipsis: "…").map(\.text)
      #expect(lines == [line])
      let isNameless = trouble.emphasis(in: SafeText(line), sign: "✕").isEmpty
      #expect(isNameless == [70, 50, 36].contains(width))
    }
  }

  @Test("Panes that are not open and narrow ones say why, and not only what")
  func narrow() {
    let size = Size(columns: 80, rows: 24)
    var driver = Driver(Sample.state(size: size))
    let failure = ServiceFailure(
      kind: .notPermitted,
      action: "list alarms",
      reason: "The security token included in the request is expired",
      advice: "renew the credentials",
      code: "ExpiredTokenException",
      requestID: "8d7f"
    )
    driver.go(.alarmsFailed(failure, retryAt: Sample.now + 5000))
    let text = { view(driver.state, size: $0, theme: .plain).text }
    #expect(text(size).contains("✕ The security token included in the request"), "\(text(size))")
    #expect(text(size).contains("retrying in 5 s"))
    let small = Size(columns: 40, rows: 12)
    driver.go(.resized(small))
    driver.keys("esc 4")
    #expect(text(small).contains("✕ The security tok…; retrying in 5 s"), "\(text(small))")
    #expect(!text(small).contains("list alarms"))
  }

  @Test("That a recording has ended by itself stays in the header")
  func recordingEnded() {
    var driver = Driver.full()
    driver.go(.recordingBegun(path: "x"))
    let header = { driver.state.header }
    #expect(header().contains("  REC ") && !header().contains("ENDED"))
    driver.go(.recordingEnded(reason: "No space left on device"))
    driver.keys("esc 4 1")
    #expect(header().contains("  REC ENDED "))
    let small = Size(columns: 40, rows: 12)
    driver.go(.resized(small))
    #expect(header().contains("REC ENDED"))
    driver.go(.recordingBegun(path: "x"))
    #expect(!header().contains("ENDED"))
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
    #expect(text().contains("✕ Failed to connect to 127.0.0.1"), "\(text())")
  }
}

extension DashboardState {
  /// The first line as it is drawn.
  fileprivate var header: String {
    let text = view(self, size: size, theme: .plain).text
    return String(text.prefix { $0 != "\n" })
  }
}
