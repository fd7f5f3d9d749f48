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

  @Test("Wishes that come too late are refused: another process runs the cloud already")
  func lateWishes() throws {
    let stage = try Stage()
    let run = try stage.run("env", "--", stage.program, "local", "--reset", "--yes")
    #expect(run.status == 69, "\(run)")
    #expect(run.errors.contains("already"), "\(run.errors)")
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

  @Test("What a closed stream would have been given goes nowhere else, and a full disk is told")
  func streams() throws {
    let stage = try Stage()
    let script = "\(stage.program) put a >&- && \(stage.program) get a >/dev/full"
    let run = try stage.run("env", "--", "sh", "-c", script)
    #expect(run.status == 69, "\(run)")
    #expect(run.errors.contains("standard output: No space left on device"), "\(run.errors)")
    #expect(try stage.run("get", "a").status == 0)
  }
}
