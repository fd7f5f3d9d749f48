import Dashboard
import Glibc
import Testing

@testable import DashboardRuntime

@Suite("What there is around the dashboard")
struct SurroundingsTests {
  private struct Mistake: Error, CustomStringConvertible { let description: String }

  private let path: String

  init() throws {
    var template = Array("/tmp/rollcall-history-XXXXXX".utf8CString)
    _ = try #require(mkdtemp(&template))
    let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
    path = String(decoding: bytes, as: UTF8.self) + "/state/history"
  }

  @Test("Commands that are kept come back in later runs, in a file that is its owner's alone")
  func history() throws {
    #expect(HistoryFile(path: path).lines().isEmpty)
    for line in ["zoom", "theme dark", "sort"] {
      #expect(HistoryFile(path: path).append(line) == nil)
    }
    #expect(HistoryFile(path: path).lines() == ["zoom", "theme dark", "sort"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(String(path.dropLast("/history".count)), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test("The file is bounded, and so is what is read of it")
  func bounds() throws {
    let file = HistoryFile(path: path)
    for index in 0..<5000 { _ = file.append("theme number-\(index)") }
    let lines = file.lines()
    #expect(lines.count == HistoryFile.limit && lines.last == "theme number-4999")
    var status = stat()
    for name in [path, path + ".1"] {
      #expect(stat(name, &status) == 0 && status.st_size <= 32_768)
    }
    _ = file.append(String(repeating: "x", count: 201))
    _ = file.append("two\nlines")
    #expect(file.lines().last == "theme number-4999")
  }

  @Test("A file that cannot be written is told, and one that cannot be read has no lines")
  func trouble() async throws {
    let stage = RunnerStage(
      ScriptedBackend(),
      Surroundings(history: HistoryFile(path: "/dev/null/history"))
    )
    stage.runner.run(.readHistory)
    stage.runner.run(.keepCommand("zoom"))
    var events: [DashboardEvent] = []
    while events.count < 2 { events += await stage.events { _ in true } }
    #expect(events.contains { if case .messageRaised(_, true) = $0 { true } else { false } })
    #expect(events.contains(.historyRead([])))
  }

  @Test("Contexts are told, or why they cannot be, and so is whether one can be used")
  func contexts() async {
    let marks = [ContextMark(name: "local", region: "r")]
    let good = RunnerStage(ScriptedBackend(), Surroundings(contexts: { marks }))
    good.runner.run(.listContexts)
    _ = await good.events { $0 == .contextsListed(marks) }
    good.runner.run(.checkContext("local"))
    _ = await good.events { $0 == .contextChecked("local") }
    let bad = RunnerStage(
      ScriptedBackend(),
      Surroundings(
        contexts: { throw Mistake(description: "config.yaml:1: no") },
        checkContext: { throw Mistake(description: "no \($0)") }
      )
    )
    bad.runner.run(.listContexts)
    _ = await bad.events { $0 == .contextsRefused(reason: "config.yaml:1: no") }
    bad.runner.run(.checkContext("x"))
    _ = await bad.events { $0 == .contextRefused("x", reason: "no x") }
  }
}
