import TestKit
import Testing

@Suite("The overview on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct OverviewTests {
  @Test("It shows what passes, leads to a function's log, and back", arguments: PaneTests.sizes)
  func overview(columns: Int, rows: Int) throws {
    let stage = try Stage()
    let terminal = try stage.open(columns: columns, rows: rows)
    try terminal.leavesField()
    try terminal.press("0")
    try terminal.shows("0 Overview")
    try terminal.shows(rows < 24 ? "customer_ids" : "customer-ids-api")
    try terminal.shows("no data")
    #expect(try stage.run("put", "seen-1").status == 0)
    let lit = rows < 24 ? "◐ put_customer_id" : "put_customer_id ◐"
    try terminal.shows(lit)
    try terminal.hides(lit)
    try terminal.press(rows < 24 ? "down" : "right")
    if rows < 24 { try terminal.press("down") }
    try terminal.press("enter")
    try terminal.hides("0 Overview")
    try terminal.shows("3 Logs")
    try terminal.shows(rows < 24 ? "/ put_customer" : "/ put_customer_id")
    try terminal.shows(rows < 24 ? "received" : "id=seen-1")
    try terminal.press("esc")
    try terminal.shows("0 Overview")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }
}
