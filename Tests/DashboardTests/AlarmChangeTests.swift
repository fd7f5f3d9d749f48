import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Changing an alarm")
struct AlarmChangeTests {
  static let name = "customers-workflow-failed"

  func driver(_ context: ContextMark = Sample.context) -> Driver {
    var driver = Driver.full(context: context)
    driver.keys("esc 4")
    return driver
  }

  static func question(_ change: AlarmChange) -> Layer {
    .confirm(Confirmation(action: .changeAlarm(change)))
  }

  @Test("m asks before it mutes, in the rows and on the page")
  func mute() throws {
    var driver = driver()
    try driver.press("m") { $0.layers = [Self.question(.mute(name: Self.name))] }
    let shown = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(shown.contains("mute \(Self.name)?"), "\(shown)")
    #expect(shown.contains("it then notifies nobody, in local"))
    try driver.press("esc") { $0.layers = [] }
    driver.keys("enter m")
    #expect(driver.keys("y") == [.changeAlarm(.mute(name: Self.name))])
    #expect(driver.state.layers == [.alarm(OpenAlarm(name: Self.name))])
  }

  @Test("A muted alarm is unmuted by the same key")
  func unmute() throws {
    var muted = Sample.alarm("m", .alarm, seconds: 1)
    muted.actionsEnabled = false
    var driver = driver()
    driver.go(.alarmsListed([muted], at: Sample.now))
    let frame = view(driver.state, size: Sample.size, theme: .plain)
    #expect(frame.line(35).contains("m unmute"), "\(frame.line(35))")
    driver.keys("m")
    #expect(driver.keys("y") == [.changeAlarm(.unmute(name: "m"))])
  }

  @Test("S offers the three states, the one that is not so first, and asks")
  func setState() throws {
    var driver = driver()
    driver.keys("S")
    #expect(driver.state.layers == [Self.question(.set(name: Self.name, .ok))])
    let shown = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(shown.contains("to OK until evaluated, in local"), "\(shown)")
    #expect(shown.contains("other state"))
    driver.keys("tab")
    #expect(driver.state.layers == [Self.question(.set(name: Self.name, .alarm))])
    driver.keys("right")
    let wanted = AlarmChange.set(name: Self.name, .insufficientData)
    #expect(driver.keys("y") == [.changeAlarm(wanted)])
    #expect(driver.keys("n").isEmpty)
  }

  @Test("A question without a choice has no other")
  func noChoice() {
    var driver = driver()
    driver.keys("m tab")
    #expect(driver.state.layers == [Self.question(.mute(name: Self.name))])
    #expect(driver.state.message?.text == "other state: there is nothing to choose")
  }

  @Test("READ-ONLY refuses both, and the effects are known as changes")
  func readOnly() {
    let context = ContextMark(name: "local", region: "eu-central-1", isReadOnly: true)
    for key in ["m", "S"] {
      var driver = driver(context)
      #expect(driver.keys(key).isEmpty && driver.state.layers.isEmpty)
      #expect(driver.state.message?.text.contains("READ-ONLY") == true)
    }
    #expect(Effect.changeAlarm(.mute(name: "a")).isChanging)
  }

  @Test("What came of it is said, and the alarms are looked at")
  func outcome() {
    var driver = driver()
    let change = AlarmChange.mute(name: Self.name)
    let effects = driver.go(.alarmChanged(change, nil, at: Sample.now))
    #expect(effects == [.refresh(.alarms)])
    #expect(driver.state.message?.text == "muted \(Self.name): it notifies nobody")
    driver.keys("enter")
    var open = Sample.failure
    open.isOutcomeOpen = true
    #expect(
      driver.go(.alarmChanged(change, open, at: Sample.now))
        == [.refresh(.alarms), .describeAlarm(name: Self.name)]
    )
    #expect(driver.go(.alarmChanged(change, Sample.failure, at: Sample.now)).isEmpty)
    #expect(driver.state.message?.isError == true)
  }
}
