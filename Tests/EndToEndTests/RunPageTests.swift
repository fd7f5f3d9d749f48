import TestKit
import Testing

@Suite("An opened run on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct RunPageTests {
  /// A dashboard with a failed run opened; one before it ended well.
  private func failed(_ stage: Stage, columns: Int, rows: Int) throws -> PseudoTerminal {
    #expect(try stage.run("submit", "good", "--wait").status == 0)
    #expect(try stage.run("fault", "insert_id", "--error").status == 0)
    #expect(try stage.run("submit", "boom", "--wait").status == 1)
    let terminal = try stage.open(columns: columns, rows: rows)
    try terminal.leavesField()
    try terminal.press("2")
    try terminal.shows("╭ 2 Workflow")
    try terminal.press("esc", "/")
    terminal.type("status:failed boom")
    try terminal.shows("failed boom")
    try terminal.press("enter")
    try terminal.shows("✕")
    try terminal.hides("good")
    try terminal.press("enter")
    try terminal.shows("╭ Run")
    try terminal.shows("InjectedFault")
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test(
    "The state that failed is opened, the run compared, redriven and started again",
    arguments: [(40, 12), (80, 24), (120, 36)]
  )
  func whole(columns: Int, rows: Int) throws {
    let stage = try Stage()
    let terminal = try failed(stage, columns: columns, rows: rows)
    if rows == 12 { try terminal.press("right", "right") }
    try terminal.shows("▸✕")
    try terminal.press("enter")
    try terminal.shows("╭ State Ins")
    try terminal.press("G")
    try terminal.shows("tried again")
    try terminal.press("esc")
    try terminal.hides("╭ State Ins")
    try terminal.press("c")
    try terminal.shows("last good")
    try terminal.press("esc")
    try terminal.hides("last good")
    #expect(try stage.run("fault", "--clear").status == 0)
    try terminal.press("D")
    try terminal.shows("y redrive")
    try terminal.press("y")
    try terminal.shows("redriven ")
    try terminal.shows("● succeeded")
    try terminal.press("D")
    try terminal.shows("it succeeded")
    try terminal.press("R")
    try terminal.shows("y run again")
    try terminal.press("y")
    try terminal.shows("started ")
    try terminal.press("esc")
    try quit(terminal)
    let journal = stage.read(".local/state/rollcall/journal.jsonl")
    #expect(journal.contains("\"action\":\"redrive run\""), "\(journal)")
    #expect(journal.contains("\"action\":\"run again\""), "\(journal)")
    let listed = try stage.run("executions", "--json").output
    #expect(listed.split(separator: "\"id\": \"boom\"").count == 3, "\(listed)")
  }

  @Test("READ-ONLY neither redrives nor starts a run again")
  func readOnly() throws {
    let stage = try Stage()
    #expect(try stage.run("submit", "good", "--wait").status == 0)
    let terminal = try stage.open("--read-only")
    try terminal.leavesField()
    try terminal.press("2", "down")
    try terminal.shows("● succeeded")
    try terminal.press("enter")
    try terminal.shows("╭ Run")
    for key in ["R", "D", "K"] {
      try terminal.press(key)
      try terminal.shows("READ-ONLY: nothing can be changed")
      try terminal.press("t")
      try terminal.hides("nothing can be changed")
    }
    try quit(terminal)
  }
}
