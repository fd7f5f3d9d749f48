import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("Reading what alarms, lines and histories tell")
struct WhyReadingTests {
  static func event(_ message: String, _ time: Int64, stream: String = "s") -> LogEvent {
    LogEvent(
      eventID: "\(time)-\(message.hashValue)",
      group: "/aws/lambda/insert_id",
      stream: stream,
      timestamp: Instant(milliseconds: time),
      ingestedAt: Instant(milliseconds: time),
      message: message
    )
  }

  @Test(
    "A composite alarm's rule names its alarms",
    arguments: [
      ("ALARM(a) OR ALARM(\"b c\")", ["a", "b c"]),
      ("(ALARM (x) AND NOT OK(y)) OR TRUE", ["x", "y"]),
      ("INSUFFICIENT_DATA( z ) AND ALARM(z)", ["z"]),
      ("AT_LEAST(2, ALARM, (a, \"b (c)\", d))", ["a", "b (c)", "d"]),
      ("ALARM(\"arn:aws:cloudwatch:eu-central-1:1:alarm:far\")", ["far"]), ("TRUE", []),
    ]
  )
  func rule(text: String, names: [String]) throws {
    #expect(try #require(AlarmRule(text)).names == names)
  }

  @Test("What an alarm watches tells where to look")
  func targets() {
    func target(_ namespace: String, _ name: String, _ key: String, _ value: String) -> AlarmTarget?
    {
      AlarmTarget.targets(
        of: [
          "Namespace": .string(namespace), "MetricName": .string(name),
          "Dimensions": [["Name": .string(key), "Value": .string(value)]],
        ]
      ).first
    }
    #expect(target("AWS/Lambda", "Errors", "FunctionName", "f") == .function("f", .errors))
    #expect(target("AWS/Lambda", "Duration", "FunctionName", "f") == .function("f", .duration))
    #expect(
      target("AWS/States", "ExecutionsTimedOut", "StateMachineArn", "m")
        == .workflow("m", [.timedOut])
    )
    #expect(target("AWS/ApiGateway", "5XXError", "ApiName", "a") == .api("a", .serverErrors))
    #expect(target("AWS/ApiGateway", "4XXError", "ApiName", "a") == .api("a", .clientErrors))
    #expect(target("AWS/ApiGateway", "Latency", "ApiName", "a") == .api("a", .slow))
    #expect(target("Own", "Boom", "x", "y") == .metric(namespace: "Own", name: "Boom"))
  }

  @Test("Metric math is followed to each metric once")
  func math() {
    let metric: JSON = [
      "Namespace": "AWS/Lambda", "MetricName": "Errors",
      "Dimensions": [["Name": "FunctionName", "Value": "f"]],
    ]
    let targets = AlarmTarget.targets(
      of: [
        "Metrics": [
          ["Id": "e", "Expression": "a / b"], ["Id": "a", "MetricStat": ["Metric": metric]],
          ["Id": "b", "MetricStat": ["Metric": metric]],
        ]
      ]
    )
    #expect(targets == [.function("f", .errors)])
  }

  static let alarm = Alarm(
    name: "a",
    arn: "arn",
    state: .alarm,
    since: Instant(milliseconds: 120_000),
    reason: "",
    metric: .init(
      namespace: "AWS/Lambda",
      name: "Errors",
      dimensions: [],
      statistic: "Sum",
      periodSeconds: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 1,
      threshold: 1,
      comparison: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching"
    )
  )

  static func update(_ time: Int64, _ state: Alarm.State, _ data: JSON? = nil) -> StateUpdate? {
    var new: JSON = ["stateValue": .string(state.rawValue)]
    new["stateReasonData"] = data
    let history: JSON = ["newState": new]
    return StateUpdate(
      wire: [
        "HistoryItemType": "StateUpdate", "Timestamp": JSON(Double(time) / 1000),
        "HistoryData": .string(history.text()),
      ]
    )
  }

  static func data(_ points: [(String, Double?)]) -> JSON {
    [
      "startDate": .string(points.first?.0 ?? ""),
      "evaluatedDatapoints": .array(
        points.map { time, value in
          var point: JSON = ["timestamp": .string(time)]
          point["value"] = value.map { JSON($0) }
          return point
        }
      ),
    ]
  }

  @Test("While an alarm is red, its window begins at the first breaching point and goes on")
  func redWindow() throws {
    let points = Self.data([
      ("1970-01-01T00:00:00.000+0000", 0), ("1970-01-01T00:01:00.000+0000", 2),
    ])
    let history = try [#require(Self.update(120_000, .alarm, points))]
    let now = Instant(milliseconds: 200_000)
    let breach = BreachWindow(Self.alarm, wire: [:], history: history, now: now)
    #expect(breach.isBreach)
    #expect(breach.window == .init(from: Instant(milliseconds: 60_000), to: now))
  }

  @Test("Of an alarm that is well again, the window is its last breach")
  func pastWindow() throws {
    var alarm = Self.alarm
    alarm.state = .ok
    let points = Self.data([("1970-01-01T00:01:00.000+0000", 2)])
    let history = try [
      #require(Self.update(300_000, .ok)), #require(Self.update(120_000, .alarm, points)),
    ]
    let now = Instant(milliseconds: 9_000_000)
    let breach = BreachWindow(alarm, wire: [:], history: history, now: now)
    #expect(
      breach.window
        == .init(from: Instant(milliseconds: 60_000), to: Instant(milliseconds: 300_000))
    )
    #expect(!BreachWindow(alarm, wire: [:], history: [], now: now).isBreach)
  }

  @Test("A state set by hand has no points: the window reaches back as far as the alarm looks")
  func handSet() throws {
    let history = try [#require(Self.update(1_000_000, .alarm))]
    let breach = BreachWindow(
      Self.alarm,
      wire: [:],
      history: history,
      now: Instant(milliseconds: 1_001_000)
    )
    #expect(breach.window.from == Instant(milliseconds: 700_000))
  }

  @Test("A long breach is searched around its newest breaching point")
  func longWindow() throws {
    let history = try [#require(Self.update(120_000, .alarm))]
    let now = Instant(milliseconds: 100_000_000)
    let breach = BreachWindow(Self.alarm, wire: [:], history: history, now: now)
    let points = [
      MetricPoint(timestamp: Instant(milliseconds: 50_000_000), value: 1),
      MetricPoint(timestamp: Instant(milliseconds: 60_000_000), value: 0),
    ]
    let series = [MetricSeries(label: "", points: points)]
    let searched = breach.searched(series, Self.alarm.metric)
    #expect(searched.to == Instant(milliseconds: 50_060_000))
    #expect(searched.from == Instant(milliseconds: 49_160_000))
    #expect(breach.searched([], Self.alarm.metric).to == now)
  }

  @Test("What leaves a band is out of bounds, and the search goes where it did")
  func band() throws {
    var alarm = Self.alarm
    alarm.metric?.comparison = "LessThanLowerOrGreaterThanUpperThreshold"
    alarm.metric?.bandQuery = "band"
    func points(_ values: [Double]) -> [MetricPoint] {
      zip(values, [50, 60, 70]).map { value, time in
        MetricPoint(timestamp: Instant(milliseconds: time * 1_000_000), value: value)
      }
    }
    let series = [
      MetricSeries(label: "m", points: points([5, 11, 6])),
      MetricSeries(label: "b", part: .band, points: points([10, 10, 10])),
      MetricSeries(label: "b", part: .band, points: points([1, 1, 1])),
    ]
    let metric = try #require(alarm.metric)
    #expect(series.breaching(metric).map(\.value) == [11])
    let history = try [#require(Self.update(120_000, .alarm))]
    let now = Instant(milliseconds: 100_000_000)
    let breach = BreachWindow(alarm, wire: [:], history: history, now: now)
    #expect(breach.searched(series, metric).to == Instant(milliseconds: 60_060_000))
  }

  static let id = "5d1f8a00-0000-4000-8000-000000000001"
  static let otherID = "5d1f8a00-0000-4000-8000-000000000002"

  @Test("An invocation is told by its start, its lines and its report")
  func invocation() throws {
    let lines = [
      Self.event("START RequestId: \(Self.id) Version: $LATEST\n", 1000),
      Self.event(
        """
        {"level":"INFO","message":"received","requestId":"\(Self.id)","id":"boom",\
        "executionArn":"arn:run","apiRequestId":"api-1"}
        """,
        1001
      ),
      Self.event(
        """
        {"level":"ERROR","message":"PutItem failed","requestId":"\(Self.id)","errorType":"Down",\
        "status":500}
        """,
        1002
      ),
      Self.event(
        "REPORT RequestId: \(Self.id)\tDuration: 12.50 ms\tBilled Duration: 13 ms\t\n",
        1013
      ),
    ]
    let found = try #require(InvocationReader.invocations(in: lines).first)
    #expect(found.requestID == Self.id)
    #expect(found.startedAt == Instant(milliseconds: 1000))
    #expect(found.durationMilliseconds == 12.5)
    #expect(found.outcome == .failed && found.isFailed)
    #expect(found.error == "Down" && found.message == "PutItem failed")
    #expect(found.customerID == "boom" && found.executionARN == "arn:run")
    #expect(found.apiRequestID == "api-1" && found.status == 500)
    #expect(found.function == "insert_id")
  }

  @Test(
    "How an invocation ended is told by what the platform and the runtimes write",
    arguments: [
      (
        "REPORT RequestId: \(id)\tDuration: 3000.00 ms\tStatus: timeout",
        Invocation.Outcome.timedOut
      ),
      ("2026-11-27T07:30:56.704Z \(id) Task timed out after 3.00 seconds\n", .timedOut),
      (
        "REPORT RequestId: \(id)\tDuration: 3 ms\tStatus: error\tError Type: Runtime.ExitError",
        .failed
      ),
      ("2026-11-27T07:30:56.704Z\t\(id)\tERROR\tInvoke Error\t{}", .failed),
      ("RequestId: \(id) Error: Runtime exited with error: exit status 1", .failed),
      ("REPORT RequestId: \(id)\tDuration: 3.00 ms\tBilled Duration: 3 ms", .ended),
      ("END RequestId: \(id)", .open),
    ]
  )
  func outcome(line: String, outcome: Invocation.Outcome) {
    #expect(InvocationReader.invocations(in: [Self.event(line, 1)]).map(\.outcome) == [outcome])
  }

  @Test(
    "What only looks like a report tells no duration",
    arguments: ["nan", "inf", "-1", "1e999"]
  )
  func noDuration(text: String) {
    let line = "REPORT RequestId: \(Self.id)\tDuration: \(text) ms\tBilled Duration: 3 ms"
    let found = InvocationReader.invocations(in: [Self.event(line, 1)])
    #expect(found.map(\.durationMilliseconds) == [nil] && found.map(\.outcome) == [.ended])
  }

  @Test(
    "The lines of a request are those of its stream from start to report, with or without its id"
  )
  func cut() {
    let mine = [
      Self.event("START RequestId: \(Self.id) Version: 1", 10), Self.event("Traceback, no id", 11),
      Self.event("END RequestId: \(Self.id)", 12),
      Self.event("REPORT RequestId: \(Self.id)\tD", 13),
    ]
    let late = Self.event("2026 \(Self.id) Task timed out after 1.00 seconds", 14)
    let others = [
      Self.event("between two invocations", 15),
      Self.event("START RequestId: \(Self.otherID) Version: 1", 16), Self.event("another's", 17),
    ]
    let before = [Self.event("INIT_START", 1), Self.event("REPORT RequestId: \(Self.otherID)", 2)]
    #expect(WhyService.cut(before + mine + [late] + others, to: Self.id) == mine + [late])
    #expect(WhyService.cut(others, to: Self.id) == nil)
  }

  @Test("A line is followed by the ids it names")
  func trail() {
    let run = LineTrail(#"{"id":"7","type":"TaskFailed","execution_arn":"arn:run"}"#)
    #expect(run.executionARN == "arn:run" && run.customerID == nil && run.requestID == nil)
    let access = LineTrail(#"{"requestId":"r","status":"502","integrationRequestId":"-"}"#)
    #expect(access.requestID == "r")
    let python = LineTrail(#"{"level":"ERROR","aws_request_id":"p"}"#)
    #expect(python.requestID == "p")
    let native = LineTrail(#"{"type":"platform.report","record":{"requestId":"q"}}"#)
    #expect(native.requestID == "q")
    #expect(LineTrail("[ERROR] ValueError: no id here").requestID == nil)
    #expect(LineTrail("x \(Self.id) y").requestID == Self.id)
    #expect(LineTrail("{ not json").requestID == nil)
  }

  @Test("The access log's entries are requests, whatever form the status has")
  func access() throws {
    let text = Self.event(
      """
      {"requestId":"r","httpMethod":"PUT","resourcePath":"/customers/{id}","path":"/prod/customers/a",\
      "status":"502","responseLatency":"8","integrationRequestId":"l"}
      """,
      5
    )
    let request = try #require(APIRequest(text))
    #expect(
      request.status == 502 && request.latencyMilliseconds == 8 && request.invocationID == "l"
    )
    #expect(BackendNames(prefix: "x-").function(answering: request) == "x-put_customer_id")
    let bare = Self.event(
      #"{"requestId":"r","httpMethod":"GET","status":403,"integrationRequestId":"-"}"#,
      5
    )
    #expect(APIRequest(bare)?.status == 403 && APIRequest(bare)?.invocationID == nil)
    #expect(APIRequest(Self.event(#"{"requestId":"r","level":"INFO"}"#, 5)) == nil)
  }

  @Test("A run's failed invocations are in its history, each try with its request and function")
  func history() {
    func event(
      _ number: Int,
      _ previous: Int,
      _ type: String,
      _ details: JSON,
      _ state: String? = nil
    )
      -> ExecutionEvent
    {
      ExecutionEvent(
        number: number,
        previousNumber: previous,
        timestamp: Instant(milliseconds: Int64(number)),
        type: type,
        stateName: state,
        details: details
      )
    }
    let scheduled: JSON = [
      "resourceType": "lambda",
      "parameters": #"{"FunctionName":"arn:aws:lambda:r:1:function:insert_id"}"#,
    ]
    let failed: (String) -> JSON = { id in
      ["error": "Down", "cause": .string(#"{"errorMessage":"no","requestId":"\#(id)"}"#)]
    }
    let timeout =
      #"{"errorMessage":"RequestId: \#(Self.id) Error: Task timed out after 3.00 seconds"}"#
    let detail = ExecutionDetail(
      execution: Execution(
        arn: "arn:run",
        name: "run",
        status: .failed,
        startedAt: Instant(milliseconds: 0)
      ),
      events: [
        event(1, 0, "TaskStateEntered", [:], "InsertId"), event(2, 1, "TaskScheduled", scheduled),
        event(3, 2, "TaskStarted", [:]), event(4, 3, "TaskFailed", failed("one")),
        event(5, 4, "TaskScheduled", scheduled), event(6, 5, "TaskStarted", [:]),
        event(7, 6, "TaskFailed", ["error": "Sandbox.Timedout", "cause": .string(timeout)]),
        event(8, 7, "ExecutionFailed", [:]),
      ]
    )
    #expect(detail.failedInvocations.map(\.requestID) == ["one", Self.id])
    #expect(
      detail.failedInvocations.map(\.group) == ["/aws/lambda/insert_id", "/aws/lambda/insert_id"]
    )
    #expect(detail.failedInvocations.map(\.outcome) == [.failed, .timedOut])
    let state = StateRun(
      name: "InsertId",
      type: "Task",
      status: .failed,
      startedAt: Instant(milliseconds: 1),
      enteredBy: 1
    )
    #expect(detail.function(of: state) == "insert_id")
  }
}
