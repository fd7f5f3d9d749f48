import Foundation
import Glibc
import Synchronization
import TestKit
import Testing

@Suite("What was sent is never lost sight of", .timeLimit(.minutes(30)))
@BlockingTests
struct InterruptionTests {
  @Test(
    "A signal ends a command, and what was under way is journalled as unknown and told",
    arguments: [(SIGINT, .code(130)), (SIGTERM, .signal(SIGTERM)), (SIGHUP, .signal(SIGHUP))]
      as [(Int32, PseudoTerminal.Exit)]
  )
  func signals(signal: Int32, exit: PseudoTerminal.Exit) throws {
    let (stage, api) = (try Stage(), try HalfDeadAPI())
    defer { api.stop() }
    let command = try stage.open("put", "pending", environment: api.environment)
    #expect(command.wait(seconds: 15) { _ in api.changes.load(ordering: .acquiring) > 0 })
    command.send(signal: signal)
    #expect(command.waitForExit(seconds: 15) == exit)
    #expect(command.text.contains("whether it was done is not known"), "\(command.text)")
    let journal = stage.read(".local/state/rollcall/journal.jsonl")
    #expect(journal.split(separator: "\n").count == 1, "\(journal)")
    #expect(journal.contains(#""outcome":"unknown"#), "\(journal)")
    #expect(journal.contains(#""resource":"pending""#) && !journal.contains(#""who":"""#))
  }

  @Test(
    "The dashboard ends at once while an insertion is under way, which records how it ended",
    arguments: [false, true]
  )
  func dashboard(onOneCore: Bool) throws {
    let (stage, api) = (try Stage(), try HalfDeadAPI())
    defer { api.stop() }
    // With one core there is one thread for all that ends.
    let prefix = onOneCore ? ["/usr/bin/taskset", "-c", try Self.firstCore()] : []
    let words = prefix + [stage.program]
    let terminal = try PseudoTerminal(
      words[0],
      Array(words.dropFirst()),
      columns: 120,
      rows: 36,
      environment: stage.environment.merging(api.environment) { _, new in new }
    )
    try terminal.shows("id ▸")
    terminal.type("pending")
    try terminal.press("enter")
    try terminal.shows("absent")
    try terminal.press("down", "i")
    #expect(terminal.wait(seconds: 15) { _ in api.changes.load(ordering: .acquiring) > 0 })
    let slack = try stage.slack()
    let start = ContinuousClock.now
    try terminal.press("q")
    #expect(terminal.waitForExit(seconds: 60) == .code(0))
    #expect(ContinuousClock.now - start < .seconds(3) + slack)
    #expect(terminal.hasModesOfBefore)
    let journal = stage.read(".local/state/rollcall/journal.jsonl")
    #expect(journal.contains(#""outcome":"unknown: cancelled""#), "\(journal)")
  }

  @Test("A terminal that goes says so more than once, and a demo is swept away all the same")
  func toldTwice() throws {
    let stage = try Stage()
    let terminal = try stage.open("demo")
    try terminal.shows("customers-w")
    let found = { try FileManager.default.contentsOfDirectory(atPath: "/tmp") }
    let prefix = "rollcall-demo-\(terminal.process)-"
    #expect(try found().contains { $0.hasPrefix(prefix) })
    terminal.send(signal: SIGHUP)
    for _ in 0..<100 {
      terminal.send(signal: SIGTERM)
      terminal.send(signal: SIGHUP)
      poll(nil, 0, 1)
    }
    let exit = terminal.waitForExit(seconds: 15)
    #expect(exit == .signal(SIGHUP) || exit == .signal(SIGTERM))
    #expect(try !found().contains { $0.hasPrefix(prefix) })
  }

  /// The number of the first core that this process may run on.
  private static func firstCore() throws -> String {
    let file = try #require(fopen("/proc/self/status", "r"))
    defer { fclose(file) }
    var (core, buffer) = (String?.none, [CChar](repeating: 0, count: 4096))
    while fgets(&buffer, 4096, file) != nil {
      let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
      let words = String(decoding: bytes, as: UTF8.self).split(separator: "\t")
      if words.first == "Cpus_allowed_list:" {
        core = words.last.map { String($0.prefix { $0.isNumber }) }
      }
    }
    return try #require(core)
  }

  @Test("A change that runs into the time limit is sent once, looked up, and told as found")
  func timeout() throws {
    let (stage, api) = (try Stage(), try HalfDeadAPI())
    defer { api.stop() }
    let slack = try stage.slack()
    let start = ContinuousClock.now
    let run = try stage.run(
      "put",
      "pending",
      "--timeout",
      "3s",
      "--json",
      environment: api.environment
    )
    #expect(run.status == 69, "\(run)")
    #expect(run.output.contains("it is now absent"), "\(run.output)")
    #expect(run.errors.contains("it is now absent"), "\(run.errors)")
    #expect(api.changes.load(ordering: .acquiring) == 1)
    // Without a limit given it would be 30 s.
    #expect(ContinuousClock.now - start < .seconds(6) + slack)
  }
}
