import TestKit
import Testing

@Suite("Settings as commands see them", .timeLimit(.minutes(30)))
@BlockingTests
struct SettingsCommandTests {
  @Test(
    "Keys in the environment count for one's own cloud where its address is given, and only there"
  )
  func keys() throws {
    let stage = try Stage()
    let cloud = try stage.open("local")
    try cloud.shows("ready http://")
    var exports: [String: String] = [:]
    for line in try stage.run("env").output.split(separator: "\n") {
      let pair = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
      exports[String(pair[0])] = String(pair[1])
    }
    func status(_ words: [String], _ changes: [String: String]) throws -> Int32 {
      try CommandRun(
        stage.program,
        words,
        environment: stage.environment.merging(changes) { _, new in new }
      ).status
    }
    let wrongKey = exports.merging(["ROLLCALL_API_KEY": "01234567890123456789"]) { _, new in new }
    let wrongSecret = exports.merging(["AWS_SECRET_ACCESS_KEY": "wrong"]) { _, new in new }
    #expect(try status(["get", "a"], exports) == 1)
    #expect(try status(["executions"], exports) == 0)
    #expect(try status(["get", "a"], wrongKey) == 77)
    #expect(try status(["executions"], wrongSecret) == 77)
    #expect(try status(["get", "a"], ["ROLLCALL_API_KEY": "01234567890123456789"]) == 1)
    cloud.send(signal: 15)
    _ = cloud.waitForExit(seconds: 15)
  }

  @Test("A cloud whose names have a prefix is found with all its parts")
  func prefix() throws {
    let stage = try Stage()
    let cloud = try stage.open("local", "--parameter", "NamePrefix=x-")
    try cloud.shows("ready http://")
    let submitted = try stage.run("submit", "a", "--wait")
    #expect(submitted.status == 0, "\(submitted)")
    let listed = try stage.run("executions", "--json")
    #expect(listed.status == 0 && listed.output.contains("\"id\": \"a\""), "\(listed)")
    let logs = try stage.run("logs", "--json")
    #expect(logs.output.contains("/aws/lambda/x-submit_workflow"), "\(logs)")
    #expect(try stage.run("logs", "submit_workflow").output.contains("x-submit_workflow"))
    cloud.send(signal: 15)
    _ = cloud.waitForExit(seconds: 15)
  }

  @Test("A command that there is none of ends with 127, as a shell would say")
  func noSuchCommand() throws {
    let run = try Stage().run("env", "--", "no-such-command-anywhere")
    #expect(run.status == 127, "\(run)")
    #expect(run.errors.contains("no-such-command-anywhere"))
  }

  @Test("A signal to 'env' reaches the command that it runs")
  func passedOn() throws {
    let stage = try Stage()
    let terminal = try stage.open(
      "env",
      "--",
      "sh",
      "-c",
      "trap 'exit 7' TERM; echo up; while :; do :; done"
    )
    try terminal.shows("up")
    terminal.send(signal: 15)
    #expect(terminal.waitForExit(seconds: 15) == .code(7))
  }

  @Test("An API key comes from a command, and what is wrong with that is told")
  func keyCommand() throws {
    let stage = try Stage()
    for (command, status) in [("echo key", Int32(69)), ("exit 3", 78)] {
      try stage.write(
        "config.yaml",
        "contexts: {c: {api-url: \"http://127.0.0.1:9/prod\", api-key: {command: \(command)}}}\n"
      )
      let run = try stage.run("get", "a", "--context", "c")
      #expect(run.status == status, "\(run)")
      if status == 78 {
        #expect(run.errors.contains("status 3"), "\(run.errors)")
        #expect(run.errors.contains("context c: the API key comes from the command 'exit 3'"))
      }
    }
  }

  @Test(
    "A key source of a context that gives nothing is named with the context, and nothing is sent",
    arguments: [
      ("environment: NO_KEY", "NO_KEY, from which context c takes the API key, is not set"),
      ("file: /dev/null", "context c: the API key comes from the file /dev/null"),
      ("file: /nonexistent", "the file /nonexistent: No such file or directory"),
      ("command: 'true'", "the command 'true': it printed nothing"),
    ]
  )
  func noKey(source: String, words: String) throws {
    let stage = try Stage()
    // Nobody listens on port 9, so a request that is sent ends otherwise.
    try stage.write(
      "config.yaml",
      "contexts: {c: {api-url: \"http://127.0.0.1:9/prod\", api-key: {\(source)}}}\n"
    )
    let run = try stage.run("get", "a", "--context", "c")
    #expect(run.status == 78, "\(run)")
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test(
    "Where the API's key cannot be had, what needs none goes on",
    arguments: [
      "{command: exit 3}",
      "{secret: 'arn:aws:secretsmanager:eu-west-3:000000000000:secret:none-AbCdEf'}",
    ]
  )
  func keyElsewhere(source: String) throws {
    // Behind a proxy it is not known to be the local cloud, whose key is at hand.
    let scene = try TroubledScene()
    let stage = scene.stage
    var exports = scene.troubled
    let (endpoint, api) = (exports["AWS_ENDPOINT_URL"], exports["ROLLCALL_API_URL"])
    for name in ["ROLLCALL_API_KEY", "AWS_ENDPOINT_URL", "ROLLCALL_API_URL"] { exports[name] = nil }
    try stage.write(
      "config.yaml",
      """
      contexts:
        c:
          endpoint-url: \(try #require(endpoint))
          api-url: \(try #require(api))
          api-key: \(source)

      """
    )
    func run(_ words: String...) throws -> CommandRun {
      let environment = stage.environment.merging(exports) { $1 }
      return try CommandRun(stage.program, words + ["--context", "c"], environment: environment)
    }
    let put = try run("put", "a")
    #expect(put.status == 78 && put.output == "a  not sent\n", "\(put)")
    #expect(put.errors.contains("context c: the API key comes from"), "\(put.errors)")
    for command in ["executions", "alarms", "logs", "rules"] {
      let other = try run(command)
      #expect(other.status == 0 && other.errors.isEmpty, "\(command): \(other)")
    }
    let doctor = try run("doctor")
    #expect(doctor.output.contains("there is none: context c"), "\(doctor)")

    let terminal = try stage.open("--context", "c", environment: exports)
    try terminal.shows("● 9 ok")
    terminal.type("a")
    try terminal.press("enter")
    try terminal.shows("not sent")
    try terminal.shows("context c")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("READ-ONLY of a context is blamed on the context, and nothing is asked")
  func readOnlyContext() throws {
    let stage = try Stage()
    try stage.write(
      "config.yaml",
      "contexts: {ro: {api-url: \"http://127.0.0.1:9/prod\", read-only: true}}\n"
    )
    for command in ["put", "delete"] {
      let run = try stage.run(command, "a", "--context", "ro")
      #expect(run.status == 77, "\(run)")
      #expect(run.errors.contains("take read-only out of context ro"), "\(run.errors)")
      #expect(run.output == "a  not sent\n", "\(run.output)")
    }
  }

  @Test("What only the dashboard uses of the configuration is checked by every command")
  func looks() throws {
    let stage = try Stage()
    for (yaml, words) in [
      ("theme: 7\n", "config.yaml:1: there is no theme '7'"),
      ("keys:\n  qiut: Q\n", "config.yaml:2: keys: there is no command 'qiut'"),
    ] {
      try stage.write("config.yaml", yaml)
      let run = try stage.run("get", "a")
      #expect(run.status == 78 && run.errors.contains(words), "\(run)")
    }
  }

  @Test("A profile that does not exist ends the dashboard before it takes the screen")
  func noProfile() throws {
    let terminal = try Stage().open("--profile", "nosuch")
    #expect(terminal.waitForExit(seconds: 15) == .code(78))
    #expect(terminal.text.contains("there is no profile nosuch"), "\(terminal.text)")
    // No switch to the alternate screen.
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?1049h"))
  }

  @Test("Mistakes in what is given are blamed on where it was given")
  func blame() throws {
    let stage = try Stage()
    let variable = try stage.run("get", "a", environment: ["ROLLCALL_API_URL": "foo"])
    #expect(variable.status == 78 && variable.errors.contains("ROLLCALL_API_URL"), "\(variable)")
    let folder = try stage.run("get", "a", "--data", "")
    #expect(folder.status == 78 && folder.errors.contains("--data"), "\(folder)")
    try stage.write("config.yaml", "bell: true\ntheme: drak\n")
    let theme = try stage.run()
    #expect(theme.status == 78, "\(theme)")
    #expect(theme.errors.contains("config.yaml:2: there is no theme 'drak'"), "\(theme.errors)")
    #expect(theme.errors.contains("did you mean 'dark'?"), "\(theme.errors)")
    try stage.write("config.yaml", "keys:\n  quit: Q\n  pause: ctlr-p\n")
    let key = try stage.run()
    #expect(key.errors.contains("config.yaml:3: keys: there is no key 'ctlr-p'"), "\(key.errors)")
    #expect(key.errors.contains("did you mean 'ctrl-p'?"), "\(key.errors)")
  }

  @Test("Without a home a named data folder is enough")
  func noHome() throws {
    let stage = try Stage()
    var environment = stage.environment
    environment["HOME"] = nil
    let data = "\(stage.folder.path)/data"
    let run = try CommandRun(stage.program, ["get", "a", "--data", data], environment: environment)
    #expect(run.status == 1, "\(run)")
    let none = try CommandRun(stage.program, ["get", "a"], environment: environment)
    #expect(none.status == 78 && none.errors.contains("HOME"), "\(none)")
  }

  @Test("The log tells of starts and ends, with --verbose of calls, and never of ids")
  func log() throws {
    let stage = try Stage()
    let log = ".local/state/rollcall/rollcall.log"
    #expect(try stage.run("get", "private-id").status == 1)
    #expect(stage.read(log).contains("started") && !stage.read(log).contains("answered"))
    let told = try stage.run("get", "private-id", "--verbose")
    #expect(told.status == 1 && !told.output.contains("GET"), "\(told)")
    let call = /api GET \/prod\/customers\/{id}  200  [0-9.]+ ms  request [0-9a-f-]{36}\n/
    #expect(told.errors.wholeMatch(of: call) != nil, "\(told.errors)")
    let text = stage.read(log)
    #expect(text.contains("GET /prod/customers/{id}"), "\(text)")
    for fact in [#""status":"200""#, #""ms":""#, #""command":"get""#, #""level":"debug""#] {
      #expect(text.contains(fact), "\(fact) is not in \(text)")
    }
    #expect(!text.contains("private-id"))
  }

  @Test("With the API's address alone no data folder is made")
  func noFolder() throws {
    let stage = try Stage()
    _ = try stage.run("get", "a", "--api-url", "http://127.0.0.1:9/prod")
    #expect(!stage.exists(".local/share/rollcall"))
  }

  @Test("The template can be had as JSON")
  func template() throws {
    let run = try Stage().run("template", "--json")
    #expect(run.status == 0 && run.output.contains("\"template\": \""), "\(run)")
  }
}
