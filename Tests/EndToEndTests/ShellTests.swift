import Glibc
import TestKit
import Testing

@Suite("What is around the panes, on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct ShellTests {
  /// A stage with a context that leads nowhere, and one that cannot be used.
  private func stage() throws -> Stage {
    let stage = try Stage()
    try stage.write(
      "config.yaml",
      """
      contexts:
        live:
          region: eu-west-1
          endpoint-url: "http://127.0.0.1:9"
          api-url: "http://127.0.0.1:9/prod"
          production: true
          read-only: true
        broken: {profile: nosuch}
      """
    )
    return stage
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test(
    "Another context begins anew, in the same process, with nothing of the one before",
    arguments: [(40, 12), (120, 36)]
  )
  func context(columns: Int, rows: Int) throws {
    let stage = try stage()
    let terminal = try stage.open(columns: columns, rows: rows)
    try terminal.shows("local")
    terminal.type("seen-here-only")
    try terminal.press("enter")
    try terminal.shows("absent")
    try terminal.leavesField()
    try terminal.press("C")
    try terminal.shows("PRODUCTION")
    try terminal.press("down", "enter")
    try terminal.shows("broken: configuration: there is no")
    try terminal.press("down", "enter")
    try terminal.shows("▲ PRODUCTION live  READ-ONLY")
    try terminal.hides("seen-here-only")
    let alive = kill(terminal.process, 0)
    #expect(alive == 0)
    try terminal.leavesField()
    try terminal.press(":")
    terminal.type("context loc")
    // Contexts come a moment after the prompt is opened.
    try terminal.shows("local  ")
    try terminal.press("tab", "enter")
    try terminal.shows("● local")
    try terminal.hides("PRODUCTION")
    terminal.type("seen-here-only")
    try terminal.press("enter")
    try terminal.shows("absent")
    try quit(terminal)
    let log = stage.read(".local/state/rollcall/rollcall.log")
    #expect(log.split(separator: "\n").filter { $0.contains("\"started\"") }.count >= 3, "\(log)")
  }

  @Test("A named data folder and a theme outlive a change of context and back")
  func kept() throws {
    let stage = try stage()
    let data = "\(stage.folder.path)/named"
    #expect(try stage.run("put", "mine", "--data", data).status == 0)
    let terminal = try stage.open("--data", data, "--read-only")
    try terminal.leavesField()
    try terminal.press(":")
    terminal.type("theme high-contrast")
    try terminal.press("enter")
    try terminal.shows("theme high-contrast;")
    try terminal.press(":")
    terminal.type("context live")
    try terminal.press("enter")
    try terminal.shows("PRODUCTION live")
    try terminal.leavesField()
    try terminal.press(":")
    terminal.type("context local")
    try terminal.press("enter")
    try terminal.shows("● local  READ-ONLY")
    terminal.type("mine")
    try terminal.press("enter")
    try terminal.shows("exists")
    try terminal.leavesField()
    try terminal.press("T")
    try terminal.shows("● high-contrast")
    try quit(terminal)
  }

  @Test("Typed commands come back in the next run, and what was searched for does not")
  func history() throws {
    let stage = try Stage()
    let first = try stage.open()
    try first.leavesField()
    for command in ["filter secret-id", "zoom", "theme light"] {
      try first.press(":")
      first.type(command)
      try first.press("enter")
      try first.hides("╭ Commands")
    }
    try quit(first)
    let history = ".local/state/rollcall/history"
    #expect(stage.read(history) == "zoom\ntheme light\n")
    var status = stat()
    #expect(stat("\(stage.folder.path)/\(history)", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let second = try stage.open()
    try second.leavesField()
    try second.press(":")
    try second.shows("╭ Commands")
    let isRead = second.wait(seconds: 15) { terminal in
      terminal.send("\u{1B}[A".utf8)
      return terminal.text.contains(": zoom") || terminal.text.contains(": theme light")
    }
    #expect(isRead, "\(second.text)")
    try quit(second)
  }

  @Test("Unknown commands are told with what was meant, at every size", arguments: PaneTests.sizes)
  func unknown(columns: Int, rows: Int) throws {
    let terminal = try Stage().open(columns: columns, rows: rows)
    try terminal.leavesField()
    try terminal.press(":")
    terminal.type("zomo")
    try terminal.press("enter")
    try terminal.shows("there is no command 'zomo'")
    try terminal.press("ctrl-u")
    terminal.type("q")
    try terminal.press("enter")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }
}
