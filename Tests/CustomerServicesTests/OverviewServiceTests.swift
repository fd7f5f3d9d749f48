import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

/// A clock that stands still thirty seconds after a minute began.
private struct HalfPast: WallClock {
  let now = Instant(milliseconds: 1_800_000_030_000)
}

@Suite struct `The overview's service` {
  private let machine = "arn:aws:states:r:1:stateMachine:p-customers-workflow"

  private func standard(_ call: AWSCall) -> JSON? {
    switch call.operation {
    case "ListStateMachines":
      ["stateMachines": [["name": "p-customers-workflow", "stateMachineArn": .string(machine)]]]
    case "ListRuleNamesByTarget": ["RuleNames": ["p-every", "p-created"]]
    case "DescribeRule":
      call.input["Name"]?.string == "p-every"
        ? ["Name": "p-every", "State": "DISABLED", "ScheduleExpression": "rate(5 minutes)"]
        : ["Name": "p-created", "State": "ENABLED", "EventPattern": "{}"]
    default: nil
    }
  }

  private func service(_ caller: ScriptedCaller) -> OverviewService {
    OverviewService(
      caller: caller,
      names: .known(BackendNames(prefix: "p-")),
      clock: HalfPast()
    )
  }

  @Test func `the parts are those that the names say, and the rules that start the workflow`()
    async throws
  {
    let caller = ScriptedCaller { standard($0) ?? .null }
    let overview = try await service(caller).parts()
    let names = Dictionary(grouping: overview.parts, by: \.kind).mapValues { $0.map(\.name) }
    #expect(names[.api] == ["p-customer-ids-api"])
    #expect(
      names[.apiFunction] == [
        "p-get_customer_id", "p-put_customer_id", "p-delete_customer_id", "p-submit_workflow",
      ]
    )
    #expect(
      names[.workflowFunction] == ["p-validate_exists", "p-insert_id", "p-log_event"]
    )
    #expect(names[.rule] == ["p-created", "p-every"])
    #expect(names[.table] == ["p-customer_ids"] && names[.topic] == ["p-alerts"])
    #expect(overview.parts.filter { !$0.isEnabled }.map(\.name) == ["p-every"])
    #expect(Set(overview.parts.map(\.id)).count == overview.parts.count)
    let ids = Set(overview.parts.map(\.id))
    #expect(overview.edges.allSatisfy { ids.contains($0.from) && ids.contains($0.to) })
    #expect(
      overview.edges.contains(
        .init(from: "apiFunction:p-put_customer_id", to: "rule:p-created")
      )
    )
    #expect(!overview.edges.contains { $0.to == "rule:p-every" })
    #expect(caller.calls[1].input["TargetArn"]?.string == machine)
  }

  @Test func `rules that may not be read leave a gap that says so`() async throws {
    let caller = ScriptedCaller { call in
      guard call.operation == "ListRuleNamesByTarget" else { return standard(call) ?? .null }
      throw AWSError(
        kind: .denied,
        code: "AccessDeniedException",
        message: "no",
        status: 400,
        operation: "ListRuleNamesByTarget"
      )
    }
    let overview = try await service(caller).parts()
    #expect(overview.gap?.kind == .notPermitted)
    #expect(!overview.parts.contains { $0.kind == .rule })
    #expect(overview.parts.contains { $0.kind == .workflow })
  }

  /// An answer of two pages: some metrics have points, others none.
  private func answer(_ call: AWSCall) -> JSON {
    let isSecond = call.input["NextToken"]?.string == "more"
    let minute = 1_800_000_000.0
    var results: [JSON] = []
    for query in call.input["MetricDataQueries"]?.array ?? [] {
      let metric = query["MetricStat"]?["Metric"]
      let name = metric?["MetricName"]?.string ?? ""
      let first = metric?["Dimensions"]?.array?.first?["Value"]?.string ?? ""
      let operation = metric?["Dimensions"]?.array?.last?["Value"]?.string ?? ""
      var points: [(Double, Double)] = []
      switch (name, first, query["MetricStat"]?["Stat"]?.string) {
      case ("Invocations", "p-insert_id", "Sum"):
        points = isSecond ? [(minute, 2)] : [(minute - 60, 6), (minute - 7200, 99)]
      case ("Errors", "p-insert_id", "Sum"): points = isSecond ? [] : [(minute - 60, 1)]
      case ("Throttles", "p-insert_id", "Sum"): points = isSecond ? [] : [(minute - 60, 3)]
      case ("Duration", "p-insert_id", "p99"): points = isSecond ? [] : [(minute - 60, 14.5)]
      case ("SuccessfulRequestLatency", "p-customer_ids", let stat?) where !isSecond:
        let isGet = operation == "GetItem"
        points = [(minute, stat == "SampleCount" ? 5 : isGet ? 3 : 9)]
      case ("ConsumedReadCapacityUnits", _, _) where !isSecond: points = [(minute, 2.5)]
      default: break
      }
      results.append([
        "Id": query["Id"] ?? .null, "Timestamps": .array(points.map { JSON($0.0) }),
        "Values": .array(points.map { JSON($0.1) }),
      ])
    }
    var page: JSON = ["MetricDataResults": .array(results)]
    if !isSecond { page["NextToken"] = "more" }
    return page
  }

  @Test func `one call asks for all figures, and its pages are put together`() async throws {
    let caller = ScriptedCaller { standard($0) ?? answer($0) }
    let service = service(caller)
    let parts = try await service.parts()
    let overview = try await service.figures(of: parts, lag: 0)
    let calls = caller.calls.filter { $0.operation == "GetMetricData" }
    #expect(calls.count == 2)
    let queries = calls[0].input["MetricDataQueries"]?.array ?? []
    #expect(queries.count < 100)
    #expect(Set(queries.compactMap { $0["Id"]?.string }).count == queries.count)
    #expect(queries.allSatisfy { $0["MetricStat"]?["Period"]?.int == 60 })
    let insert = try #require(overview.parts.first { $0.name == "p-insert_id" }?.figures)
    let until = try #require(overview.until)
    // Half of the minute before lies in the sixty seconds before now.
    #expect(insert.perMinute(until: until) == 2 + 6 * 0.5)
    #expect(insert.traffic.total == 8, "what is older than an hour does not count")
    #expect(insert.recentErrors(until: until) == 4)
    #expect(insert.recentLatency(until: until) == 14.5)
    let table = try #require(overview.parts.first { $0.kind == .table }?.figures)
    #expect(table.traffic.total == 15 && table.latencyStatistic == .average)
    #expect(table.recentLatency(until: until) == 9)
    #expect(table.facts.map(\.name) == ["read units"])
    #expect(table.recentErrors(until: until) == 0)
    let topic = try #require(overview.parts.first { $0.kind == .topic }?.figures)
    #expect(topic.perMinute(until: until) == nil, "what is not told is not nothing")
    #expect(topic.recentErrors(until: until) == nil)
    #expect(overview.parts.first { $0.kind == .alarms }?.figures == nil)
  }

  @Test func `where metrics come late, figures end with the last whole minute`() async throws {
    let caller = ScriptedCaller { standard($0) ?? answer($0) }
    let service = service(caller)
    let overview = try await service.figures(of: try await service.parts(), lag: 60_000)
    #expect(overview.until == Instant(milliseconds: 1_799_999_940_000))
    let insert = try #require(overview.parts.first { $0.name == "p-insert_id" }?.figures)
    #expect(insert.traffic.values.count == 60)
    #expect(insert.traffic.time(of: 60) == overview.until)
    #expect(insert.perMinute(until: try #require(overview.until)) == nil)
  }

  @Test func `a part is busy when a minute has more than was known`() {
    let start = Instant(milliseconds: 1_800_000_000_000)
    func overview(_ values: [Double?], minutesLater: Int64 = 0) -> Overview {
      let shift = minutesLater * 60_000
      let series = MinuteSeries(start: start + shift, values: values)
      let blank = MinuteSeries(start: start + shift, count: values.count)
      let figures = PartFigures(traffic: series, errors: blank, latency: blank)
      return Overview(
        parts: [BackendPart(.api, "a", figures: figures)],
        edges: [],
        until: series.time(of: values.count) + -1000
      )
    }
    let cases: [(Overview, Overview?, Bool)] = [
      (overview([1, nil, nil]), nil, false), (overview([nil, nil, 1]), nil, true),
      (overview([1, 2, 3]), overview([1, 2, 3]), false),
      (overview([1, 2, 4]), overview([1, 2, 3]), true),
      (overview([1, 3, 3]), overview([1, 2, 3]), true),
      (overview([2, 3, nil], minutesLater: 1), overview([1, 2, 3]), false),
      (overview([2, 3, 1], minutesLater: 1), overview([1, 2, 3]), true),
      (overview([nil, 5, nil], minutesLater: 30), overview([1, 2, 3]), false),
    ]
    for (index, (new, old, isBusy)) in cases.enumerated() {
      #expect(!new.busyParts(since: old).isEmpty == isBusy, "case \(index)")
    }
  }
}
