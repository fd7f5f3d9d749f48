import AWSClient
import AWSWire
import CustomerDomain
import CustomerServices
import Dashboard
import JSONValue
import Synchronization

@testable import DashboardRuntime

/// A pacer whose waits last until the task is cancelled or the test lets them end.
final class HeldPacer: Pacer {
  private let waits = Mutex<[CheckedContinuation<Void, Never>]>([])

  var elapsed: Duration { .zero }

  func sleep(for duration: Duration) async throws {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isLate = waits.withLock { waits in
          if Task.isCancelled { return true }
          waits.append(continuation)
          return false
        }
        if isLate { continuation.resume() }
      }
    } onCancel: {
      letGo()
    }
    try Task.checkCancellation()
  }

  /// How many wait.
  var count: Int { waits.withLock { $0.count } }

  /// Lets all who wait go on.
  func letGo() {
    let all = waits.withLock { waits in
      defer { waits = [] }
      return waits
    }
    for wait in all { wait.resume() }
  }

  func randomBits() -> UInt64 { 0 }
}

/// A wall clock that stands still.
struct StillClock: WallClock {
  var now = Instant(milliseconds: 1_700_000_000_000)
}

/// Carries requests of a whole backend as a test says, and counts them by operation.
final class ScriptedBackend: HTTPSender {
  private let counts = Mutex<[String: Int]>([:])
  private let script: @Sendable (String, JSON) -> JSON?

  /// Makes a backend; the script is given the operation and the input, and answers 500 with `nil`.
  init(_ script: @escaping @Sendable (String, JSON) -> JSON? = { _, _ in nil }) {
    self.script = script
  }

  func count(_ operation: String) -> Int { counts.withLock { $0[operation] ?? 0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let target = request.headers["x-amz-target"]?.split(separator: ".").last.map(String.init)
    let operation = target ?? request.method
    counts.withLock { $0[operation, default: 0] += 1 }
    let input = (try? JSON(parsing: request.body)) ?? .null
    guard let answer = script(operation, input) ?? Self.standard(operation) else {
      return HTTPResponse(status: 500, body: Array(#"{"__type":"InternalFailure"}"#.utf8))
    }
    return HTTPResponse(status: answer["status"]?.int ?? 200, body: answer.bytes())
  }

  private static func standard(_ operation: String) -> JSON? {
    switch operation {
    case "ListStateMachines":
      [
        "stateMachines": [
          ["name": "customers-workflow", "stateMachineArn": "arn:aws:states:r:1:stateMachine:w"]
        ]
      ]
    case "ListExecutions": ["executions": []]
    case "ListRuleNamesByTarget": ["RuleNames": []]
    case "GetMetricData": ["MetricDataResults": []]
    case "DescribeAlarms": ["MetricAlarms": []]
    case "DescribeLogGroups": ["logGroups": [["logGroupName": "/aws/lambda/insert_id"]]]
    case "FilterLogEvents", "GetExecutionHistory": ["events": []]
    case "DescribeExecution": ["executionArn": "arn:e", "status": "RUNNING", "startDate": 1]
    case "DescribeStateMachineForExecution": ["definition": "{}"]
    default: nil
    }
  }

  /// The services over this backend.
  func services() throws -> Services {
    let endpoint = try Endpoint("http://127.0.0.1:1", source: "test")
    let retry = RetryPolicy(maximumAttempts: 1)
    let client = AWSClient(
      .init(
        region: "r",
        endpoints: try EndpointRules(region: "r", forAll: endpoint),
        credentials: .fixed(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")),
        retry: retry
      ),
      http: self
    )
    return Services(
      client: client,
      api: CustomerAPI(base: endpoint, key: .known(nil), http: self, retry: retry),
      mode: .full,
      journal: Journal(path: "/dev/null", who: "", context: "", clock: StillClock()),
      clock: StillClock(),
      rates: .unlimited
    )
  }
}

/// A runner on a scripted backend, and what it posts.
final class RunnerStage: Sendable {
  let backend: ScriptedBackend
  let inbox = EventInbox()
  let pacer = HeldPacer()
  let runner: EffectRunner

  init(
    _ backend: ScriptedBackend,
    _ surroundings: Surroundings = Surroundings(),
    home: String? = nil
  ) {
    self.backend = backend
    runner = EffectRunner(
      backend: Backend { try backend.services() },
      inbox: inbox,
      pace: .local,
      tailOptions: .localCloud,
      clock: StillClock(),
      pacer: pacer,
      surroundings: surroundings,
      home: home
    )
  }

  deinit { runner.close() }

  /// The events that come until one is wanted, that one included.
  func events(until isWanted: (DashboardEvent) -> Bool) async -> [DashboardEvent] {
    var all: [DashboardEvent] = []
    while !all.contains(where: isWanted) {
      all += inbox.drain()
      await Task.yield()
    }
    return all
  }
}

/// An event of one group, written and taken in at the same time.
func event(_ id: Int, _ time: Instant, _ message: String = "m") -> LogEvent {
  LogEvent(
    eventID: "\(id)",
    group: "/g",
    stream: "s",
    timestamp: time,
    ingestedAt: time,
    message: message
  )
}
