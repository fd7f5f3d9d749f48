import AWSWire
import CustomerDomain
import Dashboard
import JSONValue
import Synchronization
import Testing

@testable import DashboardRuntime

/// A group's events as CloudWatch Logs gives them: oldest first, both ends included, page by page.
private final class ServedLog: Sendable {
  private static let pageLength = 1000
  private let times: [Int64]
  private let refuses = Mutex(false)
  private let onCall = Mutex<(@Sendable () -> Void)?>(nil)

  init(_ times: [Int64]) { self.times = times.sorted() }

  /// The ids of its events.
  var ids: [String] { times.indices.map(String.init) }

  /// Whether calls are answered.
  func setRefuses(_ value: Bool) { refuses.withLock { $0 = value } }

  /// Has something done at the next call, before it is answered.
  func atNextCall(_ work: @escaping @Sendable () -> Void) { onCall.withLock { $0 = work } }

  func answer(_ operation: String, _ input: JSON) -> JSON? {
    switch operation {
    case "DescribeLogGroups":
      let made = JSON(times.first.map(Int.init))
      return ["logGroups": [["logGroupName": "/aws/lambda/insert_id", "creationTime": made]]]
    case "FilterLogEvents": return page(input)
    default: return nil
    }
  }

  private func page(_ input: JSON) -> JSON {
    let work = onCall.withLock { work in
      defer { work = nil }
      return work
    }
    work?()
    if refuses.withLock({ $0 }) {
      return ["status": 400, "__type": "AccessDeniedException", "message": "no"]
    }
    let (start, end) = (input["startTime"]?.int ?? 0, input["endTime"]?.int ?? .max)
    let first = times.firstIndex { $0 >= start } ?? times.endIndex
    let wanted = (first..<(times.firstIndex { $0 > end } ?? times.endIndex))
    let skipped = input["nextToken"]?.string.flatMap { Int($0) } ?? 0
    let page = wanted.dropFirst(skipped).prefix(Self.pageLength)
    let next = skipped + page.count
    return [
      "events": .array(page.map(event)),
      "nextToken": JSON(next < wanted.count ? "\(next)" : nil),
    ]
  }

  private func event(_ index: Int) -> JSON {
    let time = JSON(Int(times[index]))
    return [
      "eventId": .string("\(index)"), "logStreamName": "s", "timestamp": time,
      "ingestionTime": time, "message": .string("line \(index)"),
    ]
  }
}

/// A runner that reads older lines of a log only where it is told to.
private struct PastReader {
  let log: ServedLog
  let stage: RunnerStage

  /// Makes a reader of a line every ten seconds for four hours, and of many in two seconds.
  init(burst count: Int = 2000) {
    let now = SystemWallClock().now.milliseconds
    let quiet = (0..<1440).map { now - Int64($0) * 10_000 }
    let burst = (0..<count).map { now - 3_600_000 + Int64($0 * 2000 / count) }
    let log = ServedLog(quiet + burst)
    self.log = log
    stage = RunnerStage(ScriptedBackend(log.answer))
  }

  /// Reads the newest lines, and no more by itself.
  func begin() async {
    stage.runner.run(.pausePolling)
    stage.runner.run(.refresh(.logs))
    while await held().isEmpty { await Task.yield() }
  }

  func held() async -> [String] {
    let held = await stage.runner.logs.held
    return held.chunks.flatMap(\.rows).compactMap { held.event($0.number)?.eventID }
  }

  /// Reads older lines once; what came of it.
  func readOlder(_ number: Int) async throws -> LogPast {
    let oldest = try #require(await stage.runner.logs.known?.oldest)
    stage.runner.run(.showLogs(LogQuery(source: stage.runner.logSource, above: 1, below: 0)))
    stage.runner.run(.readOlderLogs(.before(oldest), number: number))
    while true {
      // Windows are told at a pace.
      stage.pacer.letGo()
      await Task.yield()
      for case .logsWindowed(let window) in stage.inbox.drain()
      where window.pastNumber == number && window.past != .reading { return window.past }
    }
  }

  /// Reads older lines until there are none; how often that was asked for.
  func readAll(from number: Int) async throws -> Int {
    for next in number... {
      let past = try await readOlder(next)
      if past == .end { return next - number + 1 }
      #expect(past == .unread)
    }
    return 0
  }

  func expectAll() async {
    let ids = await held()
    #expect(Set(ids) == Set(log.ids) && ids.count == log.ids.count)
    let times = await stage.runner.logs.held.chunks.flatMap(\.rows).map(\.time)
    #expect(times == times.sorted())
  }
}

@Suite("The runner reading older lines", .timeLimit(.minutes(5)))
struct OlderLogsEffectTests {
  @Test("Every line is read once, however many there are at a time")
  func all() async throws {
    let reader = PastReader(burst: PastStretch.most + 4000)
    await reader.begin()
    #expect(await reader.held().count < 100)
    #expect(try await reader.readAll(from: 1) > 2)
    await reader.expectAll()
  }

  @Test("A service that refuses is told of, and nothing is left out when it answers again")
  func refused() async throws {
    let reader = PastReader()
    await reader.begin()
    let before = await reader.held()
    reader.log.setRefuses(true)
    guard case .failed(let reason) = try await reader.readOlder(1) else {
      Issue.record("it did not fail")
      return
    }
    #expect(reason.contains("no"))
    #expect(await reader.held() == before)
    reader.log.setRefuses(false)
    _ = try await reader.readAll(from: 2)
    await reader.expectAll()
  }

  @Test("A failure in the middle of a reading leaves unread what it did not reach")
  func failsInTheMiddle() async throws {
    let reader = PastReader()
    await reader.begin()
    var number = 0
    for _ in 0..<4 {
      number += 1
      reader.log.atNextCall { [log = reader.log] in log.atNextCall { log.setRefuses(true) } }
      _ = try await reader.readOlder(number)
      reader.log.setRefuses(false)
    }
    _ = try await reader.readAll(from: number + 1)
    await reader.expectAll()
  }

  @Test("Another source ends a reading, and what it read is not among the other's lines")
  func cancelled() async throws {
    let reader = PastReader()
    await reader.begin()
    let oldest = try #require(await reader.stage.runner.logs.known?.oldest)
    reader.log.atNextCall { [stage = reader.stage] in
      stage.runner.run(.followLogs(LogSource(groups: ["insert_id"], pattern: "ERROR")))
    }
    reader.stage.runner.run(.readOlderLogs(.before(oldest), number: 1))
    while reader.stage.runner.logSource.pattern == nil { await Task.yield() }
    while await reader.held().isEmpty { await Task.yield() }
    for _ in 0..<2000 { await Task.yield() }
    #expect(await reader.held().count < 100)
    _ = try await reader.readAll(from: 2)
    await reader.expectAll()
  }
}
