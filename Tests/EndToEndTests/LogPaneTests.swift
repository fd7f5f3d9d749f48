import TestKit
import Testing

@Suite("The Logs pane on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct LogPaneTests {
  @Test("The service chooses the lines by a pattern, of the groups that are named, and all again")
  func source() throws {
    let stage = try Stage()
    #expect(try stage.run("put", "chosen-1", "other-1").status == 0)
    let terminal = try stage.open()
    try terminal.leavesField()
    try terminal.press("3", "z")
    try terminal.shows("id=other-1")
    try terminal.press("F")
    try terminal.shows(": pattern")
    terminal.type(#"{ $.id = "chosen-*" }"#)
    try terminal.press("enter")
    try terminal.shows("pattern { $.id")
    try terminal.hides("id=other-1")
    try terminal.shows("id=chosen-1")

    try terminal.press(":")
    terminal.type("groups put_customer_id")
    try terminal.press("enter")
    try terminal.shows("1 group ")
    try terminal.shows("id=chosen-1")
    try terminal.press(":")
    terminal.type("pattern { $.id =")
    try terminal.press("enter")
    try terminal.shows("Invalid filter pattern")
    try terminal.press(":")
    terminal.type("pattern")
    try terminal.press("enter")
    try terminal.shows("id=other-1")
    try terminal.hides("Invalid filter pattern")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("Lines are folded, reached by the bars and by time, given columns, and saved")
  func foldJumpSave() throws {
    let stage = try Stage()
    #expect(try stage.run("put", "logged-1", "logged-2").status == 0)
    let terminal = try stage.open()
    try terminal.leavesField()
    try terminal.press("3")
    try terminal.shows("╭ 3 Logs")
    try terminal.shows("info  received")

    // What was written when stands above the lines, and leads to them.
    try terminal.shows("no errors")
    try terminal.press("b")
    try terminal.shows("go there")
    try terminal.press("g")
    try terminal.press("enter")
    try terminal.shows("held")
    try terminal.hides("go there")

    // The lines of an invocation are folded under its report; Enter shows them.
    try terminal.press("f")
    try terminal.shows("folded")
    try terminal.shows("lines  ")
    try terminal.press("/")
    terminal.type("REPORT")
    try terminal.press("enter")
    try terminal.shows("/ REPORT")
    try terminal.press("esc")
    try terminal.press("f")
    try terminal.hides("folded")

    // A field gets a column.
    try terminal.press("c")
    try terminal.shows("╭ Columns")
    try terminal.press("space")
    try terminal.shows("[1]")
    try terminal.press("esc")
    try terminal.hides("╭ Columns")

    // A time is typed, and what is no time is said to be none.
    try terminal.press("@")
    terminal.type("99:00")
    try terminal.shows("no time")
    try terminal.press("ctrl-u")
    terminal.type("-1s")
    try terminal.press("enter")
    try terminal.hides("to time @")

    // All lines are saved as JSON Lines, for the owner only.
    try terminal.press("ctrl-s")
    try terminal.shows("save all")
    try terminal.press("ctrl-u")
    terminal.type("~/lines.jsonl")
    try terminal.press("enter")
    try terminal.shows("lines to /")
    let lines = stage.read("lines.jsonl").split(separator: "\n")
    #expect(lines.contains { $0.contains("logged-1") && $0.contains("created") })
    #expect(lines.allSatisfy { $0.hasPrefix("{\"timestamp\":") && $0.hasSuffix("\"}") })

    // A second time it asks, and what is kept stays as it was.
    try terminal.press("ctrl-s")
    try terminal.press("ctrl-u")
    terminal.type("~/lines.jsonl")
    try terminal.press("enter")
    try terminal.shows("which is there already")
    try terminal.press("n")
    try terminal.hides("which is there already")
    #expect(stage.read("lines.jsonl").split(separator: "\n") == lines)
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }
}
