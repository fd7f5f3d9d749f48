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
      $0.customers.cursor.selected = "user_test"
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
      $0.customers.cursor.selected = text
    }
  }

  @Test("An outcome is told in its own words, which fit their column at every size")
  func words() {
    let outcomes: [CustomerAnswer.Outcome] = [
      .exists, .absent, .created, .alreadyExisted, .deleted, .wasAbsent, .unknown(Sample.failure),
      .failed(Sample.failure),
    ]
    for outcome in outcomes {
      let answer = Sample.answer("x", outcome)
      let row = CustomerRow(id: "x", at: Sample.now, status: .answered(answer))
      #expect(row.word == outcome.description)
      for width in 30..<80 {
        let columns = CustomerColumns(
          width: width,
          times: .utc,
          label: 1,
          widestLabel: 1,
          hasLatency: true,
          hasSentence: false
        )
        #expect(columns.word.count >= SafeText(row.word).width, "\(outcome) in \(width)")
      }
    }
  }

  @Test("u undoes the last insert, and then the delete that undid it")
  func undo() throws {
    var driver = Driver()
    let id = try CustomerID("x")
    driver.go(.customerAnswered(Sample.answer("x", .absent)))
    driver.keys("esc")
    #expect(driver.keys("u").isEmpty)
    #expect(driver.state.message?.text == "undo: nothing was inserted or deleted here")
    #expect(driver.keys("i") == [.insert(id)])
    #expect(driver.keys("u").isEmpty)
    driver.go(.customerAnswered(Sample.answer("x", .created, .insert)))
    #expect(driver.keys("u") == [.delete(id)])
    driver.go(.customerAnswered(Sample.answer("x", .deleted, .delete)))
    #expect(driver.keys("u") == [.insert(id)])
  }

  @Test("On production undoing an insert asks for the id, as any delete does")
  func undoInProduction() throws {
    var driver = Driver()
    driver.state.context.isProduction = true
    driver.go(.customerAnswered(Sample.answer("x", .absent)))
    driver.keys("esc i")
    driver.go(.customerAnswered(Sample.answer("x", .created, .insert)))
    #expect(driver.keys("u").isEmpty)
    let action = Confirmation.Action.deleteCustomer(id: "x")
    #expect(driver.state.layers == [.confirm(Confirmation(action: action, field: TextField()))])
  }

  @Test("i inserts an absent id")
  func insert() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("x", .absent)))
    driver.keys("esc")
    try driver.press("i", [.insert(try CustomerID("x"))]) {
      let status = CustomerRow.Status.asking(.insert, known: false)
      $0.customers.put(CustomerRow(id: "x", at: Sample.now, status: status))
      $0.customers.cursor.selected = "x"
    }
    let answer = Sample.answer("x", .created, .insert)
    driver.send(.customerAnswered(answer)) {
      $0.customers.lastChange = answer
      $0.customers.change("x") { $0.status = .answered(answer) }
    }
  }

  @Test("i and d say why they cannot act")
  func refusals() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("x", .exists)))
    driver.keys("esc")
    try driver.press("i") {
      $0.message = Message(text: "insert: x exists already", isError: true, refused: .insert)
        .raised(at: Sample.now)
    }
    driver.go(.customerAnswered(Sample.answer("x", .unknown(Sample.failure), .delete)))
    #expect(driver.keys("d").isEmpty)
    #expect(driver.state.message?.text.contains("look it up first") == true)
  }

  @Test("d asks, n keeps and y deletes")
  func delete() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("x", .exists)))
    driver.keys("esc")
    try driver.press("d") { $0.layers = [.confirm(Confirmation(action: .deleteCustomer(id: "x")))] }
    try driver.press("n") { $0.layers = [] }
    try driver.press("d") { $0.layers = [.confirm(Confirmation(action: .deleteCustomer(id: "x")))] }
    try driver.press("y", [.delete(try CustomerID("x"))]) {
      $0.layers = []
      let status = CustomerRow.Status.asking(.delete, known: true)
      $0.customers.put(CustomerRow(id: "x", at: Sample.now, status: status))
      $0.customers.cursor.selected = "x"
    }
  }

  /// A row whose insert or delete was sent and answered so.
  private func changed(
    _ action: CustomerAnswer.Action,
    _ outcome: CustomerAnswer.Outcome
  ) -> Driver {
    var driver = Driver()
    driver.type("x")
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("x", action == .insert ? .absent : .exists)))
    driver.keys(action == .insert ? "down i" : "down d y")
    driver.go(.customerAnswered(Sample.answer("x", outcome, action)))
    return driver
  }

  /// What the selected row and the last line say, spaces and line ends taken as one space.
  private func said(_ driver: Driver) -> (row: String, message: String) {
    let row = driver.state.customers.selectedRow?.reason ?? ""
    let frame = view(driver.state, size: Size(columns: 200, rows: 60), theme: .plain)
    return (row, driver.state.message.map { frame.line(59).contains($0.text) ? $0.text : "" } ?? "")
  }

  @Test(
    "Of a change whose outcome is unknown row and message say what was tried and what is found",
    arguments: [
      (CustomerAnswer.Action.insert, CustomerAnswer.Outcome.absent, "it is now absent"),
      (.insert, .exists, "it now exists"), (.delete, .exists, "it now exists"),
      (.delete, .absent, "it is now absent"),
    ]
  )
  func openOutcome(
    action: CustomerAnswer.Action,
    found: CustomerAnswer.Outcome,
    words: String
  ) {
    let verb = "\(action)"
    var driver = changed(action, .unknown(Sample.failure))
    #expect(
      said(driver).row
        == "\(verb): unknown whether it was done (can't reach 127.0.0.1:4566); looking it up"
    )
    driver.go(.customerAnswered(Sample.answer("x", found)))
    let expected = "\(verb): outcome unknown (can't reach 127.0.0.1:4566); \(words)"
    #expect(said(driver).row == expected)
    #expect(said(driver).message == "x: \(expected)")
    driver.keys("t")
    driver.go(.clockTicked(Sample.now + 600_000))
    #expect(said(driver).row == expected, "it stays with the row")
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("x", found)))
    #expect(said(driver).row.isEmpty, "until the next action")
  }

  @Test("Where the look-up after an unknown change fails too, the change is not forgotten")
  func doubleFailure() {
    var driver = changed(.insert, .unknown(Sample.failure))
    driver.go(.customerAnswered(Sample.answer("x", .failed(Sample.failure))))
    let expected =
      "insert: unknown whether it was done (can't reach 127.0.0.1:4566); look it up again"
    #expect(said(driver) == (expected, "x: \(expected)"))
    #expect(driver.state.customers.selectedRow?.word == "unknown")
    #expect(driver.keys("i").isEmpty)
    #expect(driver.state.message?.text.contains("look it up first") == true)
  }

  @Test("A change that was refused says so, and can be tried again as if it had not been")
  func refusedChange() throws {
    var driver = changed(.insert, .failed(Sample.failure))
    let expected = "insert failed: can't reach 127.0.0.1:4566; see that the local cloud runs"
    #expect(said(driver) == (expected, "x: \(expected)"))
    #expect(driver.keys("i") == [.insert(try CustomerID("x"))])
    #expect(driver.state.customers.selectedRow?.word == "inserting")
  }

  @Test("What was asked here stays above what others ask, and theirs stand newest first")
  func ownFirst() throws {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("theirs", .exists)))
    driver.type("mine")
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("mine", .absent)))
    for id in ["a", "b", "a", "mine"] {
      driver.go(.customerAnswered(Sample.answer(id, .unknown(Sample.failure), .delete)))
    }
    #expect(driver.state.customers.ids == ["mine", "a", "b", "theirs"])
    #expect(driver.state.message == nil, "nothing is said of others' trouble")
    driver.keys("esc down enter")
    #expect(driver.state.customers.ids == ["a", "mine", "b", "theirs"])
    #expect(driver.state.customers.selectedRow?.id == "a")
    driver.go(.customerAnswered(Sample.answer("a", .exists)))
    driver.keys("down")
    driver.go(.customerAnswered(Sample.answer("mine", .absent)))
    try driver.press("i", [.insert(try CustomerID("mine"))]) {
      $0.customers.change("mine") { $0.status = .asking(.insert, known: false) }
    }
  }

  @Test("Where there is no room for all of a reason, what to do about it is left out")
  func briefReason() {
    var driver = Driver()
    var failure = Sample.failure
    failure.advice = String(repeating: "try this and that ", count: 8)
    driver.type("x")
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("x", .failed(failure))))
    let lines = CustomersGeometry(driver.state).reason.map(\.text)
    #expect(lines == ["can't reach 127.0.0.1:4566"])
    failure.advice = "see to it"
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("x", .failed(failure))))
    let whole = CustomersGeometry(driver.state).reason.map(\.text).joined(separator: " ")
    #expect(whole == "can't reach 127.0.0.1:4566; see to it")
  }

  @Test("Why a look-up failed is said below its row, or in the last line where the pane is closed")
  func failedLookUp() {
    for isOpen in [true, false] {
      var driver = Driver(Sample.state(size: Size(columns: 80, rows: 24)))
      driver.type("x")
      driver.keys("enter")
      if !isOpen { driver.keys("tab") }
      driver.go(.customerAnswered(Sample.answer("x", .failed(Sample.failure))))
      #expect((driver.state.message == nil) == isOpen)
      #expect(view(driver.state, size: driver.state.size, theme: .plain).text.contains("reach 127"))
    }
  }

  @Test("What was looked up is selected and acted on, whatever the order and the filter")
  func lookUpSelects() throws {
    var driver = Driver()
    for id in ["a", "b", "z"] { driver.go(.customerAnswered(Sample.answer(id, .exists))) }
    driver.keys("esc s f")
    driver.type("m")
    driver.keys("enter")
    driver.go(.customerAnswered(Sample.answer("m", .exists)))
    #expect(driver.state.customers.ids == ["a", "b", "m", "z"])
    driver.keys("down d")
    #expect(driver.state.layers == [.confirm(Confirmation(action: .deleteCustomer(id: "m")))])
    driver.keys("esc /")
    driver.type("b")
    driver.keys("enter f")
    driver.type("q")
    driver.keys("enter esc")
    #expect(driver.state.customers.selectedRow?.id == "q")
    #expect(driver.state.customers.filter.isEmpty)
  }

  @Test("While the rows have the keys, an answer to somebody else changes nothing under them")
  func strangers() {
    var driver = Driver()
    driver.go(.customerAnswered(Sample.answer("mine", .exists)))
    driver.keys("esc")
    driver.go(.customerAnswered(Sample.answer("theirs", .exists)))
    driver.keys("d")
    #expect(driver.state.layers == [.confirm(Confirmation(action: .deleteCustomer(id: "mine")))])
  }

  @Test("The order is in the title where it is not the usual one")
  func orderInTitle() {
    var driver = Driver.full()
    driver.keys("esc s 2 esc s 4 s")
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("1 Customers ─ by id"))
    #expect(text.contains("failed ones first"))
    #expect(text.contains("4 Alarms ─ ▲ 2 ─ by name"))
  }

  @Test("Ids that look the same but are other bytes are different rows, questions and effects")
  func exactIDs() throws {
    let context = ContextMark(name: "live", region: "r", isProduction: true)
    var driver = Driver(Sample.state(context: context))
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    driver.go(
      .customerAnswered(Sample.answer(composed, .exists)),
      .customerAnswered(Sample.answer(decomposed, .absent))
    )
    #expect(driver.state.customers.visible.count == 2)
    #expect(driver.state.customers.row(composed)?.existsNow == true)
    let ids = [try CustomerID(composed), try CustomerID(decomposed)]
    #expect(Set(ids.map { Effect.lookUp($0).id }).count == 2)
    driver.keys("esc down d")
    #expect(driver.state.layers.count == 1)
    driver.go(.pasted(decomposed, at: Sample.now))
    #expect(driver.keys("enter").isEmpty)
    #expect(driver.state.message?.text == "that is another id: nothing was deleted")
  }

  @Test("The word that an answer is awaited goes when it comes")
  func awaited() {
    var driver = Driver()
    driver.type("x")
    driver.keys("enter esc i")
    #expect(driver.state.message?.text == "insert: the answer for x is awaited")
    driver.go(.customerAnswered(Sample.answer("x", .absent)))
    #expect(driver.state.message == nil)
  }

  @Test("The selected row tells its whole reason, and a space at an end is seen")
  func reasons() {
    var driver = Driver()
    driver.go(.pasted(" x", at: Sample.now))
    driver.keys("enter")
    driver.go(
      .customerAnswered(Sample.answer("abc", .failed(Sample.failure))),
      .clockTicked(Sample.now)
    )
    let before = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(before.contains(#"✕ \u{20}x"#))
    #expect(before.contains("leading space, not sent"))
    driver.keys("esc g down")
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("can't reach 127.0.0.1:4566; see that"))
    #expect(text.contains("the local cloud runs"))
  }

  @Test(
    "The question shows the id whole, on no border, at every size",
    arguments: ViewTests.sizes,
    [3, 40, 120, 2048]
  )
  func question(size: Size, length: Int) throws {
    var driver = Driver(Sample.state(size: size))
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    let id = String((0..<length).map { letters[$0 % letters.count] })
    driver.go(.customerAnswered(Sample.answer(id, .exists)))
    driver.keys("esc d")
    let frame = view(driver.state, size: size, theme: .plain)
    let rows = frame.text.split(separator: "\n").map(String.init)
    let box = rows.drop { !$0.contains("╭ Delete ") }
    let text = box.joined().filter { !"│╭╮╰╯─ ".contains($0) }
    if length <= 120 {
      #expect(text.contains("delete\(id)?from"), "\(frame.text)")
    } else {
      #expect(text.contains("delete\(id.prefix(20))"), "\(frame.text)")
      let isShortened = text.contains("2048bytesinall")
      #expect(isShortened == (size.columns < 200 && !text.contains(id)), "\(frame.text)")
      #expect(text.contains("\(id.suffix(4))?"), "\(frame.text)")
    }
    #expect(text.contains("ydelete") && text.contains("esckeep"), "\(frame.text)")
    #expect(!frame.line(size.rows - 1).contains("n keep"))
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
