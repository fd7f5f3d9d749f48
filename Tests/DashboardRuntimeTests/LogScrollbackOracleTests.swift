import AWSWire
import CustomerDomain
import Dashboard
import Glibc
import Terminal
import TestKit
import Testing

@testable import DashboardRuntime

/// The scrollback against a list of events that is sorted and filtered each time.
@Suite("The log scrollback against a naive one")
struct LogScrollbackOracleTests {
  /// How many runs are tried; more where `ROLLCALL_ORACLE_SEEDS` says so.
  private static let seeds =
    getenv("ROLLCALL_ORACLE_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 1

  /// Everything that came, and the plain answers.
  private struct Model {
    /// In the order of time.
    private(set) var events: [LogEvent] = []

    mutating func append(_ batch: [LogEvent]) { events = Set(events).union(batch).sorted() }

    func request(_ event: LogEvent) -> String? { LogRequest(event.message)?.id }

    func shown(_ query: LogQuery, reports: [Int: String]) -> [LogEvent] {
      let passing = events.filter { event in
        if query.isBrief, RoutineLine.matches(event.message) { return false }
        return query.filter.split(separator: " ").allSatisfy { word in
          let isInverse = word.hasPrefix("-")
          let text = isInverse ? word.dropFirst() : word
          let holds =
            text == "level:error"
            ? TroubleScan.isError(event.message)
            : event.message.lowercased().contains(text) || event.source.contains(text)
          return holds != isInverse
        }
      }
      guard query.isFolded else { return passing }
      let reported = Set(
        events.filter { LogRequest($0.message)?.isReport == true }.compactMap(request)
      )
      let found = Set(passing.compactMap(request))
      let open = Set(query.unfolded.compactMap { reports[$0] })
      return events.filter { event in
        guard let id = request(event), reported.contains(id) else {
          return passing.contains(event)
        }
        if LogRequest(event.message)?.isReport == true { return found.contains(id) }
        return passing.contains(event) && (TroubleScan.isError(event.message) || open.contains(id))
      }
    }
  }

  private func event(_ number: Int, _ random: inout SeededNumbers) -> LogEvent {
    let time = Int64.random(in: 0..<3000, using: &random)
    let id = "0000000\(Int.random(in: 0...9, using: &random))-0000-4000-8000-000000000000"
    let messages = [
      "START RequestId: \(id) Version: 1", "REPORT RequestId: \(id)\tDuration: 5 ms\t",
      #"{"level":"ERROR","message":"boom","requestId":"\#(id)"}"#,
      #"{"level":"INFO","message":"quiet","requestId":"\#(id)"}"#, "plain line \(number)",
      String(repeating: "long ", count: 60) + "\(number % 7)",
    ]
    return LogEvent(
      eventID: "\(100_000 + number)",
      group: number % 3 == 0 ? "/aws/apigateway/api" : "/other/put_id",
      stream: "s\(number % 2)",
      timestamp: Instant(milliseconds: time),
      ingestedAt: Instant(milliseconds: time + Int64.random(in: 0...2, using: &random)),
      message: messages[Int.random(in: 0..<messages.count, using: &random)]
    )
  }

  private func query(_ random: inout SeededNumbers) -> LogQuery {
    let filters = ["", "", "boom", "-boom", "level:error", "plain 7", "api", "nothing at all"]
    return LogQuery(
      above: Int.random(in: 0...40, using: &random),
      below: Int.random(in: 0...40, using: &random),
      filter: filters[Int.random(in: 0..<filters.count, using: &random)],
      isBrief: Bool.random(using: &random),
      isFolded: Bool.random(using: &random)
    )
  }

  @Test("Windows show what a sorted and filtered list would", arguments: [false, true])
  func windows(inFiles: Bool) throws {
    for seed in 0..<LogScrollbackOracleTests.seeds {
      var random = SeededNumbers(seed: seed)
      var store = LogScrollback(
        capacity: 100_000,
        byteCapacity: 4 << 20,
        folders: inFiles ? ["/nowhere/at/all", "/tmp"] : []
      )
      var model = Model()
      var number = 0
      for _ in 0..<6 {
        var batch = (0..<Int.random(in: 0...800, using: &random)).map { _ in
          number += 1
          return event(number, &random)
        }
        batch += model.events.shuffled(using: &random).prefix(20)
        if Bool.random(using: &random) { batch.sort() }
        store.append(batch)
        model.append(batch)
        try check(&store, model, query(&random), &random, "seed \(seed)")
      }
    }
  }

  private func check(
    _ store: inout LogScrollback,
    _ model: Model,
    _ asked: LogQuery,
    _ random: inout SeededNumbers,
    _ hint: String
  ) throws {
    var query = asked
    let everything = store.window(LogQuery(above: 100_000, below: 0, isBrief: false)).lines
    #expect(everything.map(\.event?.id) == model.events.map(\.id), "\(hint)")
    let numbers = Dictionary(
      uniqueKeysWithValues: everything.compactMap { line in line.event.map { ($0, line.sequence) } }
    )
    let reports = Dictionary(
      uniqueKeysWithValues: everything.filter { $0.request?.isReport == true }
        .map { ($0.sequence, $0.request?.id ?? "") }
    )
    query.unfolded = Set(reports.keys.shuffled(using: &random).prefix(2))
    query.marks = Set(numbers.values.shuffled(using: &random).prefix(5))
    let shown = model.shown(query, reports: reports)
    let all = model.events
    let from = Int.random(in: -1..<max(1, all.count), using: &random)
    let start = all.indices.contains(from) ? all[from] : nil
    let sequence = start.flatMap { numbers[$0] } ?? 1_000_000
    let time = Instant(milliseconds: Int64.random(in: -10...3100, using: &random))
    func after(_ wanted: (LogEvent) -> Bool) -> LogEvent? {
      shown.first { event in (start.map { event > $0 } ?? true) && wanted(event) }
    }
    func before(_ wanted: (LogEvent) -> Bool) -> LogEvent? {
      shown.last { event in (start.map { event < $0 } ?? true) && wanted(event) }
    }
    let near =
      start.map { start in shown.first { $0 >= start } ?? shown.last } ?? shown.first
    let isError = { (event: LogEvent) in TroubleScan.isError(event.message) }
    let isMarked = { (event: LogEvent) in numbers[event].map(query.marks.contains) ?? false }
    let anchors: [(LogQuery.Anchor, LogEvent?)] = [
      (.newest, shown.last), (.oldest, shown.first),
      (.time(time), shown.first { $0.timestamp >= time } ?? shown.last),
      (.sequence(sequence), near),
      (.errorAfter(sequence), after(isError)), (.errorBefore(sequence), before(isError)),
      (.markAfter(sequence), after(isMarked)), (.markBefore(sequence), before(isMarked)),
    ]
    for (anchor, wanted) in anchors {
      query.anchor = anchor
      query.histogram = 30
      let window = store.window(query)
      #expect(window.anchor == wanted.flatMap { numbers[$0] }, "\(hint) \(query)")
      let center = wanted ?? (anchor.sequence == nil ? nil : near)
      let index = center.flatMap(shown.firstIndex)
      let range = index.map {
        max(0, $0 - query.above)..<min(shown.count, $0 + query.below + 1)
      }
      #expect(
        window.lines.map(\.event?.id) == shown[range ?? 0..<0].map(\.id),
        "\(hint) \(query)"
      )
      #expect(window.olderCount == range?.lowerBound ?? 0, "\(hint) \(query)")
      #expect(window.newerCount == range.map { shown.count - $0.upperBound } ?? 0)
      #expect(window.searched == window.total && window.total == all.count)
      #expect(window.histogram?.bins.reduce(0) { $0 + $1.total } ?? 0 == shown.count)
      #expect(
        window.histogram?.bins.reduce(0) { $0 + $1.errors } ?? 0 == shown.count(where: isError)
      )
    }
    let (first, last) = store.passingEvents(after: nil, limit: 50)
    let rest = store.passingEvents(after: last, limit: .max).events
    #expect((last == nil ? first : first + rest).map(\.id) == shown.map(\.id))
  }

  @Test("Of what is held, the newest stays, whole and in order, however it came")
  func trimming() {
    for seed in 0..<LogScrollbackOracleTests.seeds {
      var random = SeededNumbers(seed: seed + 1000)
      var store = LogScrollback(capacity: 3000, byteCapacity: 400_000, folders: ["/tmp"])
      var model: Set<LogEvent> = []
      for round in 0..<60 {
        let batch = (0..<200).map { number -> LogEvent in
          var made = event(round * 200 + number, &random)
          made.timestamp = made.timestamp + Int64(round) * 500
          made.ingestedAt = made.timestamp
          return made
        }
        model.formUnion(batch)
        store.append(batch)
        let query = LogQuery(above: 10_000, below: 0, isBrief: false, isFolded: false)
        let window = store.window(query)
        let held = window.lines.compactMap(\.event)
        #expect(held.count <= 3000 && held.count >= min(model.count, 400))
        #expect(held == held.sorted() && Set(held).count == held.count)
        #expect(window.lines.dropFirst().allSatisfy { $0.kind != .gap })
        if let gap = window.lines.first, gap.kind == .gap {
          #expect(gap.text(has: "\(model.count - held.count) events missing"))
        } else {
          #expect(held.count == model.count)
        }
      }
    }
  }
}

extension LogLine {
  fileprivate func text(has words: String) -> Bool {
    parts.map(\.text.text).joined().contains(words)
  }
}
