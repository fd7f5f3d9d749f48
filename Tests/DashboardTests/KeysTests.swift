import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Keys")
struct KeysTests {
  @Test("No key means two things in one place")
  func noClash() { #expect(KeyTable.clash(in: KeyTable.standard.bindings) == nil) }

  @Test("Every command has a key, and every name in the table is a key")
  func complete() {
    #expect(Set(KeyTable.standard.bindings.map(\.command)) == Set(Command.allCases))
    #expect(KeyTable.standard.bindings.allSatisfy { !$0.keys.isEmpty })
  }

  @Test("A command on another key is dispatched, shown and documented there")
  func override() throws {
    let table = try KeyTable(overrides: [.zoom: [.character("Z")]])
    var driver = Driver(Sample.state(keys: table))
    driver.keys("esc z")
    #expect(!driver.state.isZoomed)
    driver.keys("Z")
    #expect(driver.state.isZoomed)
    #expect(table.markdown.contains("| `Z` | `zoom` |"))
  }

  @Test("A clash is an error that names both commands")
  func clash() throws {
    let error = try #require(throws: KeyClash.self) {
      _ = try KeyTable(overrides: [.zoom: [.character("w")]])
    }
    #expect(Set([error.first, error.second]) == [.wrap, .zoom])
    #expect(error.description.contains("wrap") && error.description.contains("zoom"))
  }

  @Test(
    "Quitting works everywhere, also over a question",
    arguments: ["", "esc", "esc ?", "tab", "esc /", "esc d"]
  )
  func quit(before: String) {
    var driver = Driver.full()
    driver.keys(before)
    #expect(driver.keys("ctrl-c") == [.quit])
  }

  @Test("q is text in a field and quits outside of it")
  func textFirst() {
    var driver = Driver()
    #expect(driver.keys("q").isEmpty)
    #expect(driver.state.customers.field.text == "q")
    driver.keys("esc")
    #expect(driver.keys("q") == [.quit])
  }

  @Test("Pasted text is never run as keys")
  func paste() {
    var driver = Driver()
    driver.keys("esc 4")
    let effects = driver.go(.pasted("q\u{3}", at: Sample.now))
    #expect(effects.isEmpty)
    #expect(driver.state.message?.isError == true)
  }

  @Test("1 and 2 always lead to the field, so that an id is text from its first letter on")
  func fieldsByNumber() {
    var driver = Driver.full()
    driver.keys("esc 3 1")
    driver.type("q2")
    #expect(driver.state.customers.field.text == "q2")
    driver.keys("down 2 esc 1 esc 2")
    driver.type("d")
    #expect(driver.state.focus == .workflow && driver.state.workflow.field.text == "d")
    driver.keys("down")
    #expect(driver.state.keyContext == .workflowRows)
  }

  @Test(
    "The footer always has a way to more, and first of all what the pane is for",
    arguments: [
      (40, 12, "esc", ["⏎ look up", "d delete", "tab pane", "? help"]),
      (40, 12, "esc 3", ["/ filter", "e error", "tab pane", "? help"]),
      (40, 12, "esc 3 z", ["/ filter", "z unzoom", "tab pane", "? help"]),
      (40, 12, "esc 4", ["⏎ open", "/ filter", "tab pane", "? help"]),
      (40, 12, "", ["⏎ look up", "↓ rows", "tab pane"]),
      (80, 24, "esc 3", ["/ filter", "e next error", "tab next pane", "? help", "q quit"]),
      (80, 24, "esc 3 z", ["z unzoom", "tab next pane", "? help", "q quit"]),
      (120, 36, "esc", ["d delete", "tab next pane", "z zoom", "? help", "q quit"]),
      (120, 36, "esc 3", ["⏎ open", "tab next pane", "z zoom", "? help", "q quit"]),
      (120, 36, "esc 4 enter", ["esc back", "? help", "q quit"]),
    ]
  )
  func footer(columns: Int, rows: Int, keys: String, words: [String]) {
    var driver = Driver.full(Size(columns: columns, rows: rows))
    driver.keys(keys)
    let footer = view(driver.state, size: driver.state.size, theme: .plain).line(rows - 1)
    for word in words { #expect(footer.contains(word), "\(footer)") }
  }

  @Test("A character that is no command says where the commands are told")
  func unknownKeys() {
    var driver = Driver.full()
    driver.keys("esc Z")
    #expect(driver.state.message?.text == "Z does nothing here; ? shows the keys")
    driver.keys("left")
    #expect(driver.state.message == nil)
    driver.keys("f Z")
    #expect(driver.state.message == nil && driver.state.customers.field.text == "Z")
  }

  @Test("Times by a clock say by which one")
  func zones() {
    var driver = Driver.full()
    driver.keys("esc 4 t")
    let text = { view(driver.state, size: Sample.size, theme: .plain).text }
    #expect(text().contains("4 Alarms ─ ▲ 2 ─ local ─") && text().contains("start local"))
    driver.keys("t")
    #expect(text().contains("4 Alarms ─ ▲ 2 ─ UTC ─") && text().contains("start UTC"))
    driver.keys("t 3 t")
    #expect(text().contains("following ─ local ─"))
  }

  @Test("Tab goes round, and numbers go there")
  func panes() {
    var driver = Driver()
    driver.keys("tab tab tab tab")
    #expect(driver.state.focus == .customers)
    driver.keys("shift-tab 2 1")
    #expect(driver.state.focus == .workflow, "a digit is text in the form")
    driver.keys("esc 1")
    #expect(driver.state.focus == .customers)
  }

  @Test("Esc takes layers, filter and zoom away, one after the other")
  func back() {
    var driver = Driver.full()
    driver.keys("esc z / u enter ?")
    #expect(driver.state.keyContext == .help)
    driver.keys("esc")
    #expect(driver.state.customers.filter == "u")
    driver.keys("esc")
    #expect(driver.state.customers.filter.isEmpty && driver.state.isZoomed)
    driver.keys("esc")
    #expect(!driver.state.isZoomed)
  }

  @Test("Esc and a key that are read together are both keys")
  func escapeAndKey() {
    var driver = Driver()
    driver.type("x")
    driver.keys("alt-4")
    #expect(driver.state.focus == .alarms)
    driver.go(.customerAnswered(Sample.answer("x", .exists)))
    driver.keys("1")
    if driver.state.customers.isTyping { driver.keys("esc") }
    driver.keys("d alt-q")
    #expect(driver.state.layers.isEmpty, "Esc takes the question away")
    var other = Driver()
    other.type("one two")
    other.keys("alt-backspace")
    #expect(other.state.customers.field.text == "one ", "what a field knows is no Esc")
  }

  @Test(
    "A message goes after five seconds, one of trouble after ten, and the keys are named again",
    arguments: [(false, 5), (true, 10)] as [(Bool, Int64)]
  )
  func expiry(isError: Bool, seconds: Int64) throws {
    var driver = Driver()
    driver.go(.executionsListed([], at: Sample.now), .alarmsListed([], at: Sample.now))
    driver.go(.messageRaised("copied", isError: isError))
    // It came without a moment: the next tick, which is due at once, gives it one.
    let due = try #require(nextTick(driver.state))
    #expect(due <= Sample.now + 1)
    let raised = Sample.now + 60_000
    let end = raised + seconds * 1000
    driver.go(.clockTicked(raised), .clockTicked(end + -1))
    #expect(driver.state.message?.text == "copied")
    let tick = try #require(nextTick(driver.state))
    #expect(tick <= end)
    driver.go(.clockTicked(end))
    #expect(driver.state.message == nil)
  }

  @Test("Only panes with a field are told of one")
  func sentences() {
    let table = KeyTable.standard
    for context in KeyContext.allCases where ![.customersRows, .workflowRows].contains(context) {
      let sentences = table.bindings(in: context).map(\.sentence)
      let isTold = sentences.contains {
        $0.contains("into the field") || $0.contains("to the field")
      }
      #expect(!isTold, "\(context.rawValue)")
    }
  }

  @Test("A clock that was set back is believed, one that is a little behind is not")
  func clock() {
    var driver = Driver()
    driver.go(.clockTicked(Sample.now + -3000))
    #expect(driver.state.now == Sample.now)
    driver.go(.clockTicked(Sample.now + -3_600_000))
    #expect(driver.state.now == Sample.now + -3_600_000)
  }

  @Test("A customer's answer tells of the time and the round trip as every other event does")
  func answers() {
    var driver = Driver()
    driver.go(.roundTripMeasured(milliseconds: 8))
    driver.go(.customerAnswered(Sample.answer("a", .exists, milliseconds: 9)))
    #expect(driver.state.roundTripMilliseconds == 8, "its jitter is not worth a byte")
    driver.go(.customerAnswered(Sample.answer("a", .failed(Sample.failure), milliseconds: 0)))
    #expect(driver.state.roundTripMilliseconds == 8, "a failure is no round trip")
    driver.go(.customerAnswered(Sample.answer("a", .absent, milliseconds: 90)))
    #expect(driver.state.roundTripMilliseconds == 90)
    driver.go(.customerAnswered(Sample.answer("b", .exists, seconds: 3600)))
    #expect(driver.state.now == Sample.now + -3_600_000, "a clock that was set back is believed")
  }

  @Test("The round trip's jitter changes nothing; what tells something does")
  func roundTrip() {
    var driver = Driver()
    driver.send(.roundTripMeasured(milliseconds: 8)) { $0.roundTripMilliseconds = 8 }
    driver.send(.roundTripMeasured(milliseconds: 2))
    driver.send(.roundTripMeasured(milliseconds: 17))
    driver.send(.roundTripMeasured(milliseconds: 18)) { $0.roundTripMilliseconds = 18 }
    driver.send(.roundTripMeasured(milliseconds: 800)) { $0.roundTripMilliseconds = 800 }
    driver.send(.roundTripMeasured(milliseconds: 1100))
    driver.send(.roundTripMeasured(milliseconds: 30)) { $0.roundTripMilliseconds = 30 }
  }
}
