import Foundation
import TestKit
import Testing

@Suite("The panes on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct PaneTests {
  /// Every size that is promised, the smallest first.
  nonisolated static let sizes = [(40, 12), (80, 24), (120, 36), (200, 60)]

  /// A dashboard whose Logs pane has the keys and shows lines of an id that was inserted.
  private func logs(_ stage: Stage, columns: Int = 120, rows: Int = 36) throws -> PseudoTerminal {
    #expect(try stage.run("put", "logged-1").status == 0)
    let terminal = try stage.open(columns: columns, rows: rows)
    try terminal.leavesField()
    try terminal.press("3")
    try terminal.shows("╭ 3 Logs")
    try terminal.shows(rows < 24 ? "· " : "info  ")
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("Logs are filtered, searched whole, and shown in full", arguments: sizes)
  func filter(columns: Int, rows: Int) throws {
    let terminal = try logs(Stage(), columns: columns, rows: rows)
    try terminal.press("/")
    try terminal.shows("filter Logs /")
    terminal.type("START Req")
    try terminal.shows("── start")
    try terminal.press("enter")
    try terminal.hides("filter Logs /")
    try terminal.press("esc")
    try terminal.hides("── start")
    try terminal.press("v")
    try terminal.shows("all lines")
    if rows >= 36 { try terminal.shows("── start") }
    try terminal.press("enter")
    try terminal.shows("Log line")
    try terminal.hides("reading the line")
    try terminal.press("G")
    try terminal.shows("/aws/")
    try terminal.press("esc")
    try terminal.hides("Log line")
    try quit(terminal)
  }

  @Test(
    "While lines arrive, what is read stays where it is, and G goes to the newest",
    arguments: sizes
  )
  func scrollBack(columns: Int, rows: Int) throws {
    let stage = try Stage()
    let terminal = try logs(stage, columns: columns, rows: rows)
    try terminal.press("up")
    try terminal.shows("held")
    // Above the lines stand bars, which go on; beside them the alarms, whose ages do.
    let words = "received"
    let row = try #require((0..<rows).first { terminal.line($0).contains(words) })
    let before = terminal.line(row).components(separatedBy: words).last
    #expect(try stage.run("put", "logged-2").status == 0)
    if rows >= 24 { try terminal.shows("new") }
    #expect(terminal.line(row).components(separatedBy: words).last == before)
    try terminal.press("G")
    try terminal.shows("following")
    try terminal.hides("held")
    try quit(terminal)
  }

  @Test("A paste that pauses is taken whole at its end, and Esc read with a key are both keys")
  func slowInput() throws {
    let terminal = try Stage().open(columns: 80, rows: 24)
    try terminal.shows("id ▸")
    terminal.type("\u{1B}[200~slow")
    try terminal.shows("is awaited")
    terminal.type("dq\u{1B}[201~")
    try terminal.shows("id ▸ slowdq")
    terminal.type("\u{1B}4")
    try terminal.shows("╭ 4 Alarms")
    try quit(terminal)
  }

  @Test("Without colours it shows where the keys go, and which row they act on")
  func noColor() throws {
    let terminal = try Stage().open(columns: 80, rows: 24, environment: ["NO_COLOR": "1"])
    try terminal.leavesField()
    try terminal.press("4")
    try terminal.shows("customers-w")
    let row = try #require((0..<24).first { terminal.line($0).contains("╭ 4 Alarms") })
    let title = terminal.cell(row, 2)
    let border = terminal.cell(row, 40)
    let selected = terminal.cell(row + 1, 2)
    #expect(title.isReversed && !border.isReversed && selected.isReversed)
    try quit(terminal)
  }

  @Test("Pausing is said in the header, and going on follows again")
  func pause() throws {
    let terminal = try logs(Stage())
    try terminal.press("space")
    try terminal.shows("PAUSED")
    try terminal.press("space")
    try terminal.hides("PAUSED")
    try terminal.shows("following")
    try quit(terminal)
  }

  @Test("z gives a pane the whole screen, and takes it back", arguments: sizes)
  func zoom(columns: Int, rows: Int) throws {
    let terminal = try logs(Stage(), columns: columns, rows: rows)
    try terminal.shows("1 Customers")
    try terminal.press("z")
    try terminal.hides("1 Customers")
    try terminal.press("z")
    try terminal.shows("1 Customers")
    try quit(terminal)
  }

  @Test("T draws with the next theme, and a user's broken one is an error that keeps the last")
  func themes() throws {
    let stage = try Stage()
    try stage.write("themes/zzz.yaml", "roles: [")
    let terminal = try logs(stage)
    let before = terminal.cell(3, 3).background
    try terminal.press("T")
    try terminal.shows("╭ Themes")
    try terminal.press("down", "down", "enter")
    try terminal.shows("theme light")
    #expect(terminal.wait(seconds: 15) { $0.cell(3, 3).background != before })
    try terminal.press("T", "end")
    try terminal.shows("zzz.yaml")
    try terminal.press("esc")
    try terminal.hides("╭ Themes")
    #expect(terminal.wait(seconds: 15) { $0.cell(3, 3).background != before })
    try quit(terminal)
  }

  @Test("Many pasted ids are all looked up, and what is no id is flagged", arguments: sizes)
  func paste(columns: Int, rows: Int) throws {
    let stage = try Stage()
    #expect(try stage.run("put", "p1").status == 0)
    let terminal = try stage.open(columns: columns, rows: rows)
    try terminal.shows("id ▸")
    terminal.paste("p1\np2\n p3\n\np4\n")
    for word in ["exists", "absent"] { try terminal.shows(word) }
    try terminal.shows("4 ids: 1 exists, 2 absent, 1 invalid")
    for id in ["p1", "p2", "p3", "p4"].prefix(rows < 24 ? 3 : 4) { try terminal.shows(id) }
    try quit(terminal)
  }

  @Test("The mouse goes to a pane, opens a row and scrolls, and can be left to the terminal")
  func mouse() throws {
    let stage = try Stage()
    let terminal = try stage.open()
    try terminal.shows("customers-w")
    let row = try #require((0..<36).first { terminal.line($0).contains("customers-w") })
    terminal.mouse(0, column: 6, row: row)
    terminal.mouse(0, column: 6, row: row, isRelease: true)
    try terminal.shows("⏎ open")
    terminal.mouse(0, column: 6, row: row)
    terminal.mouse(0, column: 6, row: row, isRelease: true)
    // Where the machine is busy the second click may come too late for a double click.
    if !terminal.wait(for: "esc one back", seconds: 5) {
      for _ in 0..<2 { terminal.mouse(0, column: 6, row: row) }
    }
    try terminal.shows("esc one back")
    try quit(terminal)
    try stage.write("config.yaml", "mouse: false")
    let other = try stage.open()
    try other.shows("customers-w")
    #expect(!String(decoding: other.output, as: UTF8.self).contains("\u{1B}[?1000h"))
    try quit(other)
  }

  @Test("Production is named in the header, and deleting asks for the id typed again")
  func production() throws {
    let stage = try Stage()
    #expect(try stage.run("put", "dear").status == 0)
    let cloud = try stage.open("local")
    try cloud.shows("ready http://")
    let address = try #require(cloud.text.split(separator: " ").last.map(String.init))
      .split(separator: "\n")[0]
    try stage.write(
      "config.yaml",
      """
      contexts:
        live:
          production: true
          region: eu-central-1
          endpoint-url: \(address)
          api-url: \(address)/prod
          api-key:
            environment: THE_KEY
      """
    )
    let exports = try stage.run("env").output.split(separator: "\n")
    let variables = exports.compactMap { line -> (String, String)? in
      let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].hasPrefix("AWS_") || parts[0] == "ROLLCALL_API_KEY" else {
        return nil
      }
      let name = parts[0] == "ROLLCALL_API_KEY" ? "THE_KEY" : String(parts[0])
      return (name, parts[1].filter { $0 != "'" && $0 != "\"" })
    }
    let terminal = try stage.open(
      "--context",
      "live",
      environment: Dictionary(variables) { first, _ in first }
    )
    try terminal.shows("PRODUCTION live")
    terminal.type("dear")
    try terminal.press("enter")
    try terminal.shows("● dear")
    try terminal.press("down", "d")
    try terminal.shows("type the id again")
    terminal.type("deer")
    try terminal.press("enter")
    try terminal.shows("nothing was deleted")
    try terminal.press("backspace", "backspace", "backspace")
    terminal.type("ear")
    try terminal.press("enter")
    try terminal.shows("deleted")
    try quit(terminal)
    try cloud.press("ctrl-c")
    #expect(cloud.waitForExit(seconds: 15) == .code(130))
  }
}
