import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("What is said where not all could be searched")
struct WhyUncertainTests {
  private typealias Backend = WhyServiceTests.Backend
  private static let window = Explanation.Window(from: Backend.now + -60_000, to: Backend.now)
  private static let denied = AWSError(
    kind: .service,
    code: "AccessDeniedException",
    message: "no",
    status: 400
  )

  private func service(
    _ log: SimulatedLog,
    _ script: @escaping @Sendable (AWSCall) throws -> JSON? = { _ in nil }
  ) throws -> (WhyService, ScriptedCaller) {
    let caller = ScriptedCaller { call in
      try script(call) ?? log.answer(call, now: Backend.now) ?? Backend.answer(call)
    }
    return (try WhyServiceTests.service(caller), caller)
  }

  /// A request's or an invocation's id.
  private static func id(_ number: Int) -> String {
    "5d1f8a00-0000-4000-8000-000000000\(number + 100)"
  }

  private static func group(of call: AWSCall) -> String? { call.input["logGroupName"]?.string }

  /// An entry of the access log.
  private static func entry(
    _ number: Int,
    _ secondsAgo: Double,
    status: Int = 502,
    customer: String = "c"
  ) -> SimulatedLog.Line {
    .init(
      group: SimulatedLog.access,
      secondsAgo: secondsAgo,
      message: """
        {"requestId":"api-\(number)","httpMethod":"GET","resourcePath":"/customers/{id}",\
        "path":"/prod/customers/\(customer)","status":"\(status)",\
        "integrationRequestId":"\(id(number))"}
        """
    )
  }

  /// What a function writes that crashes before it writes of anybody.
  private static func crash(_ number: Int, _ secondsAgo: Double) -> [SimulatedLog.Line] {
    ["START RequestId: \(id(number)) Version: 1", "REPORT RequestId: \(id(number))\tStatus: error"]
      .map { .init(group: "get_customer_id", secondsAgo: secondsAgo, message: $0) }
  }

  @Test("Runs of which the history was not read are not said to have been throttled")
  func unreadRuns() async throws {
    let (service, caller) = try service(SimulatedLog()) { call in
      guard call.operation == "ListExecutions" else { return nil }
      let runs = (0..<30).map { number -> JSON in
        [
          "executionArn": .string("\(Backend.run)-\(number)"), "name": .string("run-1-\(number)"),
          "status": "FAILED", "startDate": JSON((Backend.now + -30_000).seconds),
          "stopDate": JSON((Backend.now + -20_000).seconds),
        ]
      }
      return ["executions": .array(runs)]
    }
    let found = try await service.functionIncidents("insert_id", .throttles, Self.window)
    #expect(found.value == [] && found.isCut)
    #expect(found.notes.contains("of 60 runs that failed the histories of 20 were read"))
    #expect(caller.calls.count { $0.operation == "GetExecutionHistory" } == 20)
  }

  @Test("A request is unanswered only where the function's lines were searched for it")
  func unsearched() async throws {
    var log = SimulatedLog()
    log.lines = [Self.entry(1, 30)]
    let group = "/aws/lambda/get_customer_id"
    let (denied, _) = try service(log) { call in
      guard Self.group(of: call) == group else { return nil }
      throw Self.denied
    }
    let unknown = try await denied.functionIncidents("get_customer_id", .throttles, Self.window)
    #expect(unknown.value == [] && unknown.isCut && unknown.notes.count == 2)
    let (endless, _) = try service(log) { call in
      guard Self.group(of: call) == group else { return nil }
      return ["events": [], "nextToken": .string("\(call.input["nextToken"]?.string ?? "")x")]
    }
    let cut = try await endless.functionIncidents("get_customer_id", .throttles, Self.window)
    #expect(cut.value == [] && cut.isCut)
    let searched = try await service(log).0
      .functionIncidents("get_customer_id", .throttles, Self.window)
    #expect(searched.value.map(\.id) == ["api-1"] && !searched.isCut)
    #expect(searched.value.first?.cause?.contains("throttled") == true)
  }

  @Test("Refused requests are found behind many that the function failed")
  func olderRefusals() async throws {
    var log = SimulatedLog()
    log.lines = (1...45).flatMap { number in
      let ago = Double(number)
      return [Self.entry(number, ago)] + (number <= 42 ? Self.crash(number, ago) : [])
    }
    let found = try await service(log).0
      .functionIncidents("get_customer_id", .throttles, Self.window)
    #expect(found.value.map(\.id) == ["api-43", "api-44", "api-45"])
    #expect(!found.isCut && found.notes.count == 1)
  }

  @Test("Without an access log nobody knows which requests were refused, and that is told")
  func noAccessLog() async throws {
    let (service, _) = try service(SimulatedLog()) { call in
      guard Self.group(of: call) == SimulatedLog.access else { return nil }
      throw AWSError(
        kind: .service,
        code: "ResourceNotFoundException",
        message: "The specified log group does not exist.",
        status: 400
      )
    }
    let found = try await service.functionIncidents("get_customer_id", .throttles, Self.window)
    #expect(found.value == [] && found.isCut)
    #expect(
      found.notes.first
        == "there is no access log (\(SimulatedLog.access)): single requests are not known"
    )
  }

  @Test("A customer's request that a crashed function answered is not called unanswered")
  func crashed() async throws {
    var log = SimulatedLog()
    log.lines = [Self.entry(1, 300)] + Self.crash(1, 300)
    for number in 2...25 {
      log.add("insert_id", Double(number), request: Self.id(number), customer: "c", level: "ERROR")
    }
    let (found, _) = try await log.explain(customer: "c")
    let request = try #require(found.incidents.first { $0.request != nil } ?? found.incidents.last)
    let whole = try await log.explain(customer: "c").0
    #expect(whole.found?.counts?.requests == 1 && whole.found?.counts?.invocations == 24)
    #expect(request.cause?.contains("throttled") != true)
    var alone = SimulatedLog()
    alone.lines = [Self.entry(1, 300)] + Self.crash(1, 300)
    let only = try await alone.explain(customer: "c").0
    #expect(only.incidents.map(\.id) == ["api-1"])
    #expect(only.incidents.first?.invocations.map(\.requestID) == [Self.id(1)])
    #expect(only.incidents.first?.cause?.contains("throttled") != true)
  }

  @Test("Many requests of a customer and their invocations are counted once")
  func counts() async throws {
    var log = SimulatedLog()
    for number in 1...30 {
      log.lines.append(Self.entry(number, Double(number)))
      log.add(
        "get_customer_id",
        Double(number),
        request: Self.id(number),
        customer: "c",
        ["apiRequestId": .string("api-\(number)"), "errorType": "Down"],
        level: "ERROR"
      )
    }
    let (found, _) = try await log.explain(customer: "c")
    #expect(found.found?.counts?.requests == 30 && found.found?.counts?.invocations == 0)
    #expect(found.incidents.count == 20)
    #expect(found.incidents.allSatisfy { $0.request != nil && $0.error == "Down" })
  }

  @Test("A request is told with the invocation that answered it, though that does not name it")
  func request() async throws {
    var log = SimulatedLog()
    log.lines = [Self.entry(1, 300)] + Self.crash(1, 300)
    let found = try await service(log).0.explain(.request(id: "api-1", near: nil))
    #expect(found.incidents.first?.invocations.map(\.outcome) == [.failed])
  }

  @Test("Where the starts could not all be read, lines without an id belong to nobody")
  func startsCut() async throws {
    var log = SimulatedLog()
    func add(_ secondsAgo: Double, _ message: String) {
      log.lines.append(.init(group: "insert_id", secondsAgo: secondsAgo, message: message))
    }
    add(50, "START RequestId: \(Self.id(1)) Version: 1")
    add(49, "Traceback of the first")
    add(40, "START RequestId: \(Self.id(2)) Version: 1")
    add(30, "Traceback of whichever began then")
    let (service, _) = try service(log) { [log] call in
      guard call.input["filterPattern"]?.string?.contains("START") == true else { return nil }
      #expect(call.input["logStreamNames"] == ["s"])
      var page = log.answer(call, now: Backend.now)
      page?["nextToken"] = .string("\(call.input["nextToken"]?.string ?? "")x")
      return page
    }
    let found = try await service.failedInvocations(["/aws/lambda/insert_id"], Self.window)
    #expect(found.value.map(\.id) == [Self.id(1)])
    #expect(found.isCut && found.notes.contains { $0.contains("more than was searched") })
  }

  @Test("A metric filter on lines without an id leads to the invocations that wrote them")
  func namelessMetric() async throws {
    var log = SimulatedLog()
    for (ago, message) in [
      (50.0, "START RequestId: \(Self.id(1)) Version: 1"),
      (49, "Traceback (most recent call last):"),
    ] {
      log.lines.append(.init(group: "insert_id", secondsAgo: ago, message: message))
    }
    func find(in log: SimulatedLog) async throws -> Part<[Incident]> {
      try await service(log) { call in
        guard call.operation == "DescribeMetricFilters" else { return nil }
        let filter: JSON = [
          "logGroupName": "/aws/lambda/insert_id", "filterPattern": "?Traceback",
        ]
        return ["metricFilters": [filter]]
      }.0.metricIncidents("Own", "Tracebacks", Self.window)
    }
    let found = try await find(in: log)
    #expect(found.value.map(\.id) == [Self.id(1)] && !found.isCut)
    log.lines.removeFirst()
    let nobody = try await find(in: log)
    #expect(nobody.value == [] && nobody.isCut)
    #expect(nobody.notes.first?.contains("none tells which request it is of") == true)
  }

  @Test("A search that fails on its way leaves room for more")
  func failures() async throws {
    let (lists, _) = try service(SimulatedLog()) { call in
      guard call.operation == "ListExecutions" else { return nil }
      guard call.input["nextToken"] == nil else { throw Self.denied }
      var page = try Backend.answer(call)
      page["nextToken"] = "2"
      return page
    }
    let runs = try await lists.failedRuns(of: Backend.machine, [.failed], Self.window)
    #expect(runs.value.map(\.id) == [Backend.run] && runs.isCut && runs.notes.count == 1)
    let (none, _) = try service(SimulatedLog()) { call in
      guard call.operation == "FilterLogEvents" else { return nil }
      throw Self.denied
    }
    let errors = try await none.explain(.alarm(name: "errors"))
    #expect(errors.incidents == [] && errors.found?.isLeast == true)
    #expect(!errors.notes.contains { $0.contains("nothing that failed") }, "\(errors.notes)")
  }

  @Test("What failed comes before what is slow, each in its own order, and nothing is left out")
  func findings() throws {
    func invocation(_ number: Int, took: Double, isFailed: Bool = false) -> Incident {
      var invocation = Invocation(
        requestID: "i\(number)",
        group: "g",
        stream: "s",
        endedAt: Backend.now + Int64(number),
        outcome: isFailed ? .failed : .ended
      )
      invocation.durationMilliseconds = took
      return Incident(invocations: [invocation])
    }
    var found = Findings()
    #expect(found.told == .newest && found.isEmpty)
    found.add(
      Part(value: (0..<30).map { invocation($0, took: 30 - Double($0)) }),
      isAboutTime: true
    )
    found.add(
      Part(value: (100..<130).map { invocation($0, took: Double($0)) }),
      isAboutTime: true
    )
    #expect(found.told == .slowest && found.ordered.count == 60)
    #expect(found.ordered.prefix(3).map(\.id) == ["i129", "i128", "i127"])
    found.add(Part(value: [invocation(129, took: 129, isFailed: true)]), isAboutTime: false)
    found.add(Part(value: [invocation(1, took: 29, isFailed: true)]), isAboutTime: false)
    #expect(found.told == .first && found.ordered.count == 60)
    #expect(found.ordered.prefix(3).map(\.id) == ["i129", "i1", "i128"])
    #expect(!found.isCut)
  }
}
