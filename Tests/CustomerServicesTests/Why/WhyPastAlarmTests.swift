import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("From a composite alarm that is well again to what was red")
struct WhyPastAlarmTests {
  private static let now = WhyServiceTests.Backend.now

  /// Alarms that are all well, by how long ago each changed, in seconds; `rules` are the composite
  /// ones', and `changes` what happened to them, newest first.
  private func explain(
    _ since: [String: Int64],
    rules: [String: String],
    changes: [String: [(secondsAgo: Int64, state: String)]]
  ) async throws -> (Explanation, ScriptedCaller) {
    let updates = changes.mapValues { changes in
      changes.map { change -> JSON in
        let data: JSON = ["newState": ["stateValue": .string(change.state)]]
        return [
          "HistoryItemType": "StateUpdate", "HistoryData": .string(data.text()),
          "Timestamp": JSON((Self.now + -1000 * change.secondsAgo).seconds),
        ]
      }
    }
    let caller = ScriptedCaller { call in
      switch call.operation {
      case "DescribeAlarms":
        let names = (call.input["AlarmNames"]?.array ?? []).compactMap(\.string)
        let wires = names.map { name -> JSON in
          var wire: JSON = [
            "AlarmName": .string(name), "StateValue": "OK", "Namespace": "AWS/Lambda",
            "StateUpdatedTimestamp": JSON((Self.now + -1000 * (since[name] ?? 9000)).seconds),
            "MetricName": "Errors", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
            "Statistic": "Sum", "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Dimensions": [["Name": "FunctionName", "Value": "insert_id"]],
          ]
          wire["AlarmRule"] = rules[name].map(JSON.string)
          return wire
        }
        return [
          "MetricAlarms": .array(wires.filter { $0["AlarmRule"] == nil }),
          "CompositeAlarms": .array(wires.filter { $0["AlarmRule"] != nil }),
        ]
      case "DescribeAlarmHistory":
        return ["AlarmHistoryItems": .array(updates[call.input["AlarmName"]?.string ?? ""] ?? [])]
      default: return try WhyServiceTests.Backend.answer(call)
      }
    }
    return (try await WhyServiceTests.service(caller).explain(.alarm(name: "top")), caller)
  }

  @Test("Those are followed that were red in its last breach, however deep, and it is said which")
  func recovered() async throws {
    let (found, caller) = try await explain(
      ["top": 5, "middle": 5, "a": 5, "flapped": 2, "later": 1],
      rules: [
        "top": "ALARM(middle) OR ALARM(never) OR ALARM(later)",
        "middle": "ALARM(a) OR ALARM(flapped)",
      ],
      changes: [
        "top": [(5, "OK"), (15, "ALARM")], "a": [(5, "OK"), (15, "ALARM"), (7000, "OK")],
        "flapped": [(2, "OK"), (3, "ALARM"), (8, "OK"), (12, "ALARM")],
        "later": [(1, "OK"), (3, "ALARM")],
      ]
    )
    #expect(
      found.notes == [
        "none of the alarms it is made of is red now", "red in that window: a, flapped",
      ]
    )
    #expect(found.children.map(\.name) == ["middle", "a", "flapped", "later", "never"])
    #expect(found.children.map(found.depth) == [0, 1, 1, 0, 0])
    #expect(found.incidents.map(\.id) == [WhyServiceTests.Backend.run])
    #expect(found.trace?.lines.isEmpty == false)
    #expect(found.charted == "a" && found.series.count == 1)
    #expect(found.window == .init(from: Self.now + -315_000, to: Self.now + -5000))
    let histories = caller.calls.filter { $0.operation == "DescribeAlarmHistory" }
    let asked = histories.compactMap { $0.input["AlarmName"]?.string }
    #expect(asked.sorted() == ["a", "flapped", "later", "top"])
  }

  @Test("An alarm that was never red, or whose parts were not, is told so and costs little")
  func nothing() async throws {
    let rules = ["top": "ALARM(a) OR ALARM(b)"]
    let (never, few) = try await explain([:], rules: rules, changes: [:])
    #expect(
      never.notes == [
        "it has not been in ALARM as far as its history goes",
        "none of the alarms it is made of is red now",
      ]
    )
    #expect(few.calls.count == 3)
    let (other, _) = try await explain(
      ["a": 1],
      rules: rules,
      changes: ["top": [(5, "OK"), (15, "ALARM")], "a": [(1, "OK"), (3, "ALARM")]]
    )
    #expect(other.incidents.isEmpty)
    #expect(other.notes == ["none of the alarms it is made of is red now"])
  }

  @Test("Of many that changed only the histories of the likeliest are read")
  func many() async throws {
    let names = (10..<40).map { "a\($0)" }
    let since = names.enumerated().map { ($1, Int64(5 + $0)) }
    let (found, caller) = try await explain(
      Dictionary(uniqueKeysWithValues: since),
      rules: ["top": names.map { "ALARM(\($0))" }.joined(separator: " OR ")],
      changes: ["top": [(5, "OK"), (45, "ALARM")], "a11": [(6, "OK"), (45, "ALARM")]]
    )
    #expect(found.notes.contains("red in that window: a11"))
    #expect(
      found.notes.contains("of 30 alarms that changed since it went red 10 were looked at")
    )
    #expect(caller.calls.count { $0.operation == "DescribeAlarmHistory" } == 11)
  }
}
