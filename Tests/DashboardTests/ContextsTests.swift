import Terminal
import Testing

@testable import Dashboard

extension Sample {
  static let contexts = [
    ContextMark(name: "local", region: "eu-central-1"),
    ContextMark(name: "live", region: "eu-west-1", isProduction: true, isReadOnly: true),
    ContextMark(name: "staging", region: "eu-central-1"),
  ]
}

@Suite("The list of contexts")
struct ContextsTests {
  private func driver(_ size: Size = Sample.size) -> Driver {
    var driver = Driver.full(size)
    driver.keys("esc")
    #expect(driver.keys("C") == [.listContexts])
    driver.go(.contextsListed(Sample.contexts))
    return driver
  }

  @Test("It begins on the context in use, and Enter changes to the selected one")
  func changes() {
    var driver = driver()
    #expect(driver.state.selectedContext?.name == "local")
    driver.keys("j")
    #expect(driver.keys("enter") == [.checkContext("live")])
    #expect(driver.go(.contextChecked("live")) == [.changeContext("live")])
  }

  @Test("The context in use is no change")
  func same() {
    var driver = driver()
    #expect(driver.keys("enter").isEmpty)
    #expect(driver.state.message?.text == "local is the context in use")
  }

  @Test("One that cannot be used says why, and the one in use stays")
  func refused() {
    var driver = driver()
    driver.keys("G enter")
    #expect(driver.go(.contextRefused("staging", reason: "no profile x")).isEmpty)
    #expect(driver.state.message?.text == "staging: no profile x")
    #expect(driver.state.context.name == "local" && driver.state.keyContext == .contextList)
    #expect(driver.go(.contextChecked("staging")).isEmpty, "nobody waits for it any more")
  }

  @Test("Esc while it is looked at stays here")
  func givenUp() {
    var driver = driver()
    driver.keys("G enter esc")
    #expect(driver.go(.contextChecked("staging")).isEmpty)
    #expect(driver.state.layers.isEmpty)
  }

  @Test("The context in use is listed though the configuration has none of its name")
  func unlisted() {
    var driver = Driver.full(context: ContextMark(name: "demo", region: "eu-central-1"))
    driver.keys("esc C")
    #expect(driver.state.listedContexts.map(\.name) == ["demo"], "and before any other is known")
    driver.go(.contextsListed(Sample.contexts))
    #expect(driver.state.listedContexts.map(\.name) == ["demo", "local", "live", "staging"])
    #expect(driver.state.selectedContext?.name == "demo")
  }

  @Test("A mistake in the configuration is told in the list")
  func mistake() {
    var driver = driver()
    driver.go(.contextsRefused(reason: "config.yaml:3: unknown key 'regoin' in context a"))
    #expect(view(driver.state, size: Sample.size, theme: .plain).text.contains("'regoin'"))
    driver.go(.contextsListed(Sample.contexts))
    #expect(driver.state.contexts.trouble == nil)
  }

  @Test("A click selects, a click on the selected one takes it, and the wheel moves")
  func mouse() throws {
    var driver = driver()
    let rows = try #require(ChoiceGeometry(driver.state)).rows
    func click(_ row: Int) -> DashboardEvent {
      let place = Point(x: rows.x + 5, y: rows.y + row)
      return .mouseReported(Mouse(kind: .press, button: .left, position: place), at: Sample.now)
    }
    #expect(driver.go(click(2)).isEmpty)
    #expect(driver.state.selectedContext?.name == "staging")
    #expect(driver.go(click(2)) == [.checkContext("staging")])
    let wheel = Mouse(kind: .wheelUp, button: .none, position: .origin)
    driver.go(.mouseReported(wheel, at: Sample.now))
    #expect(driver.state.selectedContext?.name == "live")
    let outside = Mouse(kind: .press, button: .left, position: .origin)
    #expect(driver.go(.mouseReported(outside, at: Sample.now)).isEmpty)
    #expect(driver.state.keyContext == .contextList)
  }

  @Test("More contexts than lines scroll, and the selected one stays in sight")
  func many() throws {
    var driver = driver(Size(columns: 40, rows: 12))
    let marks = (0..<50).map { ContextMark(name: "context-\($0)", region: "eu-west-1") }
    driver.go(.contextsListed(marks))
    driver.keys("G")
    let text = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(text.contains("▸   context-49"), "\(text)")
    driver.keys("g")
    #expect(view(driver.state, size: driver.state.size, theme: .plain).text.contains("▸ ● local"))
  }

  @Test("It looks as recorded at every size", arguments: ViewTests.sizes)
  func looks(size: Size) throws {
    var driver = driver(size)
    driver.keys("down")
    try ViewTests().check(driver, "contexts")
  }
}
