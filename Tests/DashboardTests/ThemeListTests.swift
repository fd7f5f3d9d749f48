import Terminal
import Testing

@testable import Dashboard

@Suite("The list of themes")
struct ThemeListTests {
  private func driver(_ size: Size = Sample.size) -> Driver {
    var driver = Driver.full(size)
    driver.state.themes = ["bad", "dark", "light", "mono"]
    driver.keys("esc")
    #expect(driver.keys("T").isEmpty)
    return driver
  }

  @Test("It begins on the theme in use, and draws with each as soon as it is selected")
  func previews() {
    var driver = driver()
    #expect(driver.state.selectedTheme == "dark")
    #expect(driver.keys("down") == [.useTheme("light")])
    #expect(driver.keys("j") == [.useTheme("mono")])
    #expect(driver.keys("j").isEmpty, "there is none below it")
    #expect(driver.keys("k") == [.useTheme("light")])
    #expect(driver.state.theme == "light")
  }

  @Test("Enter keeps the one that is drawn with")
  func keeps() {
    var driver = driver()
    driver.keys("down")
    #expect(driver.keys("enter").isEmpty)
    #expect(driver.state.theme == "light" && driver.state.layers.isEmpty)
    #expect(driver.state.message?.text.hasPrefix("theme light") == true)
  }

  @Test("Esc gives the one before back, however many were tried")
  func givesBack() {
    var driver = driver()
    driver.keys("down down up down")
    #expect(driver.keys("esc") == [.useTheme("dark")])
    #expect(driver.state.theme == "dark" && driver.state.layers.isEmpty)
    driver.keys("T")
    #expect(driver.keys("esc").isEmpty, "nothing was tried")
  }

  @Test("One that cannot be used says why, is none to keep, and is not asked for again")
  func bad() {
    var driver = driver()
    #expect(driver.keys("up") == [.useTheme("bad")])
    #expect(driver.go(.themeRefused(inUse: "dark", reason: "bad.yaml:3: no")).isEmpty)
    #expect(driver.state.message?.text == "bad.yaml:3: no")
    #expect(driver.state.theme == "dark" && driver.state.selectedTheme == "bad")
    driver.keys("enter")
    #expect(driver.state.keyContext == .themeList)
    #expect(driver.keys("esc").isEmpty)
    #expect(driver.state.theme == "dark")
  }

  @Test("A theme asked for by name that cannot be used is not called the one in use")
  func badByName() {
    var driver = driver()
    driver.keys("esc :")
    driver.type("theme bad")
    #expect(driver.keys("enter").contains(.useTheme("bad")))
    driver.go(.themeRefused(inUse: "dark", reason: "bad.yaml:3: no"))
    #expect(driver.state.theme == "dark" && driver.state.message?.isError == true)
  }

  @Test("It looks as recorded at every size", arguments: ViewTests.sizes)
  func looks(size: Size) throws {
    var driver = driver(size)
    driver.keys("down")
    try ViewTests().check(driver, "themes")
  }
}
