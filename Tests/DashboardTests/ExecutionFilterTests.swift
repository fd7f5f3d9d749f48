import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The filter of runs")
struct ExecutionFilterTests {
  private static let all = ["9f3c1e20", "71aa02f1", "5be790aa", "c2d81099", "0d1e5f77"]
  private static let recent = ["9f3c1e20", "71aa02f1"]
  private static let sortedOut = ["71aa02f1", "c2d81099", "0d1e5f77"]

  @Test(
    "Words are looked for in all that is shown, members by their names",
    arguments: [
      ("", ["9f3c1e20", "71aa02f1", "5be790aa", "c2d81099", "0d1e5f77"]), ("BOOM", ["5be790aa"]),
      ("insertid", ["9f3c1e20", "5be790aa"]), ("insertid failed", ["5be790aa"]),
      ("status:failed", ["5be790aa"]), ("status:f", ["5be790aa"]),
      ("status:timed_out,FAILED", ["5be790aa", "0d1e5f77"]),
      ("status:succ sfn", ["71aa02f1"]), ("since:1m", ["9f3c1e20", "71aa02f1"]),
      ("before:1h", ["0d1e5f77"]), ("since:2h before:2m", ["c2d81099", "0d1e5f77"]),
      ("since:12:00 before:12:01", ["c2d81099"]), ("since:12:04:20", ["9f3c1e20"]),
      ("since:-1m", ["9f3c1e20", "71aa02f1"]), ("since:1w before:60m", ["0d1e5f77"]),
      ("since:2026-11-24T12:04:20Z", ["9f3c1e20"]),
      ("id=old", ["0d1e5f77"]), ("id=ol", []), ("id:ol", ["0d1e5f77"]),
      ("state:already", ["71aa02f1", "c2d81099"]), ("state=AlreadyExists id:sched", ["c2d81099"]),
      ("name:5be", ["5be790aa"]), ("\"timed out\"", ["0d1e5f77"]), ("odd:thing", []),
      ("-status:succeeded", ["9f3c1e20", "5be790aa", "0d1e5f77"]),
      ("!status:succ,running", ["5be790aa", "0d1e5f77"]), ("-insertid -failed", sortedOut),
      ("-id=old -status:running", ["71aa02f1", "5be790aa", "c2d81099"]),
      ("-state:already", ["9f3c1e20", "5be790aa", "0d1e5f77"]), ("-name:5be boom", []),
      ("-\"timed out\" before:1h", []), ("\"-status:succeeded\"", []), ("-since:1h", ["0d1e5f77"]),
      ("since:\"11-24 12:04:20\"", ["9f3c1e20"]), ("since:11-24T12:04:20", ["9f3c1e20"]),
      ("-before:1h", ["9f3c1e20", "71aa02f1", "5be790aa", "c2d81099"]),
      ("-odd:thing since:1m", recent),
      ("status:failed -status:failed", []), ("-status:", all),
      ("status:", ["9f3c1e20", "71aa02f1", "5be790aa", "c2d81099", "0d1e5f77"]),
    ]
  )
  func matches(text: String, names: [String]) {
    let filter = ExecutionFilter(text, now: Sample.now)
    #expect(filter.problem == nil)
    #expect(Sample.executions.filter(filter.matches).map(\.name) == names)
  }

  @Test("The service looks for a status by itself only where no other is let through")
  func status() {
    func status(_ text: String) -> Execution.Status? {
      ExecutionFilter(text, now: Sample.now).status
    }
    #expect(status("status:failed") == .failed)
    #expect(status("-status:failed") == nil)
    #expect(status("status:failed,succeeded -status:failed") == .succeeded)
    #expect(status("status:failed -status:failed") == nil)
    #expect(status("boom") == nil)
  }

  @Test(
    "What cannot be understood is said",
    arguments: [
      "status:nosuch", "since:soon", "before:25:00", "since:12:00:9223372036854775807",
      "since:12:00:99", "since:12:00:-5", "since:12:00:abc", "before:99999999999999999999d",
    ]
  )
  func problems(text: String) {
    #expect(ExecutionFilter(text, now: Sample.now).problem != nil)
    var driver = Driver.full()
    driver.keys("tab esc /")
    driver.type(text)
    func shown() -> String {
      view(driver.state, size: Size(columns: 200, rows: 60), theme: .plain).text
    }
    driver.go(.resized(Size(columns: 200, rows: 60)))
    driver.keys("enter")
    #expect(driver.state.message?.isError == true)
    // What stands in the title does not look as if it chose anything.
    driver.keys("j")
    #expect(driver.state.message == nil)
    let begin = text.prefix { $0 != ":" }
    #expect(shown().contains("─ filter: \(begin): "), "\(shown())")
  }

  @Test("While it is typed, what is not understood is said beside it")
  func promptNote() {
    var driver = Driver.full()
    driver.go(.resized(Size(columns: 120, rows: 36)))
    driver.keys("tab esc /")
    driver.type("status:nope")
    let shown = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(shown.contains("status: there is no nope"), "\(shown)")
  }

  @Test("A long filter is cut in the title by a sign that says so")
  func title() {
    var driver = Driver.full()
    driver.keys("tab esc /")
    driver.type("status:failed since:10m id=bulk_two")
    driver.keys("enter")
    driver.go(.resized(Size(columns: 200, rows: 60)))
    let text = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(text.contains("/ status:failed since:10m…"), "\(text)")
  }
}
