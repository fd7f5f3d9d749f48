import TestKit
import Testing

@Suite("Commands", .timeLimit(.minutes(30)))
@BlockingTests
struct CommandTests {
  @Test("An id is absent, is inserted, exists, is inserted again, is deleted, and is gone")
  func lifeOfAnID() throws {
    let stage = try Stage()
    let steps: [([String], Int32, String)] = [
      (["get", "a"], 1, #"{"id":"a","exists":false}"#),
      (["put", "a"], 0, #"{"id":"a","created":true}"#),
      (["get", "a"], 0, #"{"id":"a","exists":true}"#),
      (["put", "a"], 1, #"{"id":"a","created":false}"#),
      (["delete", "a", "--yes"], 0, #"{"id":"a","deleted":true}"#),
      (["delete", "a", "--yes"], 1, #"{"id":"a","deleted":false}"#),
    ]
    for (arguments, status, output) in steps {
      let run = try CommandRun(
        stage.program,
        arguments + ["--json"],
        environment: stage.environment
      )
      #expect(run.status == status, "\(arguments): \(run.errors)")
      #expect(run.output == output + "\n", "\(arguments)")
    }
  }

  @Test("Answers come in the order asked, repeats kept")
  func order() throws {
    let stage = try Stage()
    let run = try stage.run("get", "b", "a", "b", "--json")
    #expect(
      run.output == """
        {"id":"b","exists":false}
        {"id":"a","exists":false}
        {"id":"b","exists":false}

        """
    )
  }

  @Test("Where any id is invalid each is named and nothing is sent")
  func invalidIDs() throws {
    let stage = try Stage()
    let long = String(repeating: "x", count: 3000)
    let run = try stage.run("put", "good", "", " ", " x", "x ", "a\u{1B}[2Jb", long)
    #expect(run.status == 65)
    #expect(run.output == "")
    for reason in [
      "empty", "only white space", "leading space", "trailing space", "control character U+001B",
      "3000 bytes, at most 2048", "6 of 7 ids are invalid; nothing was sent",
    ] {
      #expect(run.errors.contains(reason), "\(reason) is not in:\n\(run.errors)")
    }
    #expect(!run.errors.contains("\u{1B}"))
    #expect(try stage.run("get", "good").status == 1)
  }

  @Test("A file of ids may have a byte order mark, CRLF and blank lines; '-' is standard input")
  func file() throws {
    let stage = try Stage()
    let run = try stage.run(
      "get",
      "--file",
      "-",
      "--json",
      input: "\u{FEFF}a/b\r\n\r\n50%\n\n😀+\n"
    )
    #expect(run.status == 1)
    #expect(
      run.output == """
        {"id":"a/b","exists":false}
        {"id":"50%","exists":false}
        {"id":"😀+","exists":false}

        """
    )
  }

  @Test("A file that is not there is bad input, and its name is told")
  func missingFile() throws {
    let run = try Stage().run("get", "--file", "/nonexistent")
    #expect(run.status == 65)
    #expect(run.errors.contains("/nonexistent"))
  }

  @Test("Deleting without anyone to ask needs --yes")
  func deleteAsks() throws {
    let run = try Stage().run("delete", "a")
    #expect(run.status == 64)
    #expect(run.errors.contains("--yes"))
  }

  @Test(
    "READ-ONLY makes every changing command impossible",
    arguments: [
      ["put", "a"], ["delete", "a", "--yes"], ["submit", "a"],
      ["rules", "disable", "customer-scan-schedule"], ["fault", "insert_id", "--error"],
    ]
  )
  func readOnly(arguments: [String]) throws {
    let stage = try Stage()
    let run = try CommandRun(
      stage.program,
      arguments + ["--read-only"],
      environment: stage.environment
    )
    #expect(run.status == 77, "\(run.output)\(run.errors)")
    #expect(run.errors.contains("READ-ONLY"))
    #expect(!run.output.contains("failed"), "\(run.output)")
  }

  @Test("Options that every command takes may stand before it, but not a time limit before 'fault'")
  func optionsFirst() throws {
    let stage = try Stage()
    let run = try stage.run("--json", "--timeout", "20s", "get", "a")
    #expect(run.status == 1 && run.output == "{\"id\":\"a\",\"exists\":false}\n", "\(run)")
    let unknown = try stage.run("--context", "local", "gte", "a")
    #expect(unknown.status == 64 && unknown.errors.contains("did you mean 'get'?"), "\(unknown)")
    let fault = try stage.run("--timeout", "5s", "fault", "insert_id", "--error")
    #expect(fault.status == 64 && fault.errors.contains("'fault' takes no time limit"), "\(fault)")
  }

  @Test(
    "Unknown commands and options are usage errors",
    arguments: [
      ["gte", "a"], ["get"], ["get", "a", "--nope"], ["executions", "--limit", "0"],
      ["fault", "x"], ["fault", "--error"], ["fault", "--rate", "0.5"],
      ["fault", "insert_id", "--error", "--for", "0s"],
      ["get", "a", "--timeout", "0"],
      ["local", "--port", "65536"], ["executions", "--limit", "-1"],
    ]
  )
  func usage(arguments: [String]) throws {
    let stage = try Stage()
    let run = try CommandRun(stage.program, arguments, environment: stage.environment)
    #expect(run.status == 64, "\(run.output)\(run.errors)")
  }

  @Test("A command that there is none of is named, with the one that was meant")
  func unknownCommand() throws {
    let run = try Stage().run("gte", "a")
    #expect(run.errors == "rollcall: there is no command 'gte'; did you mean 'get'?\n")
  }

  @Test("A negative number is told as one, and a word that is near to nothing has no suggestion")
  func plainWords() throws {
    let stage = try Stage()
    let limit = try stage.run("executions", "--limit", "-1")
    #expect(limit.errors.contains("--limit must be at least 1"), "\(limit)")
    let bogus = try stage.run("bogus")
    #expect(bogus.errors == "rollcall: there is no command 'bogus'; see 'rollcall --help'\n")
    #expect(try stage.run("--help").output.contains("keys"))
  }

  @Test("A file without ids is done, and told")
  func emptyFile() throws {
    let run = try Stage().run("get", "--file", "-", input: "\n")
    #expect(run.status == 0 && run.output.isEmpty, "\(run)")
    #expect(run.errors == "rollcall: no ids in standard input\n")
  }

  @Test("A mistake in the configuration is told with file and line")
  func configuration() throws {
    let stage = try Stage()
    let run = try stage.run("get", "a", "--context", "nowhere")
    #expect(run.status == 78)
    #expect(run.errors.contains("nowhere"))
  }

  @Test("A service that cannot be reached is told with what to do")
  func unreachable() throws {
    let run = try Stage().run(
      "get",
      "a",
      "--api-url",
      "http://127.0.0.1:9/prod",
      environment: ["ROLLCALL_API_KEY": "k", "AWS_REGION": "eu-central-1"]
    )
    #expect(run.status == 69, "\(run.errors)")
    #expect(run.output.isEmpty || run.output.contains("failed"))
  }

  @Test(
    "Without the API's address or a region only what needs them fails, and says what to give",
    arguments: [
      (["get", "a", "--endpoint-url", "http://127.0.0.1:9"], 78, "--api-url"),
      (["submit", "a", "--endpoint-url", "http://127.0.0.1:9"], 78, "--api-url"),
      (["alarms", "--api-url", "http://127.0.0.1:9/prod"], 78, "--region"),
      (
        ["get", "a", "--api-url", "http://127.0.0.1:9/prod"], 69,
        "cannot reach 127.0.0.1:9 (connection refused)"
      ),
    ]
  )
  func missingSettings(arguments: [String], status: Int32, words: String) throws {
    let stage = try Stage()
    let run = try CommandRun(stage.program, arguments, environment: stage.environment)
    #expect(run.status == status, "\(run)")
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("Without a terminal the dashboard says so")
  func noTerminal() throws {
    let run = try Stage().run()
    #expect(run.status == 64)
    #expect(run.errors.contains("not a terminal"))
  }
}
