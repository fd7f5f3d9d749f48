import TestKit
import Testing

@Suite("Alarms on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct AlarmTests {
  private func alarms(_ terminal: PseudoTerminal) throws {
    try terminal.leavesField()
    try terminal.press("4")
    try terminal.shows("lambda-errors-insert_id")
    try terminal.press("/")
    terminal.type("insert")
    try terminal.press("enter")
    try terminal.hides("lambda-errors-log_event")
  }

  @Test("An alarm is opened, set for a test, announced and muted, and each change is journalled")
  func changes() throws {
    let stage = try Stage()
    try stage.write("config.yaml", "bell: true\nnotify: osc-777\n")
    let terminal = try stage.open(columns: 120, rows: 36)
    try alarms(terminal)
    try terminal.press("S")
    try terminal.shows("set lambda-errors-insert_id?")
    try terminal.shows("to ALARM until evaluated, in local")
    try terminal.press("y")
    try terminal.shows("▲ 1 NEW")
    let written = String(decoding: terminal.output, as: UTF8.self)
    #expect(written.contains("\u{1B}]777;notify;rollcall;rollcall local: lambda-errors"))
    try terminal.press("enter")
    try terminal.shows("Sum of Errors")
    try terminal.shows("threshold 1")
    try terminal.shows("topic alerts")
    try terminal.shows("set to ALARM by hand for a test, with rollcall")
    try terminal.press("m")
    try terminal.shows("it then notifies nobody, in local")
    try terminal.press("y")
    try terminal.shows("it is muted: its actions are disabled")
    let listed = try stage.run("alarms", "lambda-errors-insert_id", "--json", "--history")
    #expect(listed.output.contains(#""actionsEnabled": false"#), "\(listed.output)")
    #expect(listed.output.contains("Alarm updated from"), "\(listed.output)")
    let journal = stage.read(".local/state/rollcall/journal.jsonl")
    #expect(journal.contains("set alarm state") && journal.contains("disable alarm actions"))
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("READ-ONLY changes no alarm")
  func readOnly() throws {
    let stage = try Stage()
    let terminal = try stage.open("--read-only", columns: 80, rows: 24)
    try alarms(terminal)
    for key in ["m", "S"] {
      try terminal.press(key)
      try terminal.shows("READ-ONLY: nothing can be changed")
    }
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(!stage.read(".local/state/rollcall/journal.jsonl").contains("alarm"))
  }
}
