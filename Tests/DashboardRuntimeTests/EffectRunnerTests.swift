import AWSWire
import CustomerDomain
import Dashboard
import JSONValue
import Synchronization
import Testing

@testable import DashboardRuntime

@Suite("The runner of effects")
struct EffectRunnerTests {
  private func isList(_ event: DashboardEvent) -> Bool {
    if case .executionsListed = event { true } else { false }
  }

  @Test("Where stopping a run is not answered, how it stands tells", .timeLimit(.minutes(5)))
  func unansweredStop() async {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in
        guard operation == "DescribeExecution" else { return nil }
        return ["executionArn": "arn:e", "status": "ABORTED", "startDate": 1, "stopDate": 2]
      }
    )
    stage.runner.run(.pausePolling)
    stage.runner.run(.stopExecution(arn: "arn:e"))
    var told: [RunChangeOutcome] = []
    _ = await stage.events { event in
      if case .runChanged(.stop, _, let outcome, _) = event { told.append(outcome) }
      return told.contains(.done(started: nil))
    }
    guard case .unknown? = told.first else {
      Issue.record("\(told)")
      return
    }
    #expect(stage.backend.count("StopExecution") == 1)
  }

  @Test("Paused, nothing is fetched again, and what is asked for is fetched once")
  func paused() async {
    let stage = RunnerStage(ScriptedBackend())
    stage.runner.run(.pausePolling)
    stage.runner.run(.refresh(.workflow))
    _ = await stage.events(until: isList)
    stage.runner.run(.watchExecution(arn: "arn:e"))
    _ = await stage.events { if case .executionDescribed = $0 { true } else { false } }
    stage.runner.run(.refresh(.alarms))
    _ = await stage.events { if case .alarmsRead = $0 { true } else { false } }
    stage.runner.run(.refresh(.logs))
    while stage.backend.count("FilterLogEvents") == 0 { await Task.yield() }
    // Whoever meant to go on would wait for its next turn.
    for _ in 0..<2000 { await Task.yield() }
    #expect(stage.pacer.count == 0)
    #expect(stage.backend.count("ListExecutions") == 1)
    #expect(stage.backend.count("DescribeAlarms") == 1)
    #expect(stage.backend.count("FilterLogEvents") == 1)
  }

  @Test("A pause ends what is watched, and going on takes it up again")
  func resumed() async {
    let stage = RunnerStage(ScriptedBackend())
    stage.runner.run(.watchExecution(arn: "arn:e"))
    while stage.pacer.count == 0 { await Task.yield() }
    stage.runner.run(.pausePolling)
    while stage.pacer.count > 0 { await Task.yield() }
    let before = stage.backend.count("DescribeExecution")
    stage.runner.run(.resumePolling)
    while stage.backend.count("DescribeExecution") == before { await Task.yield() }
    _ = await stage.events(until: isList)
  }

  @Test("Another source's lines are asked for by its groups and pattern, in place of those held")
  func source() async {
    let asked = Mutex<[JSON]>([])
    let stage = RunnerStage(
      ScriptedBackend { operation, input in
        guard operation == "FilterLogEvents" else { return nil }
        asked.withLock { $0.append(input) }
        let isFirst = input["filterPattern"] == nil
        return [
          "events": [
            [
              "eventId": isFirst ? "1" : "2", "logStreamName": "s", "timestamp": 1,
              "ingestionTime": 1, "message": isFirst ? "first" : "second",
            ]
          ]
        ]
      }
    )
    func held() async -> [String?] {
      let held = await stage.runner.logs.held
      return held.chunks.flatMap(\.rows).map { held.event($0.number)?.message }
    }
    stage.runner.run(.refresh(.logs))
    while await held() != ["first"] { await Task.yield() }
    stage.runner.run(.followLogs(LogSource(groups: ["put_customer_id"], pattern: "ERROR")))
    while await held() != ["second"] { await Task.yield() }
    let last = asked.withLock { $0.last }
    #expect(last?["filterPattern"]?.string == "ERROR")
    #expect(last?["logGroupName"]?.string == "/aws/lambda/put_customer_id")
  }

  @Test("Asked to refresh, a tail goes on with what it knows; after a pause another one begins")
  func hurried() async {
    let stage = RunnerStage(ScriptedBackend())
    // A tail that begins asks which groups there are.
    func begun() -> Int { stage.backend.count("DescribeLogGroups") }
    func calls() -> Int { stage.backend.count("FilterLogEvents") }
    stage.runner.run(.refresh(.logs))
    while calls() == 0 { await Task.yield() }
    let (before, once) = (begun(), calls())
    for _ in 0..<20 { stage.runner.run(.refresh(.logs)) }
    while calls() == once { await Task.yield() }
    #expect(begun() == before)
    stage.runner.run(.pausePolling)
    stage.runner.run(.refresh(.logs))
    while begun() == before { await Task.yield() }
    let paused = begun()
    stage.runner.run(.resumePolling)
    while begun() == paused { await Task.yield() }
  }

  @Test(
    "A source is refused where the service refuses it, not where it cannot be asked",
    arguments: [
      (400, "InvalidParameterException", true), (400, "ResourceNotFoundException", true),
      (403, "AccessDeniedException", false), (500, "InternalFailure", false), (200, "", false),
    ]
  )
  func check(status: Int, code: String, isRefused: Bool) async {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in
        operation == "FilterLogEvents" ? ["status": JSON(status), "__type": .string(code)] : nil
      }
    )
    let source = LogSource(groups: ["put_customer_id"], pattern: "{")
    stage.runner.run(.checkLogSource(source))
    var refusal: ServiceFailure?
    _ = await stage.events { event in
      guard case .logSourceChecked(source, let failure) = event else { return false }
      refusal = failure
      return true
    }
    #expect((refusal != nil) == isRefused)
    if isRefused { #expect(refusal?.resource == "/aws/lambda/put_customer_id") }
  }

  @Test(
    "A pattern is tried on one of the backend's groups, and on none while there is none",
    arguments: [["put_customer_id", "insert_id"], []]
  )
  func checkPattern(groups: [String]) async {
    let stage = RunnerStage(
      ScriptedBackend { operation, input in
        guard operation == "DescribeLogGroups" else { return nil }
        return ["logGroups": .array(groups.map { ["logGroupName": .string("/aws/lambda/\($0)")] })]
      }
    )
    stage.runner.run(.checkLogSource(LogSource(pattern: "x")))
    _ = await stage.events { $0 == .logSourceChecked(LogSource(pattern: "x"), nil) }
    #expect(stage.backend.count("FilterLogEvents") == min(1, groups.count))
  }

  @Test("The overview is read again and again while it is open, once while paused, else never")
  func overview() async {
    func isRead(_ event: DashboardEvent) -> Bool {
      if case .overviewRead = event { true } else { false }
    }
    let stage = RunnerStage(ScriptedBackend())
    stage.runner.run(.watchOverview)
    _ = await stage.events(until: isRead)
    while stage.pacer.count == 0 { await Task.yield() }
    #expect(stage.backend.count("GetMetricData") == 1)
    stage.runner.run(.leaveOverview)
    while stage.pacer.count > 0 { await Task.yield() }
    stage.runner.run(.pausePolling)
    stage.runner.run(.watchOverview)
    _ = await stage.events(until: isRead)
    for _ in 0..<2000 { await Task.yield() }
    #expect(stage.pacer.count == 0)
    #expect(stage.backend.count("GetMetricData") == 2)
    stage.runner.run(.resumePolling)
    while stage.backend.count("GetMetricData") == 2 { await Task.yield() }
  }

  @Test("Parts are told although their metrics cannot be read")
  func overviewWithoutMetrics() async {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in operation == "GetMetricData" ? ["status": 500] : nil }
    )
    stage.runner.run(.watchOverview)
    let events = await stage.events { if case .overviewFailed = $0 { true } else { false } }
    guard case .overviewFailed(let parts, let failure, let retryAt) = events.last else {
      Issue.record("no failure")
      return
    }
    #expect(parts?.parts.isEmpty == false && retryAt != nil)
    #expect(failure.action == "read the metrics")
  }

  @Test("Runs are listed although none of them can be described")
  func undescribable() async {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in
        switch operation {
        case "ListExecutions":
          ["executions": [["executionArn": "arn:e", "status": "FAILED", "startDate": 1]]]
        case "DescribeExecution": ["status": 500]
        default: nil
        }
      }
    )
    stage.runner.run(.pausePolling)
    stage.runner.run(.refresh(.workflow))
    while stage.backend.count("DescribeExecution") == 0 { await Task.yield() }
    let events = await stage.events(until: isList)
    #expect(
      events.contains {
        if case .executionsListed(let runs, _) = $0 { runs.map(\.arn) == ["arn:e"] } else { false }
      }
    )
  }

  @Test("A submission of which no answer came is unknown, and then known by its run")
  func openSubmission() async throws {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in operation == "POST" ? ["status": 504] : nil }
    )
    stage.runner.run(.submit(try CustomerID("x")))
    var outcomes: [SubmissionOutcome] = []
    while outcomes.count < 2 {
      for case .submissionAnswered(_, let outcome, _) in stage.inbox.drain() {
        outcomes.append(outcome)
      }
      await Task.yield()
    }
    guard case .unknown = outcomes[0], case .started(let submission) = outcomes[1] else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(submission.executionARN == "arn:e" && submission.id == "x")
  }

  @Test("What was closed posts nothing more")
  func closed() async {
    let stage = RunnerStage(ScriptedBackend())
    stage.runner.start()
    _ = await stage.events(until: isList)
    stage.runner.close()
    while stage.pacer.count > 0 { await Task.yield() }
    _ = stage.inbox.drain()
    stage.pacer.letGo()
    for _ in 0..<1000 { await Task.yield() }
    #expect(stage.inbox.drain().isEmpty)
  }

  @Test("Of two tasks under one key the first is cancelled; unique ones are left alone")
  func table() async {
    var table = TaskTable()
    func task() -> Task<Void, Never> { Task { while !Task.isCancelled { await Task.yield() } } }
    let (first, second, alone) = (task(), task(), task())
    table.start(.effect(.logs)) { _ in first }
    table.start(.unique) { _ in alone }
    table.start(.unique) { _ in second }
    #expect(!first.isCancelled && !alone.isCancelled)
    table.start(.effect(.logs)) { _ in Task {} }
    #expect(first.isCancelled && !alone.isCancelled && !second.isCancelled)
    table.cancelAll()
    #expect(alone.isCancelled && second.isCancelled)
  }

  @Test("A connection is made once for all who ask, again after a failure, and given up at the end")
  func backend() async throws {
    struct Refused: Error {}
    let attempts = Atomic(0)
    let services = try ScriptedBackend().services()
    let backend = Backend {
      let number = attempts.add(1, ordering: .relaxed).newValue
      if number == 1 { throw Refused() }
      if number == 3 { while !Task.isCancelled { await Task.yield() } }
      try Task.checkCancellation()
      return services
    }
    await #expect(throws: Refused.self) { _ = try await backend.services }
    _ = try await backend.services
    _ = try await backend.services
    #expect(attempts.load(ordering: .relaxed) == 2)
    let begun = Atomic(false)
    let slow = Backend {
      begun.store(true, ordering: .releasing)
      while !Task.isCancelled { await Task.yield() }
      throw CancellationError()
    }
    let waiting = Task { try await slow.services }
    while !begun.load(ordering: .acquiring) { await Task.yield() }
    slow.close()
    await #expect(throws: CancellationError.self) { _ = try await waiting.value }
  }
}
