import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Thousands of alarms")
struct AlarmRosterTests {
  static let many = (0..<5000).map { number in
    Sample.alarm(
      "Service-\(number % 50)-errors-\(number)",
      number % 100 == 7 ? .alarm : .ok,
      seconds: Double(number + 60)
    )
  }

  @Test("A roster has what the list needs, and is the same value where nothing changed")
  func roster() {
    let first = AlarmRoster(Self.many.shuffled())
    #expect(first.rows.prefix(2).map(\.id) == ["Service-7-errors-7", "Service-7-errors-107"])
    #expect(first.tally == [.alarm: 50, .ok: 4950] && first.red.count == 50)
    let again = AlarmRoster(Self.many.reversed(), after: first)
    #expect(again == first)
    let isShared = again.rows.withUnsafeBufferPointer { new in
      first.rows.withUnsafeBufferPointer { new.baseAddress == $0.baseAddress }
    }
    #expect(isShared, "comparing the two takes no time")
    var changed = Self.many
    changed[1].state = .alarm
    #expect(AlarmRoster(changed, after: first).red.count == 51)
  }

  @Test("Filters find parts of names in any case, in both orders")
  func filters() {
    let roster = AlarmRoster(Self.many)
    #expect(roster.numbers(having: "SERVICE-7-", by: .worst).count == 100)
    let named = roster.numbers(having: "errors-499", by: .name).map { roster.rows[$0].id }
    #expect(named.count == 11 && named == named.sorted() && named[0] == "Service-40-errors-4990")
    #expect(roster.numbers(having: "none such", by: .worst).isEmpty)
    #expect(roster.numbers(having: "", by: .worst) == Array(0..<5000))
  }

  @Test("The selection stays on its alarm when others come, go and are sorted")
  func selection() {
    var driver = Driver()
    driver.go(.alarmsRead(AlarmRoster(Self.many), at: Sample.now))
    driver.keys("esc 4 G")
    let last = driver.state.alarms.selectedRow?.id
    #expect(last == "Service-49-errors-4999")
    #expect(driver.state.alarms.selectedIndex == 4999)
    driver.keys("s")
    #expect(driver.state.alarms.selectedRow?.id == last)
    driver.keys("s /")
    driver.type("errors-49")
    driver.keys("enter")
    #expect(driver.state.alarms.selectedRow?.id == last)
    driver.go(.alarmsRead(AlarmRoster(Array(Self.many.dropFirst(100))), at: Sample.now))
    #expect(driver.state.alarms.selectedRow?.id == last)
    driver.keys("g")
    #expect(driver.state.alarms.selectedIndex == 0 && driver.state.alarms.cursor.top == 0)
  }

  @Test("Several that go red together are announced as one, with names and a number")
  func announcement() {
    var driver = Driver()
    driver.go(
      .alarmsListed((0..<5).map { Sample.alarm("a\($0)", .ok, seconds: 9) }, at: Sample.now)
    )
    let red = (0..<5).map { Sample.alarm("a\($0)", $0 == 4 ? .ok : .alarm, seconds: 1) }
    let effects = driver.go(.alarmsListed(red, at: Sample.now))
    #expect(effects.contains(.notify("rollcall local: 4 alarms: a0, a1, a2…")))
    #expect(effects.contains(.ringBell) && driver.state.alarms.unseen.count == 4)
  }

  @Test("Reasons are told in plain words, whatever kind of alarm it is")
  func reasons() {
    var alarm = Sample.alarm("a", .alarm, seconds: 1)
    alarm.reason =
      "Threshold Crossed: 2 out of the last 3 datapoints [35.526 (27/11/26 08:03:00), 22.0 "
      + "(27/11/26 08:02:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK)"
    #expect(AlarmWords.reason(of: alarm) == "35.53, 22 errors in 2 periods of 60 s, threshold 1")
    alarm.state = .ok
    alarm.reason = "Threshold Crossed: 1 datapoint [0.0 (27/11/26 08:03:00)] was not greater than"
    #expect(AlarmWords.reason(of: alarm) == "0 errors in 60 s, threshold 1")
    alarm.reason = "Threshold Crossed: no datapoints were received for 1 period and 1 missing"
    #expect(AlarmWords.reason(of: alarm) == "no data in 60 s, which counts as good")
    alarm.state = .insufficientData
    alarm.reason = "Insufficient Data: 1 datapoint was unknown."
    #expect(AlarmWords.reason(of: alarm) == "not enough data")
    alarm.reason = "Unchecked: Initial alarm creation"
    #expect(AlarmWords.reason(of: alarm) == "Unchecked: Initial alarm creation")
    alarm.metric = nil
    alarm.reason = "arn:aws:cloudwatch:r:1:alarm:x y transitioned to OK at Friday"
    #expect(AlarmWords.reason(of: alarm) == "x y went to OK")
    alarm.reason = "arn:aws:cloudwatch:r:1:alarm:x was created and its alarm rule evaluates to OK"
    #expect(AlarmWords.reason(of: alarm) == "x was created, and its rule evaluates to OK")
  }
}
