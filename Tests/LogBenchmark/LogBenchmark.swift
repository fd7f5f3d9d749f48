internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import DashboardRuntime
internal import Glibc
internal import JSONValue
internal import Synchronization

/// Measures the log's store; `Tests/Benchmarks/benchmarks.py logs` runs it beside lnav.
///
///     LogBenchmark hold FILE FOLDER FILTER…   holds the file's lines and searches them
///     LogBenchmark follow EVENTS PERSECOND    follows a recorded transport; 0 for as fast as it goes
///
/// It prints one JSON object.
@main
struct LogBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "hold" where arguments.count > 2:
      try hold(arguments[1], folder: arguments[2], filters: Array(arguments.dropFirst(3)))
    case "follow" where arguments.count > 2:
      try await follow(Int(arguments[1]) ?? 0, perSecond: Int(arguments[2]) ?? 0)
    default: print("usage: LogBenchmark hold FILE FOLDER FILTER… | follow EVENTS PERSECOND")
    }
  }

  // MARK: Holding

  /// Holds a file's lines, and tells how long it takes to see the first screen of each filter, and
  /// all that passes.
  private static func hold(_ path: String, folder: String, filters: [String]) throws {
    var result: JSON = ["before": JSON(memory("VmRSS"))]
    var store = LogScrollback(capacity: 2_000_000, folders: [folder])
    let clock = ContinuousClock()
    var taken = Duration.zero
    try forEachBatch(of: path) { events in taken += clock.measure { store.append(events) } }
    result["held"] = JSON(memory("VmRSS"))
    result["peak"] = JSON(memory("VmHWM"))
    result["taken"] = JSON(taken / .milliseconds(1))
    var searches: [JSON] = []
    for filter in filters {
      let query = LogQuery(above: 116, below: 0, filter: filter, isBrief: false)
      _ = store.window(LogQuery(above: 116, below: 0, isBrief: false))
      var first = Duration.zero
      let cpu = processorTime()
      let whole = clock.measure {
        first = clock.measure { store.begin(query) }
        _ = store.window(query)
      }
      let window = store.window(query)
      searches.append([
        "filter": .string(filter), "first": JSON(first / .milliseconds(1)),
        "all": JSON(whole / .milliseconds(1)), "cpu": JSON((processorTime() - cpu) * 1000),
        "passing": JSON(window.olderCount + window.lines.count + window.newerCount),
      ])
    }
    let query = LogQuery(above: 116, below: 0, isBrief: false, isFolded: true, histogram: 100)
    let folding = clock.measure { _ = store.window(query) }
    result["folded"] = JSON(folding / .milliseconds(1))
    let again = clock.measure { for _ in 0..<100 { _ = store.window(query) } }
    result["window"] = JSON(again / .milliseconds(100))
    result["after"] = JSON(memory("VmRSS"))
    result["searches"] = .array(searches)
    print(result.text())
  }

  /// Hands out a file's lines as events, some thousand at a time and a millisecond from the last.
  private static func forEachBatch(of path: String, _ body: ([LogEvent]) -> Void) throws {
    guard let file = fopen(path, "r") else {
      throw ServiceFailure(kind: .notFound, action: "read", reason: path)
    }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(line) }
    var batch: [LogEvent] = []
    var number = 0
    while true {
      let count = getline(&line, &room, file)
      guard count > 0, let line else { break }
      let bytes = UnsafeRawBufferPointer(start: line, count: count - 1)
      let time = Instant(milliseconds: 1_790_000_000_000 + Int64(number))
      batch.append(
        LogEvent(
          eventID: id(number),
          group: "/aws/lambda/function_\(number % 7)",
          stream: "2026/11/27/[$LATEST]8d1f8a000000400080000000000000\(number % 90 + 10)",
          timestamp: time,
          ingestedAt: time + 20,
          message: String(decoding: bytes, as: UTF8.self)
        )
      )
      number += 1
      if batch.count == 5000 {
        body(batch)
        batch.removeAll(keepingCapacity: true)
      }
    }
    body(batch)
  }

  /// An id as long as CloudWatch Logs' are.
  static func id(_ number: Int) -> String {
    let digits = String(number)
    return zeros.dropLast(digits.count) + digits
  }

  private static let zeros = "37" + String(repeating: "0", count: 54)

  // MARK: Following

  private static func follow(_ count: Int, perSecond: Int) async throws {
    let transport = RecordedTransport(count: count, perSecond: perSecond)
    let endpoint = try Endpoint("http://127.0.0.1:1", source: "benchmark")
    let retry = RetryPolicy(maximumAttempts: 1)
    let client = AWSClient(
      .init(
        region: "r",
        endpoints: try EndpointRules(region: "r", forAll: endpoint),
        credentials: .fixed(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")),
        retry: retry
      ),
      http: transport
    )
    let services = Services(
      client: client,
      api: CustomerAPI(base: endpoint, key: .known(nil), http: transport, retry: retry),
      mode: .readOnly,
      journal: Journal(path: "/dev/null", who: "", context: "", clock: SystemWallClock()),
      clock: SystemWallClock()
    )
    let inbox = EventInbox()
    let runner = EffectRunner(
      backend: Backend { services },
      inbox: inbox,
      pace: .local,
      tailOptions: .localCloud,
      clock: SystemWallClock(),
      pacer: .system,
      logFolders: ["/var/tmp"]
    )
    runner.refresh(.logs)
    runner.run(.showLogs(LogQuery(above: 116, below: 0, isBrief: false, histogram: 100)))
    let clock = ContinuousClock()
    let begun = clock.now
    let cpu = processorTime()
    var (windows, held, lag) = (0, 0, Int64(0))
    while held < count {
      guard clock.now - begun < .seconds(240) else { break }
      try await clock.sleep(for: .milliseconds(16))
      for event in inbox.drain() {
        switch event {
        case .logsWindowed(let window):
          windows += 1
          held = max(held, window.arrived)
        case .logTailChanged(let status, _): lag = max(lag, status.lagMilliseconds)
        default: break
        }
      }
    }
    let seconds = (clock.now - begun) / .seconds(1)
    runner.close()
    let result: JSON = [
      "events": JSON(count), "shown": JSON(held), "seconds": JSON(seconds),
      "perSecond": JSON(Double(held) / seconds), "cpu": JSON(processorTime() - cpu),
      "windows": JSON(windows), "lag": JSON(Int(lag)), "memory": JSON(memory("VmRSS")),
    ]
    print(result.text())
  }

  // MARK: The process

  /// A line of `/proc/self/status`, in kilobytes.
  private static func memory(_ name: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      guard text.hasPrefix(name + ":") else { continue }
      return Int(text.split { " \t\n".contains($0) }.dropFirst().first ?? "") ?? 0
    }
    return 0
  }

  /// Seconds of processor time.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
