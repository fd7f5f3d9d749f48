import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Ids as they are shown")
struct ShownIDTests {
  @Test(
    "Ids that differ in what is invisible differ on the screen, also in the question and the file"
  )
  func invisible() throws {
    let size = Size(columns: 200, rows: 60)
    let ids = ["DE", "\u{1F1E9}\u{1F1EA}", "D\u{200D}E", "D\u{FE0F}E", "\u{E9}", "e\u{301}"]
    let shown = [
      "DE", #"\u{1F1E9}\u{1F1EA}"#, #"D\u{200D}E"#, #"D\u{FE0F}E"#, "\u{E9}", #"e\u{301}"#,
    ]
    for (id, text) in zip(ids, shown) {
      var driver = Driver(Sample.state(size: size))
      driver.go(.pasted(id, at: Sample.now))
      #expect(view(driver.state, size: size, theme: .plain).text.contains("▸ \(text) "))
      driver.keys("enter")
      driver.go(.customerAnswered(Sample.answer(id, .exists)))
      driver.keys("esc")
      #expect(view(driver.state, size: size, theme: .plain).text.contains("● \(text) "))
      guard case .copy(let copied)? = driver.keys("y").first else {
        Issue.record("nothing is copied")
        continue
      }
      #expect(copied.utf8.elementsEqual(id.utf8))
      let row = try #require(driver.state.customers.selectedRow)
      #expect(SavedCustomer(row).tableRow.utf8.starts(with: Array("\(id),exists".utf8)))
      driver.keys("d")
      let question = view(driver.state, size: size, theme: .plain).text
      #expect(question.contains("delete \(text)?"))
    }
  }

  @Test("On production an id is also meant by who types what is shown")
  func typedAsShown() throws {
    let context = ContextMark(name: "live", region: "eu-central-1", isProduction: true)
    var driver = Driver(Sample.state(context: context))
    driver.go(.customerAnswered(Sample.answer("D\u{200D}E", .exists)))
    driver.keys("esc d")
    driver.type("DE")
    #expect(driver.keys("enter").isEmpty)
    driver.keys("ctrl-u")
    driver.type(#"D\u{200D}E"#)
    #expect(driver.keys("enter") == [.delete(try CustomerID("D\u{200D}E"))])
  }
}
