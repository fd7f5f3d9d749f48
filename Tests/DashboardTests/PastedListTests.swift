import CustomerDomain
import Terminal
import TestKit
import Testing

@testable import Dashboard

@Suite("A pasted list")
struct PastedListTests {
  @Test("A pasted list looks all its ids up together; of one that is too long nothing")
  func batch() throws {
    var driver = Driver()
    let effects = driver.go(.pasted("a\r\n\r\nb\n x\nc\na\n", at: Sample.now))
    #expect(effects == [.lookUpAll(try ["a", "b", "c"].map { try CustomerID($0) }, batch: 1)])
    #expect(driver.state.customers.ids == ["a", "b", " x", "c"])
    let words = "4 ids, 1 repeat left out: 1 invalid"
    #expect(driver.state.customers.batch?.words == words)
    let many = try (1...5000).map { try CustomerID("id\($0)") }
    let text = many.map(\.text).joined(separator: "\n")
    let again = driver.go(.pasted("\u{FEFF}" + text, at: Sample.now))
    #expect(again == [.lookUpAll(many, batch: 2)], "which takes the place of the first list")
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
        driver.go(.customerAnswered(Sample.answer("id\(number)", outcome), batch: 1))
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
    driver.go(.customerAnswered(Sample.answer("a", .exists), batch: 1))
    driver.go(.customerAnswered(Sample.answer("a", .exists), batch: 1))
    driver.go(.customerAnswered(Sample.answer("b", .absent), batch: 1))
    #expect(driver.state.customers.batch?.done == 3)
    driver.go(.customerAnswered(Sample.answer("c", .exists), batch: 1))
    driver.go(.customerAnswered(Sample.answer("d", .failed(Sample.failure)), batch: 1))
    #expect(driver.state.customers.batch?.isDone == true)
    let summary = "2 exist, 1 absent, 1 invalid, 1 failed"
    #expect(driver.state.customers.batch?.summary == summary)
    driver.keys("esc esc")
    #expect(driver.state.customers.batch == nil)
  }

  @Test("Answers are counted as they come, whichever id is slow")
  func anyOrder() {
    var driver = Driver()
    driver.go(.pasted("a\nb\nc\nd", at: Sample.now))
    driver.go(.customerAnswered(Sample.answer("d", .exists), batch: 1))
    driver.go(.customerAnswered(Sample.answer("b", .absent), batch: 1))
    driver.go(.customerAnswered(Sample.answer("e", .absent), batch: 1))
    #expect(driver.state.customers.batch?.done == 2)
    #expect(driver.state.customers.row("d")?.existsNow == true)
    #expect(driver.state.customers.row("a")?.isAsking == true)
    #expect(view(driver.state, size: Sample.size, theme: .plain).text.contains("2 of 4"))
    driver.go(.customerAnswered(Sample.answer("c", .exists), batch: 1))
    driver.go(.customerAnswered(Sample.answer("a", .failed(Sample.failure)), batch: 1))
    #expect(driver.state.customers.batch?.words == "4 ids: 2 exist, 1 absent, 1 failed")
  }

  @Test("Esc among the rows stops a list: what was answered stays, the rest goes")
  func stopped() throws {
    var driver = Driver()
    driver.go(.pasted("a\nb\n x\nc\nd", at: Sample.now))
    driver.go(.customerAnswered(Sample.answer("a", .exists), batch: 1))
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
    #expect(effects == [.lookUpAll([try CustomerID("a"), try CustomerID("b")], batch: 1)])
    driver.go(.pasted("c", at: Sample.now))
    #expect(driver.state.customers.isTyping)
    #expect(driver.state.customers.field.text == "c")
  }

  @Test("What is answered late to a list that was stopped, or to one before, is let go")
  func late() {
    var driver = Driver()
    driver.go(.pasted("a\nb\nc", at: Sample.now))
    driver.go(.customerAnswered(Sample.answer("a", .exists), batch: 1))
    driver.keys("esc esc")
    driver.go(.customerAnswered(Sample.answer("b", .exists), batch: 1))
    #expect(driver.state.customers.ids == ["a"])
    driver.go(.pasted("c\nd", at: Sample.now))
    driver.go(.customerAnswered(Sample.answer("b", .exists), batch: 1))
    driver.go(.customerAnswered(Sample.answer("c", .exists), batch: 1))
    #expect(driver.state.customers.ids == ["c", "d", "a"])
    #expect(driver.state.customers.batch?.done == 0)
    #expect(driver.state.customers.row("c")?.isAsking == true)
    driver.go(.pasted(" x\n y", at: Sample.now))
    #expect(driver.state.customers.ids == [" x", " y", "a"])
  }

  @Test("A list without any id ends the one before it")
  func onlyInvalid() {
    var driver = Driver()
    driver.go(.pasted("a\nb", at: Sample.now))
    #expect(driver.go(.pasted(" x\n y", at: Sample.now)) == [.stopLookUps])
    #expect(driver.go(.pasted(" x\n y", at: Sample.now)).isEmpty)
  }

  @Test("Esc gives the rows back that a list took, and leaves those that were asked about alone")
  func givenBack() {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("theirs", .absent)))
    driver.type("mine")
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("mine", .exists)))
    driver.go(.pasted("a\nb\nc\nmine\ntheirs", at: Sample.now))
    #expect(driver.state.customers.row("mine")?.existsNow == true, "it is known while it is asked")
    driver.go(.customerAnswered(Sample.answer("a", .exists), batch: 1))
    driver.keys("esc g down down enter")
    #expect(driver.state.customers.ids == ["c", "a", "b", "mine", "theirs"])
    driver.go(.customerAnswered(Sample.answer("b", .exists), batch: 1))
    #expect(driver.keys("esc") == [.stopLookUps])
    #expect(driver.state.customers.ids == ["c", "a", "b", "mine", "theirs"])
    #expect(driver.state.customers.row("c")?.isAsking == true)
    #expect(driver.state.customers.row("mine")?.word == "exists")
    #expect(driver.state.customers.row("theirs")?.isOwn == false)
    driver.go(.customerAnswered(Sample.answer("c", .absent)))
    #expect(driver.state.customers.row("c")?.word == "absent")
  }

  @Test("A list that is put away leaves no more rows than there would be without it")
  func putAway() {
    var driver = Driver()
    let texts = (1...3000).map { "id\($0)" }
    driver.go(.pasted(texts.joined(separator: "\n"), at: Sample.now))
    for text in texts { driver.go(.customerAnswered(Sample.answer(text, .exists), batch: 1)) }
    #expect(driver.state.customers.rows.count == 3000)
    driver.keys("esc esc")
    #expect(driver.state.customers.batch == nil)
    #expect(driver.state.customers.ids == Array(texts.prefix(CustomersState.capacity)))
  }

  @Test("What others ask about finds no room among as many rows of our own as are kept")
  func noRoom() {
    var driver = Driver()
    let texts = (1...3000).map { "id\($0)" }
    driver.go(.pasted(texts.joined(separator: "\n"), at: Sample.now))
    for text in texts { driver.go(.customerAnswered(Sample.answer(text, .exists), batch: 1)) }
    driver.keys("esc esc")
    var customers = driver.state.customers
    customers.order = .id
    let before = customers.ids
    func put(_ id: String, isOwn: Bool) {
      let status = CustomerRow.Status.asking(.lookUp, known: nil)
      customers.put(CustomerRow(id: id, at: Sample.now, status: status, isOwn: isOwn))
    }
    for _ in 0..<2 { put("theirs", isOwn: false) }
    #expect(customers.ids == before && customers.row("theirs") == nil)
    // One's own takes the place of the oldest, and leaves none to others either.
    put("mine", isOwn: true)
    put("theirs", isOwn: false)
    let last = texts[CustomersState.capacity - 1]
    #expect(customers.ids == (before + ["mine"]).filter { $0 != last }.sorted())
    #expect(customers.rows.count == CustomersState.capacity)
  }

  @Test("Rows that come and go one by one stand as if all had been put in order at once")
  func oneByOne() {
    var numbers = SeededNumbers(seed: 3)
    for (order, filter) in [
      (CustomersState.Order.newest, ""), (.newest, "1"), (.id, ""), (.id, "7"),
    ] {
      var customers = CustomersState()
      customers.order = order
      customers.filter = filter
      _ = customers.begin((0..<700).map { "id\($0)" }, at: Sample.now)
      var expected = (0..<700).map { (id: "id\($0)", isOwn: true) }
      for _ in 0..<1500 {
        let row = (
          id: "id\(Int.random(in: 0..<2000, using: &numbers))", isOwn: numbers.chance(0.5)
        )
        customers.put(
          CustomerRow(
            id: row.id,
            at: Sample.now,
            status: .asking(.lookUp, known: nil),
            isOwn: row.isOwn
          )
        )
        expected.removeAll { $0.id == row.id }
        expected.insert(
          row,
          at: row.isOwn ? 0 : expected.firstIndex { !$0.isOwn } ?? expected.count
        )
      }
      #expect(customers.rows.map(\.id) == expected.map(\.id))
      let shown = expected.map(\.id).filter { filter.isEmpty || $0.contains(filter) }
      #expect(customers.ids == (order == .id ? shown.sorted() : shown))
      #expect(
        (0..<customers.visible.count).allSatisfy { customers.visible[$0].id == customers.ids[$0] }
      )
    }
  }

  @Test("Single rows stand beside a long list", .timeLimit(.minutes(5)))
  func single() {
    var customers = CustomersState()
    let texts = (0..<20_000).map { "customer-\($0)" }
    _ = customers.begin(texts, at: Sample.now)
    // Were each row to cost as much as the list, this would not end in time.
    for number in 0..<2000 {
      // Somebody else's answer, one's own look-up, and one of an id of the list.
      for (id, isOwn) in [
        ("a\(number % 20)", false), ("b\(number % 20)", true), (texts[number * 9], true),
      ] {
        let status = CustomerRow.Status.asking(.lookUp, known: nil)
        customers.put(CustomerRow(id: id, at: Sample.now, status: status, isOwn: isOwn))
        #expect(customers.row(id)?.isOwn == isOwn)
      }
    }
    #expect(customers.rows.count == 20_040)
  }
}
