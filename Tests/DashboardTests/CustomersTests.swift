import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Customers")
struct CustomersTests {
  @Test("Typing and enter looks the id up and selects the text for the next one")
  func lookUp() throws {
    var driver = Driver()
    driver.type("user_test")
    let id = try CustomerID("user_test")
    try driver.press("enter", [.lookUp(id)]) {
      $0.customers.field.selectAll()
      $0.customers.put(
        CustomerRow(id: "user_test", at: Sample.now, status: .asking(.lookUp, known: nil))
      )
    }
    let answer = Sample.answer("user_test", .exists)
    driver.send(.customerAnswered(answer)) {
      $0.customers.change("user_test") { $0.status = .answered(answer) }
      $0.roundTripMilliseconds = 3
    }
    try driver.press("x") { $0.customers.field = TextField("x") }
  }

  @Test(
    "An invalid id is flagged with its reason and never sent",
    arguments: [
      (" x", CustomerID.Problem.leadingSpace), ("x ", .trailingSpace), ("   ", .blank),
      ("a\u{1B}b", .controlCharacter("\u{1B}")),
      (String(repeating: "x", count: 3000), .tooLong(3000)),
    ]
  )
  func invalid(text: String, problem: CustomerID.Problem) throws {
    var driver = Driver()
    driver.go(.pasted(text, at: Sample.now))
    try driver.press("enter") {
      $0.customers.field.selectAll()
      $0.customers.put(CustomerRow(id: text, at: Sample.now, status: .invalid(problem)))
    }
  }

  @Test("A pasted list looks each id up, and no more than fifty")
  func batch() throws {
    var driver = Driver()
    let effects = driver.go(.pasted("a\r\n\r\nb\n x\nc\n", at: Sample.now))
    #expect(
      effects == [
        .lookUp(try CustomerID("a")), .lookUp(try CustomerID("b")), .lookUp(try CustomerID("c")),
      ]
    )
    #expect(driver.state.customers.ids == ["a", "b", " x", "c"])
    let many = (1...60).map { "id\($0)" }.joined(separator: "\n")
    #expect(driver.go(.pasted(many, at: Sample.now)).count == 50)
    #expect(driver.state.message?.text == "looking up the first 50 of 60 ids")
  }

  @Test("i inserts an absent id")
  func insert() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("x", .absent)))
    driver.keys("esc")
    try driver.press("i", [.insert(try CustomerID("x"))]) {
      $0.customers.change("x") { $0.status = .asking(.insert, known: false) }
    }
    let answer = Sample.answer("x", .created, .insert)
    driver.send(.customerAnswered(answer)) {
      $0.customers.change("x") { $0.status = .answered(answer) }
    }
  }

  @Test("i and d say why they cannot act")
  func refusals() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("x", .exists)))
    driver.keys("esc")
    try driver.press("i") { $0.message = Message(text: "insert: it exists already", isError: true) }
    driver.go(.customerAnswered(Sample.answer("x", .unknown(Sample.failure), .delete)))
    #expect(driver.keys("d").isEmpty)
    #expect(driver.state.message?.text.contains("look it up first") == true)
  }

  @Test("d asks, n keeps and y deletes")
  func delete() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("x", .exists)))
    driver.keys("esc")
    try driver.press("d") { $0.layers = [.confirm(Confirmation(id: "x"))] }
    try driver.press("n") { $0.layers = [] }
    try driver.press("d") { $0.layers = [.confirm(Confirmation(id: "x"))] }
    try driver.press("y", [.delete(try CustomerID("x"))]) {
      $0.layers = []
      $0.customers.change("x") { $0.status = .asking(.delete, known: true) }
    }
  }

  @Test("On production the id is typed again, and another one deletes nothing")
  func production() throws {
    let context = ContextMark(name: "live", region: "eu-central-1", isProduction: true)
    var driver = Driver(Sample.state(context: context))
    driver.go(.customerAnswered(Sample.answer("yes", .exists)))
    driver.keys("esc d")
    driver.type("y")
    #expect(driver.keys("enter").isEmpty)
    #expect(driver.state.message?.text == "that is another id: nothing was deleted")
    driver.type("es")
    #expect(driver.keys("enter") == [.delete(try CustomerID("yes"))])
  }

  @Test("READ-ONLY lets no changing effect out")
  func readOnly() throws {
    let context = ContextMark(name: "live", region: "r", isReadOnly: true)
    var driver = Driver(Sample.state(context: context))
    driver.go(
      .customerAnswered(Sample.answer("a", .absent)),
      .customerAnswered(Sample.answer("b", .exists))
    )
    var effects = driver.keys("esc d y esc down i enter")
    driver.keys("tab")
    driver.type("x")
    effects += driver.keys("enter")
    #expect(!effects.contains { $0.isChanging })
    #expect(driver.state.message?.text.hasPrefix("submit: READ-ONLY") == true)
  }

  @Test("Editing keys act on whole characters")
  func editing() {
    var driver = Driver()
    driver.type("one 顧客")
    driver.keys("left backspace")
    #expect(driver.state.customers.field.text == "one 客")
    driver.keys("ctrl-a")
    driver.type("x")
    #expect(driver.state.customers.field.text == "xone 客")
    driver.keys("ctrl-e ctrl-w")
    #expect(driver.state.customers.field.text == "xone ")
    driver.keys("home right ctrl-k")
    #expect(driver.state.customers.field.text == "x")
    driver.type("e")
    driver.go(.pasted("\u{301}", at: Sample.now))
    driver.keys("backspace")
    #expect(driver.state.customers.field.text == "x")
    driver.keys("ctrl-u")
    #expect(driver.state.customers.field.isEmpty)
  }

  @Test("The selection stays on its id when rows come and go")
  func selection() {
    var driver = Driver()
    for id in ["a", "b", "c"] { driver.go(.customerAnswered(Sample.answer(id, .exists))) }
    driver.keys("esc down")
    #expect(driver.state.customers.selectedRow?.id == "b")
    driver.go(.customerAnswered(Sample.answer("d", .exists)))
    #expect(driver.state.customers.selectedRow?.id == "b")
    driver.keys("s /")
    driver.type("A")
    #expect(driver.state.customers.ids == ["a"])
    driver.keys("esc")
    #expect(driver.state.customers.ids == ["a", "b", "c", "d"])
  }
}
