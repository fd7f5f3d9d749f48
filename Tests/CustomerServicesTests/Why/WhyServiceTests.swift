import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("From red to reason")
struct WhyServiceTests {
  /// A backend of which one run failed, in `insert_id`; a test may answer calls differently.
  struct Backend {
    static let now = Instant(milliseconds: 1_800_000_000_000)
    static let machine = "arn:aws:states:r:1:stateMachine:customers-workflow"
    static let run = "arn:aws:states:r:1:execution:customers-workflow:run-1"
    static let id = WhyReadingTests.id

    static let lines: [(Int64, String)] = [
      (-20_010, "START RequestId: \(id) Version: $LATEST"),
      (
        -20_009,
        """
        {"level":"INFO","message":"received","requestId":"\(id)","id":"boom",\
        "executionArn":"\(run)"}
        """
      ),
      (
        -20_005,
        """
        {"level":"ERROR","message":"no","requestId":"\(id)","id":"boom","errorType":"Down",\
        "executionArn":"\(run)"}
        """
      ),
      (-20_003, "no id in this line"), (-20_002, "REPORT RequestId: \(id)\tDuration: 8.00 ms"),
    ]

    static func answer(_ call: AWSCall) throws -> JSON {
      switch call.operation {
      case "ListStateMachines":
        ["stateMachines": [["name": "customers-workflow", "stateMachineArn": .string(machine)]]]
      case "DescribeAlarms": described(call)
      case "DescribeAlarmHistory": ["AlarmHistoryItems": []]
      case "GetMetricData":
        [
          "MetricDataResults": [
            ["Timestamps": [JSON((now + -60_000).seconds)], "Values": [1]]
          ]
        ]
      case "FilterLogEvents": found(call)
      case "ListExecutions":
        [
          "executions": [
            [
              "executionArn": .string(run), "name": "run-1", "status": "FAILED",
              "startDate": JSON((now + -30_000).seconds), "stopDate": JSON((now + -20_000).seconds),
            ],
            [
              "executionArn": "arn:aws:states:r:1:execution:customers-workflow:old", "name": "old",
              "status": "FAILED", "startDate": JSON((now + -900_000).seconds),
              "stopDate": JSON((now + -890_000).seconds),
            ],
          ]
        ]
      case "DescribeExecution":
        [
          "executionArn": .string(run), "name": "run-1", "status": "FAILED",
          "startDate": JSON((now + -30_000).seconds), "stopDate": JSON((now + -20_000).seconds),
          "input": #"{"id":"boom"}"#, "error": "Down", "cause": "no",
        ]
      case "GetExecutionHistory": history
      default: throw AWSError(kind: .service, code: "InternalFailure", message: "no", status: 500)
      }
    }

    private static func described(_ call: AWSCall) -> JSON {
      func alarm(
        _ name: String,
        _ namespace: String,
        _ metric: String,
        _ key: String,
        _ value: String
      )
        -> JSON
      {
        [
          "AlarmName": .string(name), "StateValue": "ALARM",
          "StateUpdatedTimestamp": JSON((now + -10_000).seconds), "Namespace": .string(namespace),
          "MetricName": .string(metric), "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
          "Statistic": "Sum", "ComparisonOperator": "GreaterThanOrEqualToThreshold",
          "Dimensions": [["Name": .string(key), "Value": .string(value)]],
        ]
      }
      let all = [
        alarm("errors", "AWS/Lambda", "Errors", "FunctionName", "insert_id"),
        alarm("failed", "AWS/States", "ExecutionsFailed", "StateMachineArn", machine),
        alarm("5xx", "AWS/ApiGateway", "5XXError", "ApiName", "customer-ids-api"),
        alarm("own", "Own", "Boom", "a", "b"),
      ]
      let names = (call.input["AlarmNames"]?.array ?? []).compactMap(\.string)
      let both: JSON = [
        "AlarmName": "both", "StateValue": "ALARM",
        "StateUpdatedTimestamp": JSON((now + -10_000).seconds),
        "AlarmRule": "ALARM(errors) AND ALARM(failed)",
      ]
      return [
        "MetricAlarms": .array(all.filter { names.contains($0["AlarmName"]?.string ?? "") }),
        "CompositeAlarms": .array(names.contains("both") ? [both] : []),
      ]
    }

    /// The lines of `insert_id` within the window; a pattern lets those through that have a word of it.
    private static func found(_ call: AWSCall) -> JSON {
      guard call.input["logGroupName"]?.string == "/aws/lambda/insert_id" else {
        return ["events": []]
      }
      let words = call.input["filterPattern"]?.string?.split(separator: "?").map { word in
        word.split(separator: "\"").joined().split(separator: " ").joined(separator: " ")
      }
      let from = Int64(call.input["startTime"]?.int ?? 0)
      let to = Int64(call.input["endTime"]?.int ?? 0)
      let events = lines.enumerated().compactMap { index, line -> JSON? in
        let at = (now + line.0).milliseconds
        guard (from...to).contains(at) else { return nil }
        if let words, !words.contains(where: { line.1.contains($0) }) { return nil }
        return [
          "eventId": .string("\(index)"), "timestamp": JSON(Int(at)),
          "ingestionTime": JSON(Int(at)),
          "message": .string(line.1), "logStreamName": "s",
        ]
      }
      return ["events": .array(events)]
    }

    private static var history: JSON {
      let scheduled = #"{"FunctionName":"arn:aws:lambda:r:1:function:insert_id"}"#
      let cause = #"{"errorMessage":"no","requestId":"\#(id)"}"#
      func event(_ id: Int, _ type: String, _ key: String, _ details: JSON) -> JSON {
        [
          "id": JSON(id), "previousEventId": JSON(id - 1), "type": .string(type),
          "timestamp": JSON((now + -25_000).seconds), key: details,
        ]
      }
      return [
        "events": [
          event(1, "TaskStateEntered", "stateEnteredEventDetails", ["name": "InsertId"]),
          event(
            2,
            "TaskScheduled",
            "taskScheduledEventDetails",
            ["resourceType": "lambda", "parameters": .string(scheduled)]
          ), event(3, "TaskStarted", "taskStartedEventDetails", [:]),
          event(
            4,
            "TaskFailed",
            "taskFailedEventDetails",
            ["error": "Down", "cause": .string(cause)]
          ), event(5, "ExecutionFailed", "executionFailedEventDetails", ["error": "Down"]),
        ]
      ]
    }
  }

  private struct Clock: WallClock { let now = Backend.now }

  /// A service over a script, which waits for nothing.
  static func service(
    _ caller: ScriptedCaller,
    rates: CallRates = .unlimited,
    pacer: any Pacer = .system,
    mask: KeyMask = .none
  ) throws -> WhyService {
    let api = try ScriptedAPI { _ in .json(500, "{}") }.api()
    return WhyService(
      caller: PacedCaller(caller, rates, pacer: pacer),
      workflow: WorkflowService(caller: caller, api: api, mode: .readOnly),
      logs: LogService(caller: caller, clock: Clock(), mask: mask),
      alarms: AlarmService(caller: caller, mode: .readOnly)
    )
  }

  private func service(_ caller: ScriptedCaller) throws -> WhyService {
    try Self.service(caller)
  }

  private func explain(
    _ name: String,
    _ script: @escaping @Sendable (AWSCall) throws -> JSON? = { _ in nil }
  ) async throws -> (Explanation, ScriptedCaller) {
    let caller = ScriptedCaller { call in try script(call) ?? Backend.answer(call) }
    return (try await service(caller).explain(.alarm(name: name)), caller)
  }

  @Test("A function's alarm leads to the run, its failing state and exactly the request's lines")
  func function() async throws {
    let (found, caller) = try await explain("errors")
    #expect(found.incidents.map(\.id) == [Backend.run])
    #expect(found.incidents.first?.failingState?.name == "InsertId")
    #expect(found.incidents.first?.error == "Down")
    #expect(found.incidents.first?.customerID == "boom")
    #expect(found.trace?.requestID == Backend.id)
    #expect(found.trace?.lines.map(\.message) == Backend.lines.map(\.1))
    #expect(found.series.map(\.points.count) == [1])
    #expect(found.notes.isEmpty && found.trace?.notes.isEmpty == true)
    #expect(caller.calls.count <= 10)
  }

  @Test("The workflow's alarm leads to the runs that ended in its window, and no others")
  func workflow() async throws {
    let (found, caller) = try await explain("failed")
    #expect(found.incidents.map(\.id) == [Backend.run])
    #expect(found.incidents.first?.invocations.map(\.requestID) == [Backend.id])
    #expect(found.trace?.lines.count == Backend.lines.count)
    #expect(caller.calls.count <= 10)
  }

  @Test("Without an access log the functions' errors are shown, and it is said")
  func noAccessLog() async throws {
    let (found, _) = try await explain("5xx") { call in
      guard call.operation == "FilterLogEvents",
        call.input["logGroupName"]?.string?.hasPrefix("/aws/apigateway/") == true
      else { return nil }
      throw AWSError(
        kind: .service,
        code: "ResourceNotFoundException",
        message: "none",
        status: 400
      )
    }
    #expect(found.notes.contains { $0.contains("no access log") && $0.contains("instead") })
  }

  @Test("The requests of an API's alarm are those of the access log, each with its invocation")
  func accessLog() async throws {
    let entry = """
      {"requestId":"api-1","httpMethod":"PUT","resourcePath":"/customers/{id}","path":"/prod/customers/a",\
      "status":"502","responseLatency":"8","integrationRequestId":"\(Backend.id)"}
      """
    let (found, caller) = try await explain("5xx") { call in
      guard call.operation == "FilterLogEvents",
        call.input["logGroupName"]?.string == "/aws/apigateway/customer-ids-api"
      else { return nil }
      let at = JSON(Int((Backend.now + -20_000).milliseconds))
      return ["events": [["eventId": "e", "timestamp": at, "message": .string(entry)]]]
    }
    #expect(found.incidents.map(\.request?.status) == [502])
    #expect(found.trace?.requestID == Backend.id)
    let groups = caller.calls.compactMap { $0.input["logGroupName"]?.string }
    #expect(Set(groups) == ["/aws/apigateway/customer-ids-api", "/aws/lambda/put_customer_id"])
  }

  @Test("A composite alarm is followed to its red children, and the same run is told once")
  func composite() async throws {
    let (found, _) = try await explain("both")
    #expect(found.children.map(\.name).sorted() == ["errors", "failed"])
    #expect(found.incidents.map(\.id) == [Backend.run])
    #expect(found.trace?.lines.count == Backend.lines.count)
  }

  @Test("A metric made of log lines leads to these lines, any other is said to be unknown")
  func custom() async throws {
    let (found, caller) = try await explain("own") { call in
      guard call.operation == "DescribeMetricFilters" else { return nil }
      return [
        "metricFilters": [
          ["logGroupName": "/aws/lambda/insert_id", "filterPattern": "ERROR"]
        ]
      ]
    }
    #expect(found.incidents.map(\.id) == [Backend.run])
    #expect(caller.calls.contains { $0.input["filterPattern"]?.string == "ERROR" })
    let (unknown, _) = try await explain("own") { call in
      call.operation == "DescribeMetricFilters" ? ["metricFilters": []] : nil
    }
    #expect(unknown.notes.contains { $0.contains("nothing tells what Own Boom is made of") })
    #expect(unknown.incidents.map(\.id) == [Backend.run])
  }

  @Test(
    "What cannot be had is a note, and the rest is told",
    arguments: ["GetMetricData", "DescribeAlarmHistory", "GetExecutionHistory", "FilterLogEvents"]
  )
  func partFails(operation: String) async throws {
    let (found, _) = try await explain("failed") { call in
      guard call.operation == operation else { return nil }
      throw AWSError(kind: .throttled, code: "ThrottlingException", message: "slow", status: 400)
    }
    #expect(found.alarm?.name == "failed")
    #expect(found.incidents.count == 1)
    let notes = found.notes + (found.trace?.notes ?? [])
    #expect(notes.contains { $0.contains("slow down") }, "\(notes)")
  }

  @Test("A name that is nothing's is told as not found")
  func nothing() async throws {
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "DescribeExecution":
        throw AWSError(kind: .service, code: "ExecutionDoesNotExist", message: "no", status: 400)
      case "ListExecutions": return ["executions": []]
      case "FilterLogEvents": return ["events": []]
      default: return try Backend.answer(call)
      }
    }
    let service = try service(caller)
    for name in ["nothing", WhyReadingTests.otherID, "arn:aws:cloudwatch:r:1:alarm:none"] {
      let failure = await #expect(throws: ServiceFailure.self) {
        try await service.explain(anything: name)
      }
      #expect(failure?.kind == .notFound, "\(name)")
    }
  }

  @Test("A request's id leads to its lines and its run, whichever function it was made of")
  func request() async throws {
    let caller = ScriptedCaller { try Backend.answer($0) }
    let found = try await service(caller).explain(.request(id: Backend.id, near: Backend.now))
    #expect(found.trace?.lines.count == Backend.lines.count)
    #expect(found.trace?.detail?.execution.arn == Backend.run)
    #expect(found.incidents.first?.invocations.first?.customerID == "boom")
  }

  @Test("A request is looked for in the group of its line, too, and it is said where it was")
  func requestElsewhere() async throws {
    let (id, group) = (WhyReadingTests.otherID, "/own/app")
    let line = #"{"level":"ERROR","message":"no","requestId":"\#(id)","errorType":"Down"}"#
    let caller = ScriptedCaller { call in
      guard call.input["logGroupName"]?.string == group,
        call.input["filterPattern"]?.string != WhyService.quoted("gone")
      else { return try Backend.answer(call) }
      let at = JSON(Int((Backend.now + -20_000).milliseconds))
      return ["events": [["eventId": "e", "timestamp": at, "message": .string(line)]]]
    }
    let service = try service(caller)
    let subject = Explanation.Subject.request(id: id, near: Backend.now, group: group)
    let found = try await service.explain(subject)
    #expect(found.subject == subject)
    #expect(found.incidents.first?.invocations.map(\.error) == ["Down"])
    #expect(found.trace?.lines.map(\.message) == [line])
    #expect(found.trace?.group == group)
    for (other, words) in [
      (nil, "in the backend's log groups no line"), ("/aws/lambda/insert_id", "groups no line"),
      (group, "in the backend's log groups and in /own/app no line"),
    ] {
      let failure = await #expect(throws: ServiceFailure.self) {
        try await service.explain(.request(id: "gone", near: Backend.now, group: other))
      }
      #expect(failure?.reason.contains(words) == true, "\(failure?.reason ?? "")")
    }
  }

  @Test("A pattern quotes what it looks for, and stays short for the longest id")
  func patterns() {
    #expect(WhyService.quoted(#"a"b\c"#) == #""a\"b\\c""#)
    #expect(WhyService.pattern(anyOf: ["x", "y"]) == #"?"x" ?"y""#)
    #expect(WhyService.pattern(ofCustomer: "boom") == #"{ $.id = "boom" }"#)
    #expect(WhyService.pattern(ofCustomer: String(repeating: "é", count: 1024)).utf8.count < 1024)
  }
}
