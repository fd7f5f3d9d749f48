import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Data that should be newer")
struct OverdueTests {
  private static let local = PollIntervals(executions: 1000, alarms: 1000)
  private static let aws = PollIntervals(executions: 5000, alarms: 15_000)

  /// A dashboard whose lists all came at the same moment.
  private func driver(_ intervals: PollIntervals?, size: Size = Sample.size) -> Driver {
    var driver = Driver(Sample.state(size: size, intervals: intervals))
    list(&driver, at: Sample.now)
    return driver
  }

  private func list(_ driver: inout Driver, at moment: Instant) {
    driver.go(
      .executionsListed([], at: moment),
      .alarmsRead(AlarmRoster([]), at: moment)
    )
  }

  private func titles(_ driver: Driver) -> (workflow: Bool, alarms: Bool) {
    let text = view(driver.state, size: driver.state.size, theme: .plain).text
    let borders = text.split { "╭╮".contains($0) }
    func hasAge(_ title: String) -> Bool {
      borders.contains { $0.contains(title) && $0.contains("data ") }
    }
    return (hasAge("2 Workflow"), hasAge("4 Alarms"))
  }

  @Test("Panes say how old their data is once calls hang, before any has failed")
  func hanging() {
    var driver = driver(Self.local)
    driver.go(.clockTicked(Sample.now + 9999))
    #expect(titles(driver) == (false, false))
    driver.go(.clockTicked(Sample.now + 10_000))
    #expect(titles(driver) == (true, true))
    list(&driver, at: Sample.now + 20_000)
    #expect(titles(driver) == (false, false))
  }

  @Test("What is read less often is older before anything is said, and its moment is a tick")
  func slower() {
    var driver = driver(Self.aws)
    driver.go(.clockTicked(Sample.now + 19_999))
    #expect(titles(driver) == (true, false))
    #expect(nextTick(driver.state) == Sample.now + 20_000)
    driver.go(.clockTicked(Sample.now + 20_000))
    #expect(titles(driver) == (true, true))
    var minutes = self.driver(PollIntervals(executions: 90_000, alarms: .max))
    minutes.go(.clockTicked(Sample.now + 94_000))
    #expect(titles(minutes) == (false, false))
    #expect(nextTick(minutes.state) == Sample.now + 95_000)
    minutes.go(.clockTicked(Sample.now + 95_000))
    #expect(titles(minutes) == (true, false))
  }

  @Test("Where polls go well, nothing on the screen changes, whatever their interval")
  func healthy() {
    for intervals in [Self.local, Self.aws] {
      var driver = driver(intervals)
      driver.feedLogs()
      driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 0))
      // The clock's minute stays the same.
      for second in stride(from: Int64(1), through: 25, by: 1) {
        let moment = Sample.now + second * 1000
        let before = driver.state
        driver.go(.executionsListed([], at: moment))
        if second % 15 == 0 || intervals == Self.local {
          driver.go(.alarmsRead(AlarmRoster([]), at: moment))
        }
        #expect(Pane.allCases.allSatisfy { !driver.state.isOverdue($0) })
        guard intervals == Self.local else { continue }
        #expect(titles(driver) == (false, false))
        let frames = [before, driver.state].map { view($0, size: Sample.size, theme: .plain) }
        #expect(frames[0] == frames[1])
      }
    }
  }

  @Test("A pane that is closed to a line says it first")
  func closed() throws {
    var driver = driver(Self.local, size: Size(columns: 80, rows: 24))
    driver.go(.clockTicked(Sample.now + 31_000))
    let text = view(driver.state, size: driver.state.size, theme: .plain).text
    let lines = text.split(separator: "\n").filter { $0.contains("data 30 s") }
    #expect(lines.count == 2, "\(text)")
    #expect(lines.allSatisfy { $0.contains("Workflow") || $0.contains("Alarms") })
  }

  @Test("While it is paused nothing is wrong with old data, which is told all the same")
  func paused() {
    var driver = driver(Self.local)
    driver.keys("esc p")
    driver.go(.clockTicked(Sample.now + 31_000))
    #expect(titles(driver) == (true, true))
    #expect(!driver.state.isSomeOverdue)
    driver.keys("p")
    #expect(driver.state.isSomeOverdue)
  }
}
