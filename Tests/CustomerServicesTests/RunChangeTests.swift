import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

/// Stopping runs, taking them up again, starting them once more, and reading long lists.
struct RunChangeTests {
  private func service(
    mode: AccessMode = .full,
    _ caller: ScriptedCaller
  ) throws -> WorkflowService {
    let api = ScriptedAPI { _ in .json(202, "{}") }
    return WorkflowService(caller: caller, api: try api.api(), mode: mode)
  }

  private let detail = ExecutionDetail(
    execution: Execution(
      arn: "arn:aws:states:r:1:execution:w:old",
      name: "old",
      status: .failed,
      startedAt: Instant(milliseconds: 50_000)
    ),
    inputText: #"{ "id" : "x" }"#,
    machineARN: "arn:aws:states:r:1:stateMachine:w"
  )

  @Test func `a run is stopped and redriven by its ARN`() async throws {
    let caller = ScriptedCaller { _ in [:] }
    let service = try service(caller)
    try await service.stop("arn:e")
    try await service.redrive("arn:e", token: "t")
    #expect(caller.calls.map(\.operation) == ["StopExecution", "RedriveExecution"])
    #expect(caller.calls.allSatisfy { $0.input["executionArn"] == "arn:e" })
    #expect(caller.calls[1].input["clientToken"] == "t")
  }

  @Test func `a run is started again with its input byte for byte, under another name`()
    async throws
  {
    let caller = ScriptedCaller { _ in ["executionArn": "arn:new", "startDate": 60] }
    let run = try await service(caller).startAgain(detail, name: "new")
    #expect(run.arn == "arn:new" && run.name == "new" && run.status == .running)
    #expect(run.startedAt == Instant(milliseconds: 60_000))
    #expect(
      caller.calls.map(\.input) == [
        [
          "stateMachineArn": "arn:aws:states:r:1:stateMachine:w", "name": "new",
          "input": #"{ "id" : "x" }"#,
        ]
      ]
    )
  }

  @Test func `a start of which no answer came is found by its name`() async throws {
    let caller = ScriptedCaller { call in
      guard call.input["executionArn"] == "arn:aws:states:r:1:execution:w:new" else {
        throw AWSError(kind: .service, code: "ExecutionDoesNotExist", message: "no", status: 400)
      }
      return [
        "executionArn": "arn:aws:states:r:1:execution:w:new", "status": "RUNNING", "startDate": 1,
      ]
    }
    let service = try service(caller)
    #expect(await service.started(detail, name: "new")?.name == "new")
    #expect(await service.started(detail, name: "other") == nil)
  }

  @Test func `READ-ONLY refuses all of it before anything is sent`() async throws {
    let caller = ScriptedCaller { _ in [:] }
    let service = try service(mode: .readOnly, caller)
    for action: () async throws -> Void in [
      { try await service.stop("arn:e") }, { try await service.redrive("arn:e", token: "t") },
      { _ = try await service.startAgain(detail, name: "n") },
    ] {
      let failure = await #expect(throws: ServiceFailure.self) { try await action() }
      #expect(failure?.kind == .notPermitted)
    }
    #expect(caller.calls.isEmpty)
  }

  @Test func `why a run cannot be redriven is told as the service says it`() async throws {
    for (status, reason, redrive): (JSON, JSON, ExecutionDetail.Redrive) in [
      ("REDRIVABLE", nil, .possible), (nil, nil, .unknown),
      (
        "NOT_REDRIVABLE", "Execution is too old.",
        .impossible(reason: "Execution is too old")
      ),
      (
        "REDRIVABLE_BY_MAP_RUN", nil, .impossible(reason: "the service does not allow it")
      ),
    ] {
      let caller = ScriptedCaller { call in
        call.operation == "DescribeExecution"
          ? [
            "executionArn": "arn:e", "status": "FAILED", "startDate": 1, "stopDate": 2,
            "redriveStatus": status, "redriveStatusReason": reason,
          ] : ["events": []]
      }
      let found = try await service(caller).describe("arn:e", withGraph: false)
      #expect(found.redrive == redrive)
    }
  }

  /// A list in pieces of one run each.
  private func pages(_ starts: [Int]) -> ScriptedCaller {
    ScriptedCaller { call in
      let index = call.input["nextToken"]?.string.flatMap(Int.init) ?? 0
      guard starts.indices.contains(index) else { return ["executions": []] }
      let next: JSON = index + 1 < starts.count ? .string("\(index + 1)") : .null
      return [
        "executions": [
          [
            "executionArn": .string("arn:\(starts[index])"), "status": "SUCCEEDED",
            "startDate": JSON(starts[index]),
          ]
        ], "nextToken": next,
      ]
    }
  }

  @Test(arguments: [
    ([70, 60, 40, 30], "arn:40"), ([70, 60], "arn:70"), ([40], "arn:40"),
  ])
  func `the last good run is the newest before, else the newest of all`(
    starts: [Int],
    arn: String
  ) async throws {
    #expect(try await service(pages(starts)).lastGood(before: detail)?.arn == arn)
  }

  @Test func `where no run ended well there is none`() async throws {
    let caller = ScriptedCaller { _ in ["executions": []] }
    #expect(try await service(caller).lastGood(before: detail) == nil)
    #expect(caller.calls[0].input["statusFilter"] == "SUCCEEDED")
  }

  @Test func `a list is read piece by piece`() async throws {
    let service = try service(pages([3, 2]))
    let machine = "arn:aws:states:r:1:stateMachine:w"
    let first = try await service.page(status: .failed, of: machine)
    #expect(first.executions.map(\.arn) == ["arn:3"] && first.next == "1")
    let second = try await service.page(status: .failed, of: machine, after: first.next)
    #expect(second.executions.map(\.arn) == ["arn:2"] && second.next == nil)
  }
}

struct ComparisonTests {
  @Test(arguments: [
    (#"{"a":1}"#, #"{"a":1}"#, []), (#"{"a":1}"#, #"{"a":2}"#, ["~a"]),
    (#"{"a":1,"b":2}"#, #"{"b":2,"c":3}"#, ["-a", "+c"]),
    (#"{"a":{"b":[1,{"c":2}]}}"#, #"{"a":{"b":[1,{"c":3},4]}}"#, ["~a.b[1].c", "+a.b[2]"]),
    (#"[1,2]"#, #"[1]"#, ["-[1]"]), ("1", "\"1\"", ["~"]), (#"{"a b":1}"#, "{}", [#"-"a b""#]),
    (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []), (#"{"a":1.0}"#, #"{"a":1}"#, []),
    (#"{"a":null}"#, "{}", ["-a"]),
  ])
  func `documents differ where their members do`(
    old: String,
    new: String,
    expected: [String]
  ) throws {
    let found = JSONDifference.between(try JSON(parsing: old), try JSON(parsing: new))
    let words = found.map { difference in
      switch difference.change {
      case .added: "+" + difference.path
      case .removed: "-" + difference.path
      case .changed: "~" + difference.path
      }
    }
    #expect(words == expected)
  }

  @Test func `what is not there differs from what is`() {
    #expect(JSONDifference.between(nil, nil).isEmpty)
    #expect(JSONDifference.between(nil, 1) == [.init(path: "", change: .added(1))])
    #expect(JSONDifference.between(1, nil) == [.init(path: "", change: .removed(1))])
    let (one, two) = ((0..<5000).map { JSON($0) }, (0..<5000).map { JSON($0 + 1) })
    #expect(JSONDifference.between(.array(one), .array(two)).count == JSONDifference.limit)
  }

  private func detail(_ names: [String]) -> ExecutionDetail {
    let start = Instant(milliseconds: 0)
    return ExecutionDetail(
      execution: Execution(arn: "arn", name: "n", status: .succeeded, startedAt: start),
      states: names.enumerated().map { index, name in
        StateRun(
          name: name,
          type: "Task",
          status: .succeeded,
          startedAt: start,
          enteredBy: index + 1
        )
      }
    )
  }

  @Test(arguments: [
    ("ABC", "ABC", "AA BB CC"), ("ABD", "ACD", "AA B- -C DD"), ("AB", "", "A- B-"),
    ("", "AB", "-A -B"), ("ABXYCD", "ABYXCD", "AA BB X- YY -X CC DD"),
    ("PWWWZ", "PWZ", "PP WW W- W- ZZ"),
  ])
  func `states that both went through stand side by side`(
    here: String,
    there: String,
    pairs: String
  ) {
    let comparison = ExecutionComparison(
      detail(here.map(String.init)),
      with: detail(there.map(String.init))
    )
    let found = comparison.rows.map { ($0.here?.name ?? "-") + ($0.there?.name ?? "-") }
    #expect(found.joined(separator: " ") == pairs)
  }

  @Test func `what a state got from the run's input is no difference of its own`() {
    func detail(_ id: String, _ found: Bool) -> ExecutionDetail {
      var detail = self.detail(["A"])
      detail.input = ["id": .string(id)]
      detail.states[0].leftBy = 2
      let output: JSON = ["id": .string(id), "found": .bool(found)]
      for (number, key, value): (Int, String, JSON) in [
        (1, "input", ["id": .string(id)]), (2, "output", output),
      ] {
        detail.events.append(
          ExecutionEvent(
            number: number,
            previousNumber: number - 1,
            timestamp: Instant(milliseconds: 0),
            type: "X",
            stateName: "A",
            details: [key: .string(value.text())]
          )
        )
      }
      return detail
    }
    let comparison = ExecutionComparison(detail("new", true), with: detail("old", false))
    #expect(comparison.input.map(\.path) == ["id"])
    #expect(comparison.rows[0].input.isEmpty)
    #expect(comparison.rows[0].output.map(\.path) == ["found"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `runs of thousands of different states are compared`() {
    let here = detail((0..<6000).map { "h\($0)" })
    let there = detail((0..<6000).map { "t\($0)" })
    #expect(ExecutionComparison(here, with: there).rows.count == 12_000)
  }
}
