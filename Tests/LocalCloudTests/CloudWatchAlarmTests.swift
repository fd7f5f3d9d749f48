import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Alarm evaluation` {
  @Test func `the documented windows lead to the documented states`() throws {
    guard let cases = conformanceCases("alarm-eval") else { return }
    #expect(!cases.isEmpty)
    for example in cases {
      let evaluator = AlarmEvaluator(
        evaluationPeriods: example["evaluation_periods"]?.int ?? 0,
        datapointsToAlarm: example["datapoints_to_alarm"]?.int ?? 0,
        comparison: try #require(
          AlarmComparison(rawValue: example["comparison"]?.string ?? "")
        ),
        threshold: example["threshold"]?.double ?? 0,
        missingData: try #require(
          AlarmEvaluator.MissingData(rawValue: example["treat_missing_data"]?.string ?? "")
        )
      )
      let window = (example["datapoints_oldest_first"]?.array ?? []).map(\.double)
      let expected = example["expected_state"]?.string ?? ""
      let verdict = evaluator.verdict(window)
      let name = example["name"]?.string ?? ""
      switch expected {
      case "ALARM": #expect(verdict == .alarm, "\(name)")
      case "OK": #expect(verdict == .ok, "\(name)")
      case "INSUFFICIENT_DATA": #expect(verdict == .insufficient, "\(name)")
      case "RETAIN", "Retain current state": #expect(verdict == .retain, "\(name)")
      default: #expect(verdict != .alarm, "\(name)")
      }
    }
  }

  private typealias Verdict = AlarmEvaluator.Verdict
  private typealias Row = (Int, String, [AlarmEvaluator.Verdict])

  private static func row(_ datapoints: Int, _ window: String, _ verdicts: Verdict...) -> Row {
    (datapoints, window, verdicts)
  }

  /// The tables of "Configuring how CloudWatch alarms treat missing data": how many of three points
  /// must breach, the window with `0` within the threshold, `X` beyond it and `-` missing, and what it
  /// means where missing points are missing, ignored, breaching and not breaching.
  private static let table: [Row] = [
    row(3, "0-X-X", .ok, .ok, .ok, .ok), row(3, "0----", .ok, .ok, .ok, .ok),
    row(3, "-----", .insufficient, .retain, .alarm, .ok),
    row(3, "0XX-X", .alarm, .alarm, .alarm, .alarm),
    row(3, "--X--", .alarm, .retain, .alarm, .ok),
    row(2, "0-X-X", .alarm, .alarm, .alarm, .alarm),
    row(2, "00X0X", .alarm, .alarm, .alarm, .alarm), row(2, "0-X--", .ok, .ok, .alarm, .ok),
    row(2, "----0", .ok, .ok, .alarm, .ok), row(2, "---X-", .alarm, .retain, .alarm, .ok),
    // "Avoiding premature transitions to alarm state".
    row(3, "----X", .retain, .retain, .alarm, .ok), row(3, "---X-", .retain, .retain, .alarm, .ok),
    row(3, "---X0", .ok, .ok, .ok, .ok), row(3, "--X-0", .ok, .ok, .ok, .ok),
    row(2, "----X", .retain, .retain, .alarm, .ok),
    row(2, "---XX", .alarm, .alarm, .alarm, .alarm),
  ]

  @Test(arguments: table)
  func `missing points count as AWS's tables say`(
    datapoints: Int,
    window: String,
    expected: [AlarmEvaluator.Verdict]
  ) {
    let points: [Double?] = window.map { $0 == "X" ? 1 : $0 == "0" ? 0 : nil }
    let treatments: [AlarmEvaluator.MissingData] = [.missing, .ignore, .breaching, .notBreaching]
    let verdicts = treatments.map { treatment in
      AlarmEvaluator(
        evaluationPeriods: 3,
        datapointsToAlarm: datapoints,
        comparison: .greaterThanOrEqual,
        threshold: 1,
        missingData: treatment
      ).verdict(points)
    }
    #expect(verdicts == expected, "\(datapoints) of 3: \(window)")
  }

  @Test func `of two readings of the alarms at once the one that began last counts`() async throws {
    let stage = try ServiceStage()
    let base = try stage.open()
    let service = CloudWatchFixture.service(stage, ServiceWitness(), base)
    let database = StagedDatabase(base)
    let book = AlarmBook(database: database)
    let (begun, end) = (Race<Void>(), Race<Void>())
    database.holdNextReading(begun: begun, end: end)
    let older = Task { try await book.refresh() }
    await begun.outcome()
    _ = try await service.call("PutMetricAlarm", CloudWatchFixture.alarm("a"), stage)
    try await book.refresh()
    end.settle(())
    try await older.value
    let key = MetricKey(namespace: "Mine", name: "a", dimensions: [:])
    #expect(book.watching([key], in: 1) == ["a"])
  }

  @Test func `alarms on metrics of DynamoDB ignore missing data`() throws {
    let settings = try AlarmSettings([
      "AlarmName": "x", "Namespace": "AWS/DynamoDB", "MetricName": "ThrottledRequests",
      "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
      "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "breaching",
    ])
    #expect(settings.metric?.evaluator.missingData == .ignore)
    #expect(settings.json["TreatMissingData"] == "breaching")
  }

  @Test(
    arguments: [
      (AlarmEvaluator.MissingData.notBreaching, [nil, nil, nil], AlarmEvaluator.Verdict.ok),
      (.notBreaching, [nil, nil, 1], .alarm), (.notBreaching, [1, nil, nil], .alarm),
      (.notBreaching, [1, 0, nil], .ok), (.missing, [nil, nil, nil], .insufficient),
      (.ignore, [nil, nil, nil], .retain), (.breaching, [nil, nil, nil], .alarm),
    ] as [(AlarmEvaluator.MissingData, [Double?], AlarmEvaluator.Verdict)]
  )
  func `an alarm on one point looks at the newest point there is`(
    missing: AlarmEvaluator.MissingData,
    window: [Double?],
    verdict: AlarmEvaluator.Verdict
  ) {
    let evaluator = AlarmEvaluator(
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      comparison: .greaterThanOrEqual,
      threshold: 1,
      missingData: missing
    )
    #expect(evaluator.verdict(window) == verdict)
  }

  @Test(
    arguments: [
      (
        nil,
        "Threshold Crossed: 1 datapoint [3.0 (18/09/25 12:58:00)] was greater than or equal to the "
          + "threshold (1.0)."
      ),
      (
        1,
        "Threshold Crossed: 1 out of the last 1 datapoints [3.0 (18/09/25 12:58:00)] was greater than "
          + "or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition)."
      ),
    ] as [(Int?, String)]
  )
  func `reasons are worded as AWS words them`(datapoints: Int?, text: String) throws {
    var json: JSON = [
      "AlarmName": "x", "Namespace": "AWS/States", "MetricName": "ExecutionsFailed",
      "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
      "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    ]
    if let datapoints { json["DatapointsToAlarm"] = JSON(datapoints) }
    let reason = AlarmReason(
      condition: try #require(AlarmSettings(json).metric),
      points: [AlarmPoint(second: 1_758_200_280, value: 3, sampleCount: 3)],
      missing: 0
    )
    #expect(reason.text(from: "OK", to: "ALARM") == text)
  }
}
