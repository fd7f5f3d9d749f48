import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("From a customer to the runs of which no function wrote")
struct WhyCustomerRunTests {
  private typealias Backend = WhyServiceTests.Backend
  private static let group = "/aws/vendedlogs/states/customers-workflow"
  private static let submission = "5d1f0000-0000-4000-8000-0000000000aa"

  /// An event as a page of FilterLogEvents has it.
  private static func event(_ message: String) -> JSON {
    let at = JSON(Int((Backend.now + -30_000).milliseconds))
    return ["eventId": .string(message), "timestamp": at, "message": .string(message)]
  }

  /// The event by which a run began that was given this input.
  private static func begun(_ input: String, _ run: String = Backend.run) -> JSON {
    let line: JSON = [
      "id": "1", "type": "ExecutionStarted", "details": ["input": .string(input)],
      "execution_arn": .string(run),
    ]
    return event(line.text())
  }

  /// Explains a customer where the groups hold these lines, whatever pattern they are searched for.
  private func explain(
    _ id: String = "boom",
    _ lines: [String: [JSON]],
    logging: JSON = ["level": "OFF"],
    _ script: @escaping @Sendable (AWSCall) throws -> JSON? = { _ in nil }
  ) async throws -> (Explanation, ScriptedCaller) {
    let caller = ScriptedCaller { call in
      if let answer = try script(call) { return answer }
      switch call.operation {
      case "FilterLogEvents":
        return ["events": .array(lines[call.input["logGroupName"]?.string ?? ""] ?? [])]
      case "DescribeStateMachine": return ["loggingConfiguration": logging]
      default: return try Backend.answer(call)
      }
    }
    let service = try WhyServiceTests.service(caller)
    return (try await service.explain(.customer(id: id)), caller)
  }

  @Test("The workflow's own log names the run, whatever else is given to other runs")
  func began() async throws {
    let (found, caller) = try await explain(
      "boom",
      [
        Self.group: [
          Self.begun(#"{"id":"boom and more"}"#, "arn:other"), Self.begun(#"{ "id": "boom" }"#),
          Self.begun("no JSON", "arn:other"),
        ]
      ]
    )
    #expect(found.incidents.map(\.id) == [Backend.run])
    #expect(found.incidents.first?.failingState?.name == "InsertId")
    #expect(found.incidents.first?.invocations.map(\.requestID) == [Backend.id])
    #expect(found.trace?.detail?.execution.arn == Backend.run)
    #expect(found.notes == [])
    let search = caller.calls.first { $0.input["logGroupName"]?.string == Self.group }
    #expect(
      search?.input["filterPattern"]?.string
        == #"{ ($.type = "ExecutionStarted") && ($.details.input = "*boom*") }"#
    )
    #expect(!caller.calls.contains { $0.operation == "DescribeStateMachine" })
  }

  @Test("The answer to a submission names the run, and stands beside it")
  func submitted() async throws {
    let line = """
      {"level":"INFO","message":"accepted","requestId":"\(Self.submission)","id":"boom",\
      "executionArn":"\(Backend.run)","apiRequestId":"api-1","status":202}
      """
    let (found, _) = try await explain(
      "boom",
      ["/aws/lambda/submit_workflow": [Self.event(line)], Self.group: []],
      logging: [
        "level": "ALL", "includeExecutionData": true,
        "destinations": [
          ["cloudWatchLogsLogGroup": ["logGroupArn": "arn:aws:logs:r:1:log-group:\(Self.group):*"]]
        ],
      ]
    )
    #expect(found.incidents.map(\.id) == [Backend.run, Self.submission])
    #expect(found.incidents.first?.invocations.map(\.requestID) == [Backend.id])
    #expect(found.trace?.incidentID == Backend.run)
    #expect(found.notes == [])
  }

  @Test("Where the workflow logs no inputs, the newest failed runs are looked at, and it is said")
  func withoutInputs() async throws {
    for logging: JSON in [["level": "OFF"], ["level": "ALL", "includeExecutionData": false]] {
      let (found, caller) = try await explain("boom", [:], logging: logging) { call in
        guard call.operation == "FilterLogEvents",
          call.input["logGroupName"]?.string == Self.group
        else { return nil }
        throw AWSError(
          kind: .service,
          code: "ResourceNotFoundException",
          message: "none",
          status: 400
        )
      }
      #expect(found.incidents.map(\.id) == [Backend.run])
      #expect(found.notes.contains { $0.contains("does not tell what its runs were given") })
      #expect(caller.calls.count { $0.operation == "DescribeExecution" } <= 12)
    }
    await #expect(throws: ServiceFailure.self) { try await explain("somebody else", [:]) }
  }

  @Test("Of more runs than are read in full the rest are told as they stand")
  func many() async throws {
    let arns = (0..<9).map { "\(Backend.run)\($0)" }
    let (found, caller) = try await explain(
      "boom",
      [Self.group: arns.map { Self.begun(#"{"id":"boom"}"#, $0) }]
    ) { call in
      guard call.operation == "DescribeExecution" else { return nil }
      var run = try Backend.answer(call)
      run["executionArn"] = call.input["executionArn"]
      return run
    }
    #expect(Set(found.incidents.map(\.id)) == Set(arns))
    #expect(found.incidents.count { $0.detail != nil } == 6)
    #expect(found.incidents.map(\.isFailed) == arns.map { _ in true })
    #expect(caller.calls.count { $0.operation == "GetExecutionHistory" } == 6)
    #expect(found.notes == [] && found.found == nil)
  }

  @Test(
    "A pattern looks for what is written one way only, in JSON within JSON too",
    arguments: [
      ("thr-api", "*thr-api*"), (#"a"b\long one"#, "*long one*"), ("x*/50%", "*50*"),
      ("né-42@example.com", "*-42@example.com*"), ("日本/é", "*日本*"),
      (String(repeating: "n", count: 2048), "*\(String(repeating: "n", count: 80))*"),
    ]
  )
  func patterns(id: String, text: String) {
    #expect(
      WhyService.pattern(ofRunsAbout: id)
        == "{ ($.type = \"ExecutionStarted\") && ($.details.input = \"\(text)\") }"
    )
    #expect(WhyService.pattern(ofRunsAbout: "/%") == #"{ $.type = "ExecutionStarted" }"#)
  }
}
