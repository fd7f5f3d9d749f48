import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("A customer's invocations and requests of whose end no line names the customer")
struct WhyCustomerEndTests {
  private static func lines(_ request: String, _ end: String) -> [SimulatedLog.Line] {
    let log = "get_customer_id"
    return [
      .init(group: log, secondsAgo: 3000, message: "START RequestId: \(request) Version: 1"),
      .init(group: log, secondsAgo: 2990, message: end),
    ]
  }

  @Test(
    "A look-up that was cut short failed, and comes before those that went well",
    arguments: [
      ("2026-11-28T00:00:00.000Z ID Task timed out after 3.00 seconds", "TIMED_OUT"),
      ("REPORT RequestId: ID\tDuration: 3000.00 ms\tStatus: timeout", "TIMED_OUT"),
      (
        "REPORT RequestId: ID\tDuration: 9.00 ms\tStatus: error\tError Type: Runtime.ExitError",
        "FAILED"
      ),
      (
        "REPORT RequestId: ID\tDuration: 9 ms\tStatus: error\tError Type: Runtime.OutOfMemory",
        "FAILED"
      ),
    ]
  )
  func cutShort(end: String, outcome: String) async throws {
    var log = SimulatedLog()
    let id = SimulatedLog.request(1)
    for number in 2...25 {
      log.addLookUp(Double(number), request: SimulatedLog.request(number), customer: "c")
    }
    log.add("get_customer_id", 2999, request: id, customer: "c")
    log.lines += Self.lines(id, end.split(separator: "ID", maxSplits: 1).joined(separator: id))
    let (found, caller) = try await log.explain(customer: "c")
    #expect(found.incidents.first?.id == id)
    #expect(found.incidents.first?.isFailed == true)
    #expect(found.incidents.first?.invocations.map(\.outcome.rawValue) == [outcome])
    #expect(found.incidents.first?.error?.isEmpty == false)
    #expect(found.trace?.requestID == id)
    #expect(caller.calls.count { $0.operation == "FilterLogEvents" } <= 15)
  }

  @Test("What went well has ended, and what has no report yet is open")
  func ended() async throws {
    var log = SimulatedLog()
    let group = "put_customer_id"
    for number in [1, 2] {
      log.add(group, Double(number), request: SimulatedLog.request(number), customer: "c")
    }
    let report = "REPORT RequestId: \(SimulatedLog.request(2))\tDuration: 9.00 ms"
    log.lines.append(.init(group: group, secondsAgo: 1.9, message: report))
    let (found, _) = try await log.explain(customer: "c")
    #expect(found.incidents.map(\.id) == [1, 2].map(SimulatedLog.request))
    #expect(found.incidents.flatMap(\.invocations).map(\.outcome) == [.open, .ended])
  }

  private static func access(
    _ path: String,
    _ status: String,
    _ more: String = "",
    method: String = "PUT"
  ) -> SimulatedLog.Line {
    .init(
      group: SimulatedLog.access,
      secondsAgo: 30,
      message: """
        {"requestId":"api-\(status)","httpMethod":"\(method)","resourcePath":"/customers/{id}",\
        "path":"/prod/customers/\(path)","status":"\(status)","integrationRequestId":"-"\(more)}
        """
    )
  }

  @Test("A request that no function answered is found by its path, and tells what is known")
  func unanswered() async throws {
    var log = SimulatedLog()
    log.addLookUp(5, request: SimulatedLog.request(1), customer: "c-é")
    log.lines += [
      Self.access("c-%C3%A9", "502"), Self.access("c-%c3%a9", "200"), Self.access("c-x", "503"),
    ]
    let (found, caller) = try await log.explain(customer: "c-é")
    #expect(found.incidents.map(\.id) == ["api-502", SimulatedLog.request(1)])
    let incident = try #require(found.incidents.first)
    #expect(incident.isFailed && incident.customerID == "c-é")
    #expect(incident.error == "status 502")
    #expect(incident.cause?.contains("may have been throttled") == true)
    #expect(found.trace?.group == "/aws/lambda/put_customer_id" && found.trace?.lines == [])
    #expect(
      found.trace?.notes == [
        "no function answered this request: put_customer_id may have been throttled, or could not be "
          + "called"
      ]
    )
    let pattern = caller.calls.first { $0.input["logGroupName"]?.string == SimulatedLog.access }
    #expect(
      pattern?.input["filterPattern"]?.string
        == #"{ ($.path = "*c-*") && (($.status = "5*") || ($.status >= 500)) }"#
    )
    #expect(
      WhyService.pattern(ofFailedRequestsTo: "é/")
        == #"{ ($.status = "5*") || ($.status >= 500) }"#
    )
  }

  @Test("What the access log says of the integration is the error")
  func integrationError() async throws {
    var log = SimulatedLog()
    let error = #","integrationErrorMessage":"Rate exceeded""#
    log.lines = [Self.access("c", "502", error), Self.access("c", "504", method: "GET")]
    let (found, _) = try await log.explain(customer: "c")
    #expect(Set(found.incidents.map(\.error)) == ["Rate exceeded", "status 504"])
    let late = found.incidents.first { $0.request?.status == 504 }
    #expect(late?.cause == "no function answered it in time")
  }

  @Test("A request that a function failed is one incident with its invocation")
  func answered() async throws {
    var log = SimulatedLog()
    log.add(
      "put_customer_id",
      30,
      request: SimulatedLog.request(1),
      customer: "c",
      ["errorType": "Down", "apiRequestId": "api-500", "status": 500],
      level: "ERROR",
      message: "no"
    )
    log.lines.append(Self.access("c", "500"))
    let (found, _) = try await log.explain(customer: "c")
    #expect(found.incidents.map(\.id) == ["api-500"])
    #expect(found.incidents.first?.error == "Down")
    #expect(found.incidents.first?.invocations.count == 1)
  }
}
