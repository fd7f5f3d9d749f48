import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The prompt for commands")
struct PaletteTests {
  /// A dashboard in the rows of Customers, with two contexts to change to.
  private func driver(_ size: Size = Sample.size) -> Driver {
    var driver = Driver.full(size)
    driver.keys("esc")
    driver.go(.contextsListed(Sample.contexts))
    return driver
  }

  private func prompt(_ driver: Driver) -> CommandPrompt? {
    if case .prompt(let prompt) = driver.state.layers.last { prompt } else { nil }
  }

  /// Types a command behind a colon and presses Enter.
  private func run(_ text: String, _ driver: inout Driver) -> [Effect] {
    driver.keys(":")
    driver.type(text)
    return driver.keys("enter")
  }

  @Test("A colon opens it, asks for the contexts, and once for the history")
  func opens() {
    var driver = driver()
    #expect(driver.keys(":") == [.readHistory, .listContexts])
    #expect(driver.state.keyContext == .prompt)
    #expect(driver.keys("esc").isEmpty && driver.state.layers.isEmpty)
    #expect(driver.keys(":") == [.listContexts])
    #expect(driver.keys("ctrl-c") == [.quit])
  }

  @Test("In a field a colon is text")
  func fields() {
    var driver = Driver()
    driver.type(":q")
    #expect(driver.state.customers.field.text == ":q" && driver.state.layers.isEmpty)
  }

  @Test("A command of the key table does what its key does")
  func commands() {
    var driver = driver()
    #expect(run("zoom", &driver).first == .keepCommand("zoom"))
    #expect(driver.state.isZoomed && driver.state.layers.isEmpty)
    #expect(run("q", &driver) == [.keepCommand("q"), .quit])
    var other = self.driver()
    #expect(run("  :Refresh ", &other).contains(.refresh(.customers)))
  }

  @Test("What cannot be done now says so as its key would, and nothing is done")
  func refused() {
    let context = ContextMark(name: "local", region: "r", isReadOnly: true)
    var driver = Driver.full(context: context)
    driver.keys("esc")
    #expect(run("insert", &driver) == [.keepCommand("insert")])
    let byName = driver.state.message
    driver.keys("i")
    #expect(driver.state.message == byName && byName?.isError == true)
    #expect(driver.state.layers.isEmpty)
  }

  @Test("What an unknown name probably meant is told, and the line stays to be mended")
  func unknown() {
    var driver = driver()
    #expect(run("zomo", &driver).isEmpty)
    #expect(
      prompt(driver)?.refusal == "there is no command 'zomo'; did you mean 'zoom'?"
    )
    #expect(view(driver.state, size: Sample.size, theme: .plain).text.contains("'zoom'?"))
    driver.keys("backspace")
    #expect(prompt(driver)?.refusal == nil)
    driver.keys("backspace")
    driver.type("om")
    driver.keys("enter")
    #expect(driver.state.isZoomed)
    #expect(driver.state.history.lines == ["zoom"], "what nobody knows is not remembered")
  }

  @Test("A command that counts elsewhere says where")
  func elsewhere() {
    var driver = driver()
    driver.keys(":")
    driver.type("next-error now")
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("next-error: not here; it is for 'Logs'"), "before Enter as well")
    driver.keys("esc")
    #expect(run("next-error", &driver).isEmpty)
    #expect(prompt(driver)?.refusal == "next-error: not here; it is for 'Logs'")
  }

  @Test("A pane's name goes there, also from a page, and closes that", arguments: Pane.allCases)
  func panes(pane: Pane) {
    var driver = driver()
    driver.keys("4 enter")
    #expect(driver.state.keyContext == .alarm)
    let effects = run(pane.title.lowercased(), &driver)
    #expect(driver.state.focus == pane && driver.state.layers.isEmpty)
    #expect(effects.contains(.leaveAlarm))
  }

  @Test("filter TEXT filters the pane that has the keys, spaces within and all")
  func filter() {
    var driver = driver()
    #expect(run("filter  user x ", &driver).isEmpty, "what is searched for is not kept in a file")
    #expect(driver.state.customers.filter == "user x")
    #expect(driver.state.history.lines == ["filter user x"], "but for as long as this runs")
    driver.keys("4")
    #expect(run("filter insert", &driver).isEmpty)
    #expect(driver.state.alarms.filter == "insert" && driver.state.customers.filter == "user x")
    driver.keys("esc")
    #expect(run("filter", &driver) == [.keepCommand("filter")])
    #expect(driver.state.keyContext == .filter, "without a text it asks for one")
  }

  @Test("theme NAME draws with it, and an unknown one is told with what was meant")
  func theme() {
    var driver = driver()
    #expect(run("theme light", &driver) == [.keepCommand("theme light"), .useTheme("light")])
    #expect(driver.state.theme == "light")
    #expect(run("theme drak", &driver).isEmpty)
    #expect(prompt(driver)?.refusal == "there is no theme 'drak'; did you mean 'dark'?")
    #expect(driver.state.theme == "light")
  }

  @Test("context NAME changes to it once it was looked at")
  func context() {
    var driver = driver()
    #expect(run("context live", &driver) == [.keepCommand("context live"), .checkContext("live")])
    #expect(driver.go(.contextChecked("live")) == [.changeContext("live")])
    #expect(run("context liev", &driver).isEmpty)
    #expect(prompt(driver)?.refusal?.hasSuffix("did you mean 'live'?") == true)
  }

  @Test("What takes nothing after its name says so")
  func noArgument() {
    var driver = driver()
    #expect(run("zoom in", &driver).isEmpty)
    #expect(prompt(driver)?.refusal == "zoom takes nothing after its name")
  }

  @Test("Tab fills in what is common, then one after the other, and shift-tab the other way round")
  func completes() {
    var driver = driver()
    driver.keys(":")
    driver.type("nex")
    driver.keys("tab")
    #expect(prompt(driver)?.field.text == "next-")
    driver.keys("tab")
    #expect(prompt(driver)?.field.text == "next-match")
    driver.keys("tab")
    #expect(prompt(driver)?.field.text == "next-pane")
    driver.keys("tab")
    #expect(prompt(driver)?.field.text == "next-match", "round and round")
    driver.keys("shift-tab")
    #expect(prompt(driver)?.field.text == "next-pane")
    driver.keys("ctrl-u")
    driver.type("TH")
    driver.keys("tab")
    #expect(prompt(driver)?.field.text == "theme ")
    driver.type("li")
    driver.keys("tab enter")
    #expect(driver.state.theme == "light")
  }

  @Test("What has the typed letters elsewhere fits, too, after what begins with them")
  func fits() {
    var driver = driver()
    driver.keys(":")
    driver.type("pane")
    let shown = driver.state.completions(of: prompt(driver) ?? CommandPrompt()).map(\.title)
    #expect(shown == ["next-pane", "previous-pane"], "panes have shorter names")
    driver.keys("ctrl-u")
    driver.type("context ")
    let contexts = driver.state.completions(of: prompt(driver) ?? CommandPrompt())
    #expect(contexts.map(\.title) == ["local", "live", "staging"])
    #expect(contexts[1].sentence == "eu-west-1  PRODUCTION  READ-ONLY")
  }

  @Test("Every command that counts here can be typed, and is done or refused as by its key")
  func all() {
    for keys in ["esc", "esc 2 esc", "esc 3", "esc 4", "esc 4 enter", "esc 2 esc enter"] {
      var driver = Driver.full()
      driver.keys(keys)
      let context = driver.state.keyContext
      let here = driver.state.keys.bindings.filter { $0.contexts.contains(context) }
      // Alone, the key of what may be empty opens the prompt, in which Enter then means the empty one.
      for command in Set(here.map(\.command))
      where command != .prompt && command.argument?.mayBeEmpty != true {
        var byName = driver
        byName.keys(":")
        byName.type(command.rawValue)
        let named = byName.keys("enter").filter { $0 != .keepCommand(command.rawValue) }
        var byKey = driver
        let effects = byKey.state.perform(command) + byKey.state.settle()
        #expect(named == effects, "\(command) in \(context)")
        #expect(byName.state.layers == byKey.state.layers, "\(command) in \(context)")
        #expect(byName.state.message?.text == byKey.state.message?.text, "\(command) in \(context)")
      }
    }
  }

  @Test("Up and down walk through the history of what begins as what was typed, and back to that")
  func history() {
    var driver = driver()
    driver.keys(":")
    driver.go(.historyRead(["zoom", "theme dark", "sort", "theme light", "sort"]))
    driver.keys("up")
    #expect(prompt(driver)?.field.text == "sort")
    driver.keys("up")
    #expect(prompt(driver)?.field.text == "theme light")
    driver.keys("down down")
    #expect(prompt(driver)?.field.text == "")
    driver.type("th")
    driver.keys("up up up up")
    #expect(prompt(driver)?.field.text == "theme dark", "it stops at the oldest")
    driver.keys("down down")
    #expect(prompt(driver)?.field.text == "th")
    driver.keys("ctrl-p enter")
    #expect(driver.state.theme == "light")
    #expect(driver.state.history.lines.last == "theme light")
  }

  @Test("The history is bounded, and what is repeated at once is kept once")
  func bounds() {
    var history = CommandHistory()
    for index in 0..<600 { history.add("theme \(index)") }
    history.add("theme 599")
    #expect(history.lines.count == CommandHistory.limit && history.lines.last == "theme 599")
    history.put(before: ["older"])
    #expect(history.lines.count == CommandHistory.limit && !history.lines.contains("older"))
  }

  @Test("A paste is text of one line, and nothing of it is done before Enter")
  func paste() {
    var driver = driver()
    driver.keys(":")
    #expect(driver.go(.pasted("q\nzoom", at: Sample.now)).isEmpty)
    #expect(prompt(driver)?.field.text == "q")
  }

  @Test("Hostile and huge lines are harmless", arguments: ViewTests.sizes)
  func hostile(size: Size) {
    var driver = driver(size)
    driver.keys(":")
    driver.go(.pasted("\u{1B}[2J\u{202E}" + String(repeating: "顧", count: 9000), at: Sample.now))
    driver.keys("tab up enter")
    let frame = view(driver.state, size: size, theme: .plain)
    #expect(!frame.text.contains("\u{1B}") && !frame.text.contains("\u{202E}"))
    #expect(prompt(driver)?.refusal != nil)
  }

  @Test("It looks as recorded at every size", arguments: ViewTests.sizes)
  func looks(size: Size) throws {
    var driver = driver(size)
    driver.keys(":")
    driver.type("i")
    driver.keys("tab")
    try ViewTests().check(driver, "prompt")
  }
}
