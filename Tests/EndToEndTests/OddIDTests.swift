import Foundation
import TestKit
import Testing

@Suite("Ids that other programs stumble over", .timeLimit(.minutes(30)))
@BlockingTests
struct OddIDTests {
  nonisolated static let ids = [".", "..", "%2F", "/", "a/b", "😀", "+", "a+b c", "?#&="]

  @Test("Commands insert, look up, submit and delete exactly the id that was given")
  func commands() throws {
    let stage = try Stage()
    let ids = Self.ids
    func run(_ command: String, _ more: String...) throws -> CommandRun {
      try CommandRun(
        stage.program,
        [command] + ids + ["--json"] + more,
        environment: stage.environment
      )
    }
    func lines(_ key: String, _ value: Bool) -> String {
      ids.map { #"{"id":"\#($0)","\#(key)":\#(value)}"# + "\n" }.joined()
    }
    #expect(try run("put").output == lines("created", true))
    #expect(try run("get").output == lines("exists", true))
    for id in [".", "/", "+"] {
      let submitted = try stage.run("submit", id, "--wait", "--json")
      #expect(submitted.status == 0, "\(submitted)")
      #expect(submitted.output.contains("AlreadyExists"), "\(submitted.output)")
      #expect(submitted.output.contains(#""id":"\#(id)""#), "\(submitted.output)")
    }
    #expect(try run("delete", "--yes").output == lines("deleted", true))
    #expect(try run("get").output == lines("exists", false))
  }

  @Test("The dashboard inserts, deletes and submits exactly the id that was typed", arguments: ids)
  func dashboard(id: String) throws {
    let stage = try Stage()
    let terminal = try stage.open()
    func hasSucceeded(_ runs: Int) throws {
      let isShown = terminal.wait(seconds: 30) {
        $0.screen.text.components(separatedBy: "● succeeded").count > runs
      }
      try #require(isShown, "not \(runs) runs that succeeded:\n\(terminal.screen.text)")
    }
    try terminal.shows("id ▸")
    terminal.type(id)
    try terminal.press("enter")
    try terminal.shows("absent")
    try terminal.press("down", "i")
    try terminal.shows("created")
    #expect(try stage.run("get", id).status == 0)
    // The run that the insertion has started would insert the id again if it came after the deletion.
    try hasSucceeded(1)
    try terminal.press("d")
    try terminal.shows("Delete")
    try terminal.press("y")
    try terminal.shows("deleted")
    #expect(try stage.run("get", id).status == 1)
    try terminal.press("2")
    terminal.type(id)
    try terminal.press("enter")
    try hasSucceeded(2)
    #expect(try stage.run("get", id).status == 0)
    try terminal.leavesField()
    try terminal.press("q")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test(
    "The dashboard says of what cannot be an id why, and sends nothing",
    arguments: [
      ("   ", "only white space"), (" x", "leading space"), ("a\u{7}b", "control character"),
      (String(repeating: "x", count: 3000), "3000 bytes"),
    ]
  )
  func refused(id: String, reason: String) throws {
    let stage = try Stage()
    let terminal = try stage.open()
    try terminal.shows("id ▸")
    terminal.paste(id)
    try terminal.press("enter")
    try terminal.shows(reason)
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("What is no UTF-8 is refused with its place, and nothing is sent")
  func noText() throws {
    let stage = try Stage()
    let program = stage.program
    let script = """
      \(program) put good "$(printf 'b\\377')"; echo "argument $?"
      printf 'good\\n\\nb\\377\\n' | \(program) put --file -; echo "file $?"
      \(program) get good; echo "get $?"
      """
    let run = try stage.run("env", "--", "sh", "-c", script)
    #expect(run.output.contains("argument 65\nfile 65\n"), "\(run)")
    #expect(run.output.contains("get 1"), "\(run)")
    #expect(run.errors.contains("argument 3"), "\(run.errors)")
    #expect(run.errors.contains("line 3: id \"b\\u{FFFD}\": not UTF-8"), "\(run.errors)")
    #expect(run.errors.contains("1 of 2 ids is invalid; nothing was sent"), "\(run.errors)")
  }

  @Test("Equal ids are inserted in the order asked")
  func repeats() throws {
    let run = try Stage().run("put", "z", "z", "z", "--json")
    #expect(
      run.output == """
        {"id":"z","created":true}
        {"id":"z","created":false}
        {"id":"z","created":false}

        """
    )
  }
}
