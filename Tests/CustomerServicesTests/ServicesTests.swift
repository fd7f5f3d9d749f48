import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Synchronization
import Testing

@testable import CustomerServices

struct ServicesTests {
  /// All that reading from the beginning tells.
  private static func read(_ groups: [String], _ caller: ScriptedCaller) async throws -> [LogEvent]
  {
    var all: [LogEvent] = []
    try await LogService(caller: caller).read(groups, since: Instant(milliseconds: 0)) { events in
      all += events
    }
    return all
  }

  @Test func `alarms of all pages are listed, the worst first`() async throws {
    let caller = ScriptedCaller { call in
      if call.input["NextToken"] == nil {
        return [
          "MetricAlarms": [
            [
              "AlarmName": "ok", "StateValue": "OK", "StateUpdatedTimestamp": 10,
              "MetricName": "Errors",
              "Threshold": 1.5, "Period": 60, "EvaluationPeriods": 1,
            ]
          ], "NextToken": "2",
        ]
      }
      return [
        "MetricAlarms": [
          ["AlarmName": "bad", "StateValue": "ALARM", "StateUpdatedTimestamp": 5.5]
        ],
        "CompositeAlarms": [
          ["AlarmName": "both", "StateValue": "INSUFFICIENT_DATA", "AlarmRule": "r"]
        ],
      ]
    }
    let alarms = try await AlarmService(caller: caller, mode: .readOnly).list()
    #expect(alarms.map(\.name) == ["bad", "both", "ok"])
    #expect(alarms[0].since == Instant(milliseconds: 5500))
    #expect(alarms[1].rule == "r")
    #expect(alarms[2].metric?.threshold == 1.5)
  }

  @Test func `read-only refuses every changing action before anything is sent`() async throws {
    let caller = ScriptedCaller { _ in [:] }
    let api = ScriptedAPI { _ in .json(202, "{}") }
    let alarms = AlarmService(caller: caller, mode: .readOnly)
    let rules = RuleService(caller: caller, mode: .readOnly)
    let faults = FaultService(caller: caller, mode: .readOnly)
    let workflow = WorkflowService(caller: caller, api: try api.api(), mode: .readOnly)
    let id = try CustomerID("x")
    let actions: [() async throws -> Void] = [
      { try await alarms.setState("a", to: .ok, reason: "test") },
      { try await alarms.setActions(of: "a", enabled: false) },
      { try await rules.set("r", enabled: true) },
      { try await faults.inject(.error, into: "f") }, { try await faults.clear() },
      { _ = try await workflow.submit(id, name: "n") },
    ]
    for action in actions {
      let failure = await #expect(throws: ServiceFailure.self) { try await action() }
      #expect(failure?.kind == .notPermitted)
    }
    #expect(caller.calls.isEmpty)
    #expect(api.count.load(ordering: .relaxed) == 0)
  }

  @Test func `numbers that are no moments break nothing`() async throws {
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "DescribeAlarms":
        return [
          "MetricAlarms": [
            [
              "AlarmName": "a", "StateValue": "OK", "StateUpdatedTimestamp": JSON(1e300),
              "MetricName": "m", "Period": JSON(Int.max), "Threshold": try JSON(parsing: "1e999"),
            ]
          ]
        ]
      default:
        return [
          "events": [
            ["eventId": "1", "timestamp": JSON(Int.max), "message": "m"],
            ["eventId": "2", "timestamp": JSON(-1e300), "message": "m"],
          ]
        ]
      }
    }
    let alarms = try await AlarmService(caller: caller, mode: .readOnly).list()
    #expect(alarms.first?.since.iso8601 == "5138-11-16T09:46:40.000Z")
    #expect(alarms.first?.metric?.threshold == 0)
    let events = try await Self.read(["/g"], caller)
    #expect(events.count == 2)
    #expect(events.last.map { ($0.timestamp + .max).iso8601 } != nil)
  }

  @Test func `a submission of which no answer came is looked for by its name`() async throws {
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "ListStateMachines":
        return [
          "stateMachines": [
            ["name": "customers-workflow", "stateMachineArn": "arn:aws:states:r:1:stateMachine:w"]
          ]
        ]
      default:
        guard call.input["executionArn"] == "arn:aws:states:r:1:execution:w:n" else {
          throw AWSError(kind: .service, code: "ExecutionDoesNotExist", message: "no", status: 400)
        }
        return [
          "executionArn": "arn:aws:states:r:1:execution:w:n", "status": "RUNNING", "startDate": 1,
        ]
      }
    }
    let api = ScriptedAPI { _ throws(HTTPError) in
      throw HTTPError(.timedOut, mayHaveBeenSent: true, message: "late")
    }
    let service = WorkflowService(caller: caller, api: try api.api(), mode: .full)
    let id = try CustomerID("x")
    let failure = await #expect(throws: ServiceFailure.self) {
      _ = try await service.submit(id, name: "n")
    }
    #expect(failure?.isOutcomeOpen == true)
    #expect(await service.settle(id, name: "n")?.startedAt == Instant(milliseconds: 1000))
    #expect(await service.settle(id, name: "other") == nil)
  }

  @Test func `a local cloud's workflow and groups are found whatever their names begin with`()
    async throws
  {
    let caller = ScriptedCaller { call in
      if call.operation == "ListStateMachines" {
        return [
          "stateMachines": [
            ["name": "other", "stateMachineArn": "arn:o"],
            ["name": "x-customers-workflow", "stateMachineArn": "arn:x"],
          ]
        ]
      }
      guard call.input["logGroupNamePrefix"] == "/aws/lambda/x-" else { return ["logGroups": []] }
      return ["logGroups": [["logGroupName": "/aws/lambda/x-insert_id"]]]
    }
    let service = LogService(caller: caller, names: .discovered)
    #expect(try await service.groups() == ["/aws/lambda/x-insert_id"])
    #expect(try await service.fullNames(["insert_id", "/a"]) == ["/aws/lambda/x-insert_id", "/a"])
    let known = LogService(caller: caller, names: .known(BackendNames(prefix: "y-")))
    #expect(try await known.fullNames(["insert_id"]) == ["/aws/lambda/y-insert_id"])
  }

  @Test func `a group may be called whatever it is, also without a slash at its beginning`()
    async throws
  {
    let there = ["/aws/lambda/mine", "mine", "plain", "API-Gateway-Execution-Logs_ab12/prod"]
    let caller = ScriptedCaller { call in
      let prefix = call.input["logGroupNamePrefix"]?.string ?? ""
      let names = there.filter { $0.hasPrefix(prefix) }
      return ["logGroups": .array(names.map { ["logGroupName": .string($0)] })]
    }
    let service = LogService(caller: caller, names: .known(BackendNames()))
    let names = [
      "mine", "plain", "API-Gateway-Execution-Logs_ab12/prod", "nowhere", "put_customer_id",
    ]
    #expect(
      try await service.fullNames(names) == [
        "/aws/lambda/mine", "plain", "API-Gateway-Execution-Logs_ab12/prod", "/aws/lambda/nowhere",
        "/aws/lambda/put_customer_id",
      ]
    )
  }

  @Test func `a workflow is found by its name once`() async throws {
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "ListStateMachines":
        return [
          "stateMachines": [
            [
              "name": "customers-workflow",
              "stateMachineArn": "arn:aws:states:r:1:stateMachine:customers-workflow",
            ]
          ]
        ]
      default:
        return [
          "executions": [
            ["executionArn": "arn:e:new", "status": "RUNNING", "startDate": 20],
            ["executionArn": "arn:e:old", "status": "FAILED", "startDate": 10, "stopDate": 11.5],
          ]
        ]
      }
    }
    let api = ScriptedAPI { _ in .json(202, "{}") }
    let service = WorkflowService(caller: caller, api: try api.api(), mode: .full)
    #expect(try await service.list().map(\.name) == ["new", "old"])
    #expect(try await service.list(since: Instant(milliseconds: 15_000)).map(\.name) == ["new"])
    #expect(
      caller.calls.map(\.operation) == ["ListStateMachines", "ListExecutions", "ListExecutions"]
    )
    #expect(try await service.list().last?.durationMilliseconds == 1500)
  }

  @Test func `of a known history only what is new is read`() async throws {
    let all = (1...5).map { number -> JSON in
      [
        "id": JSON(number), "previousEventId": JSON(number - 1), "timestamp": JSON(number),
        "type": "X",
      ]
    }
    let caller = ScriptedCaller { call in
      if call.operation == "DescribeExecution" {
        return [
          "executionArn": "arn:e", "status": "RUNNING", "startDate": 1, "input": #"{"id":"x"}"#,
        ]
      }
      let isReverse = call.input["reverseOrder"]?.bool == true
      return ["events": .array(isReverse ? all.reversed() : Array(all.prefix(3)))]
    }
    let api = ScriptedAPI { _ in .json(202, "{}") }
    let service = WorkflowService(caller: caller, api: try api.api(), mode: .full)
    let first = try await service.describe("arn:e", withGraph: false)
    #expect(first.events.map(\.number) == [1, 2, 3])
    #expect(first.execution.customerID == "x")
    let second = try await service.describe("arn:e", after: first, withGraph: false)
    #expect(second.events.map(\.number) == [1, 2, 3, 4, 5])
  }

  @Test func `faults go over the wire and back`() async throws {
    let caller = ScriptedCaller { call in
      call.operation.hasPrefix("GET")
        ? [["function": "insert_id", "kind": "delay", "delayMs": 300, "rate": 0.5, "until": nil]]
        : [:]
    }
    let service = FaultService(caller: caller, mode: .full)
    #expect(
      try await service.list()
        == [InjectedFault(function: "insert_id", kind: .delay(milliseconds: 300), rate: 0.5)]
    )
    try await service.inject(
      .delay(milliseconds: 300),
      into: "insert_id",
      rate: 0.5,
      forSeconds: 60
    )
    try await service.clear("insert_id")
    #expect(
      caller.calls.map(\.operation) == [
        "GET /_rollcall/faults", "POST /_rollcall/faults", "DELETE /_rollcall/faults/insert_id",
      ]
    )
    #expect(
      caller.calls[1].input
        == [
          "function": "insert_id", "kind": "delay", "delayMs": 300, "rate": 0.5, "forSeconds": 60,
        ]
    )
  }

  @Test func `reading brings all pages of all groups, each event once, ordered by time`()
    async throws
  {
    let caller = ScriptedCaller { call in
      let group = call.input["logGroupName"]?.string ?? ""
      func event(_ id: Int, _ time: Int) -> JSON {
        ["eventId": .string("\(id)"), "timestamp": JSON(time), "message": .string(group)]
      }
      switch call.input["nextToken"]?.string {
      case nil: return ["events": [event(1, 30)], "nextToken": "a"]
      case "a": return ["events": [], "nextToken": "b"]
      default: return ["events": [event(1, 30), event(2, group == "/g" ? 40 : 50)]]
      }
    }
    let events = try await Self.read(["/g", "/h"], caller)
    #expect(
      events.map { "\($0.group) \($0.timestamp.milliseconds)" } == [
        "/g 30", "/h 30", "/g 40", "/h 50",
      ]
    )
  }

  @Test
  func `reading tells events in order as the pages come, and holds no more than a page of each`()
    async throws
  {
    let told = Atomic(0)
    let caller = ScriptedCaller { call in
      let group = call.input["logGroupName"]?.string ?? ""
      let page = call.input["nextToken"]?.string.flatMap(Int.init) ?? 0
      // A page ahead of what was told, at most.
      #expect(page * 10 <= told.load(ordering: .relaxed) / 2 + 10)
      let step = group == "/g" ? 2 : 3
      let events = (0..<10).map { index -> JSON in
        let number = page * 10 + index
        return [
          "eventId": .string("\(number)"), "timestamp": JSON(number * step),
          "message": .string(group),
        ]
      }
      // The seam comes twice.
      let seam: [JSON] =
        page == 0
        ? []
        : [
          [
            "eventId": .string("\(page * 10 - 1)"), "timestamp": JSON((page * 10 - 1) * step),
            "message": .string(group),
          ]
        ]
      return [
        "events": .array(seam + events), "nextToken": page < 4 ? .string("\(page + 1)") : .null,
      ]
    }
    var events: [LogEvent] = []
    var deliveries = 0
    try await LogService(caller: caller).read(["/g", "/h"], since: Instant(milliseconds: 0)) {
      events += $0
      deliveries += 1
      told.store(events.count, ordering: .relaxed)
    }
    #expect(events.count == 100 && Set(events.map(\.id)).count == 100)
    #expect(events == events.sorted())
    #expect(deliveries > 4)
  }

  @Test func `a run is found by how its name begins, where that is one run's alone`() async throws {
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "ListStateMachines":
        return [
          "stateMachines": [
            ["name": "customers-workflow", "stateMachineArn": "arn:aws:states:r:1:stateMachine:w"]
          ]
        ]
      case "ListExecutions":
        return [
          "executions": .array(
            ["abc-1", "abd-2"].map {
              [
                "executionArn": .string("arn:aws:states:r:1:execution:w:\($0)"),
                "name": .string($0), "status": "RUNNING", "startDate": 1,
              ]
            }
          )
        ]
      case "DescribeExecution":
        let arn = call.input["executionArn"]?.string ?? ""
        guard arn.hasSuffix("abc-1") || arn.hasSuffix("abd-2") else {
          throw AWSError(kind: .service, code: "ExecutionDoesNotExist", message: "no", status: 400)
        }
        return ["executionArn": .string(arn), "status": "RUNNING", "startDate": 1]
      default: return ["events": []]
      }
    }
    let api = ScriptedAPI { _ in .json(202, "{}") }
    let service = WorkflowService(caller: caller, api: try api.api(), mode: .full)
    #expect(try await service.describe("abc", withGraph: false).execution.name == "abc-1")
    #expect(try await service.describe("abd-2", withGraph: false).execution.name == "abd-2")
    let several = await #expect(throws: ServiceFailure.self) {
      _ = try await service.describe("ab", withGraph: false)
    }
    #expect(several?.advice.contains("abc-1, abd-2") == true)
    let none = await #expect(throws: ServiceFailure.self) {
      _ = try await service.describe("x", withGraph: false)
    }
    #expect(none?.kind == .notFound)
  }

  @Test func `a run that cannot be described does not hide the others`() async throws {
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "DescribeExecution":
        guard call.input["executionArn"] == "arn:good" else {
          throw AWSError(kind: .service, code: "InternalFailure", message: "no", status: 500)
        }
        return [
          "executionArn": "arn:good", "status": "RUNNING", "startDate": 1,
          "input": #"{"id":"x"}"#,
        ]
      default: return ["events": []]
      }
    }
    let api = ScriptedAPI { _ in .json(202, "{}") }
    let service = WorkflowService(caller: caller, api: try api.api(), mode: .full)
    let runs = ["arn:bad", "arn:good"].map {
      Execution(arn: $0, name: $0, status: .running, startedAt: Instant(milliseconds: 0))
    }
    #expect(service.recall(runs).map(\.customerID) == [nil, nil])
    #expect(try await service.enrich(runs).map(\.customerID) == [nil, "x"])
    #expect(service.recall(runs).map(\.customerID) == [nil, "x"])
  }

  @Test func `a clock that is set back stops no tail`() async throws {
    let polls = Atomic(0)
    let caller = ScriptedCaller { _ in
      polls.add(1, ordering: .relaxed)
      return ["events": []]
    }
    // Each look at it shows an hour less than the one before.
    let service = LogService(caller: caller, clock: FallingClock())
    var options = LogTail.Options.localCloud
    options.fastestPace = 1
    options.slowestPace = 1
    let task = Task { [options] in
      try await service.follow(["/g"], since: Instant(milliseconds: 0), options: options) { _ in }
    }
    while polls.load(ordering: .relaxed) < 4 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `following delivers events, tells of trouble, and ends when cancelled`() async throws {
    let polls = Atomic(0)
    let caller = ScriptedCaller { _ in
      let number = polls.add(1, ordering: .relaxed).newValue
      if number == 2 {
        throw AWSError(kind: .throttled, code: "ThrottlingException", message: "slow")
      }
      return ["events": [["eventId": "1", "timestamp": JSON(5), "message": "hello"]]]
    }
    let service = LogService(caller: caller)
    let seen = Mutex<(messages: [String], troubles: Int)>(([], 0))
    var options = LogTail.Options.localCloud
    options.fastestPace = 1
    options.slowestPace = 1
    let task = Task { [options] in
      try await service.follow(["/g"], since: Instant(milliseconds: 0), options: options) {
        output in
        switch output {
        case .events(let events): seen.withLock { $0.messages += events.map(\.message) }
        case .status(let status) where status.failure?.kind == .throttled:
          seen.withLock { $0.troubles += 1 }
        default: break
        }
      }
    }
    while polls.load(ordering: .relaxed) < 4 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(seen.withLock { $0.messages } == ["hello"])
    #expect(seen.withLock { $0.troubles } >= 1)
  }

  @Test(arguments: [
    (AWSError.Kind.throttled, "ThrottlingException", 400, ServiceFailure.Kind.throttled),
    (.denied, "AccessDeniedException", 400, .notPermitted),
    (.denied, "NoCredentials", 0, .badConfiguration), (.unreachable, "refused", 0, .unavailable),
    (.service, "ExecutionDoesNotExist", 400, .notFound),
    (.service, "ResourceNotFoundException", 400, .notFound),
    (.service, "ValidationException", 400, .invalidInput),
    (.service, "InternalFailure", 500, .unavailable), (.unreadable, "HTTP502", 502, .unavailable),
    (.unreadable, "UnreadableAnswer", 200, .unreadableAnswer),
  ])
  func `errors get the kind that decides what is done`(
    kind: AWSError.Kind,
    code: String,
    status: Int,
    expected: ServiceFailure.Kind
  ) {
    let error = AWSError(kind: kind, code: code, message: "No.", status: status, requestID: "r")
    let failure = ServiceFailure(error, action: "list alarms", resource: "a")
    #expect(failure.kind == expected)
    #expect(!failure.reason.hasSuffix("."))
    #expect(failure.description.contains("list alarms a: "))
  }
}
