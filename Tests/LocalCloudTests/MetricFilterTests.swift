import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Metric filters` {
  private func start(
    _ stage: ServiceStage,
    _ witness: ServiceWitness,
    _ database: SQLiteCloudDatabase
  ) async throws -> LogsService {
    let service = LogsService(database: database, identity: stage.identity, timer: stage.timer)
    service.publish(to: witness)
    try await service.resume()
    return service
  }

  private func filter(
    _ pattern: String,
    _ transformation: JSONObject,
    name: String = "n"
  ) -> JSON {
    let base: JSONObject = ["metricName": "Hits", "metricNamespace": "App", "metricValue": "1"]
    return [
      "logGroupName": "/g", "filterName": .string(name), "filterPattern": .string(pattern),
      "metricTransformations": [.object(base.merging(transformation))],
    ]
  }

  private func put(_ service: LogsService, _ stage: ServiceStage, _ lines: [String]) async throws {
    let now = Int(stage.timer.now.milliseconds)
    _ = try await service.call(
      "PutLogEvents",
      [
        "logGroupName": "/g", "logStreamName": "s",
        "logEvents": .array(lines.map { ["timestamp": JSON(now - 1000), "message": .string($0)] }),
      ],
      stage
    )
  }

  private func makeGroup(_ service: LogsService, _ stage: ServiceStage) async throws {
    _ = try await service.call("CreateLogGroup", ["logGroupName": "/g"], stage)
    _ = try await service.call(
      "CreateLogStream",
      ["logGroupName": "/g", "logStreamName": "s"],
      stage
    )
  }

  @Test(
    arguments: [
      ("ERROR", [:], ["ERROR a", "fine", "ERROR b"], [1, 1]),
      ("", ["metricValue": "0.5"], ["x"], [0.5]),
      (
        "{ $.ms > 10 }", ["metricValue": "$.ms"],
        [#"{"ms":12}"#, #"{"ms":9}"#, #"{"ms":"30"}"#, "no"], [12, 30]
      ), ("{ $.a = 1 }", ["metricValue": "$.b"], [#"{"a":1,"b":"x"}"#, #"{"a":1}"#], []),
      ("[ip, code = 5*, bytes]", ["metricValue": "$bytes"], ["::1 503 77", "::1 200 5"], [77]),
    ] as [(String, JSONObject, [String], [Double])]
  )
  func `events that match become samples at their own time`(
    pattern: String,
    transformation: JSONObject,
    lines: [String],
    values: [Double]
  ) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    try await makeGroup(service, stage)
    try await put(service, stage, lines)
    #expect(witness.samples.isEmpty)
    _ = try await service.call("PutMetricFilter", filter(pattern, transformation), stage)
    try await put(service, stage, lines)
    #expect(witness.samples.map(\.value) == values)
    let key = MetricKey(namespace: "App", name: "Hits", dimensions: [:])
    #expect(
      witness.samples.allSatisfy {
        $0.metric == key && $0.unit == "None" && $0.timestamp == stage.timer.now + -1000
      }
    )
  }

  @Test func `dimensions come from the event, and an event without them does not count`()
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    try await makeGroup(service, stage)
    _ = try await service.call(
      "PutMetricFilter",
      filter("{ $.code = * }", ["dimensions": ["Code": "$.code"], "unit": "Count"]),
      stage
    )
    try await put(service, stage, [#"{"code":"a"}"#, #"{"code":7}"#, #"{"code":""}"#])
    #expect(witness.samples.map(\.metric.dimensions) == [["Code": "a"], ["Code": "7"]])
    #expect(witness.samples.first?.unit == "Count")
  }

  @Test func `a minute in which events came and none matched has the default`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    try await makeGroup(service, stage)
    _ = try await service.call(
      "PutMetricFilter",
      filter("ERROR", ["defaultValue": 0, "metricValue": "5"]),
      stage
    )
    try await put(service, stage, ["fine"])
    service.append(
      [LogLine(timestamp: stage.timer.now, message: "fine too")],
      group: "/g",
      stream: "t"
    )
    await stage.timer.advance(by: 60_000)
    #expect(witness.samples.map(\.value) == [0])
    try await put(service, stage, ["fine"])
    try await put(service, stage, ["ERROR"])
    await stage.timer.advance(by: 60_000)
    #expect(witness.samples.map(\.value) == [0, 5])
    await stage.timer.advance(by: 60_000)
    #expect(witness.samples.count == 2)
  }

  private static let kills: [([String], [String], Int64, [Double])] = [
    (["fine"], [], 60_000, [0.5]), (["fine"], ["ERROR"], 60_000, [5]),
    (["ERROR"], ["fine"], 60_000, [5]), (["fine"], ["fine"], 60_000, [0.5]),
    (["fine"], [], 0, [0.5]), (["ERROR"], [], 0, [5]),
  ]

  @Test(arguments: kills)
  func `a default outlives a cloud that is killed in its minute`(
    before: [String],
    after: [String],
    pause: Int64,
    values: [Double]
  ) async throws {
    let (stage, dead, living) = (try ServiceStage(), ServiceWitness(), ServiceWitness())
    let database = try stage.open()
    let killed = try await start(stage, dead, database)
    try await makeGroup(killed, stage)
    _ = try await killed.call(
      "PutMetricFilter",
      filter("ERROR", ["defaultValue": 0.5, "metricValue": "5"]),
      stage
    )
    try await put(killed, stage, before)
    await database.close()
    // What the killed cloud's timer does from now on would not be.
    let recorded = dead.samples.map(\.value)
    if pause == 0 { await stage.timer.advance(by: 60_000) }
    let service = try await start(stage, living, stage.open())
    if pause > 0, !after.isEmpty { try await put(service, stage, after) }
    await stage.timer.advance(by: pause)
    #expect(recorded + living.samples.map(\.value) == values)
    await stage.timer.advance(by: 120_000)
    #expect(recorded + living.samples.map(\.value) == values)
  }

  @Test func `filters are listed, hold after a restart, and go with their group`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let database = try stage.open()
    let first = try await start(stage, witness, database)
    try await makeGroup(first, stage)
    for name in ["b", "a", "c"] {
      _ = try await first.call("PutMetricFilter", filter("ERROR", [:], name: name), stage)
    }
    await database.close()
    let service = try await start(stage, witness, stage.open())
    let page = try await service.call(
      "DescribeMetricFilters",
      ["logGroupName": "/g", "limit": 2],
      stage
    )
    #expect(page["metricFilters"]?.array?.map { $0["filterName"] } == ["a", "b"])
    #expect(page["nextToken"] != nil)
    let found = try await service.call(
      "DescribeMetricFilters",
      ["metricName": "Hits", "metricNamespace": "App"],
      stage
    )
    #expect(found["metricFilters"]?.array?.count == 3)
    let other = try await service.call(
      "DescribeMetricFilters",
      ["metricName": "Hits", "metricNamespace": "Other"],
      stage
    )
    #expect(other["metricFilters"] == [])
    let groups = try await service.call("DescribeLogGroups", [:], stage)
    #expect(groups["logGroups"]?[0]?["metricFilterCount"] == 3)
    try await put(service, stage, ["ERROR"])
    #expect(witness.samples.count == 3)
    let name: JSON = ["logGroupName": "/g", "filterName": "a"]
    _ = try await service.call("DeleteMetricFilter", name, stage)
    #expect(
      await service.refusal("DeleteMetricFilter", name, stage)?.message
        == "The specified metric filter does not exist."
    )
    _ = try await service.call("DeleteLogGroup", ["logGroupName": "/g"], stage)
    let gone = try await service.call("DescribeMetricFilters", [:], stage)
    #expect(gone["metricFilters"] == [])
  }

  @Test(
    arguments: [
      (
        "ERROR", ["dimensions": ["A": "$.a"]],
        "The specified filter pattern does not support dimensions"
      ),
      (
        "{ $.a = 1 }", ["dimensions": ["A": "$.a"], "defaultValue": 0],
        "Invalid metric transformation: dimensions and default value are mutually exclusive properties"
      ),
      (
        "[a, b]", ["metricValue": "$c"],
        "Invalid metric transformation: metric value $c must be a valid number"
      ),
      (
        "[a, b]", ["dimensions": ["A": "fixed"]],
        "Invalid metric transformation: dimension value must be valid selector"
      ), ("{ $.a", [:], "Invalid metric filter pattern"),
      ("user-id", [:], "Invalid character(s) in term '-'"),
      (
        "ERROR", ["unit": "Apples", "metricName": "a:b"],
        "2 validation errors detected: Value 'a:b' at 'metricTransformations.1.member.metricName' "
          + "failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*$]*; "
          + "Value 'Apples' at 'metricTransformations.1.member.unit' failed to satisfy constraint: "
          + "Member must satisfy enum value set: "
          + "[\(MetricTransformation.units.joined(separator: ", "))]"
      ), ("ERROR", ["defaultValue": "0"], "STRING_VALUE can not be converted to a Double"),
    ] as [(String, JSONObject, String)]
  )
  func `a filter that cannot be is refused`(
    pattern: String,
    transformation: JSONObject,
    message: String
  ) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    try await makeGroup(service, stage)
    let refusal = await service.refusal("PutMetricFilter", filter(pattern, transformation), stage)
    #expect(refusal?.message == message)
  }

  @Test func `a group has a hundred filters at most`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    try await makeGroup(service, stage)
    for number in 0..<100 {
      _ = try await service.call("PutMetricFilter", filter("x", [:], name: "n\(number)"), stage)
    }
    let refusal = await service.refusal("PutMetricFilter", filter("x", [:], name: "more"), stage)
    #expect(refusal == CloudError("LimitExceededException", "Resource limit exceeded."))
    _ = try await service.call("PutMetricFilter", filter("y", [:], name: "n1"), stage)
  }

  @Test(
    arguments: [
      (
        ["logGroupName": "/g", "logStreamName": "s", "logEvents": [["timestamp": "now"]]],
        "SerializationException", "STRING_VALUE can not be converted to a Long"
      ),
      (
        [
          "logGroupName": "/g", "logStreamName": "s",
          "logEvents": [["timestamp": 1, "message": "a"], ["message": ""]],
        ],
        "InvalidParameterException",
        "2 validation errors detected: Value null at 'logEvents.2.member.timestamp' failed to satisfy "
          + "constraint: Member must not be null; Value '' at 'logEvents.2.member.message' failed to "
          + "satisfy constraint: Member must have length greater than or equal to 1"
      ),
      (
        ["logGroupName": "a b", "logEvents": []], "InvalidParameterException",
        "3 validation errors detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: "
          + "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+; Value null at "
          + "'logStreamName' failed to satisfy constraint: Member must not be null; Value '[]' at "
          + "'logEvents' failed to satisfy constraint: Member must have length greater than or equal "
          + "to 1"
      ),
    ] as [(JSON, String, String)]
  )
  func `all that is wrong with an input is told at once`(
    input: JSON,
    code: String,
    message: String
  ) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = try await start(stage, witness, stage.open())
    #expect(
      await service.refusal("PutLogEvents", input, stage) == CloudError(code, message)
    )
  }
}
