import AWSWire
import GRDB
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
    return (CloudWatchFixture.service(stage, witness, database), database)
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
      topics: witness,
      logger: quiet
    )
    try await second.resume()
    #expect(
      witness.published.map { $0.subject.prefix { $0 != ":" } } == ["ALARM", "OK"]
    )
  }

  @Test func `each minute that was missed has its own moment`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (first, database) = try make(stage, witness)
    _ = try await first.call("PutMetricAlarm", alarm, stage)
    for minute in [0, 20] as [Int64] {
      var sample = error(stage)
      sample.timestamp = sample.timestamp + minute * 60_000
      first.record([sample])
    }
    await database.close()
    let later = StagedTimer(stage.timer.now + 40 * 60_000)
    let second = CloudWatchService(
      database: try stage.open(),
      identity: stage.identity,
      timer: later,
      topics: witness,
      logger: quiet
    )
    try await second.resume()
    #expect(
      witness.published.map { $0.subject.prefix { $0 != ":" } } == ["ALARM", "OK", "ALARM", "OK"]
    )
    let history = try await second.call(
      "DescribeAlarmHistory",
      ["HistoryItemType": "StateUpdate", "ScanBy": "TimestampAscending"],
      stage
    )
    let start = stage.timer.now.seconds
    let minutes = (history["AlarmHistoryItems"]?.array ?? []).compactMap {
      $0["Timestamp"]?.double.map { Int(($0 - start) / 60) }
    }
    try #require(minutes.count == 4)
    #expect(minutes[0] <= 1)
    #expect((2...5).contains(minutes[1]))
    #expect((20...21).contains(minutes[2]))
    #expect((22...25).contains(minutes[3]))
  }

  @Test func `a change of state and what it tells are one write`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let topics = SNSService(database: database, identity: stage.identity, timer: stage.timer)
    let service = CloudWatchService(
      database: database,
      identity: stage.identity,
      timer: stage.timer,
      topics: topics,
      logger: quiet
    )
    _ = try await topics.call("CreateTopic", ["Name": "alerts"], stage)
    try await service.resume()
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    func told() async throws -> (state: String?, notices: Int?) {
      try await database.read { db in
        (
          try String.fetchOne(db, sql: "SELECT state FROM alarm"),
          try Int.fetchOne(db, sql: "SELECT count(*) FROM sns_outbox")
        )
      }
    }
    // Where the outbox takes nothing in, the state stays what it was, and is told of later.
    try await database.write { try $0.execute(sql: "ALTER TABLE sns_outbox RENAME TO away") }
    await stage.timer.advance(by: 2000)
    try await database.write { try $0.execute(sql: "ALTER TABLE away RENAME TO sns_outbox") }
    #expect(try await told() == ("INSUFFICIENT_DATA", 0))
    await stage.timer.advance(by: 10_000)
    #expect(try await told() == ("OK", 1))
    await database.close()
  }

  @Test func `an alarm that cannot be read holds up none of the others`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, database) = try make(stage, witness)
    try await service.resume()
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    var other = alarm
    other["AlarmName"] = "a broken one"
    _ = try await service.call("PutMetricAlarm", other, stage)
    try await database.write { db in
      try db.execute(sql: "UPDATE alarm SET settings = '{}' WHERE name = 'a broken one'")
    }
    await stage.timer.advance(by: 10_000)
    #expect(try await state(service, stage) == "OK")
  }

  @Test func `history comes in pages and is forgotten after thirty days`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try make(stage, witness)
    _ = try await service.call("PutMetricAlarm", alarm, stage)
    for number in 0..<5 {
      _ = try await service.call(
        "SetAlarmState",
        [
          "AlarmName": "lambda-errors-f", "StateValue": number.isMultiple(of: 2) ? "OK" : "ALARM",
          "StateReason": "x",
        ],
        stage
      )
    }
    func all() async throws -> [JSON] {
      var (found, token): ([JSON], JSON?) = ([], nil)
      repeat {
        var input: JSON = ["HistoryItemType": "StateUpdate", "MaxRecords": 2]
        input["NextToken"] = token
        let page = try await service.call("DescribeAlarmHistory", input, stage)
        #expect((page["AlarmHistoryItems"]?.array ?? []).count <= 2)
        found += page["AlarmHistoryItems"]?.array ?? []
        token = page["NextToken"]
      } while token != nil
      return found
    }
    #expect(try await all().count == 5)
    service.scheduleTrimming()
    await stage.timer.advance(by: 31 * 86_400_000)
    #expect(try await eventually { try await all().isEmpty })
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
