import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("An alarm of which more runs failed than are read at once")
struct WhyManyRunsTests {
  private typealias Backend = WhyServiceTests.Backend

  private static func run(_ number: Int) -> String { "\(Backend.run)\(number)" }

  private static func request(_ run: Int, _ attempt: Int) -> String {
    "5d1f8a00-0000-4000-8000-0000000\(10 + attempt)\(100 + run)"
  }

  /// So many runs that failed, the newest with the smallest number, each after three tries.
  private func caller(_ count: Int) -> ScriptedCaller {
    var log = SimulatedLog()
    for (run, attempt) in (0..<count).flatMap({ run in (0..<3).map { (run, $0) } }) {
      log.add(
        "insert_id",
        Double(20 + run) - Double(attempt) / 10,
        request: Self.request(run, attempt),
        customer: "c\(run)",
        ["errorType": "Down", "executionArn": .string(Self.run(run))],
        level: "ERROR",
        message: "no"
      )
    }
    return ScriptedCaller { [log] call in
      if let answer = log.answer(call, now: Backend.now) { return answer }
      switch call.operation {
      case "ListExecutions":
        return ["executions": .array((0..<count).map { Self.wire($0) })]
      case "DescribeExecution":
        guard let arn = call.input["executionArn"]?.string,
          let number = (0..<count).first(where: { Self.run($0) == arn })
        else {
          throw AWSError(kind: .service, code: "ExecutionDoesNotExist", message: "no", status: 400)
        }
        var wire = Self.wire(number)
        wire["input"] = .string(#"{"id":"c\#(number)"}"#)
        wire["error"] = "Down"
        return wire
      default: return try Backend.answer(call)
      }
    }
  }

  private static func wire(_ number: Int) -> JSON {
    let stopped = Backend.now + -1000 * Int64(20 + number)
    return [
      "executionArn": .string(run(number)), "name": .string("run-1\(number)"), "status": "FAILED",
      "startDate": JSON((stopped + -10_000).seconds), "stopDate": JSON(stopped.seconds),
    ]
  }

  @Test("For a command all runs that are told are read, and nothing is left to be selected")
  func command() async throws {
    let service = try WhyServiceTests.service(caller(13))
    let found = try await service.explain(anything: "failed")
    #expect(found.incidents.map(\.customerID) == (0..<13).map { "c\($0)" })
    #expect(found.incidents.allSatisfy { $0.detail != nil && $0.failingState?.name == "InsertId" })
    #expect(found.notes == [])
    let errors = try await service.explain(anything: "errors")
    #expect(errors.incidents.allSatisfy { $0.detail != nil && $0.invocations.count == 3 })
    #expect(errors.incidents.count == 13 && errors.notes == [])
    let customer = try await service.explain(anything: "c12")
    #expect(customer.incidents.map { $0.detail != nil } == [true])
    let screen = try await service.explain(.alarm(name: "failed"))
    #expect(screen.incidents.count { $0.detail != nil } == WhyService.promptRuns)
    #expect(screen.notes == [] && screen.found == nil)
  }

  @Test(
    "All that failed are counted though not all are told, once for several alarms",
    arguments: [40]
  )
  func counts(runs: Int) async throws {
    let service = try WhyServiceTests.service(caller(runs))
    let found = try await service.explain(.alarm(name: "failed"))
    #expect(found.incidents.map(\.id) == (0..<20).map { Self.run($0) })
    #expect(found.found?.counts?.runs == runs && found.found?.isLeast == false)
    let both = try await service.explain(.alarm(name: "both"))
    #expect(both.incidents.map(\.id) == (0..<20).map { Self.run($0) })
    #expect(both.found?.counts?.runs == runs && both.told == .newest)
    #expect(both.found?.isLeast == true, "not all invocations were read")
    #expect(found.notes == [] && both.notes == [])
  }

  @Test("The invocations of a run stand with it, whether or not it was read in full")
  func tries() async throws {
    let service = try WhyServiceTests.service(caller(8))
    let found = try await service.explain(.alarm(name: "errors"))
    #expect(found.incidents.map(\.id) == (0..<8).map { Self.run($0) })
    #expect(found.incidents.map(\.invocations.count) == Array(repeating: 3, count: 8))
    #expect(found.incidents.map(\.customerID) == (0..<8).map { "c\($0)" })
    #expect(found.incidents.count { $0.detail != nil } == WhyService.promptRuns)
    #expect(found.notes == [])
  }
}
