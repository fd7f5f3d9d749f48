import AWSWire
import GRDB
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `CloudWatch metrics` {
  private let fixture = CloudWatchFixture.self

  private func make(_ stage: ServiceStage) throws -> CloudWatchService {
    fixture.service(stage, ServiceWitness(), try stage.open())
  }

  private static let path = "MetricData.member.1."

  @Test(
    arguments: [
      (
        ["Value": "NaN"], "InvalidParameterValue",
        "The value NaN for parameter \(path)Value is invalid."
      ),
      (
        ["Value": "-Infinity"], "InvalidParameterValue",
        "The value -Infinity for parameter \(path)Value is invalid."
      ),
      (
        ["Value": 1e109], "InvalidParameterValue",
        "The value 1e+109 for parameter \(path)Value is invalid."
      ),
      ([:], "InvalidParameterCombination", "At least one of the parameters must be specified."),
      (
        ["Value": 1, "Values": [1]], "InvalidParameterCombination",
        "The parameters \(path)Value and \(path)Values are mutually exclusive and you have specified both."
      ),
      (
        ["Values": [1, 2], "Counts": [1]], "InvalidParameterValue",
        "The parameters \(path)Values and \(path)Counts must be of the same size."
      ),
      (
        ["Values": .array(Array(repeating: 1, count: 151))], "InvalidParameterValue",
        "The collection \(path)Values must not have a size greater than 150."
      ),
      (
        ["StatisticValues": ["SampleCount": 1, "Sum": 1, "Minimum": 2, "Maximum": 1]],
        "InvalidParameterCombination",
        "The parameter \(path)StatisticValues.Maximum must be greater than \(path)StatisticValues.Minimum."
      ),
      (
        ["StatisticValues": ["SampleCount": 1, "Sum": 1, "Minimum": 1]], "MissingParameter",
        "The parameter \(path)StatisticValues.Maximum is required."
      ),
      (
        ["Value": 1, "MetricName": ""], "MissingParameter",
        "The parameter \(path)MetricName is required."
      ),
      (
        ["Value": 1, "MetricName": "é"], "InvalidParameterValue",
        "The value é for parameter \(path)MetricName contains non-ASCII characters."
      ),
      (
        ["Value": 1, "Dimensions": [["Name": "a"]]], "MissingParameter",
        "The parameter \(path)Dimensions.member.1.Value is required."
      ),
      (
        ["Value": 1, "StorageResolution": 30], "InvalidParameterValue",
        "The parameter \(path)StorageResolution must be a value in the set [ 1, 60 ]."
      ),
      (
        ["Value": 1, "Timestamp": 1], "InvalidParameterValue",
        "The parameter \(path)Timestamp must specify a time within the past two weeks."
      ),
      (
        ["Value": 1, "Timestamp": 1_790_007_201], "InvalidParameterValue",
        "The parameter \(path)Timestamp must specify a time no more than two hours in the future."
      ),
    ] as [(JSONObject, String, String)]
  )
  func `are refused where a datum is none`(members: JSONObject, code: String, message: String)
    async throws
  {
    let stage = try ServiceStage()
    let service = try make(stage)
    let datum: JSONObject = ["MetricName": "m"]
    let refusal = await service.refusal(
      "PutMetricData",
      ["Namespace": "Mine", "MetricData": [.object(datum.merging(members))]],
      stage
    )
    #expect(refusal == CloudError(code, message))
  }

  @Test func `have thirty dimensions, a thousand data a call and a megabyte at most`() async throws
  {
    let stage = try ServiceStage()
    let service = try make(stage)
    func dimensions(_ count: Int) -> JSON {
      .array((0..<count).map { ["Name": .string("d\($0)"), "Value": "v"] })
    }
    func refusal(_ data: [JSON]) async -> String? {
      await service.refusal(
        "PutMetricData",
        ["Namespace": "Mine", "MetricData": .array(data)],
        stage
      )?
      .message
    }
    let datum: JSON = ["MetricName": "m", "Value": 1]
    #expect(await refusal([["MetricName": "m", "Value": 1, "Dimensions": dimensions(30)]]) == nil)
    #expect(
      await refusal([["MetricName": "m", "Value": 1, "Dimensions": dimensions(31)]])
        == "The collection MetricData.member.1.Dimensions must not have a size greater than 30."
    )
    #expect(await refusal(Array(repeating: datum, count: 1000)) == nil)
    #expect(
      await refusal(Array(repeating: datum, count: 1001))
        == "The collection MetricData must not have a size greater than 1000."
    )
    #expect(
      await refusal([["MetricName": "m", "Value": 1, "Unit": "Furlongs"]])?
        .hasPrefix("The parameter MetricData.member.1.Unit must be a value in the set [ Seconds, ")
        == true
    )
    let long = String(repeating: "v", count: 1024)
    let wide: JSON = .array((0..<30).map { ["Name": .string("d\($0)"), "Value": .string(long)] })
    let big = await service.refusal(
      "PutMetricData",
      [
        "Namespace": "Mine",
        "MetricData": .array(
          Array(repeating: ["MetricName": "m", "Value": 1, "Dimensions": wide], count: 40)
        ),
      ],
      stage
    )
    #expect(big?.status == 413)
    let reserved = await service.refusal(
      "PutMetricData",
      ["Namespace": "AWS/Lambda", "MetricData": [datum]],
      stage
    )
    #expect(reserved?.code == "InvalidParameterValue")
  }

  @Test func `keep the spread of their samples, over writes and periods`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    for value in 1...50 {
      try await service.publish([["MetricName": "m", "Value": JSON(value)]], stage)
    }
    let before = (stage.timer.now + -60_000).wire
    let values = JSON.array((51...100).map { JSON($0) })
    try await service.publish([["MetricName": "m", "Values": values, "Timestamp": before]], stage)
    let input: JSONObject = [
      "Namespace": "Mine", "MetricName": "m", "Period": 300,
      "ExtendedStatistics": ["p50", "p99", "TM(10:20)"],
    ]
    let found = try await service.call(
      "GetMetricStatistics",
      .object(fixture.span(stage, minutes: 2).merging(input)),
      stage
    )
    #expect(
      found["Datapoints"]?[0]?["ExtendedStatistics"] == ["p50": 50, "p99": 99, "TM(10:20)": 15.5]
    )
    let percentile = try await service.data([fixture.query("a", "m", ["Stat": "p10"])], stage)
    #expect(percentile[0]["Values"] == [55, 5])
  }

  @Test func `of high resolution are told by the second`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    for second in 0..<20 as Range<Int64> {
      try await service.publish(
        [
          [
            "MetricName": "m", "Value": 1, "StorageResolution": 1,
            "Timestamp": (stage.timer.now + second * 1000).wire,
          ]
        ],
        stage
      )
    }
    let times: JSONObject = [
      "StartTime": stage.timer.now.wire, "EndTime": (stage.timer.now + 20_000).wire,
    ]
    for (period, values) in [(1, 20), (5, 4), (10, 2)] {
      let found = try await service.data(
        [fixture.query("a", "m", ["Period": JSON(period)])],
        stage,
        times
      )
      #expect(
        found[0]["Values"] == .array(Array(repeating: JSON(20 / values), count: values)),
        "\(period)"
      )
    }
    let whole = try await service.data([fixture.query("a", "m")], stage)
    #expect(whole[0]["Values"] == [20])
    let odd = await service.refusal(
      "GetMetricStatistics",
      .object(
        fixture.span(stage).merging([
          "Namespace": "Mine", "MetricName": "m", "Period": 7, "Statistics": ["Sum"],
        ])
      ),
      stage
    )
    #expect(
      odd?.message
        == "The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60."
    )
  }

  @Test func `are taken together as they come of age`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = fixture.service(stage, ServiceWitness(), database)
    for second in [0, 1, 61, 121, 361] as [Int64] {
      try await service.publish(
        [
          [
            "MetricName": "m", "Value": JSON(Double(second)), "StorageResolution": 1,
            "Timestamp": (stage.timer.now + -20_000 + second * 1000).wire,
          ]
        ],
        stage
      )
    }
    let start = (stage.timer.now.milliseconds - 20_000) / 1000
    service.scheduleTrimming()
    func seconds() async throws -> [Int64] {
      try await database.read { db in
        try Int64.fetchAll(db, sql: "SELECT second FROM metric_point ORDER BY second")
      }.map { $0 - start }
    }
    #expect(try await seconds() == [0, 1, 61, 121, 361])
    await stage.timer.advance(by: 4 * 3_600_000)
    #expect(try await seconds() == [0, 60, 120, 360])
    await stage.timer.advance(by: 16 * 86_400_000)
    let five = start % 300
    #expect(try await seconds().allSatisfy { ($0 + five).isMultiple(of: 300) })
    let (sum, spread) = try await database.read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT * FROM metric_point")
      return (
        rows.map { $0["sum"] as Double }.reduce(0, +),
        rows.map { MetricStore.statistics($0, from: 3, hasSpread: true).counts.count }.reduce(0, +)
      )
    }
    #expect(sum == 544)
    #expect(spread == 5)
    await stage.timer.advance(by: 456 * 86_400_000)
    #expect(try await seconds() == [])
  }

  @Test func `that are too old go in bounded steps`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let (now, old): (Int64, Int64) = (1_800_000_000, 1_700_006_400)
    try await database.write { db in
      try db.execute(sql: "INSERT INTO metric VALUES (1, 'N', 'm', '{}', 'None')")
      for hour in 0..<7 as Range<Int64> {
        try db.execute(
          sql: "INSERT INTO metric_point VALUES (1, ?, 'None', 1, 1, 1, 1, NULL)",
          arguments: [old + hour * 3600]
        )
      }
    }
    var left: [Int] = []
    while left.count < 9 {
      let (isMore, count) = try await database.write { db in
        let isMore = try MetricStore.age(since: now, now: now, limit: 3, in: db)
        return (isMore, try Int.fetchOne(db, sql: "SELECT count(*) FROM metric_point") ?? -1)
      }
      left.append(count)
      if !isMore { break }
    }
    #expect(left == [4, 1, 0])
  }

  @Test func `of a database of the version before are still there`() async throws {
    let stage = try ServiceStage()
    let minute = stage.timer.now.milliseconds / 60_000
    let old = try SQLiteCloudDatabase(
      path: stage.folder + "/cloud.sqlite",
      migrations: Array(CloudWatchService.migrations.prefix(1)),
      logger: quiet
    )
    try await old.write { db in
      try db.execute(
        sql: """
          INSERT INTO metric VALUES (1, 'Mine', 'm', '{}', 'Count');
          INSERT INTO metric_minute VALUES (1, ?, 2, 6, 2, 4);
          INSERT INTO alarm VALUES ('a', ?, 'OK', 'r', '', 1, 1, 1);
          INSERT INTO alarm_history VALUES (1, 'a', 'StateUpdate', 1, 's', '{}');
          """,
        arguments: [
          minute,
          fixture.alarm("a", ["Tags": [["Key": "k", "Value": "v"]]]).text(),
        ]
      )
    }
    await old.close()
    let service = try make(stage)
    let found = try await service.data(
      [fixture.query("a", "m", ["Stat": "Average", "Unit": "Count"])],
      stage
    )
    #expect(found[0]["Values"] == [3])
    let tags = try await service.call(
      "ListTagsForResource",
      ["ResourceARN": .string(fixture.arn("a"))],
      stage
    )
    #expect(tags["Tags"] == [["Key": "k", "Value": "v"]])
    #expect(try await service.metricAlarm("a", stage)?["StateValue"] == "OK")
    let history = try await service.call("DescribeAlarmHistory", ["AlarmName": "a"], stage)
    #expect(history["AlarmHistoryItems"]?.array?.count == 1)
  }
}
