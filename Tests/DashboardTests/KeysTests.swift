import AWSWire
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
    driver.keys("esc")
    let effects = driver.go(.pasted("q\u{3}", at: Sample.now))
    #expect(effects.isEmpty)
    #expect(driver.state.message?.isError == true)
  }

  @Test("Tab goes round, numbers go there, and the number of the pane goes to its field")
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

  @Test("The theme goes round and says which one it is")
  func theme() throws {
    var driver = Driver()
    driver.keys("esc")
    try driver.press("T", [.useTheme("light")]) {
      $0.theme = "light"
      $0.message = Message(text: "theme light")
    }
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
