import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("What is asked about alarms")
struct AlarmServiceTests {
  /// A service with that many alarms, of which those whose numbers `red` has are in ALARM.
  static func cloud(_ count: Int, red: Set<Int>) -> ScriptedCaller {
    ScriptedCaller { call in
      let names = call.input["AlarmNames"]?.array?.compactMap(\.string)
      let types = call.input["AlarmTypes"]?.array?.compactMap(\.string) ?? []
      let state = call.input["StateValue"]?.string
      let all = (0..<count).filter { number in
        (names?.contains("a\(number)") ?? true)
          && (state.map { $0 == (red.contains(number) ? "ALARM" : "OK") } ?? true)
          && types.contains(number % 10 == 9 ? "CompositeAlarm" : "MetricAlarm")
      }
      let start = call.input["NextToken"]?.string.flatMap { Int($0) } ?? 0
      let end = min(all.count, start + (call.input["MaxRecords"]?.int ?? 50))
      func wire(_ number: Int) -> JSON {
        [
          "AlarmName": .string("a\(number)"),
          "StateValue": red.contains(number) ? "ALARM" : "OK",
          "StateUpdatedTimestamp": JSON(number),
        ]
      }
      let page = all[start..<end]
      var answer: JSON = [
        "MetricAlarms": .array(page.filter { $0 % 10 != 9 }.map(wire)),
        "CompositeAlarms": .array(page.filter { $0 % 10 == 9 }.map(wire)),
      ]
      if end < all.count { answer["NextToken"] = .string("\(end)") }
      return answer
    }
  }

  @Test("A page is one call, and thousands come complete, the red ones first")
  func listing() async throws {
    let few = Self.cloud(40, red: [3])
    let some = try await AlarmService(caller: few, mode: .readOnly).list()
    #expect(some.count == 40 && few.calls.count == 1)
    let many = Self.cloud(5000, red: [17, 4019])
    let all = try await AlarmService(caller: many, mode: .readOnly).list()
    #expect(all.count == 5000 && Set(all.map(\.name)).count == 5000)
    #expect(all.prefix(2).map(\.name) == ["a4019", "a17"])
    #expect(many.calls.count == 1 + 45 + 5)
  }

  @Test("Names are asked for a hundred at a time")
  func names() async throws {
    let cloud = Self.cloud(500, red: [])
    let names = (0..<250).map { "a\($0)" }
    let found = try await AlarmService(caller: cloud, mode: .readOnly).list(names: names)
    #expect(found.count == 250 && cloud.calls.count == 3)
  }

  @Test("An update asks for what is red, what was, and what was changed; the rest stays")
  func updating() async throws {
    let before = Self.cloud(1000, red: [1, 2])
    let known = try await AlarmService(caller: before, mode: .readOnly).list()
    let after = Self.cloud(1000, red: [2, 500])
    let service = AlarmService(caller: after, mode: .readOnly)
    let now = try #require(try await service.update(known, and: ["a7"]))
    #expect(now.count == 1000)
    #expect(now.filter { $0.state == .alarm }.map(\.name) == ["a500", "a2"])
    #expect(after.calls.count == 2)
    #expect(after.calls.last?.input["AlarmNames"] == ["a1", "a7"])
    let gone = ScriptedCaller { _ in ["MetricAlarms": []] }
    let left = try await AlarmService(caller: gone, mode: .readOnly).update(known)
    #expect(left?.count == 998, "the red ones were deleted")
    let same = AlarmService(caller: before, mode: .readOnly)
    #expect(try await same.update(known) == nil, "nothing has changed")
    #expect(try await same.update(known, and: ["a2"]) == nil)
    #expect(try await same.update(known, and: ["a7"])?.count == 1000)
  }

  @Test("Metric math, a band and a composite alarm's suppressor are read")
  func shapes() async throws {
    let caller = ScriptedCaller { _ in
      [
        "MetricAlarms": [
          [
            "AlarmName": "rate", "StateValue": "OK", "Threshold": 5, "EvaluationPeriods": 3,
            "ComparisonOperator": "GreaterThanThreshold", "InsufficientDataActions": ["x"],
            "Metrics": [
              ["Id": "e", "Expression": "m/n", "Label": "share"],
              [
                "Id": "m", "ReturnData": false,
                "MetricStat": [
                  "Metric": [
                    "Namespace": "N", "MetricName": "M",
                    "Dimensions": [["Name": "d", "Value": "v"]],
                  ], "Period": 300, "Stat": "Sum",
                ],
              ],
            ],
          ],
          [
            "AlarmName": "odd", "StateValue": "OK", "ThresholdMetricId": "ad",
            "ComparisonOperator": "GreaterThanUpperThreshold",
            "Metrics": [
              [
                "Id": "m1", "ReturnData": true,
                "MetricStat": [
                  "Metric": ["Namespace": "N", "MetricName": "M"], "Period": 60, "Stat": "p90",
                ],
              ],
              ["Id": "ad", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"],
            ],
          ],
        ],
        "CompositeAlarms": [
          [
            "AlarmName": "both", "StateValue": "ALARM", "AlarmRule": "TRUE",
            "ActionsSuppressor": "s", "ActionsSuppressorWaitPeriod": 60,
            "ActionsSuppressorExtensionPeriod": 120, "ActionsSuppressedBy": "Alarm",
            "ActionsSuppressedReason": "Suppressed by alarm: s",
          ]
        ],
      ]
    }
    let alarms = try await AlarmService(caller: caller, mode: .readOnly).list()
    let rate = try #require(alarms.first { $0.name == "rate" })
    #expect(rate.insufficientDataActions == ["x"])
    #expect(rate.metric?.name == "share" && rate.metric?.periodSeconds == 300)
    #expect(rate.metric?.watched?.expression == "m/n" && rate.metric?.queries.count == 2)
    let odd = try #require(alarms.first { $0.name == "odd" }?.metric)
    #expect(odd.name == "M" && odd.statistic == "p90" && odd.bandQuery == "ad")
    #expect(odd.isBreached(by: 9, band: 1...8) && !odd.isBreached(by: 8, band: 1...8))
    let suppression = try #require(alarms.first { $0.name == "both" }?.suppression)
    #expect(suppression.suppressor == "s" && suppression.extensionSeconds == 120)
    #expect(suppression.reason == "Suppressed by alarm: s")
  }

  @Test("The series of metric math are asked for together, over all pages")
  func series() async throws {
    let caller = ScriptedCaller { call in
      func result(_ id: String, _ times: [Int], _ values: [JSON]) -> JSON {
        [
          "Id": .string(id), "Label": .string("L\(id)"),
          "Timestamps": .array(times.map { JSON($0) }),
          "Values": .array(values),
        ]
      }
      guard call.input["NextToken"] == nil else {
        return ["MetricDataResults": [result("e", [60], [2]), result("ad", [60], [1])]]
      }
      return [
        "MetricDataResults": [
          result("e", [120, 180], [3, try JSON(parsing: "1e999")]), result("m", [], []),
          result("ad", [120], [9]), result("ad", [120], [4]),
        ], "NextToken": "2",
      ]
    }
    let metric = Alarm.Metric(
      namespace: "",
      name: "e",
      dimensions: [],
      statistic: "",
      periodSeconds: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 0,
      comparison: "",
      treatMissingData: "",
      queries: [
        .init(id: "e", label: "share", expression: "m*2"),
        .init(
          id: "m",
          namespace: "N",
          name: "M",
          statistic: "Sum",
          periodSeconds: 60,
          accountID: "9"
        ),
      ],
      watchedQuery: "e",
      bandQuery: "ad"
    )
    let service = AlarmService(caller: caller, mode: .readOnly)
    let (from, to) = (Instant(milliseconds: 0), Instant(milliseconds: 200_000))
    let found = try await service.series(of: metric, from: from, to: to)
    #expect(found.map(\.part) == [.watched, .input, .band, .band])
    #expect(found[0].points.map(\.value) == [2, 3] && found[0].label == "Le")
    #expect(found[2].points.map(\.value) == [1, 9] && found[3].points.map(\.value) == [4])
    let queries = try #require(caller.calls.first?.input["MetricDataQueries"]?.array)
    #expect(queries.map { $0["ReturnData"] } == [true, true])
    #expect(queries[0]["Expression"] == "m*2" && queries[0]["MetricStat"] == nil)
    #expect(queries[1]["AccountId"] == "9" && queries[1]["MetricStat"]?["Stat"] == "Sum")
    #expect(try await service.points(of: metric, from: from, to: to).count == 2)
  }

  @Test("Who listens is read for each topic once; one that cannot be read keeps none of the others")
  func listeners() async throws {
    let caller = ScriptedCaller { call in
      guard call.input["TopicArn"] == "arn:aws:sns:r:1:good" else {
        throw AWSError(kind: .denied, code: "AuthorizationError", message: "no", status: 403)
      }
      guard call.input["NextToken"] != nil else {
        return [
          "Subscriptions": [
            [
              "SubscriptionArn": "PendingConfirmation", "Protocol": "email", "Endpoint": "a@b.c",
            ]
          ], "NextToken": "x",
        ]
      }
      return [
        "Subscriptions": [
          ["SubscriptionArn": "arn:aws:sns:r:1:good:u", "Protocol": "sqs", "Endpoint": "q"],
          [
            "SubscriptionArn": "arn:aws:sns:r:1:good:v", "Protocol": "https",
            "Endpoint": "https://u:p@SECRET@events.example.com/integration/SECRET?k=SECRET#SECRET",
          ], ["SubscriptionArn": "PendingConfirmation", "Protocol": "http", "Endpoint": "SECRET"],
          ["Endpoint": "what is this"],
        ]
      ]
    }
    let alarm = Alarm(
      name: "a",
      arn: "",
      state: .ok,
      since: Instant(milliseconds: 0),
      reason: "",
      alarmActions: ["arn:aws:sns:r:1:good", "arn:aws:lambda:r:1:function:f"],
      okActions: ["arn:aws:sns:r:1:good"],
      insufficientDataActions: ["arn:aws:sns:r:1:bad"]
    )
    let topics = try await AlarmService(caller: caller, mode: .readOnly).topics(of: alarm)
    #expect(topics.map(\.arn) == ["arn:aws:sns:r:1:good", "arn:aws:sns:r:1:bad"])
    #expect(topics[0].subscriptions.map(\.isConfirmed) == [false, true, true, false])
    // What is held is recorded: the key in a webhook's address must not be.
    #expect(!"\(topics)".contains("SECRET"))
    #expect(topics[0].subscriptions[2].endpoint == "https://events.example.com/")
    #expect(topics[1].failure?.kind == .notPermitted && topics[1].subscriptions.isEmpty)
    #expect(caller.calls.count == 3)
  }

  @Test("The history has the reason of each change, and why an action failed")
  func history() async throws {
    let caller = ScriptedCaller { _ in
      [
        "AlarmHistoryItems": [
          [
            "AlarmName": "a", "Timestamp": 2, "HistoryItemType": "StateUpdate",
            "HistorySummary": "Alarm updated from OK to ALARM",
            "HistoryData": #"{"newState":{"stateReason":"too much"}}"#,
          ],
          [
            "Timestamp": 1, "HistoryItemType": "Action", "HistorySummary": "Failed",
            "HistoryData": #"{"error":"no topic"}"#,
          ],
          ["Timestamp": 0, "HistoryItemType": "ConfigurationUpdate", "HistoryData": "no JSON"],
        ]
      ]
    }
    let items = try await AlarmService(caller: caller, mode: .readOnly).history(of: "a")
    #expect(items.map(\.detail) == ["too much", "no topic", ""])
  }

  private func item(_ name: String, _ time: Int) -> JSON {
    [
      "AlarmName": .string(name), "Timestamp": JSON(time), "HistoryItemType": "StateUpdate",
      "HistorySummary": .string("\(time)"),
    ]
  }

  @Test("Histories of several alarms are read together")
  func histories() async throws {
    let caller = ScriptedCaller { _ in
      ["AlarmHistoryItems": [item("a", 4), item("gone", 3), item("b", 2), item("a", 1)]]
    }
    let service = AlarmService(caller: caller, mode: .readOnly)
    let found = try await service.histories(of: ["a", "b", "c"])
    #expect(found.mapValues { $0.map(\.summary) } == ["a": ["4", "1"], "b": ["2"], "c": []])
    #expect(caller.calls.count == 1)
    #expect(try await service.histories(of: []).isEmpty)
    #expect(caller.calls.count == 1)
  }

  @Test("Histories among too many others are read one by one, but for those that are whole")
  func crowdedHistories() async throws {
    let caller = ScriptedCaller { call in
      switch call.input["AlarmName"]?.string {
      case nil: ["AlarmHistoryItems": [item("a", 9), item("x", 8)], "NextToken": "more"]
      case let name?: ["AlarmHistoryItems": [item(name, 7)]]
      }
    }
    let service = AlarmService(caller: caller, mode: .readOnly)
    let found = try await service.histories(of: ["a", "b"], limit: 2)
    // The second page tells of one more entry of the one, and none of the other.
    #expect(found.mapValues { $0.map(\.summary) } == ["a": ["9", "9"], "b": ["7"]])
    #expect(caller.calls.count == 3)
  }
}
