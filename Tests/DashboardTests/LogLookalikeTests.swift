import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Words of a log filter that look like a field's test")
struct LogLookalikeTests {
  @Test("A filter that hides nothing because it is no field's test says so, typed and in force")
  func lookalike() {
    var driver = Driver()
    driver.keys("esc 3")
    driver.feedLogs()
    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 3))
    let size = Size(columns: 120, rows: 36)
    let lines = {
      view(driver.state, size: size, theme: .plain).text.split(separator: "\n").map(String.init)
    }
    driver.keys("/")
    driver.type("-message:plain")
    let typed = "'-message:plain' hides a text; a field is -message=plain"
    #expect(lines().last?.contains(typed) == true, "\(lines())")
    driver.keys("enter")
    let title = { lines().first { $0.contains("3 Logs") } ?? "" }
    #expect(title().contains("-message=plain?"), "\(title())")
    driver.keys("z")
    #expect(title().contains("a field is -message=plain"), "\(title())")
    driver.keys("/ ctrl-u")
    driver.type("-message=plain")
    driver.keys("enter")
    #expect(title().contains("/ -message=plain ") && !title().contains("a field is"))
  }
}
