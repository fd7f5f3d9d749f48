import AWSWire
import Terminal
import Testing

@testable import Dashboard

@Suite("The terminal's title")
struct TitleTests {
  private func titles(_ effects: [Effect]) -> [String] {
    effects.compactMap { if case .setTitle(let title) = $0 { title } else { nil } }
  }

  @Test("In an outage it says of when the number of alarms is, once, and then counts again")
  func outage() {
    var driver = Driver()
    driver.go(.alarmsListed(Sample.alarms, at: Sample.now))
    #expect(driver.state.title == "▲ 2 rollcall local")
    let failed = driver.go(.alarmsFailed(Sample.failure, retryAt: nil))
    #expect(titles(failed) == ["? ▲ 2 rollcall local: old, as of 12:04 UTC"])
    let later = driver.go(
      .clockTicked(Sample.now + 600_000),
      .alarmsFailed(Sample.failure, retryAt: nil)
    )
    #expect(titles(later).isEmpty, "an outage is not to write bytes again and again")
    let good = driver.go(.alarmsListed([], at: Sample.now + 601_000))
    #expect(titles(good) == ["rollcall local"])
  }

  @Test("Where alarms were never read it does not look as if there were none")
  func never() {
    var driver = Driver()
    let effects = driver.go(.alarmsFailed(Sample.failure, retryAt: nil))
    #expect(titles(effects) == ["? rollcall local: alarms unknown"])
  }
}
