import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("How far back a customer's failures are looked for")
struct WhyCustomerReachTests {
  private typealias Backend = WhyServiceTests.Backend
  private static let hour = 3600.0

  /// The days that the search reached back.
  private func reach(_ caller: ScriptedCaller) -> Double {
    let starts = caller.calls.compactMap { $0.input["startTime"]?.int }
    return Double(Int(Backend.now.milliseconds) - (starts.min() ?? 0)) / 86_400_000
  }

  @Test(
    "A look-up of a moment ago hides no failure of hours or days ago, and stays in sight",
    arguments: [5 * hour, 100 * hour]
  )
  func failedBefore(age: Double) async throws {
    var log = SimulatedLog()
    log.addLookUp(5, request: SimulatedLog.request(1), customer: "c")
    log.add(
      "insert_id",
      age,
      request: SimulatedLog.request(2),
      customer: "c",
      ["errorType": "Down"],
      level: "ERROR",
      message: "no"
    )
    let (found, _) = try await log.explain(customer: "c")
    #expect(found.incidents.map(\.id) == [2, 1].map(SimulatedLog.request))
    #expect(found.trace?.incidentID == SimulatedLog.request(2))
    #expect(found.notes == [])
  }

  @Test("Where nothing failed it is said how far back was searched", arguments: [0.5, 5, 100])
  func nothingFailed(hours: Double) async throws {
    var log = SimulatedLog()
    log.addLookUp(5, request: SimulatedLog.request(1), customer: "c")
    log.add(
      "put_customer_id",
      hours * Self.hour,
      request: SimulatedLog.request(2),
      customer: "c",
      ["status": 201],
      message: "created"
    )
    let (found, caller) = try await log.explain(customer: "c")
    #expect(found.incidents.map(\.id) == [2, 1].map(SimulatedLog.request))
    let time = hours < 1 ? "hour" : hours < 24 ? "day" : "2 weeks"
    let note = "nothing about this customer failed in the last \(time)"
    #expect(found.notes.map { $0.hasPrefix(note) } == [true], "\(found.notes)")
    #expect(reach(caller) < (hours < 1 ? 0.2 : hours < 24 ? 1.1 : 14.1))
  }

  @Test("Where there are only look-ups the search ends after two weeks, and it is said")
  func lookUpsOnly() async throws {
    var log = SimulatedLog()
    log.addLookUp(5, request: SimulatedLog.request(1), customer: "c")
    let (found, caller) = try await log.explain(customer: "c")
    #expect(found.incidents.map(\.id) == [SimulatedLog.request(1)])
    #expect(found.notes.contains { $0.contains("failed in the last 2 weeks") }, "\(found.notes)")
    #expect(reach(caller) <= 14.1)
    #expect(caller.calls.count { $0.operation == "FilterLogEvents" } <= 30)
  }

  @Test("Of more invocations than are told it is said how many, and none that failed is cut")
  func limited() async throws {
    var log = SimulatedLog()
    for number in 0..<25 {
      log.addLookUp(Double(number), request: SimulatedLog.request(number), customer: "c")
    }
    log.add(
      "insert_id",
      3000,
      request: SimulatedLog.request(30),
      customer: "c",
      level: "ERROR",
      message: "no"
    )
    let (found, _) = try await log.explain(customer: "c")
    #expect(found.incidents.count == WhyService.incidentLimit)
    #expect(found.incidents.first?.id == SimulatedLog.request(30))
    #expect(found.found?.counts?.invocations == 26 && found.told == .first)
    #expect(found.notes == [])
  }
}
