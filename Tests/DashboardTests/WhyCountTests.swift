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
    found.found = .init(counts: counts, isLeast: isLeast, told: .newest)
    #expect(IncidentWords.heading(of: found) == heading)
    var driver = Driver.why(Size(columns: 80, rows: 24))
    driver.go(.explained(WhyReport(found), at: Sample.now))
    // What is newly found is shown once it is asked for.
    driver.keys("g")
    #expect(
      view(driver.state, size: driver.state.size, theme: .plain).text.contains(heading.dropFirst(1))
    )
    found.found = .init(counts: nil, isLeast: true, told: .newest)
    #expect(
      IncidentWords.heading(of: found) == "failed in this window: at least 20 runs, 1 invocation"
    )
  }
}
