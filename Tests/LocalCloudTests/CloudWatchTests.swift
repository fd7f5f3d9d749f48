import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `CloudWatch operations` {
  private let topic = "arn:aws:sns:eu-central-1:000000000000:alerts"
  private var alarm: JSON {
    [
      "AlarmName": "lambda-errors-f", "Namespace": "AWS/Lambda", "MetricName": "Errors",
      "Dimensions": [["Name": "FunctionName", "Value": "f"]], "Statistic": "Sum", "Period": 60,
      "EvaluationPeriods": 1, "DatapointsToAlarm": 1, "Threshold": 1,
      "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching",
      "AlarmActions": [.string(topic)], "OKActions": [.string(topic)],
    ]
  }

  private func make(
    _ stage: ServiceStage,
    _ witness: ServiceWitness
  ) throws -> (CloudWatchService, SQLiteCloudDatabase) {
    let database = try stage.open()
    return (
      CloudWatchService(
        database: database,
        identity: stage.identity,
        timer: stage.timer,
        topics: witness
      ),
      database
    )
  }

  private func error(_ stage: ServiceStage, _ value: Double = 1) -> MetricSample {
    MetricSample(
      MetricKey(namespace: "AWS/Lambda", name: "Errors", dimensions: ["FunctionName": "f"]),
      value,
      unit: "Count",
      timestamp: stage.timer.now
    )
  }

  private func state(_ service: CloudWatchService, _ stage: ServiceStage) async throws -> String? {
    try await service.call("DescribeAlarms", [:], stage)["MetricAlarms"]?[0]?["StateValue"]?.string
  }

  @Test func `an error turns the alarm red within two seconds, and it goes back in minutes`()
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try make(stage, witness)
    try await service.resume()
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    #expect(try await state(service, stage) == "INSUFFICIENT_DATA")
    await stage.timer.advance(by: 2000)
    #expect(try await state(service, stage) == "OK")
    service.record([error(stage)])
    await stage.timer.advance(by: 2000)
    #expect(try await state(service, stage) == "ALARM")
    #expect(witness.published.count == 2)
    #expect(witness.published.last?.subject == "ALARM: \"lambda-errors-f\" in EU (Frankfurt)")
    let message = try JSON(parsing: try #require(witness.published.last?.message))
    #expect(message["NewStateValue"] == "ALARM")
    #expect(message["OldStateValue"] == "OK")
    #expect(message["Trigger"]?["Statistic"] == "SUM")
    #expect(witness.published.last?.mail?.contains("has entered the ALARM state") == true)
    await stage.timer.advance(by: 300_000)
    #expect(try await state(service, stage) == "OK")
    #expect(witness.published.last?.subject.hasPrefix("OK:") == true)
    let history = try await service.call(
      "DescribeAlarmHistory",
      ["AlarmName": "lambda-errors-f", "HistoryItemType": "StateUpdate"],
      stage
    )
    #expect(
      history["AlarmHistoryItems"]?.array?.compactMap { $0["HistorySummary"]?.string } == [
        "Alarm updated from ALARM to OK", "Alarm updated from OK to ALARM",
        "Alarm updated from INSUFFICIENT_DATA to OK",
      ]
    )
  }

  @Test func `disabled actions are not taken`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try make(stage, witness)
    try await service.resume()
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    _ = try await service.call("DisableAlarmActions", ["AlarmNames": ["lambda-errors-f"]], stage)
    service.record([error(stage)])
    await stage.timer.advance(by: 2000)
    #expect(try await state(service, stage) == "ALARM")
    #expect(witness.published.isEmpty)
  }

  @Test func `minutes that were missed are evaluated at the start`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (first, database) = try make(stage, witness)
    _ = try await first.call("PutMetricAlarm", alarm, stage)
    first.record([error(stage)])
    await database.close()
    await stage.timer.advance(by: 0)
    let later = StagedTimer(stage.timer.now + 40 * 60_000)
    let second = CloudWatchService(
      database: try stage.open(),
      identity: stage.identity,
      timer: later,
      topics: witness
    )
    try await second.resume()
    #expect(
      witness.published.map { $0.subject.prefix { $0 != ":" } } == ["ALARM", "OK"]
    )
  }

  @Test func `a state that is set lasts until the next evaluation`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try make(stage, witness)
    try await service.resume()
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    _ = try await service.call(
      "SetAlarmState",
      [
        "AlarmName": "lambda-errors-f", "StateValue": "ALARM", "StateReason": "a drill",
      ],
      stage
    )
    let found = try await service.call("DescribeAlarms", ["StateValue": "ALARM"], stage)
    #expect(found["MetricAlarms"]?[0]?["StateReason"] == "a drill")
    await stage.timer.advance(by: 10_000)
    #expect(try await state(service, stage) == "OK")
    let unknown = await service.refusal(
      "SetAlarmState",
      [
        "AlarmName": "none", "StateValue": "OK", "StateReason": "x",
      ],
      stage
    )
    #expect(unknown?.code == "ResourceNotFound")
  }

  @Test func `samples are summed by minute and read back`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try make(stage, witness)
    for value in [1.0, 2, 6] {
      _ = try await service.call(
        "PutMetricData",
        [
          "Namespace": "Mine", "MetricData": [["MetricName": "m", "Value": JSON(value)]],
        ],
        stage
      )
    }
    let now = stage.timer.now
    let statistics = try await service.call(
      "GetMetricStatistics",
      [
        "Namespace": "Mine", "MetricName": "m", "Period": 60,
        "StartTime": (now + -60_000).wire, "EndTime": (now + 60_000).wire,
        "Statistics": ["Sum", "Average", "Minimum", "Maximum", "SampleCount"],
      ],
      stage
    )
    let point = statistics["Datapoints"]?[0]
    #expect(point?["Sum"] == 9)
    #expect(point?["Average"] == 3)
    #expect(point?["Minimum"] == 1)
    #expect(point?["Maximum"] == 6)
    #expect(point?["SampleCount"] == 3)
    let data = try await service.call(
      "GetMetricData",
      [
        "StartTime": (now + -60_000).wire, "EndTime": (now + 60_000).wire,
        "MetricDataQueries": [
          [
            "Id": "a",
            "MetricStat": [
              "Metric": ["Namespace": "Mine", "MetricName": "m"], "Period": 60, "Stat": "Sum",
            ],
          ]
        ],
      ],
      stage
    )
    #expect(data["MetricDataResults"]?[0]?["Values"] == [9])
    let list = try await service.call("ListMetrics", ["Namespace": "Mine"], stage)
    #expect(list["Metrics"]?.array?.count == 1)
  }
}
