import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The way to an explanation")
struct WhyTrailTests {
  @Test("A page that is opened from another one still says how one came there")
  func pages() {
    func first(_ columns: Int) -> String {
      var driver = Driver.why(Size(columns: columns, rows: 36))
      driver.keys("3")
      #expect(driver.state.layers.count == 2)
      let id = "e29f8a00-0000-4000-8000-000000000000"
      driver.state.open(.request(id: id, near: nil))
      let text = view(driver.state, size: driver.state.size, theme: .plain).text
      return text.split(separator: "\n").dropFirst().first.map(String.init) ?? ""
    }
    #expect(
      first(120).hasPrefix(
        " lambda-errors-insert_id  ▸  request 8c2e8a00…  ▸  request e29f8a00…  "
      )
    )
    #expect(first(80).hasPrefix(" lambda-errors-insert_id  ▸  …  ▸  request e29f8a00…  "))
  }
}
