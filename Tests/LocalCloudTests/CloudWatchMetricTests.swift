import AWSWire
import GRDB
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `CloudWatch metrics` {
  private func make(_ stage: ServiceStage) throws -> CloudWatchService {
    CloudWatchFixture.service(stage, ServiceWitness(), try stage.open())
  }

  private func query(_ id: String, _ name: String, _ more: JSONObject = [:]) -> JSON {
    let stat: JSONObject = [
      "Metric": ["Namespace": "Mine", "MetricName": .string(name)], "Period": 60, "Stat": "Sum",
    ]
    return ["Id": .string(id), "MetricStat": .object(stat.merging(more))]
  }

  private func span(_ stage: ServiceStage, minutes: Int64 = 5) -> JSONObject {
    [
      "StartTime": (stage.timer.now + -minutes * 60_000).wire,
      "EndTime": (stage.timer.now + 60_000).wire,
    ]
  }

  private func data(
    _ service: CloudWatchService,
    _ queries: [JSON],
    _ stage: ServiceStage,
    _ more: JSONObject = [:]
  ) async throws -> [JSON] {
    let input: JSONObject = ["MetricDataQueries": .array(queries), "ScanBy": "TimestampAscending"]
    let output = try await service.call(
      "GetMetricData",
      .object(span(stage).merging(input).merging(more)),
      stage
    )
    return output["MetricDataResults"]?.array ?? []
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
      .object(span(stage, minutes: 2).merging(input)),
      stage
    )
    #expect(
      found["Datapoints"]?[0]?["ExtendedStatistics"] == ["p50": 50, "p99": 99, "TM(10:20)": 15.5]
    )
    let percentile = try await data(service, [query("a", "m", ["Stat": "p10"])], stage)
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
      let found = try await data(service, [query("a", "m", ["Period": JSON(period)])], stage, times)
      #expect(
        found[0]["Values"] == .array(Array(repeating: JSON(20 / values), count: values)),
        "\(period)"
      )
    }
    let whole = try await data(service, [query("a", "m")], stage)
    #expect(whole[0]["Values"] == [20])
    let odd = await service.refusal(
      "GetMetricStatistics",
      .object(
        span(stage).merging([
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
    let service = CloudWatchFixture.service(stage, ServiceWitness(), database)
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

  @Test func `of several units are kept apart`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    for (unit, value) in [("Seconds", 1), ("Milliseconds", 500)] {
      try await service.publish(
        [["MetricName": "m", "Value": JSON(value), "Unit": .string(unit)]],
        stage
      )
    }
    let input: JSONObject = [
      "Namespace": "Mine", "MetricName": "m", "Period": 60, "Statistics": ["Sum"],
    ]
    let all = try await service.call(
      "GetMetricStatistics",
      .object(span(stage).merging(input)),
      stage
    )
    #expect(
      all["Datapoints"]?.array?.compactMap { $0["Unit"]?.string } == ["Milliseconds", "Seconds"]
    )
    let found = try await data(
      service,
      [query("a", "m"), query("b", "m", ["Unit": "Seconds"])],
      stage
    )
    #expect(found[0]["Values"] == [500])
    #expect(
      found[0]["Messages"] == [
        ["Code": "MultipleUnits", "Value": "Multiple units returned: '[Milliseconds, Seconds]'"]
      ]
    )
    #expect(found[1]["Values"] == [1])
  }

  @Test(
    arguments: [
      (
        ["Period": 60],
        "You have requested up to 1441 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
      ),
      (
        ["Statistics": []],
        "At least one of the parameters Statistics and ExtendedStatistics must be specified."
      ),
      (
        ["ExtendedStatistics": ["p50"]],
        "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both."
      ),
      (
        ["Statistics": ["Median"]],
        "The parameter Statistics.member.1 must be a value in the set [ SampleCount, Average, Sum, Minimum, Maximum ]."
      ),
      (
        ["Statistics": [], "ExtendedStatistics": ["q50"]],
        "The value q50 for parameter ExtendedStatistics.member.1 is not supported."
      ),
      (
        ["EndTime": 1_789_000_000],
        "The parameter StartTime must be less than the parameter EndTime."
      ),
      (["StartTime": nil], "The parameter StartTime is required."),
    ] as [(JSONObject, String)]
  )
  func `are not told where the question is none`(members: JSONObject, message: String) async throws
  {
    let stage = try ServiceStage()
    let service = try make(stage)
    let input: JSONObject = [
      "Namespace": "Mine", "MetricName": "m", "Period": 300, "Statistics": ["Sum"],
      "StartTime": (stage.timer.now + -86_400_000).wire, "EndTime": (stage.timer.now + 20_000).wire,
    ]
    let refusal = await service.refusal(
      "GetMetricStatistics",
      .object(input.merging(members)),
      stage
    )
    #expect(refusal?.message == message)
  }

  @Test func `are worked out together by metric math`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    for (name, value) in [("errors", 3), ("calls", 12)] {
      try await service.publish([["MetricName": .string(name), "Value": JSON(value)]], stage)
    }
    var hidden = query("errors", "errors")
    hidden["ReturnData"] = false
    let found = try await data(
      service,
      [
        ["Id": "rate", "Expression": "100 * errors / calls", "Label": "rate ${LAST} ${MAX}"],
        hidden,
        query("calls", "calls"), ["Id": "all", "Expression": "METRICS() * 1"],
        ["Id": "total", "Expression": "SUM(calls)"],
      ],
      stage
    )
    #expect(found.compactMap { $0["Id"]?.string } == ["rate", "calls", "all", "all", "total"])
    #expect(found[0]["Values"] == [25])
    #expect(found[0]["Label"] == "rate 25.0 25.0")
    #expect(
      found.compactMap { $0["Label"]?.string }.dropFirst() == ["calls", "errors", "calls", "total"]
    )
    #expect(found[4]["Values"] == .array(Array(repeating: 12, count: 7)))
  }

  @Test func `come in pages`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    for minute in 0..<4 as Range<Int64> {
      let time = (stage.timer.now + -minute * 60_000).wire
      try await service.publish(
        ["m", "n"].map {
          ["MetricName": .string($0), "Value": JSON(Int(minute)), "Timestamp": time]
        },
        stage
      )
    }
    var (found, token, pages): ([String: [Int]], JSON?, Int) = ([:], nil, 0)
    repeat {
      var input: JSON = .object(span(stage))
      input["MetricDataQueries"] = [query("a", "m"), query("none", "x"), query("b", "n")]
      input["MaxDatapoints"] = 3
      input["NextToken"] = token
      let page = try await service.call("GetMetricData", input, stage)
      for result in page["MetricDataResults"]?.array ?? [] {
        let values = result["Values"]?.array?.compactMap(\.int) ?? []
        found[result["Id"]?.string ?? "", default: []] += values
      }
      token = page["NextToken"]
      pages += 1
    } while token != nil && pages < 10
    #expect(pages == 3)
    #expect(found == ["a": [0, 1, 2, 3], "b": [0, 1, 2, 3], "none": []])
    let bad = await service.refusal(
      "GetMetricData",
      .object(span(stage).merging(["MetricDataQueries": [query("a", "m")], "NextToken": "x"])),
      stage
    )
    #expect(bad?.code == "InvalidNextToken")
  }

  @Test func `are labelled by what tells them apart`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    func labels(_ queries: [JSON]) async throws -> [String] {
      try await data(service, queries, stage).compactMap { $0["Label"]?.string }
    }
    #expect(try await labels([query("a", "m")]) == ["m"])
    #expect(
      try await labels([query("a", "m"), query("b", "m", ["Stat": "Minimum"])]) == [
        "m Sum", "m Minimum",
      ]
    )
    #expect(
      try await labels([query("a", "m"), query("b", "m", ["Period": 300])]) == ["m 60", "m 300"]
    )
    #expect(
      try await labels([query("a", "m"), query("b", "m", ["Stat": "p99", "Period": 300])])
        == ["m Sum 60", "m p99 300"]
    )
    var own = query("a", "m")
    own["Label"] = "${PROP('MetricName')} of ${PROP('Namespace')} ${LAST} ${NOPE"
    #expect(try await labels([own]) == ["m of Mine -- ${NOPE"])
  }

  @Test(
    arguments: [
      ([["Id": "a"]], "The parameter MetricDataQueries.member.1.MetricStat is required.\n"),
      (
        [["Id": "A", "Expression": "1"]],
        "The value A for parameter MetricDataQueries.member.1.Id is not matching the expected pattern "
          + "^[a-z][a-zA-Z0-9_]*$.\n"
      ),
      (
        [["Id": "a", "Expression": "1"], ["Id": "a", "Expression": "2"]],
        "The values for parameter id in MetricDataQueries are not unique.\n"
      ),
      (
        [["Id": "a", "Expression": "1", "MetricStat": [:]]],
        "The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat "
          + "are mutually exclusive and you have specified both.\n"
      ),
      (
        [
          [
            "Id": "a",
            "MetricStat": [
              "Metric": ["Namespace": "x", "MetricName": "y"], "Period": 60, "Stat": "q1",
            ],
          ]
        ],
        "The value q1 for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported."
      ),
      (
        .array(Array(repeating: ["Id": "a", "Expression": "1"], count: 501)),
        "The collection MetricDataQueries must not have a size greater than 500."
      ), ([], "The parameter MetricDataQueries is required.\n"),
    ] as [(JSON, String)]
  )
  func `are not queried where a query is none`(queries: JSON, message: String) async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    let input = span(stage).merging(["MetricDataQueries": queries])
    let refusal = await service.refusal("GetMetricData", .object(input), stage)
    #expect(refusal == CloudError("ValidationError", message))
  }

  @Test func `are listed in pages while they are active`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    for batch in 0..<2 {
      try await service.publish(
        (0..<300).map { ["MetricName": .string("m\(batch * 300 + $0)"), "Value": 1] },
        stage
      )
    }
    func list(_ more: JSONObject) async throws -> JSON {
      let input: JSONObject = ["Namespace": "Mine"]
      return try await service.call("ListMetrics", .object(input.merging(more)), stage)
    }
    let first = try await list([:])
    #expect(first["Metrics"]?.array?.count == 500)
    let second = try await list(["NextToken": first["NextToken"] ?? nil])
    #expect(second["Metrics"]?.array?.count == 100)
    #expect(second["NextToken"] == nil)
    await stage.timer.advance(by: 4 * 3_600_000)
    try await service.publish(
      [["MetricName": "new", "Value": 1, "Dimensions": [["Name": "d", "Value": "7"]]]],
      stage
    )
    #expect(try await list(["RecentlyActive": "PT3H"])["Metrics"]?.array?.count == 1)
    #expect(try await list(["Dimensions": [["Name": "d"]]])["Metrics"]?.array?.count == 1)
    #expect(try await list(["Dimensions": [["Name": "d", "Value": "8"]]])["Metrics"] == [])
    #expect(try await list(["MetricName": "m7"])["Metrics"]?.array?.count == 1)
    await stage.timer.advance(by: 15 * 86_400_000)
    #expect(try await list([:])["Metrics"] == [])
    let odd = await service.refusal("ListMetrics", ["RecentlyActive": "PT1H"], stage)
    #expect(odd?.code == "InvalidParameterValue")
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
          CloudWatchFixture.alarm("a", ["Tags": [["Key": "k", "Value": "v"]]]).text(),
        ]
      )
    }
    await old.close()
    let service = try make(stage)
    let found = try await data(
      service,
      [query("a", "m", ["Stat": "Average", "Unit": "Count"])],
      stage
    )
    #expect(found[0]["Values"] == [3])
    let tags = try await service.call(
      "ListTagsForResource",
      ["ResourceARN": .string(CloudWatchFixture.arn("a"))],
      stage
    )
    #expect(tags["Tags"] == [["Key": "k", "Value": "v"]])
    #expect(try await service.metricAlarm("a", stage)?["StateValue"] == "OK")
    let history = try await service.call("DescribeAlarmHistory", ["AlarmName": "a"], stage)
    #expect(history["AlarmHistoryItems"]?.array?.count == 1)
  }
}
