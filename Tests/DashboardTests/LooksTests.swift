import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("A state that looks like another")
struct LooksTests {
  private static let later = Sample.now + 100

  /// The same news again, only later.
  private static let repeats: [DashboardEvent] = [
    .clockTicked(later),
    .executionsListed(Sample.executions, at: later),
    .alarmsListed(Sample.alarms, at: later),
    .logTailChanged(
      TailStatus(groupCount: 7, lagMilliseconds: 700, lastSuccess: later),
      eventsPerSecond: 3.2
    ),
    .roundTripMeasured(milliseconds: 3),
  ]

  @Test("Answers that say nothing new need no frame", arguments: repeats)
  func nothingNew(event: DashboardEvent) {
    var driver = Driver.full()
    driver.go(.roundTripMeasured(milliseconds: 2))
    let before = driver.state
    driver.go(event)
    let isDifferent = driver.state.looksDifferent(from: before)
    #expect(!isDifferent)
  }

  @Test(
    "What is new needs one",
    arguments: [
      .keyPressed(.character("x"), at: Sample.now),
      .clockTicked(Sample.now + 60_000),
      .alarmsListed([], at: later),
      .executionsListed([Sample.execution("new", "x", seconds: 0)] + Sample.executions, at: later),
      .executionsFailed(Sample.failure, retryAt: nil),
      .logTailChanged(TailStatus(groupCount: 8, lastSuccess: later), eventsPerSecond: 3),
      .logTailChanged(
        TailStatus(groupCount: 7, lagMilliseconds: 31_000, lastSuccess: later),
        eventsPerSecond: 3
      ),
      .messageRaised("copied", isError: false),
      .resized(Size(columns: 80, rows: 24)),
    ] as [DashboardEvent]
  )
  func somethingNew(event: DashboardEvent) {
    var driver = Driver.full()
    let before = driver.state
    driver.go(event)
    let isDifferent = driver.state.looksDifferent(from: before)
    #expect(isDifferent)
  }

  @Test(
    "The screen changes by the passing of time at ticks and at no other moment",
    arguments: [Size(columns: 80, rows: 24), Sample.size],
    ["", "t", "t t", "3 t t", "3 t t tab t", "shift-tab enter", "t shift-tab enter"]
  )
  func ticks(size: Size, keys: String) throws {
    var driver = Driver.full(size)
    // Nothing runs, which would tick each second, and no two moments are whole seconds apart.
    let ended = Sample.executions.enumerated().map { index, execution in
      var execution = execution
      execution.status = .succeeded
      execution.startedAt = execution.startedAt + Int64(index * 137)
      execution.stoppedAt = execution.startedAt + 900
      return execution
    }
    let alarms = Sample.alarms.enumerated().map { index, alarm in
      var alarm = alarm
      alarm.since = alarm.since + Int64(index * 171 + 300)
      return alarm
    }
    driver.go(
      .executionsListed(ended, at: Sample.ago(1)),
      .alarmsListed(alarms, at: Sample.ago(1)),
      .executionDescribed(ExecutionReport(Sample.detail(of: ended[0])), at: Sample.now)
    )
    driver.keys("esc " + keys)
    driver.state.message = nil
    driver.go(.clockTicked(Sample.now + 6_000))
    var random = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      let before = driver.state
      let tick = try #require(nextTick(before))
      // Any moment up to just before the tick looks like this one.
      let moment = Int64.random(in: 0..<max(1, tick - before.now), using: &random)
      var quiet = before
      quiet.now = before.now + moment
      let frames = [before, quiet].map { view($0, size: size, theme: .plain) }
      let areEqual = frames[0] == frames[1]
      #expect(areEqual, "\(moment) ms after \(before.now - Sample.now):\n\(frames[1].text)")
      driver.go(.clockTicked(tick))
    }
  }

  @Test("Alarms do not wake a screen that shows no age of theirs")
  func idleAlarms() {
    var driver = Driver()
    driver.go(.executionsListed([], at: Sample.now), .alarmsListed(Sample.alarms, at: Sample.now))
    driver.keys("esc t t 3 t t")
    driver.state.message = nil
    driver.state.alarms.freshness.lastSuccess = nil
    driver.state.workflow.freshness.lastSuccess = nil
    driver.state.alarms.freshness.failure = Sample.failure
    driver.state.workflow.freshness.failure = Sample.failure
    driver.state.logs.tail = TailStatus(groupCount: 1, failure: Sample.failure)
    #expect(driver.state.times == .utc && driver.state.logs.times == .age)
    let minute = Instant(milliseconds: (Sample.now.milliseconds / 60_000 + 1) * 60_000)
    #expect(nextTick(driver.state) == minute)
  }

  @Test("Whatever happens when, states that look the same make the same frame")
  func sameFrames() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      var driver = Driver.full()
      for step in 1...60 {
        let moment = driver.state.now + Int64.random(in: 0...4000, using: &random)
        let events: [DashboardEvent] = [
          .clockTicked(moment),
          .executionsListed(Sample.executions, at: moment),
          .alarmsListed(Sample.alarms, at: moment),
          .logTailChanged(
            TailStatus(
              groupCount: 7,
              lagMilliseconds: .random(in: 0...12_000, using: &random),
              lastSuccess: moment
            ),
            eventsPerSecond: .random(in: 0...4, using: &random)
          ),
        ]
        let before = driver.state
        let event = events.randomElement(using: &random) ?? events[0]
        driver.go(event)
        guard !driver.state.looksDifferent(from: before) else { continue }
        let frames = [before, driver.state].map { view($0, size: $0.size, theme: .plain) }
        let areEqual = frames[0] == frames[1]
        #expect(areEqual, "step \(step)")
      }
    }
  }
}
