import AWSWire
import CustomerDomain
import Testing

@testable import Dashboard

@Suite("From a reason to all lines")
struct WhyAllLinesTests {
  private static func id(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(String(1_000_000_000_000 + number).suffix(12))
  }

  @Test("Of a run of many requests the name and 100 are looked for, those that failed first")
  func manyRequests() throws {
    var driver = Driver.why()
    var found = Sample.explanation()
    var detail = Sample.failedRun()
    for index in detail.states.indices { detail.states[index].requestID = nil }
    let state = try #require(detail.states.first)
    for number in 0..<3000 {
      var item = state
      item.attempts = []
      item.requestID = Self.id(number)
      detail.states.append(item)
    }
    detail.states[detail.states.count - 1].requestID = "no UUID|"
    found.trace?.detail = detail
    found.trace?.requestID = Self.id(5000)
    var last = Sample.failedInvocation
    last.requestID = Self.id(4000)
    found.incidents[0].invocations = [last]
    driver.go(.explained(WhyReport(found), at: Sample.now))
    driver.keys("g L")
    let words = driver.state.logs.filter.dropFirst().dropLast().split(separator: "|")
    let first = [Sample.failedRun().execution.name, Self.id(4000), Self.id(5000), Self.id(0)]
    #expect(words.prefix(4).map(String.init) == first)
    #expect(words.count == 101)
    #expect(driver.state.message?.text.contains("of the run and 100 of its requests") == true)
  }

  @Test("A run's name is looked for as it stands, whatever is in it")
  func oddName() throws {
    var driver = Driver.why()
    var found = Sample.explanation()
    found.trace?.detail?.execution.name = #"-a\E/ b"#
    driver.go(.explained(WhyReport(found), at: Sample.now))
    driver.keys("g L")
    let terms = try LogFilter(parsing: driver.state.logs.filter).terms
    #expect(terms.count == 1)
    guard case .pattern(let expression, _)? = terms.first?.test else {
      Issue.record("\(terms)")
      return
    }
    #expect(expression.hasPrefix(#"-a\\E/\ b|"#), "\(expression)")
  }

  @Test("Without a run and a request there are no lines to show, and the key says so")
  func nothingKnown() {
    var driver = Driver.why()
    #expect(driver.state.allLinesRefusal == nil)
    var found = Sample.explanation()
    found.incidents = []
    found.trace = nil
    driver.go(.explained(WhyReport(found), at: Sample.now))
    driver.keys("g")
    #expect(driver.state.allLinesRefusal == "no run or request is known")
  }
}
