import AWSWire
import CustomerDomain
import JSONValue
import Terminal

@testable import Dashboard

/// Values that tests share; time stands still at 2026-11-24T12:04:31Z.
enum Sample {
  static let now = Instant(milliseconds: 1_795_521_871_000)
  static let size = Size(columns: 120, rows: 36)
  static let context = ContextMark(name: "local", region: "eu-central-1")

  static func state(
    size: Size = size,
    context: ContextMark = context,
    keys: KeyTable = .standard,
    intervals: PollIntervals? = nil
  ) -> DashboardState {
    DashboardState(
      context: context,
      now: now,
      size: size,
      keys: keys,
      themes: ["dark", "light"],
      theme: "dark",
      intervals: intervals
    )
  }

  /// How long before `now`, in seconds.
  static func ago(_ seconds: Double) -> Instant { now + Int64(-seconds * 1000) }

  static let failure = ServiceFailure(
    kind: .unavailable,
    action: "list runs",
    reason: "can't reach 127.0.0.1:4566",
    advice: "see that the local cloud runs"
  )

  static func answer(
    _ id: String,
    _ outcome: CustomerAnswer.Outcome,
    _ action: CustomerAnswer.Action = .lookUp,
    seconds: Double = 0,
    milliseconds: Double = 3
  ) -> CustomerAnswer {
    CustomerAnswer(
      id: id,
      action: action,
      outcome: outcome,
      latencyMilliseconds: milliseconds,
      answeredAt: ago(seconds)
    )
  }

  static func execution(
    _ name: String,
    _ id: String,
    _ status: Execution.Status = .succeeded,
    seconds: Double,
    took: Int64? = nil,
    state: String? = nil
  ) -> Execution {
    let start = ago(seconds)
    return Execution(
      arn: "arn:aws:states:eu-central-1:000000000000:execution:customers-workflow:\(name)",
      name: name,
      status: status,
      startedAt: start,
      stoppedAt: took.map { start + $0 },
      customerID: id,
      stateName: state
    )
  }

  static let executions = [
    execution("9f3c1e20", "sfn-102", .running, seconds: 1, state: "InsertId"),
    execution("71aa02f1", "sfn-101", seconds: 14, took: 200, state: "AlreadyExists"),
    execution("5be790aa", "boom", .failed, seconds: 61, took: 3400, state: "InsertId"),
    execution("c2d81099", "scheduled-check", seconds: 241, took: 200, state: "AlreadyExists"),
    execution("0d1e5f77", "old", .timedOut, seconds: 4000, took: 65_000, state: "ValidateExists"),
  ]

  static let graph = WorkflowGraph(
    startAt: "ValidateExists",
    nodes: [
      .init(name: "ValidateExists", type: "Task"), .init(name: "Exists?", type: "Choice"),
      .init(name: "AlreadyExists", type: "Task"), .init(name: "InsertId", type: "Task"),
    ],
    edges: [
      .init(from: "ValidateExists", to: "Exists?", kind: .next),
      .init(from: "Exists?", to: "AlreadyExists", kind: .choice, label: "exists = true"),
      .init(from: "Exists?", to: "InsertId", kind: .defaultChoice),
    ]
  )

  static func detail(of execution: Execution) -> ExecutionDetail {
    let start = execution.startedAt
    let isOver = execution.status.isFinal
    let last: StateRun.Status =
      !isOver ? .running : execution.status == .failed ? .failed : .succeeded
    let end = execution.stoppedAt
    return ExecutionDetail(
      execution: execution,
      input: ["id": .string(execution.customerID ?? "")],
      output: execution.status == .succeeded ? ["id": "x", "result": "Inserted"] : nil,
      error: execution.status == .failed ? "InjectedFault" : nil,
      cause: execution.status == .failed
        ? #"{"errorMessage":"the function was told to fail","errorType":"InjectedFault"}"# : nil,
      states: [
        StateRun(
          name: "ValidateExists",
          type: "Task",
          status: .succeeded,
          startedAt: start,
          stoppedAt: start + 100,
          enteredBy: 2
        ),
        StateRun(
          name: "Exists?",
          type: "Choice",
          status: .succeeded,
          startedAt: start + 100,
          stoppedAt: start + 101,
          enteredBy: 4
        ),
        StateRun(
          name: "InsertId",
          type: "Task",
          status: last,
          startedAt: start + 101,
          stoppedAt: end,
          retries: last == .failed ? 3 : 0,
          error: last == .failed ? "InjectedFault" : nil,
          enteredBy: 6
        ),
      ],
      events: [
        ExecutionEvent(
          number: 1,
          previousNumber: 0,
          timestamp: start,
          type: "ExecutionStarted",
          stateName: nil,
          details: ["input": "{}"]
        ),
        ExecutionEvent(
          number: 2,
          previousNumber: 1,
          timestamp: start,
          type: "TaskStateEntered",
          stateName: "ValidateExists",
          details: [:]
        ),
        ExecutionEvent(
          number: 3,
          previousNumber: 2,
          timestamp: start + 100,
          type: "TaskFailed",
          stateName: "InsertId",
          details: ["error": "InjectedFault"]
        ),
      ],
      graph: graph
    )
  }

  static func alarm(
    _ name: String,
    _ state: Alarm.State,
    seconds: Double,
    function: String = "insert_id"
  ) -> Alarm {
    Alarm(
      name: name,
      arn: "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:\(name)",
      state: state,
      since: ago(seconds),
      reason: state == .alarm
        ? "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (24/11/26 12:03:00)] was "
          + "greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM "
          + "transition)."
        : "Threshold Crossed: no datapoints were received",
      metric: Alarm.Metric(
        namespace: "AWS/Lambda",
        name: "Errors",
        dimensions: [.init(name: "FunctionName", value: function)],
        statistic: "Sum",
        periodSeconds: 60,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        threshold: 1,
        comparison: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching"
      ),
      alarmActions: ["arn:aws:sns:eu-central-1:000000000000:alerts"],
      okActions: ["arn:aws:sns:eu-central-1:000000000000:alerts"]
    )
  }

  static func report(
    _ name: String,
    history: [AlarmHistoryItem] = [],
    points: [MetricPoint] = [],
    topics: [NotifiedTopic] = []
  ) -> AlarmReport {
    AlarmReport(
      name: name,
      history: history,
      metrics: .init(
        series: [MetricSeries(label: "Errors", points: points)],
        from: ago(3600),
        to: now
      ),
      topics: topics
    )
  }

  static let alarms = [
    alarm("customer-ids-api-5xx", .ok, seconds: 7300),
    alarm("lambda-errors-insert_id", .alarm, seconds: 41),
    alarm("customers-workflow-failed", .alarm, seconds: 41),
    alarm("lambda-errors-get_customer_id", .ok, seconds: 7300),
    alarm("lambda-errors-put_customer_id", .ok, seconds: 7300),
    alarm("lambda-errors-log_event", .insufficientData, seconds: 900),
  ]

  static func event(
    _ message: String,
    function: String = "put_customer_id",
    seconds: Double = 3,
    id: String = "e"
  ) -> LogEvent {
    LogEvent(
      eventID: id,
      group: "/aws/lambda/\(function)",
      stream: "2026/11/24/[$LATEST]0123",
      timestamp: ago(seconds),
      ingestedAt: ago(seconds),
      message: message
    )
  }

  static let messages: [(String, String)] = [
    ("put_customer_id", "START RequestId: 5d1f8a00-0000-4000-8000-000000000000 Version: $LATEST\n"),
    (
      "put_customer_id",
      #"{"timestamp":"t","level":"INFO","message":"created","function":"put_customer_id","id":"user_test","status":201}"#
    ),
    (
      "put_customer_id",
      "REPORT RequestId: 5d1f8a00-0000-4000-8000-000000000000\tDuration: 13.61 ms\t"
        + "Billed Duration: 14 ms\tMemory Size: 128 MB\tMax Memory Used: 62 MB\t\n"
    ),
    ("validate_exists", #"{"level":"INFO","message":"checked","exists":false,"id":"sfn-102"}"#),
    (
      "insert_id",
      #"{"level":"ERROR","message":"the function was told to fail","errorType":"InjectedFault","id":"boom"}"#
    ),
    ("log_event", #"{"level":"INFO","message":"already exists","id":"sfn-101"}"#),
    ("customer-ids-api", "plain text, not JSON"),
  ]

  static func lines(_ count: Int, from first: Int = 0) -> [LogLine] {
    (first..<first + count).map { index in
      let (function, message) = messages[index % messages.count]
      return LogLine(
        sequence: index,
        event: event(
          message,
          function: function,
          seconds: Double(count - (index - first)) * 0.35,
          id: String(index)
        )
      )
    }
  }

  /// A window of so many lines that answers a query.
  static func window(
    _ query: LogQuery,
    _ lines: [LogLine],
    anchor: Int? = nil,
    older: Int = 0,
    newer: Int = 0,
    arrived: Int? = nil,
    past: LogPast = .unread,
    readFrom: Instant? = now + -60_000
  ) -> LogWindow {
    LogWindow(
      query: query,
      lines: lines,
      anchor: anchor ?? lines.last?.sequence,
      olderCount: older,
      newerCount: newer,
      total: older + lines.count + newer,
      arrived: arrived ?? older + lines.count + newer,
      highlights: [query.filter].filter { !$0.isEmpty },
      histogram: histogram(of: lines, columns: query.histogram),
      past: past,
      pastNumber: .max,
      known: readFrom.map { LogKnown(oldest: $0) }
    )
  }

  /// How many of the lines were written when.
  static func histogram(of lines: [LogLine], columns: Int) -> LogHistogram? {
    guard columns > 0, let first = lines.first, let last = lines.last else { return nil }
    var histogram = LogHistogram(from: first.timestamp, to: last.timestamp, columns: columns)
    for line in lines {
      let bin = histogram.bin(of: line.timestamp)
      histogram.bins[bin].total += 1
      if line.isError { histogram.bins[bin].errors += 1 }
    }
    return histogram
  }
}
