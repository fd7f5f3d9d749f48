import AWSWire
import CustomerDomain
import Terminal
import Testing

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

  @Test("A new red alarm rings the bell and is marked until the pane is looked at")
  func new() {
    var driver = Driver()
    let ok = Sample.alarm("a", .ok, seconds: 100)
    let red = Sample.alarm("a", .alarm, seconds: 1)
    driver.go(.alarmsListed([ok], at: Sample.now))
    #expect(
      driver.go(.alarmsListed([red], at: Sample.now)) == [
        .ringBell, .setTitle("▲ 1 rollcall local"),
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

  @Test("Enter opens an alarm and asks for its history; esc leaves it")
  func open() throws {
    var driver = Driver.full()
    driver.keys("esc 4")
    let name = "customers-workflow-failed"
    try driver.press("enter", [.describeAlarm(name: name)]) {
      $0.layers = [.alarm(OpenAlarm(name: name))]
    }
    driver.send(.alarmDescriptionFailed(name: name, Sample.failure)) {
      $0.alarms.detailFailure = Sample.failure
    }
    driver.send(.alarmDescribed(name: "another", history: [], points: [], at: Sample.now))
    try driver.press("esc", [.leaveAlarm]) { $0.layers = [] }
  }

  @Test("The reason is told in plain words")
  func words() throws {
    let alarm = Sample.alarm("a", .alarm, seconds: 1)
    #expect(AlarmWords.reason(of: alarm) == "1 error in 60 s, threshold 1")
    let metric = try #require(alarm.metric)
    #expect(AlarmWords.rule(of: metric) == "Sum of Errors (AWS/Lambda) ≥ 1 over 60 s")
    var odd = alarm
    odd.reason = "set by hand"
    #expect(AlarmWords.reason(of: odd) == "set by hand")
  }
}
