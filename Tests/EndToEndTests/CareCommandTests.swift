import TestKit
import Testing

/// What commands say before and after they change something.
@Suite("Commands that change something", .timeLimit(.minutes(30)))
@BlockingTests
struct CareCommandTests {
  /// A local cloud in the foreground, and a production context that leads to it.
  private static func withProduction(_ body: (Stage) throws -> Void) throws {
    let stage = try Stage()
    let cloud = try stage.open("local")
    try cloud.shows("ready http://")
    var exports: [Substring: Substring] = [:]
    for line in try stage.run("env").output.split(separator: "\n") {
      let pair = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
      exports[pair[0]] = pair[1]
    }
    let key = "\(stage.folder.path)/key"
    let script = "umask 077; printf %s \(exports["ROLLCALL_API_KEY"] ?? "") > \(key)"
    _ = try CommandRun("/bin/sh", ["-c", script], environment: stage.environment)
    try stage.write(
      "config.yaml",
      """
      contexts:
        prod:
          region: eu-central-1
          api-url: \(exports["ROLLCALL_API_URL"] ?? "")
          endpoint-url: \(exports["AWS_ENDPOINT_URL"] ?? "")
          api-key: {file: \(key)}
          production: true

      """
    )
    try body(stage)
    cloud.send(signal: 15)
    _ = cloud.waitForExit(seconds: 15)
  }

  @Test("In PRODUCTION an id is deleted only where it is typed again, and several by their number")
  func production() throws {
    try Self.withProduction { (stage: Stage) throws -> Void in
      #expect(try stage.run("put", "a", "b", "c", "--context", "prod").status == 0)
      func answer(_ text: String, to question: String, _ ids: String...) throws -> Int32? {
        let arguments = ["delete"] + ids + ["--context", "prod"]
        let terminal = try PseudoTerminal(
          stage.program,
          arguments,
          columns: 120,
          rows: 36,
          environment: stage.environment
        )
        try terminal.shows(question)
        terminal.type(text)
        try terminal.press("enter")
        let exit = terminal.waitForExit(seconds: 15)
        if exit == .code(1) {
          #expect(terminal.text.contains("nothing was deleted"), "\(terminal.text)")
        }
        guard case .code(let code) = exit else { return nil }
        return code
      }
      let one = #"Delete "a" from customer_ids in PRODUCTION prod? Type the id again:"#
      #expect(try answer("y", to: one, "a") == 1)
      #expect(try stage.run("get", "a").status == 0)
      #expect(try answer("a", to: one, "a") == 0)
      #expect(try stage.run("get", "a").status == 1)
      let several = "Type the number of ids to delete them:"
      #expect(try answer("y", to: several, "b", "c") == 1)
      #expect(try stage.run("get", "b", "c").status == 0)
      #expect(try answer("2", to: several, "b", "c") == 0)
      #expect(try stage.run("get", "b").status == 1)
      // A key that is there and wrong is blamed on where it comes from.
      let key = "\(stage.folder.path)/key"
      let script = "umask 077; echo 01234567890123456789 > \(key)"
      _ = try CommandRun("/bin/sh", ["-c", script], environment: stage.environment)
      let refused = try stage.run("get", "a", "--context", "prod")
      #expect(refused.status == 77, "\(refused)")
      #expect(refused.errors.contains("check the file \(key), from which context prod takes"))
    }
  }

  @Test("A question names the table and the context; no is told, and ends with 1")
  func declined() throws {
    let stage = try Stage()
    let terminal = try stage.open("delete", "a", "b")
    try terminal.shows("Delete 2 ids from customer_ids in local:")
    try terminal.shows("Delete them? [y/N]")
    try terminal.press("n", "enter")
    #expect(terminal.waitForExit(seconds: 15) == .code(1))
    #expect(terminal.text.contains("  a") && terminal.text.contains("  b"))
    #expect(terminal.text.contains("nothing was deleted"))
  }

  @Test("A failed put says the same on stderr and in JSON; a second kind of fault is put in order")
  func failedPut() throws {
    let stage = try Stage()
    #expect(try stage.run("fault", "put_customer_id", "--error").errors.isEmpty)
    let run = try stage.run("put", "failme", "--json")
    #expect(run.status == 69, "\(run)")
    let message = run.errors.dropFirst("rollcall: ".count).dropLast()
    #expect(message.hasSuffix("; it is now absent"), "\(run.errors)")
    #expect(run.output == "{\"id\":\"failme\",\"error\":\"\(message)\"}\n")
    let second = try stage.run("fault", "put_customer_id", "--throttle")
    #expect(second.status == 0)
    #expect(second.errors.contains("throttle comes first, then error"), "\(second.errors)")
  }

  @Test("Logs are one line an event for people; a pattern that is refused is shown with quotes")
  func logs() throws {
    let stage = try Stage()
    #expect(try stage.run("put", "load-2").status == 0)
    let lines = try stage.run("logs", "put_customer_id")
    #expect(lines.status == 0, "\(lines)")
    #expect(lines.output.contains(" put_customer_id info  "), "\(lines.output)")
    #expect(!lines.output.contains("{\""), "\(lines.output)")
    let refused = try stage.run("logs", "--filter", "load-2")
    #expect(refused.status == 65, "\(refused)")
    #expect(refused.errors.contains(#"such as '"load-2"'"#), "\(refused.errors)")
    let found = try stage.run("logs", "--filter", #""load-2""#)
    #expect(found.status == 0 && found.output.contains("load-2"), "\(found)")
  }

  @Test("Without a program beside rollcall 'package' says how to build one")
  func package() throws {
    let stage = try Stage()
    let copy = "\(stage.folder.path)/alone"
    _ = try CommandRun("/bin/cp", [stage.program, copy], environment: stage.environment)
    let run = try CommandRun(copy, ["package"], environment: stage.environment)
    #expect(run.status == 65, "\(run)")
    #expect(run.errors.contains(".ci/bootstrap") && run.errors.contains("--bootstrap"))
  }
}
