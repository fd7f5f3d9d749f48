import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Synchronization
import Testing

@testable import CustomerServices

/// Time that stands until somebody sleeps, and remembers for how long.
private final class CountingPacer: Pacer {
  private let slept = Mutex<[Duration]>([])
  private let passes: Bool

  /// `passes` tells whether sleeping moves the time on.
  init(passes: Bool) { self.passes = passes }

  var sleeps: [Duration] { slept.withLock { $0 } }
  var elapsed: Duration { passes ? sleeps.reduce(.zero, +) : .zero }
  func sleep(for duration: Duration) async throws { slept.withLock { $0.append(duration) } }
  func randomBits() -> UInt64 { 0 }
}

@Suite("The calls in search of a reason are few, and none comes too early")
struct WhyBudgetTests {
  private static let now = WhyServiceTests.Backend.now

  @Test("Calls of a limited operation come as fast as its rate at most, after so many at once")
  func rate() async throws {
    let caller = ScriptedCaller { _ in [:] }
    let pacer = CountingPacer(passes: true)
    let rates = CallRates(rates: ["FilterLogEvents": .init(perSecond: 2, burst: 3)])
    let paced = PacedCaller(caller, rates, pacer: pacer)
    for _ in 0..<6 { _ = try await paced.call(AWSCall(.logs, "FilterLogEvents", [:])) }
    #expect(pacer.sleeps == [.milliseconds(500), .milliseconds(500), .milliseconds(500)])
    for _ in 0..<9 { _ = try await paced.call(AWSCall(.states, "DescribeExecution", [:])) }
    #expect(pacer.sleeps.count == 3)
    #expect(caller.calls.count == 15)
  }

  @Test("A search that finds nothing keeps to the account's limits, however many groups there are")
  func search() async throws {
    let caller = ScriptedCaller { _ in ["events": []] }
    let pacer = CountingPacer(passes: false)
    let service = try WhyServiceTests.service(caller, rates: .aws, pacer: pacer)
    await #expect(throws: ServiceFailure.self) {
      try await service.explain(.customer(id: "nobody"))
    }
    let count = caller.calls.count { $0.operation == "FilterLogEvents" }
    #expect(count > 10)
    // The last of them waits until all before it had their turn.
    let last = try #require(pacer.sleeps.max()) / .milliseconds(1)
    #expect(abs(last - 1000 * Double(count - 6) / 3) < 1)
    #expect(pacer.sleeps.count == count - 6)
  }

  /// Alarms of which `top` has the rule; `red` are in ALARM, the others are well.
  private static func answer(
    _ call: AWSCall,
    rules: [String: String],
    red: Set<String>,
    pageSize: Int = 100
  ) throws -> JSON? {
    guard call.operation == "DescribeAlarms" else { return nil }
    let names = (call.input["AlarmNames"]?.array ?? []).compactMap(\.string)
    let wires = names.map { name -> JSON in
      var wire: JSON = [
        "AlarmName": .string(name), "StateValue": red.contains(name) ? "ALARM" : "OK",
        "StateUpdatedTimestamp": JSON((now + -10_000).seconds), "Namespace": "AWS/Lambda",
        "MetricName": "Errors", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
        "Statistic": "Sum", "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Dimensions": [["Name": "FunctionName", "Value": "insert_id"]],
      ]
      wire["AlarmRule"] = rules[name].map(JSON.string)
      return wire
    }
    let size = min(pageSize, call.input["MaxRecords"]?.int ?? 50)
    let start = call.input["NextToken"]?.string.flatMap { Int($0) } ?? 0
    let page = wires[min(start, wires.count)..<min(start + size, wires.count)]
    var answer: JSON = [
      "MetricAlarms": .array(page.filter { $0["AlarmRule"] == nil }),
      "CompositeAlarms": .array(page.filter { $0["AlarmRule"] != nil }),
    ]
    if start + size < wires.count { answer["NextToken"] = .string("\(start + size)") }
    return answer
  }

  private func explain(
    rules: [String: String],
    red: Set<String>,
    pageSize: Int = 100
  ) async throws -> (Explanation, ScriptedCaller) {
    let caller = ScriptedCaller { call in
      try Self.answer(call, rules: rules, red: red, pageSize: pageSize)
        ?? WhyServiceTests.Backend.answer(call)
    }
    return (try await WhyServiceTests.service(caller).explain(.alarm(name: "top")), caller)
  }

  @Test("Of eighty alarms that must be well the last is red: it is found, on whichever page")
  func pages() async throws {
    let names = (10..<90).map { "a\($0)" }
    let rule = "AT_LEAST(1, ALARM, (\(names.joined(separator: ", "))))"
    let (found, _) = try await explain(rules: ["top": rule], red: ["top", "a89"], pageSize: 50)
    #expect(found.children.count == 80)
    #expect(found.children.first?.name == "a89")
    #expect(found.incidents.map(\.id) == [WhyServiceTests.Backend.run])
    #expect(found.notes == [])
  }

  @Test("Nested rules that name the same alarms are followed once, with few calls and one chart")
  func nested() async throws {
    let rules = [
      "top": "ALARM(m1) OR ALARM (m2) OR ALARM(m3)", "m1": "ALARM(a) OR ALARM(b) OR ALARM(m2)",
      "m2": "ALARM(a) OR ALARM(b) OR ALARM(c)", "m3": "ALARM(top) OR ALARM(d) OR ALARM(e)",
    ]
    let red: Set = ["top", "m1", "m2", "m3", "a", "b", "c", "d", "e"]
    let (found, caller) = try await explain(rules: rules, red: red)
    #expect(found.children.map(\.name) == ["m1", "a", "b", "m2", "c", "m3", "d", "e"])
    #expect(found.children.map(found.depth) == [0, 1, 1, 0, 1, 0, 1, 1])
    #expect(found.notes.contains("of 5 red alarms 4 are followed"))
    func count(_ operation: String) -> Int { caller.calls.count { $0.operation == operation } }
    #expect(count("GetMetricData") == 1)
    #expect(count("DescribeAlarms") == 3)
    #expect(count("DescribeAlarmHistory") == 5)
    #expect(found.charted == "a" && found.chartedAlarm?.metric?.name == "Errors")
    #expect(found.series.count == 1)
  }

  @Test("A rule that goes deeper than is followed, or that cannot be read, is told")
  func unread() async throws {
    let deep = ["top": "ALARM(b)", "b": "ALARM(c)", "c": "ALARM(d)", "d": "ALARM(e)"]
    let (found, _) = try await explain(rules: deep, red: ["top", "b", "c", "d", "e"])
    #expect(found.notes == ["the alarms it is made of go deeper than is followed"])
    let (unread, _) = try await explain(rules: ["top": "ALARM(("], red: ["top"])
    #expect(unread.notes == ["the rule of top cannot be read"])
  }
}
