import AWSWire
import GRDB
import JSONValue
import Testing

@testable import LocalCloud

/// What is kept in memory or in an index so that many alarms cost little must not change what alarms do.
@Suite struct `Many alarms` {
  private let fixture = CloudWatchFixture.self

  private func make(_ stage: ServiceStage) async throws -> (
    CloudWatchService, SQLiteCloudDatabase
  ) {
    let database = try stage.open()
    let service = fixture.service(stage, ServiceWitness(), database)
    try await service.resume()
    return (service, database)
  }

  private func names(_ answer: JSON) -> [String] {
    ["MetricAlarms", "CompositeAlarms"].flatMap { answer[$0]?.array ?? [] }
      .compactMap { $0["AlarmName"]?.string }
  }

  private func described(
    _ service: CloudWatchService,
    _ input: JSON,
    _ stage: ServiceStage
  ) async throws -> [String] {
    names(try await service.call("DescribeAlarms", input, stage))
  }

  private func state(
    _ name: String,
    _ service: CloudWatchService,
    _ stage: ServiceStage
  ) async throws -> String? {
    try await service.metricAlarm(name, stage)?["StateValue"]?.string
  }

  @Test(
    arguments: [
      ("a", "b"), ("az", "a{"), ("a\u{10FFFF}", "b"), ("\u{D7FF}", "\u{E000}"),
      ("\u{10FFFF}", nil), ("", nil), ("%_", "%`"),
    ] as [(String, String?)]
  )
  func `the first text after all that begin with another one`(prefix: String, end: String?) {
    #expect(AlarmQuery.end(of: prefix) == end)
  }

  @Test func `are found by prefix, state, type and action`() async throws {
    let stage = try ServiceStage()
    let (service, _) = try await make(stage)
    for name in ["a", "a%", "ab", "aé", "b"] {
      let actions: JSON = name == "ab" ? [.string(fixture.topic)] : []
      _ = try await service.call(
        "PutMetricAlarm",
        fixture.alarm(name, ["OKActions": actions, "MetricName": .string("m\(name.utf8.count)")]),
        stage
      )
    }
    _ = try await service.call("PutCompositeAlarm", fixture.composite("ac", "ALARM(b)"), stage)
    try await service.set("ab", "ALARM", stage)
    try await service.set("b", "ALARM", stage)
    let both: JSON = ["MetricAlarm", "CompositeAlarm"]
    #expect(
      try await described(service, ["AlarmNamePrefix": "a"], stage) == ["a", "a%", "ab", "aé"]
    )
    #expect(try await described(service, ["AlarmNamePrefix": "a%"], stage) == ["a%"])
    #expect(try await described(service, ["StateValue": "ALARM"], stage) == ["ab", "b"])
    #expect(
      try await described(service, ["StateValue": "ALARM", "AlarmTypes": both], stage)
        == ["ab", "b", "ac"]
    )
    #expect(
      try await described(
        service,
        ["StateValue": "ALARM", "AlarmTypes": ["CompositeAlarm"]],
        stage
      ) == ["ac"]
    )
    #expect(
      try await described(
        service,
        ["ActionPrefix": "arn:aws:sns", "AlarmTypes": both, "MaxRecords": 2],
        stage
      ) == ["ab", "ac"]
    )
    #expect(
      try await described(service, ["AlarmNames": ["b", "a", "x"], "StateValue": "ALARM"], stage)
        == ["b"]
    )
    let onMetric = try await service.call(
      "DescribeAlarmsForMetric",
      ["Namespace": "Mine", "MetricName": "m3"],
      stage
    )
    #expect(names(onMetric) == ["aé"])
  }

  @Test func `no page leaves one out because another was deleted`() async throws {
    let stage = try ServiceStage()
    let (service, _) = try await make(stage)
    for name in ["a", "b", "c", "d"] {
      _ = try await service.call("PutMetricAlarm", fixture.alarm(name), stage)
    }
    let first = try await service.call("DescribeAlarms", ["MaxRecords": 2], stage)
    #expect(names(first) == ["a", "b"])
    _ = try await service.call("DeleteAlarms", ["AlarmNames": ["a"]], stage)
    let second = try await service.call(
      "DescribeAlarms",
      ["MaxRecords": 2, "NextToken": first["NextToken"] ?? nil],
      stage
    )
    #expect(names(second) == ["c", "d"])
    #expect(second["NextToken"] == nil)
    let bad = await service.refusal("DescribeAlarms", ["NextToken": "x"], stage)
    #expect(bad?.code == "InvalidNextToken")
  }

  @Test func `a sample for a minute to come counts when it comes`() async throws {
    let stage = try ServiceStage()
    let (service, _) = try await make(stage)
    let more: JSONObject = ["TreatMissingData": "notBreaching"]
    _ = try await service.call("PutMetricAlarm", fixture.alarm("a", more), stage)
    await stage.timer.advance(by: 20_000)
    try await service.publish(
      [
        [
          "MetricName": "a", "Value": 1, "Timestamp": (stage.timer.now + 30 * 60_000).wire,
        ]
      ],
      stage
    )
    await stage.timer.advance(by: 28 * 60_000)
    #expect(try await state("a", service, stage) == "OK")
    await stage.timer.advance(by: 3 * 60_000)
    #expect(try await state("a", service, stage) == "ALARM")
    await stage.timer.advance(by: 10 * 60_000)
    #expect(try await state("a", service, stage) == "OK")
  }

  @Test func `one that was left alone goes back after it was set or changed`() async throws {
    let stage = try ServiceStage()
    let (service, _) = try await make(stage)
    let more: JSONObject = ["TreatMissingData": "notBreaching"]
    _ = try await service.call("PutMetricAlarm", fixture.alarm("a", more), stage)
    await stage.timer.advance(by: 3_600_000)
    #expect(service.alarms.due(at: stage.timer.now).isEmpty)
    try await service.set("a", "ALARM", stage)
    await stage.timer.advance(by: 10_000)
    #expect(try await state("a", service, stage) == "OK")
    await stage.timer.advance(by: 60_000)
    let breaching: JSONObject = ["TreatMissingData": "breaching"]
    _ = try await service.call("PutMetricAlarm", fixture.alarm("a", breaching), stage)
    await stage.timer.advance(by: 10_000)
    #expect(try await state("a", service, stage) == "ALARM")
  }

  @Test func `only those with points are looked at again`() async throws {
    let stage = try ServiceStage()
    let (service, _) = try await make(stage)
    for name in ["a", "b", "c"] {
      _ = try await service.call("PutMetricAlarm", fixture.alarm(name), stage)
    }
    try await service.publish([["MetricName": "b", "Value": 0]], stage)
    await stage.timer.advance(by: 30_000)
    func due(in milliseconds: Int64) -> [String] {
      service.alarms.due(at: stage.timer.now + milliseconds).map(\.name)
    }
    #expect(due(in: 0) == [])
    #expect(due(in: 60_000) == ["b"])
    // An evaluation that read its points before a sample came has nothing to say.
    let stale = try #require(service.alarms.due(at: stage.timer.now + 60_000).first)
    service.alarms.stir("b")
    service.alarms.rest([(stale, .untilSample)])
    #expect(due(in: 0) == ["b"])
    await stage.timer.advance(by: 10 * 60_000)
    #expect(due(in: 60_000) == [])
    _ = try await service.call("DeleteAlarms", ["AlarmNames": ["a"]], stage)
    #expect(
      service.alarms.names(on: MetricKey(namespace: "Mine", name: "a", dimensions: [:])) == []
    )
  }

  @Test func `composite ones of a database of the version before still follow`() async throws {
    let stage = try ServiceStage()
    let old = try SQLiteCloudDatabase(
      path: stage.folder + "/cloud.sqlite",
      migrations: Array(CloudWatchService.migrations.prefix(2)),
      logger: quiet
    )
    let composite = fixture.composite(
      "x",
      "ALARM(a)",
      [
        "ActionsSuppressor": "s", "ActionsSuppressorWaitPeriod": 60,
        "ActionsSuppressorExtensionPeriod": 60,
      ]
    )
    try await old.write { db in
      for (name, type, settings) in [
        ("a", "MetricAlarm", fixture.alarm("a")), ("s", "MetricAlarm", fixture.alarm("s")),
        ("x", "CompositeAlarm", composite),
      ] {
        try db.execute(
          sql: """
            INSERT INTO alarm (name, type, settings, state, reason, reason_data, updated,
              transitioned, configured) VALUES (?, ?, ?, 'OK', 'r', '', 1, 1, 1)
            """,
          arguments: [name, type, settings.text()]
        )
      }
    }
    await old.close()
    let (service, _) = try await make(stage)
    try await service.set("a", "ALARM", stage)
    #expect(try await service.composite("x", stage)?["StateValue"] == "ALARM")
    #expect(try await service.composite("x", stage)?["ActionsSuppressedBy"] == "WaitPeriod")
    try await service.set("s", "ALARM", stage)
    #expect(try await service.composite("x", stage)?["ActionsSuppressedBy"] == "Alarm")
    let held = await service.refusal("DeleteAlarms", ["AlarmNames": ["a"]], stage)
    #expect(held?.message.contains("depending on it") == true)
  }
}
