import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("A pasted list")
struct PastedListTests {
  @Test("A pasted list looks all its ids up together; of one that is too long nothing")
  func batch() throws {
    var driver = Driver()
    let effects = driver.go(.pasted("a\r\n\r\nb\n x\nc\na\n", at: Sample.now))
    #expect(effects == [.lookUpAll(try ["a", "b", "c"].map { try CustomerID($0) })])
    #expect(driver.state.customers.ids == ["a", "b", " x", "c"])
    let many = try (1...5000).map { try CustomerID("id\($0)") }
    let text = many.map(\.text).joined(separator: "\n")
    #expect(
      driver.go(.pasted("\u{FEFF}" + text, at: Sample.now)) == [.stopLookUps, .lookUpAll(many)]
    )
    #expect(driver.state.customers.rows.count == 5001)
    let tooMany = (0...100_000).map { "id\($0)" }.joined(separator: "\n")
    #expect(driver.go(.pasted(tooMany, at: Sample.now)).isEmpty)
    #expect(driver.state.message?.text.contains("100001 ids are more than the 100000") == true)
    #expect(driver.state.message?.text.contains("rollcall get --file") == true)
    #expect(driver.state.customers.rows.count == 5001)
  }

  @Test("A long list is counted to its end, in whatever order and filter it is seen")
  func longBatch() throws {
    for keys in ["esc", "esc s", "esc / 7 enter"] {
      var driver = Driver()
      driver.go(.pasted((1...3000).map { "id\($0)" }.joined(separator: "\n"), at: Sample.now))
      driver.keys(keys)
      for number in 1...3000 {
        let outcome: CustomerAnswer.Outcome = number % 3 == 0 ? .absent : .exists
        driver.go(.customerAnswered(Sample.answer("id\(number)", outcome)))
      }
      let customers = driver.state.customers
      #expect(customers.batch?.words == "3000 ids: 2000 exist, 1000 absent")
      #expect(customers.rows.allSatisfy { $0.existsNow != nil } && customers.rows.count == 3000)
      #expect(customers.visible.allSatisfy { $0.existsNow != nil } && !customers.visible.isEmpty)
    }
  }

  @Test("A pasted list tells how far it is, and then what was found")
  func batchSummary() throws {
    var driver = Driver()
    driver.go(.pasted("a\nb\n x\nc\nd", at: Sample.now))
    #expect(driver.state.customers.batch?.done == 1)
    #expect(driver.state.customers.batch?.total == 5)
    driver.go(.customerAnswered(Sample.answer("a", .exists)))
    driver.go(.customerAnswered(Sample.answer("a", .exists)))
    driver.go(.customerAnswered(Sample.answer("b", .absent)))
    #expect(driver.state.customers.batch?.done == 3)
    driver.go(.customerAnswered(Sample.answer("c", .exists)))
    driver.go(.customerAnswered(Sample.answer("d", .failed(Sample.failure))))
    #expect(driver.state.customers.batch?.isDone == true)
    let summary = "2 exist, 1 absent, 1 invalid, 1 failed"
    #expect(driver.state.customers.batch?.summary == summary)
    driver.keys("esc esc")
    #expect(driver.state.customers.batch == nil)
  }

  @Test("Esc among the rows stops a list: what was answered stays, the rest goes")
  func stopped() throws {
    var driver = Driver()
    driver.go(.pasted("a\nb\n x\nc\nd", at: Sample.now))
    driver.go(.customerAnswered(Sample.answer("a", .exists)))
    #expect(driver.keys("esc").isEmpty)
    #expect(view(driver.state, size: Sample.size, theme: .plain).text.contains("esc stops"))
    #expect(driver.keys("esc") == [.stopLookUps])
    #expect(driver.state.customers.ids == ["a", " x"])
    #expect(driver.state.customers.batch?.words == "stopped at 2 of 5 ids: 1 exists, 1 invalid")
    #expect(driver.state.customers.batch?.briefWords == "stopped: 1 exists, 1 invalid")
    #expect(driver.keys("esc").isEmpty)
    #expect(driver.state.customers.batch == nil)
  }

  @Test("A list that is pasted among the rows is looked up, and a single id goes into the field")
  func pasteInRows() throws {
    var driver = Driver()
    driver.keys("esc")
    let effects = driver.go(.pasted("a\nb\n", at: Sample.now))
    #expect(effects == [.lookUpAll([try CustomerID("a"), try CustomerID("b")])])
    driver.go(.pasted("c", at: Sample.now))
    #expect(driver.state.customers.isTyping)
    #expect(driver.state.customers.field.text == "c")
  }
}
