import TestKit
import Testing

@Suite("The local cloud as a command", .timeLimit(.minutes(30)))
@BlockingTests
struct LocalCommandTests {
  @Test("A template or a parameter that cannot be is bad configuration, told with its place")
  func badTemplates() throws {
    let stage = try Stage()
    let file = "\(stage.folder.path)/t.yaml"
    #expect(
      try stage.run("env", "--", "sh", "-c", "printf 'Resources:\\n  A: {Type: A::B::C}' > \(file)")
        .status == 0
    )
    let unknown = try stage.run("local", "--template", file)
    #expect(unknown.status == 78, "\(unknown)")
    #expect(unknown.errors.contains(file) && unknown.errors.contains("A::B::C"), "\(unknown)")
    let missing = try stage.run("local", "--template", "/nonexistent")
    #expect(missing.status == 78 && missing.errors.contains("/nonexistent"), "\(missing)")
    let parameter = try stage.run("local", "--parameter", "Nope=1")
    #expect(parameter.status == 78 && parameter.errors.contains("Nope"), "\(parameter)")
  }

  @Test(
    "What is about the local cloud alone refuses flags that lead elsewhere, before it does anything",
    arguments: [["local"], ["env"], ["env", "--", "true"], ["demo"]]
  )
  func elsewhere(command: [String]) throws {
    let stage = try Stage()
    try stage.write("config.yaml", "contexts: {c: {region: eu-central-1}}\n")
    let words = [command[0], "--context", "c"] + command.dropFirst()
    let run = try CommandRun(stage.program, words, environment: stage.environment)
    #expect(run.status == 78, "\(run)")
    #expect(run.errors.contains("context c is not one"), "\(run.errors)")
    #expect(!stage.exists(".local/share/rollcall"))
  }

  @Test("Wishes that come too late are refused: another process runs the cloud already")
  func lateWishes() throws {
    let stage = try Stage()
    let run = try stage.run("env", "--", stage.program, "local", "--reset", "--yes")
    #expect(run.status == 69, "\(run)")
    #expect(run.errors.contains("already"), "\(run.errors)")
  }

  @Test("A damaged database is told with the command that starts afresh, which does")
  func damaged() throws {
    let stage = try Stage()
    let data = "\(stage.folder.path)/data"
    #expect(try stage.run("put", "a", "--data", data).status == 0)
    let script =
      "for f in \(data)/*.sqlite; do printf 'no database at all' > \"$f\"; done; ls \(data)"
    let files = try CommandRun("/bin/sh", ["-c", script], environment: stage.environment)
    let run = try stage.run("get", "a", "--data", data)
    #expect(run.status == 69, "\(run) \(files)")
    #expect(run.errors.contains("'rollcall local --reset --data \(data)'"), "\(run) \(files)")
    let afresh = try stage.open("local", "--reset", "--data", data)
    try afresh.shows("Delete everything")
    try afresh.press("y", "enter")
    try afresh.shows("ready http://")
    afresh.send(signal: 15)
    _ = afresh.waitForExit(seconds: 15)
  }

  @Test("A file in the place of the data folder is told as one")
  func fileForFolder() throws {
    let run = try Stage().run("get", "a", "--data", "/etc/passwd")
    #expect(run.status == 78, "\(run)")
    #expect(run.errors.contains("--data: /etc/passwd is a file, not a folder"), "\(run.errors)")
  }

  @Test("Without a local cloud there is nothing to export, and it is told what to do")
  func noCloud() throws {
    let run = try Stage().run("env")
    #expect(run.status == 69 && run.output.isEmpty)
    #expect(run.errors.contains("rollcall local"))
  }

  @Test(
    "A command gets the variables, and its status is passed on",
    arguments: [("exit 7", 7), ("kill -9 $$", 137), ("test -n \"$ROLLCALL_API_KEY\"", 0)]
      as [(String, Int32)]
  )
  func command(script: String, status: Int32) throws {
    let run = try Stage().run("env", "--", "sh", "-c", script)
    #expect(run.status == status, "\(run)")
  }

  @Test("A command is run with no signal blocked or ignored, as a shell would run it")
  func signals() throws {
    let run = try Stage().run("env", "--", "grep", "^Sig[BI]", "/proc/self/status")
    let masks = run.output.split(separator: "\n").compactMap {
      $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
    }
    // The C library keeps two real-time signals, 32 and 33, to itself.
    #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0], "\(run)")
  }

  @Test("What a closed stream would have been given goes nowhere else, and a lost answer is told")
  func streams() throws {
    let stage = try Stage()
    let script = "\(stage.program) put a 2>&- && \(stage.program) get a >/dev/full"
    let run = try stage.run("env", "--", "sh", "-c", script)
    #expect(run.status == 69, "\(run)")
    let closed = try stage.run("env", "--", "sh", "-c", "\(stage.program) get a --json >&-")
    #expect(closed.status == 69, "\(closed)")
    #expect(closed.errors.contains("standard output: Bad file descriptor"), "\(closed.errors)")
    let unsaid = try stage.run("env", "--", "sh", "-c", "\(stage.program) put b >&-")
    #expect(try unsaid.status == 69 && stage.run("get", "b").status == 1, "\(unsaid)")
    let bogus = try stage.run("get", "--bogus")
    #expect(bogus.status == 64 && bogus.errors.contains("no option '--bogus'"), "\(bogus.errors)")
    #expect(run.errors.contains("standard output: No space left on device"), "\(run.errors)")
    #expect(try stage.run("get", "a").status == 0)
  }
}
