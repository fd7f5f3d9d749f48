import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Metric alarms` {
  private let fixture = CloudWatchFixture.self

  private func make(_ stage: ServiceStage, _ witness: ServiceWitness) async throws
    -> CloudWatchService
  {
    let service = fixture.service(stage, witness, try stage.open())
    try await service.resume()
    return service
  }

  private func math(_ expression: String, _ more: JSONObject = [:]) -> JSON {
    func metric(_ id: String) -> JSON {
      [
        "Id": .string(id), "ReturnData": false,
        "MetricStat": [
          "Metric": ["Namespace": "Mine", "MetricName": .string(id)], "Period": 60, "Stat": "Sum",
        ],
      ]
    }
    let members: JSONObject = [
      "AlarmName": "math", "EvaluationPeriods": 1, "Threshold": 50,
      "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": [.string(fixture.topic)],
      "Metrics": [
        ["Id": "e1", "Expression": .string(expression), "Label": "rate"], metric("errors"),
        metric("calls"),
      ],
    ]
    return .object(members.merging(more))
  }

  @Test func `on metric math judge a minute when it is over`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    _ = try await service.call("PutMetricAlarm", math("100 * errors / calls"), stage)
    try await service.publish(
      [["MetricName": "calls", "Value": 10], ["MetricName": "errors", "Value": 5]],
      stage
    )
    await stage.timer.advance(by: 2000)
    // More calls could still take it back.
    #expect(try await service.metricAlarm("math", stage)?["StateValue"] == "INSUFFICIENT_DATA")
    try await service.publish([["MetricName": "errors", "Value": 1]], stage)
    await stage.timer.advance(by: 60_000)
    let alarm = try await service.metricAlarm("math", stage)
    #expect(alarm?["StateValue"] == "ALARM")
    #expect(
      alarm?["StateReason"]
        == "Threshold Crossed: 1 datapoint [60.0 (21/09/26 14:13:00)] was greater than the threshold (50.0)."
    )
    #expect(alarm?["Metrics"]?[0]?["Expression"] == "100 * errors / calls")
    #expect(alarm?["Period"] == nil)
    let message = try JSON(parsing: try #require(witness.published.last?.message))
    #expect(message["Trigger"]?["Metrics"]?[0]?["Expression"] == "100 * errors / calls")
    #expect(message["Trigger"]?["Metrics"]?[1]?["MetricStat"]?["Metric"]?["MetricName"] == "errors")
    #expect(
      witness.published.last?.mail?.contains("- MetricExpression:           100 * errors") == true
    )
  }

  @Test func `are well again after a minute without a breach, and not in the midst of one`()
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    let alarm: JSON = [
      "AlarmName": "sum", "EvaluationPeriods": 1, "Threshold": 1, "Namespace": "Mine",
      "MetricName": "errors", "Period": 60, "Statistic": "Sum",
      "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching",
    ]
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    func state(after milliseconds: Int64, _ value: Int) async throws -> JSON? {
      try await service.publish([["MetricName": "errors", "Value": JSON(value)]], stage)
      await stage.timer.advance(by: milliseconds)
      return try await service.metricAlarm("sum", stage)?["StateValue"]
    }
    #expect(try await state(after: 2000, 1) == "ALARM", "a second after the first error")
    await stage.timer.advance(by: 60_000)
    #expect(try await state(after: 2000, 0) == "ALARM", "the next minute may yet breach")
    #expect(try await state(after: 2000, 1) == "ALARM")
    await stage.timer.advance(by: 56_000)
    #expect(try await state(after: 62_000, 0) == "OK", "a whole minute did not breach")
  }

  @Test func `on metric math that names its metrics by METRICS() work too`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    _ = try await service.call("PutMetricAlarm", math("SUM(FILL(METRICS(), 0))"), stage)
    try await service.publish([["MetricName": "calls", "Value": 51]], stage)
    await stage.timer.advance(by: 62_000)
    #expect(try await service.metricAlarm("math", stage)?["StateValue"] == "ALARM")
  }

  @Test(
    arguments: [
      ("e9", [:], "Error in expression 'e1': Undefined variable 'e9'"),
      (
        "METRICS()", [:],
        "Metrics expression that return multi time series are only allowed for MetricsInsights expression with an ORDER BY clause"
      ),
      ("errors", ["Statistic": "Sum"], "Statistic should not be set if list of Metrics is set."),
      ("errors", ["Period": 60], "Period should not be set if list of Metrics is set."),
      (
        "errors", ["Metrics": [["Id": "a", "Expression": "1"], ["Id": "b", "Expression": "2"]]],
        "Exactly one element of the metrics list should return data."
      ),
      (
        "errors", ["ThresholdMetricId": "x"],
        "ThresholdMetricId is not supported by the local cloud"
      ),
    ] as [(String, JSONObject, String)]
  )
  func `on metric math are refused`(expression: String, members: JSONObject, message: String)
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    let refusal = await service.refusal("PutMetricAlarm", math(expression, members), stage)
    #expect(refusal == CloudError("ValidationError", message))
  }

  @Test(
    arguments: [
      (
        ["Statistic": nil],
        "Exactly one element of [Statistic, ExtendedStatistic] must be specified for a metric."
      ),
      (
        ["ExtendedStatistic": "p50"],
        "Exactly one element of [Statistic, ExtendedStatistic] must be specified for a metric."
      ),
      (
        ["Statistic": nil, "ExtendedStatistic": "q50"],
        "The value q50 for parameter ExtendedStatistic is not supported."
      ),
      (["Period": 15], "Period must be 10, 20, 30 or a multiple of 60"),
      (
        ["EvaluationPeriods": 1441],
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
      ),
      (
        ["MetricName": nil],
        "For each PutMetricAlarm operation, you must specify either MetricName, a Metrics array, or an EvaluationCriteria."
      ),
      (["AlarmActions": ["nonsense"]], "Invalid arn syntax: nonsense"),
      (["Threshold": "NaN"], "The value nan for parameter Threshold is invalid."),
    ] as [(JSONObject, String)]
  )
  func `are refused where a member is none`(members: JSONObject, message: String) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    let refusal = await service.refusal("PutMetricAlarm", fixture.alarm("a", members), stage)
    #expect(refusal?.message == message)
  }

  @Test(arguments: [10, 20, 30])
  func `of short periods look at points of high resolution`(period: Int64) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    _ = try await service.call(
      "PutMetricAlarm",
      fixture.alarm(
        "a",
        [
          "Period": JSON(Int(period)), "Threshold": 2, "EvaluationPeriods": 2,
          "DatapointsToAlarm": 2,
        ]
      ),
      stage
    )
    let start = stage.timer.now.milliseconds / 1000 / 60 * 60 + 60
    await stage.timer.advance(to: Instant(milliseconds: start * 1000))
    for step in 0..<2 as Range<Int64> {
      // Two samples a second apart: a breach only where they are in one period.
      for second in 0..<2 as Range<Int64> {
        let time = Instant(milliseconds: (start + step * period + second) * 1000)
        try await service.publish(
          [["MetricName": "a", "Value": 1, "StorageResolution": 1, "Timestamp": time.wire]],
          stage
        )
      }
      await stage.timer.advance(by: period * 1000)
    }
    let alarm = try await service.metricAlarm("a", stage)
    #expect(alarm?["StateValue"] == "ALARM")
    #expect(alarm?["Period"] == JSON(Int(period)))
    let data = try JSON(parsing: try #require(alarm?["StateReasonData"]?.string))
    #expect(data["recentDatapoints"] == [2, 2])
  }

  @Test func `on percentiles look at the spread, and may leave too few samples alone`() async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    for (name, low) in [("a", "evaluate"), ("b", "ignore")] {
      _ = try await service.call(
        "PutMetricAlarm",
        fixture.alarm(
          name,
          [
            "MetricName": "m", "Statistic": nil, "ExtendedStatistic": "p90", "Threshold": 100,
            "EvaluateLowSampleCountPercentile": .string(low),
          ]
        ),
        stage
      )
    }
    func states() async throws -> [String?] {
      [
        try await service.metricAlarm("a", stage)?["StateValue"]?.string,
        try await service.metricAlarm("b", stage)?["StateValue"]?.string,
      ]
    }
    try await service.publish([["MetricName": "m", "Values": [1, 200], "Counts": [1, 9]]], stage)
    await stage.timer.advance(by: 62_000)
    #expect(try await states() == ["ALARM", "INSUFFICIENT_DATA"])
    try await service.publish(
      [["MetricName": "m", "Values": [1, 200], "Counts": [1, 99]]],
      stage
    )
    await stage.timer.advance(by: 62_000)
    #expect(try await states() == ["ALARM", "ALARM"])
    let shown = try await service.metricAlarm("b", stage)
    #expect(shown?["ExtendedStatistic"] == "p90")
    #expect(shown?["EvaluateLowSampleCountPercentile"] == "ignore")
    let found = try await service.call(
      "DescribeAlarmsForMetric",
      ["Namespace": "Mine", "MetricName": "m", "ExtendedStatistic": "p90"],
      stage
    )
    #expect(found["MetricAlarms"]?.array?.count == 2)
    let none = try await service.call(
      "DescribeAlarmsForMetric",
      ["Namespace": "Mine", "MetricName": "m", "Statistic": "Sum"],
      stage
    )
    #expect(none["MetricAlarms"] == [])
  }

  @Test func `without any data name the periods that lack them`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    _ = try await service.call(
      "PutMetricAlarm",
      fixture.alarm(
        "a",
        ["TreatMissingData": "breaching", "EvaluationPeriods": 2, "Unit": "Seconds"]
      ),
      stage
    )
    await stage.timer.advance(by: 2000)
    let alarm = try await service.metricAlarm("a", stage)
    #expect(
      alarm?["StateReason"]
        == "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching]."
    )
    #expect(
      try JSON(parsing: try #require(alarm?["StateReasonData"]?.string)) == [
        "version": "1.0", "queryDate": "2026-09-21T14:13:21.000+0000", "unit": "Seconds",
        "statistic": "Sum", "period": 60, "recentDatapoints": [], "threshold": 1,
        "evaluatedDatapoints": [
          ["timestamp": "2026-09-21T14:12:00.000+0000"],
          ["timestamp": "2026-09-21T14:11:00.000+0000"],
        ],
      ]
    )
  }

  @Test func `of one unit do not see the others`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    _ = try await service.call("PutMetricAlarm", fixture.alarm("a", ["Unit": "Count"]), stage)
    try await service.publish([["MetricName": "a", "Value": 5, "Unit": "Bytes"]], stage)
    await stage.timer.advance(by: 2000)
    #expect(try await service.metricAlarm("a", stage)?["StateValue"] == "INSUFFICIENT_DATA")
    try await service.publish([["MetricName": "a", "Value": 5, "Unit": "Count"]], stage)
    await stage.timer.advance(by: 2000)
    #expect(try await service.metricAlarm("a", stage)?["StateValue"] == "ALARM")
  }

  @Test func `have tags that only tagging changes`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await make(stage, witness)
    let resource: JSONObject = ["ResourceARN": .string(fixture.arn("a"))]
    func tags() async throws -> JSON? {
      try await service.call("ListTagsForResource", .object(resource), stage)["Tags"]
    }
    for value in ["1", "2"] {
      _ = try await service.call(
        "PutMetricAlarm",
        fixture.alarm("a", ["Tags": [["Key": "x", "Value": .string(value)]]]),
        stage
      )
    }
    #expect(try await tags() == [["Key": "x", "Value": "1"]])
    #expect(try await service.metricAlarm("a", stage)?["Tags"] == nil)
    _ = try await service.call(
      "TagResource",
      .object(
        resource.merging(["Tags": [["Key": "y", "Value": "3"], ["Key": "x", "Value": "4"]]])
      ),
      stage
    )
    #expect(try await tags() == [["Key": "x", "Value": "4"], ["Key": "y", "Value": "3"]])
    _ = try await service.call(
      "UntagResource",
      .object(resource.merging(["TagKeys": ["x", "z"]])),
      stage
    )
    #expect(try await tags() == [["Key": "y", "Value": "3"]])
    let many = JSON.array((0..<50).map { ["Key": .string("k\($0)"), "Value": ""] })
    let full = await service.refusal(
      "TagResource",
      .object(resource.merging(["Tags": many])),
      stage
    )
    #expect(full?.code == "InvalidParameterValue")
    let unknown = await service.refusal(
      "ListTagsForResource",
      ["ResourceARN": .string(fixture.arn("nobody"))],
      stage
    )
    #expect(unknown?.code == "ResourceNotFoundException")
    #expect(unknown?.members["ResourceType"] == "alarm")
  }
}
