import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Questions about metrics` {
  private let fixture = CloudWatchFixture.self

  private func make(_ stage: ServiceStage) throws -> CloudWatchService {
    fixture.service(stage, ServiceWitness(), try stage.open())
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
      .object(fixture.span(stage).merging(input)),
      stage
    )
    #expect(
      all["Datapoints"]?.array?.compactMap { $0["Unit"]?.string } == ["Milliseconds", "Seconds"]
    )
    let found = try await service.data(
      [fixture.query("a", "m"), fixture.query("b", "m", ["Unit": "Seconds"])],
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
    var hidden = fixture.query("errors", "errors")
    hidden["ReturnData"] = false
    let found = try await service.data(
      [
        ["Id": "rate", "Expression": "100 * errors / calls", "Label": "rate ${LAST} ${MAX}"],
        hidden,
        fixture.query("calls", "calls"), ["Id": "all", "Expression": "METRICS() * 1"],
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
      var input: JSON = .object(fixture.span(stage))
      input["MetricDataQueries"] = [
        fixture.query("a", "m"), fixture.query("none", "x"), fixture.query("b", "n"),
      ]
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
      .object(
        fixture.span(stage).merging([
          "MetricDataQueries": [fixture.query("a", "m")], "NextToken": "x",
        ])
      ),
      stage
    )
    #expect(bad?.code == "InvalidNextToken")
  }

  @Test func `are labelled by what tells them apart`() async throws {
    let stage = try ServiceStage()
    let service = try make(stage)
    func labels(_ queries: [JSON]) async throws -> [String] {
      try await service.data(queries, stage).compactMap { $0["Label"]?.string }
    }
    #expect(try await labels([fixture.query("a", "m")]) == ["m"])
    #expect(
      try await labels([fixture.query("a", "m"), fixture.query("b", "m", ["Stat": "Minimum"])]) == [
        "m Sum", "m Minimum",
      ]
    )
    #expect(
      try await labels([fixture.query("a", "m"), fixture.query("b", "m", ["Period": 300])]) == [
        "m 60", "m 300",
      ]
    )
    #expect(
      try await labels([
        fixture.query("a", "m"), fixture.query("b", "m", ["Stat": "p99", "Period": 300]),
      ])
        == ["m Sum 60", "m p99 300"]
    )
    var own = fixture.query("a", "m")
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
    let input = fixture.span(stage).merging(["MetricDataQueries": queries])
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

}
