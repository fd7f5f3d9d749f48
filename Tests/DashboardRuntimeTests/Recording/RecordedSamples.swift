import AWSWire
import CustomerDomain
import JSONValue
import Terminal

@testable import Dashboard

/// An event of every kind, and what they are about.
enum RecordedSamples {
  static let now = RecordedSession.now
  static let failure = ServiceFailure(
    kind: .throttled,
    action: "list runs",
    resource: "arn:\u{1B}[31m",
    reason: "Rate exceeded",
    advice: "wait",
    code: "ThrottlingException",
    requestID: "r-1",
    isOutcomeOpen: true
  )
  static let run = Execution(
    arn: "arn:aws:states:eu-central-1:0:execution:w:漢",
    name: "漢",
    status: .failed,
    startedAt: now + -5000,
    stoppedAt: now + -1000,
    customerID: "e\u{301}",
    stateName: "InsertId"
  )
  static let detail = ExecutionDetail(
    execution: run,
    input: ["id": "e\u{301}", "n": 1.5, "nested": [["=": [0, 1]], ["=": [0, 1]]]],
    output: .null,
    error: "Boom\u{202E}",
    cause: #"{"errorMessage":"x"}"#,
    states: [
      StateRun(
        name: "InsertId",
        type: "Task",
        status: .failed,
        startedAt: now + -4000,
        stoppedAt: now + -1000,
        retries: 3,
        requestID: "r-2",
        error: "Boom"
      )
    ],
    events: [
      ExecutionEvent(
        number: 1,
        previousNumber: 0,
        timestamp: now + -5000,
        type: "ExecutionStarted",
        stateName: nil,
        details: ["input": "{}"]
      )
    ],
    graph: WorkflowGraph(
      startAt: "InsertId",
      nodes: [.init(name: "InsertId", type: "Task"), .init(name: "End", type: "Succeed")],
      edges: [.init(from: "InsertId", to: "End", kind: .caught, label: "States.ALL")]
    )
  )
  static func alarm(_ name: String, _ state: Alarm.State) -> Alarm {
    Alarm(
      name: name,
      arn: "arn:\(name)",
      state: state,
      since: now + -9000,
      reason: "Threshold Crossed: 1 datapoint [∞]",
      metric: Alarm.Metric(
        namespace: "AWS/Lambda",
        name: "Errors",
        dimensions: [.init(name: "FunctionName", value: "insert_id")],
        statistic: "Sum",
        periodSeconds: 60,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        threshold: 0.1,
        comparison: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching"
      ),
      actionsEnabled: false,
      alarmActions: ["arn:topic"]
    )
  }

  /// Examples, at least one of every kind.
  static let events: [DashboardEvent] = [
    .clockTicked(now + 1000), .zoneChanged(utcOffsetMinutes: -210),
    .keyPressed(.character("é"), at: now), .pasted("a\nb\u{1B}\nc", at: now),
    .mouseReported(
      Mouse(kind: .press, button: .left, position: Point(x: 3, y: 9), modifiers: .ctrl),
      at: now
    ),
    .resized(Size(columns: 80, rows: 24)), .roundTripMeasured(milliseconds: 0.1 + 0.2),
    .callsCounted([CallRate(service: "Lambda", perMinute: 4, microdollarsPerHour: 5)]),
    .messageRaised("said \u{202E}", isError: true),
    .themeRefused(inUse: "dark", reason: "no such file"),
    .recordingBegun(path: "x.jsonl"), .recordingEnded(reason: "No space left on device"),
    .contextsListed([ContextMark(name: "prod", region: "us-east-1", isReadOnly: true)]),
    .contextsRefused(reason: "bad yaml"), .contextChecked("prod"),
    .contextRefused("prod", reason: "no key"), .historyRead(["logs", "theme dark"]),
    .customerAnswered(
      CustomerAnswer(
        id: "漢",
        action: .insert,
        outcome: .unknown(failure),
        latencyMilliseconds: 3.25,
        answeredAt: now
      )
    ),
    .customerAnswered(
      CustomerAnswer(
        id: "a",
        action: .lookUp,
        outcome: .exists,
        latencyMilliseconds: 3,
        answeredAt: now
      ),
      batch: 3
    ),
    .submissionAnswered(
      id: "漢",
      .started(Submission(id: "漢", name: "n", executionARN: run.arn, startedAt: now)),
      at: now
    ),
    .submissionAnswered(id: "b", .failed(failure), at: now),
    .executionsListed([run], at: now), .executionsFailed(failure, retryAt: now + 4000),
    .executionDescribed(ExecutionReport(detail), at: now),
    .executionDescriptionFailed(arn: run.arn, failure),
    .olderListed(OlderPage(status: .failed, executions: [run], next: "t"), at: now),
    .olderFailed(failure, status: .failed, after: "t"), .executionFactsRead([run], unread: ["a"]),
    .runPartRead(RunPartReport(.event(1), of: detail)), .runPartRead(nil),
    .executionCompared(
      arn: run.arn,
      ComparisonReport(ExecutionComparison(detail, with: detail))
    ),
    .comparisonFailed(arn: run.arn, reason: "no good one"),
    .runChanged(.redrive, arn: run.arn, .done(started: run), at: now),
    .logsWindowed(
      LogWindow(
        query: LogQuery(anchor: .errorAfter(3), above: 3, below: 4, filter: "x"),
        lines: (0..<12).map(RecordedSession.line),
        anchor: 3,
        total: 12,
        arrived: 12,
        known: LogKnown(
          oldest: now + -5000,
          unread: [.init(number: 3, from: now + -4000, to: now + -3000)]
        )
      )
    ),
    .logTailChanged(
      TailStatus(
        groupCount: 7,
        lagMilliseconds: 4,
        lastSuccess: now,
        lateReachMilliseconds: 5000,
        failure: failure
      ),
      eventsPerSecond: 1 / 3
    ),
    .logSourceChecked(LogSource(groups: ["é"], pattern: "\u{1B}"), failure),
    .logEventRead(LogDetail(sequence: 4, event: RecordedSession.event("{\"a\":[1]}", 4))),
    .alarmsListed([alarm("a", .alarm), alarm("é", .ok)], at: now),
    .alarmsFailed(failure, retryAt: nil),
    .alarmDescribed(
      AlarmReport(
        name: "a",
        history: [
          AlarmHistoryItem(alarmName: "a", timestamp: now, type: "StateUpdate", summary: "x\u{7}")
        ],
        metrics: .init(
          series: [
            MetricSeries(label: "Errors", points: [MetricPoint(timestamp: now, value: 1e-7)])
          ],
          from: now + -60_000,
          to: now
        ),
        topics: [
          NotifiedTopic(
            arn: "arn:aws:sns:eu-central-1:000000000000:t",
            subscriptions: [
              TopicSubscription(kind: "email", endpoint: "a@b.c", isConfirmed: false)
            ]
          )
        ],
        failures: [failure]
      )
    ),
    .alarmChanged(.set(name: "a", .ok), failure, at: now),
    .saveProgressed(SaveProgress(done: 3, expected: 9)),
    .saveEnded(.failed(saving, reason: "No space left on device")),
    .overviewRead(overview, at: now, lighting: 60_000),
    .overviewFailed(nil, failure, retryAt: now),
    .explained(
      WhyReport(
        Explanation(
          subject: .alarm(name: "a"),
          alarm: alarm("a", .alarm),
          window: .init(from: now + -60_000, to: now),
          incidents: [Incident(detail: detail)],
          trace: trace,
          notes: ["no access log"]
        )
      ),
      at: now
    ),
    .explanationFailed(.request(id: "r", near: nil, group: "/é"), failure, retryAt: now),
    .incidentTraced(WhyTrace(trace), of: .execution(run.arn)),
  ]

  private static let saving = SaveOrder(
    content: .passing(LogQuery(anchor: .newest, above: 0, below: 0, filter: "-é"), expected: 9),
    path: "~/é.csv",
    format: .csv,
    fields: ["id"],
    replaces: true
  )

  private static let overview = Overview(
    parts: [BackendPart(.api, "customers", stage: "v1"), BackendPart(.table, "customers")],
    edges: [.init(from: "api:customers", to: "table:customers")],
    gap: failure,
    until: now
  )

  private static let trace = Trace(
    incidentID: run.arn,
    detail: detail,
    requestID: "r-2",
    group: "/aws/lambda/insert_id",
    lines: [RecordedSession.event("boom\u{202E}", 1)],
    notes: ["cut"]
  )
}

extension DashboardEvent {
  /// The name under which a recording has it.
  ///
  /// There is no default: whoever adds an event puts its name here and an example above, and says
  /// here that there is one kind more.
  var recordedName: String {
    switch self {
    case .clockTicked: "clockTicked"
    case .zoneChanged: "zoneChanged"
    case .keyPressed: "keyPressed"
    case .pasted: "pasted"
    case .mouseReported: "mouseReported"
    case .resized: "resized"
    case .roundTripMeasured: "roundTripMeasured"
    case .callsCounted: "callsCounted"
    case .messageRaised: "messageRaised"
    case .themeRefused: "themeRefused"
    case .recordingBegun: "recordingBegun"
    case .recordingEnded: "recordingEnded"
    case .contextsListed: "contextsListed"
    case .contextsRefused: "contextsRefused"
    case .contextChecked: "contextChecked"
    case .contextRefused: "contextRefused"
    case .historyRead: "historyRead"
    case .customerAnswered: "customerAnswered"
    case .submissionAnswered: "submissionAnswered"
    case .executionsListed: "executionsListed"
    case .executionsFailed: "executionsFailed"
    case .executionDescribed: "executionDescribed"
    case .executionDescriptionFailed: "executionDescriptionFailed"
    case .olderListed: "olderListed"
    case .olderFailed: "olderFailed"
    case .executionFactsRead: "executionFactsRead"
    case .runPartRead: "runPartRead"
    case .executionCompared: "executionCompared"
    case .comparisonFailed: "comparisonFailed"
    case .runChanged: "runChanged"
    case .logsWindowed: "logsWindowed"
    case .logTailChanged: "logTailChanged"
    case .logSourceChecked: "logSourceChecked"
    case .logEventRead: "logEventRead"
    case .saveProgressed: "saveProgressed"
    case .saveEnded: "saveEnded"
    case .alarmsRead: "alarmsRead"
    case .alarmsFailed: "alarmsFailed"
    case .alarmDescribed: "alarmDescribed"
    case .alarmChanged: "alarmChanged"
    case .overviewRead: "overviewRead"
    case .overviewFailed: "overviewFailed"
    case .explained: "explained"
    case .explanationFailed: "explanationFailed"
    case .incidentTraced: "incidentTraced"
    }
  }

  /// How many kinds there are.
  static let kindCount = 45
}
