import TestKit
import Testing

@Suite("The dashboard on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct DashboardTests {
  @Test(
    "All four panes can be used at every size",
    arguments: [(40, 12), (80, 24), (120, 36), (200, 60)]
  )
  func allPanes(columns: Int, rows: Int) throws {
    let stage = try Stage()
    let terminal = try stage.open(columns: columns, rows: rows)
    try terminal.shows("Customers")
    terminal.type("user_7")
    try terminal.press("enter")
    try terminal.shows("absent")
    try terminal.press("down", "i")
    try terminal.shows("created")
    try terminal.press("2")
    terminal.type("wf-1")
    try terminal.press("enter")
    // Where there is little room, the sign alone tells the status.
    let isOver = terminal.wait(seconds: 15) { terminal in
      terminal.text.split(separator: "\n").contains {
        $0.contains("▸ ") && $0.contains("● ") && $0.contains("wf-1")
      }
    }
    #expect(isOver, "\(terminal.text)")
    if columns >= 80 { try terminal.shows("succeeded") }
    try terminal.press("down", "enter")
    try terminal.shows("esc back")
    try terminal.shows("ValidateExists")
    try terminal.press("esc")
    try terminal.hides("esc back")
    try terminal.press("3")
    try terminal.shows("insert_id")
    try terminal.press("4")
    try terminal.shows("customers-w")
    try terminal.press("enter")
    try terminal.shows("esc back")
    try terminal.shows("Why")
    try terminal.press("esc")
    try terminal.hides("esc back")
    try terminal.press("?")
    try terminal.shows("Help")
    try terminal.press("esc")
    try terminal.hides("Help")
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("Deleting asks, and Esc keeps the id")
  func deleteAsks() throws {
    let stage = try Stage()
    #expect(try stage.run("put", "precious").status == 0)
    let terminal = try stage.open()
    try terminal.shows("Customers")
    terminal.type("precious")
    try terminal.press("enter")
    try terminal.shows("● precious")
    try terminal.press("down", "d")
    try terminal.shows("Delete")
    try terminal.press("esc")
    try terminal.hides("Delete")
    try terminal.press("d")
    try terminal.shows("Delete")
    try terminal.press("y")
    try terminal.shows("deleted")
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
    #expect(try stage.run("get", "precious").status == 1)
  }

  @Test("An insert that got no clear answer says so, and what is found after it")
  func openOutcome() throws {
    let stage = try Stage()
    let terminal = try stage.open()
    try terminal.shows("customers-w")
    #expect(try stage.run("fault", "put_customer_id", "--error").status == 0)
    terminal.type("unlucky")
    try terminal.press("enter")
    try terminal.shows("○ unlucky")
    try terminal.press("down", "i")
    try terminal.shows("unlucky: insert: outcome unknown (Internal server error); it is now absent")
    #expect(try stage.run("fault", "get_customer_id", "--error").status == 0)
    try terminal.press("i")
    try terminal.shows("unknown whether it was done (Internal server error); look it up again")
    // From here on every letter is part of an id.
    try terminal.press("3", "1")
    terminal.type("q1")
    try terminal.shows("id ▸ q1")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit() == .code(0))
  }

  @Test(
    "However it ends, the terminal is left as it was",
    arguments: [
      (nil, PseudoTerminal.Exit.code(0)), (15, .signal(15)), (1, .signal(1)), (3, .signal(3)),
    ] as [(Int32?, PseudoTerminal.Exit)]
  )
  func endings(signal: Int32?, exit: PseudoTerminal.Exit) throws {
    let terminal = try Stage().open()
    try terminal.shows("Customers")
    if let signal { terminal.send(signal: signal) } else { try terminal.press("ctrl-c") }
    #expect(terminal.waitForExit() == exit)
    #expect(terminal.hasModesOfBefore)
  }

  @Test("Hostile text in a log line reaches the screen in a harmless form")
  func hostileText() throws {
    let stage = try Stage()
    let terminal = try stage.open()
    try terminal.shows("Customers")
    terminal.paste("evil\u{1B}]0;owned\u{07}\u{202E}x")
    try terminal.press("enter")
    try terminal.shows("control character")
    #expect(!terminal.output.contains(sequence: Array("\u{1B}]0;owned".utf8)))
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit() == .code(0))
  }

  @Test("A storm of sizes leaves a whole frame of the last one")
  func resizeStorm() throws {
    let terminal = try Stage().open()
    try terminal.shows("Customers")
    for step in 0..<60 { terminal.resize(columns: 40 + step * 3 % 160, rows: 12 + step % 40) }
    terminal.resize(columns: 30, rows: 8)
    try terminal.shows("needs 40×12, has 30×8")
    terminal.resize(columns: 120, rows: 36)
    try terminal.shows("Alarms")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit() == .code(0))
  }

  @Test("Two dashboards share one local cloud, and the second takes over from the first")
  func sharing() throws {
    let stage = try Stage()
    let first = try stage.open()
    try first.shows("customers-workflow-failed")
    let second = try stage.open()
    try second.shows("customers-workflow-failed")
    first.send(signal: 9)
    #expect(first.waitForExit() == .signal(9))
    second.type("after-takeover")
    try second.press("enter")
    try second.shows("absent")
    try second.press("ctrl-c")
    #expect(second.waitForExit() == .code(0))
  }

  @Test("READ-ONLY shows, and inserting is refused with the reason")
  func readOnly() throws {
    let terminal = try Stage().open("--read-only")
    try terminal.shows("READ-ONLY")
    terminal.type("nobody")
    try terminal.press("enter")
    try terminal.shows("absent")
    try terminal.press("down", "i")
    #expect(!terminal.wait(for: "created", seconds: 1))
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
  }
}

extension [UInt8] {
  /// Whether `sequence` stands somewhere in these bytes.
  func contains(sequence: [UInt8]) -> Bool {
    guard count >= sequence.count else { return false }
    return (0...(count - sequence.count)).contains { self[$0...].starts(with: sequence) }
  }
}
