import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Composite alarms` {
  private let fixture = CloudWatchFixture.self

  private func make(
    _ stage: ServiceStage,
    _ witness: ServiceWitness,
    children: [String] = ["a", "b"]
  ) async throws -> (CloudWatchService, SQLiteCloudDatabase) {
    let database = try stage.open()
    let service = fixture.service(stage, witness, database)
    for child in children {
      _ = try await service.call("PutMetricAlarm", fixture.alarm(child), stage)
    }
    return (service, database)
  }

  private func put(
    _ service: CloudWatchService,
    _ name: String,
    _ rule: String,
    _ stage: ServiceStage,
    _ more: JSONObject = [:]
  ) async throws {
    _ = try await service.call("PutCompositeAlarm", fixture.composite(name, rule, more), stage)
  }

  @Test func `follow their children, tell why, and tell their topics`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    try await put(service, "both", "ALARM(a) AND ALARM(\"b\")", stage)
    var both = try await service.composite("both", stage)
    #expect(both?["StateValue"] == "OK")
    #expect(
      both?["StateReason"]
        == .string("\(fixture.arn("both")) was created and its alarm rule evaluates to OK")
    )
    try await service.set("a", "ALARM", stage)
    #expect(try await service.composite("both", stage)?["StateValue"] == "OK")
    try await service.set("b", "ALARM", stage)
    both = try await service.composite("both", stage)
    #expect(both?["StateValue"] == "ALARM")
    let reason =
      "\(fixture.arn("b")) transitioned to ALARM at Monday 21 September, 2026 14:13:20 UTC"
    #expect(both?["StateReason"]?.string == reason)
    let time = "2026-09-21T14:13:20.000+0000"
    #expect(
      try both?["StateReasonData"]?.string.map { try JSON(parsing: $0) } == [
        "triggeringAlarms": [
          [
            "arn": .string(fixture.arn("b")),
            "state": ["value": "ALARM", "timestamp": .string(time)],
          ]
        ]
      ]
    )
    let told = try #require(witness.published.last)
    #expect(told.subject == "ALARM: \"both\" in EU (Frankfurt)")
    #expect(
      try JSON(parsing: told.message) == [
        "AlarmName": "both", "AlarmDescription": nil, "AWSAccountId": "000000000000",
        "NewStateValue": "ALARM", "NewStateReason": .string(reason),
        "StateChangeTime": .string(time), "Region": "EU (Frankfurt)",
        "AlarmArn": .string(fixture.arn("both")), "OKActions": [.string(fixture.topic)],
        "AlarmActions": [.string(fixture.topic)], "InsufficientDataActions": [],
        "OldStateValue": "OK", "AlarmRule": "ALARM(a) AND ALARM(\"b\")",
        "TriggeringChildren": [
          [
            "Arn": .string(fixture.arn("b")),
            "State": ["Value": "ALARM", "Timestamp": .string(time)],
          ]
        ],
      ]
    )
    #expect(told.mail?.contains("- Alarm Rule:                 ALARM(a) AND ALARM(\"b\")") == true)
    let history = try await service.call(
      "DescribeAlarmHistory",
      ["AlarmName": "both", "AlarmTypes": ["CompositeAlarm"], "HistoryItemType": "StateUpdate"],
      stage
    )
    #expect(
      history["AlarmHistoryItems"]?.array?.compactMap { $0["HistorySummary"]?.string } == [
        "Alarm updated from OK to ALARM", "Alarm updated from INSUFFICIENT_DATA to OK",
      ]
    )
    #expect(history["AlarmHistoryItems"]?[0]?["AlarmType"] == "CompositeAlarm")
  }

  @Test func `follow data, also those of minutes that were missed`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (first, database) = try await make(stage, witness)
    try await put(first, "any", "ALARM(a) OR ALARM(b)", stage)
    try await put(first, "outer", "NOT OK(any)", stage)
    try await first.publish([["MetricName": "a", "Value": 1]], stage)
    await database.close()
    let later = StagedTimer(stage.timer.now + 20 * 60_000)
    let second = fixture.service(stage, witness, try stage.open(), timer: later)
    try await second.resume()
    #expect(try await second.composite("any", stage)?["StateValue"] == "ALARM")
    #expect(try await second.composite("outer", stage)?["StateValue"] == "ALARM")
  }

  @Test(
    arguments: [
      (
        [
          "AlarmRule":
            "ALARM(a) OR ALARM(gone) OR OK(arn:aws:cloudwatch:eu-central-1:999999999999:alarm:a)"
        ],
        "Could not save the composite alarm as alarms [gone, "
          + "arn:aws:cloudwatch:eu-central-1:999999999999:alarm:a] in the alarm rule do not exist"
      ),
      (
        ["AlarmRule": "ALARM(new)"],
        "Could not save the composite alarm as alarms [new] in the alarm rule do not exist"
      ),
      (
        ["AlarmRule": " ALARM(a)"],
        "AlarmRule must not contain leading or trailing whitespace or be null"
      ),
      (
        ["AlarmRule": "ALARM(a"],
        "Error in AlarmRule [Unexpected end of the rule at char 7, must be: ')']"
      ),
      (
        ["AlarmRule": nil],
        "1 validation error detected: Value null at 'alarmRule' failed to satisfy constraint: Member "
          + "must not be null"
      ),
      (
        ["ActionsSuppressor": "a", "ActionsSuppressorWaitPeriod": 1],
        "ActionsSuppressorExtensionPeriod is required when ActionsSuppressor is specified"
      ),
      (
        [
          "ActionsSuppressor": "gone", "ActionsSuppressorWaitPeriod": 1,
          "ActionsSuppressorExtensionPeriod": 1,
        ],
        "Could not save the composite alarm as the suppressor alarm [gone] does not exist"
      ),
      (["AlarmName": "a"], "An alarm of another type already exists with the name a"),
      (["AlarmActions": ["x"]], "Invalid arn syntax: x"),
    ] as [(JSONObject, String)]
  )
  func `are refused as AWS refuses them`(members: JSONObject, message: String) async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    let refusal = await service.refusal(
      "PutCompositeAlarm",
      fixture.composite("new", "ALARM(a)", members),
      stage
    )
    #expect(refusal == CloudError("ValidationError", message))
  }

  @Test func `on a cycle are not evaluated and cannot be deleted until it is broken`() async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    try await put(service, "one", "ALARM(a)", stage)
    try await put(service, "two", "ALARM(one)", stage)
    try await put(service, "one", "ALARM(two) OR ALARM(a)", stage)
    try await service.set("a", "ALARM", stage)
    #expect(try await service.composite("one", stage)?["StateValue"] == "OK")
    for name in ["one", "two"] {
      let refusal = await service.refusal("DeleteAlarms", ["AlarmNames": [.string(name)]], stage)
      #expect(
        refusal?.message == "Cannot delete \(name) as there are composite alarm(s) depending on it."
      )
    }
    try await put(service, "one", "false", stage)
    _ = try await service.call("DeleteAlarms", ["AlarmNames": ["two"]], stage)
    _ = try await service.call("DeleteAlarms", ["AlarmNames": ["one", "a", "nobody"]], stage)
    let left = try await service.call(
      "DescribeAlarms",
      ["AlarmTypes": ["MetricAlarm", "CompositeAlarm"]],
      stage
    )
    #expect(left["MetricAlarms"]?.array?.compactMap { $0["AlarmName"]?.string } == ["b"])
    #expect(left["CompositeAlarms"] == [])
  }

  @Test func `are deleted one at a time, and hold their children`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    try await put(service, "x", "ALARM(a) AND ALARM(b)", stage)
    try await put(service, "y", "ALARM(a)", stage)
    func refusal(_ names: [String]) async -> String? {
      await service.refusal("DeleteAlarms", ["AlarmNames": .array(names.map(JSON.string))], stage)?
        .message
    }
    #expect(await refusal(["x", "y"]) == "Only one composite alarm can be deleted per request.")
    #expect(
      await refusal(["a", "b"])
        == "Cannot delete a,b as there are composite alarm(s) depending on them."
    )
    #expect(await refusal(["b", "x"]) == nil)
  }

  @Test func `are described with their children and parents`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    try await put(service, "x", "ALARM(a) AND ALARM(b)", stage)
    try await put(service, "y", "OK(x) AND ALARM(\(fixture.arn("a")))", stage)
    let plain = try await service.call("DescribeAlarms", [:], stage)
    #expect(plain["CompositeAlarms"] == [])
    #expect(plain["MetricAlarms"]?.array?.count == 2)
    let children = try await service.call("DescribeAlarms", ["ChildrenOfAlarmName": "y"], stage)
    #expect(children["CompositeAlarms"]?.array?.compactMap { $0["AlarmName"]?.string } == ["x"])
    #expect(children["MetricAlarms"]?.array?.compactMap { $0["AlarmName"]?.string } == ["a"])
    #expect(children["MetricAlarms"]?[0]?["StateValue"] == "INSUFFICIENT_DATA")
    #expect(children["MetricAlarms"]?[0]?["MetricName"] == nil)
    let parents = try await service.call("DescribeAlarms", ["ParentsOfAlarmName": "a"], stage)
    #expect(
      parents["CompositeAlarms"]?.array?.compactMap { $0["AlarmName"]?.string } == ["x", "y"]
    )
    #expect(parents["CompositeAlarms"]?[0]?["StateValue"] == nil)
    let both = await service.refusal(
      "DescribeAlarms",
      ["ParentsOfAlarmName": "a", "StateValue": "OK"],
      stage
    )
    #expect(both?.code == "ValidationError")
    let (pages, _) = try await pages(service, stage)
    #expect(pages == [["a"], ["b"], ["x"], ["y"]])
  }

  private func pages(
    _ service: CloudWatchService,
    _ stage: ServiceStage
  ) async throws -> (pages: [[String]], last: JSON?) {
    var (found, token): ([[String]], JSON?) = ([], nil)
    repeat {
      var input: JSON = ["AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": 1]
      input["NextToken"] = token
      let page = try await service.call("DescribeAlarms", input, stage)
      let all = (page["MetricAlarms"]?.array ?? []) + (page["CompositeAlarms"]?.array ?? [])
      found.append(all.compactMap { $0["AlarmName"]?.string })
      token = page["NextToken"]
    } while token != nil
    return (found, token)
  }

  @Test func `hold their actions back while their suppressor says so, over a restart too`()
    async throws
  {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, database) = try await make(stage, witness, children: ["a", "s"])
    try await put(
      service,
      "x",
      "ALARM(a)",
      stage,
      [
        "ActionsSuppressor": .string(fixture.arn("s")), "ActionsSuppressorWaitPeriod": 60,
        "ActionsSuppressorExtensionPeriod": 180,
      ]
    )
    // The first change, out of INSUFFICIENT_DATA, waits as any other.
    await stage.timer.advance(by: 60_000)
    #expect(witness.published.map { $0.subject.prefix(2) } == ["OK"])
    try await service.set("a", "ALARM", stage)
    var found = try await service.composite("x", stage)
    #expect(found?["StateValue"] == "ALARM")
    #expect(found?["ActionsSuppressedBy"] == "WaitPeriod")
    #expect(found?["ActionsSuppressedReason"] == "Actions suppressed by WaitPeriod")
    #expect(witness.published.count == 1)
    try await service.set("s", "ALARM", stage)
    #expect(try await service.composite("x", stage)?["ActionsSuppressedBy"] == "Alarm")
    await stage.timer.advance(by: 600_000)
    try await service.set("s", "OK", stage)
    found = try await service.composite("x", stage)
    #expect(found?["ActionsSuppressedBy"] == "ExtensionPeriod")
    #expect(found?["ActionsSuppressor"] == .string(fixture.arn("s")))
    #expect(witness.published.count == 1)
    await database.close()

    let later = StagedTimer(stage.timer.now + 100_000)
    let second = fixture.service(stage, witness, try stage.open(), timer: later)
    try await second.resume()
    await later.advance(by: 79_000)
    #expect(witness.published.count == 1)
    await later.advance(by: 1000)
    #expect(witness.published.count == 2)
    #expect(witness.published.last?.subject.hasPrefix("ALARM") == true)
    #expect(try await second.composite("x", stage)?["ActionsSuppressedBy"] == nil)
  }

  @Test func `tell each change of the minutes that were missed, after its wait`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (first, database) = try await make(stage, witness, children: ["s"])
    let quiet: JSONObject = ["TreatMissingData": "notBreaching"]
    _ = try await first.call("PutMetricAlarm", fixture.alarm("a", quiet), stage)
    let suppression: JSONObject = [
      "ActionsSuppressor": "s", "ActionsSuppressorWaitPeriod": 60,
      "ActionsSuppressorExtensionPeriod": 60,
    ]
    try await put(first, "x", "ALARM(a)", stage, suppression)
    await stage.timer.advance(by: 60_000)
    try await first.publish([["MetricName": "a", "Value": 1]], stage)
    await database.close()
    let later = StagedTimer(stage.timer.now + 20 * 60_000)
    let second = fixture.service(stage, witness, try stage.open(), timer: later)
    try await second.resume()
    #expect(witness.published.map { $0.subject.prefix { $0 != ":" } } == ["OK", "ALARM", "OK"])
  }

  @Test func `note actions that are no topics as failed`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    let function = "arn:aws:lambda:eu-central-1:000000000000:function:f"
    try await put(service, "x", "TRUE", stage, ["AlarmActions": [.string(function)]])
    let history = try await service.call(
      "DescribeAlarmHistory",
      ["AlarmTypes": ["CompositeAlarm"], "HistoryItemType": "Action"],
      stage
    )
    #expect(
      history["AlarmHistoryItems"]?.array?.compactMap { $0["HistorySummary"]?.string } == [
        "Failed to execute action \(function). Received error: \"The local cloud takes actions of "
          + "Amazon SNS only\""
      ]
    )
    #expect(witness.published.isEmpty)
  }

  @Test func `are no longer suppressed by an alarm that was deleted`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness, children: ["a", "s"])
    try await service.set("s", "ALARM", stage)
    let suppression: JSONObject = [
      "ActionsSuppressor": "s", "ActionsSuppressorWaitPeriod": 0,
      "ActionsSuppressorExtensionPeriod": 0,
    ]
    try await put(service, "x", "ALARM(a)", stage, suppression)
    try await service.set("a", "ALARM", stage)
    #expect(witness.published.isEmpty)
    _ = try await service.call("DeleteAlarms", ["AlarmNames": ["s"]], stage)
    #expect(witness.published.map { $0.subject.prefix(5) } == ["ALARM"])
    #expect(try await service.composite("x", stage)?["ActionsSuppressedBy"] == nil)
  }

  @Test func `keep a state that is set until a child changes`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let (service, _) = try await make(stage, witness)
    try await put(service, "x", "ALARM(a)", stage)
    try await service.set("x", "ALARM", stage)
    await stage.timer.advance(by: 120_000)
    #expect(try await service.composite("x", stage)?["StateValue"] == "ALARM")
    #expect(witness.published.last?.message.contains("\"TriggeringChildren\":[]") == true)
    try await service.set("a", "OK", stage)
    #expect(try await service.composite("x", stage)?["StateValue"] == "OK")
    _ = try await service.call("DisableAlarmActions", ["AlarmNames": ["x"]], stage)
    let before = witness.published.count
    try await service.set("a", "ALARM", stage)
    #expect(try await service.composite("x", stage)?["StateValue"] == "ALARM")
    #expect(witness.published.count == before)
  }
}
