import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("What is found on the way from red to reason, and in which order")
struct WhyFindingTests {
  private typealias Backend = WhyServiceTests.Backend
  private static let window = Explanation.Window(
    from: Backend.now + -60_000,
    to: Backend.now
  )

  private func service(
    _ script: @escaping @Sendable (AWSCall) throws -> JSON?
  ) throws -> (WhyService, ScriptedCaller) {
    let caller = ScriptedCaller { call in try script(call) ?? Backend.answer(call) }
    return (try WhyServiceTests.service(caller), caller)
  }

  private static func request(_ number: Int) -> String {
    "5d1f8a00-0000-4000-8000-00000000000\(number)"
  }

  /// Lines as FilterLogEvents gives them, each a second after the one before.
  private static func events(_ lines: [String]) -> JSON {
    let wires = lines.enumerated().map { index, line -> JSON in
      [
        "eventId": .string("\(index)"), "message": .string(line), "logStreamName": "s",
        "timestamp": JSON(Int((Backend.now + Int64(index * 1000 - 30_000)).milliseconds)),
      ]
    }
    return ["events": .array(wires)]
  }

  @Test("An alarm about time opens the slowest invocation, not the newest of the slow ones")
  func slowInvocations() async throws {
    let (service, _) = try service { call in
      switch call.operation {
      case "DescribeAlarms":
        [
          "MetricAlarms": [
            [
              "AlarmName": "p99", "StateValue": "ALARM", "Namespace": "AWS/Lambda",
              "StateUpdatedTimestamp": JSON((Backend.now + -10_000).seconds),
              "MetricName": "Duration", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
              "ExtendedStatistic": "p99", "ComparisonOperator": "GreaterThanThreshold",
              "Dimensions": [["Name": "FunctionName", "Value": "insert_id"]],
            ]
          ]
        ]
      case "FilterLogEvents":
        Self.events(
          [29_000, 300, 400].enumerated().map { index, duration in
            "REPORT RequestId: \(Self.request(index))\tDuration: \(duration).00 ms"
          }
        )
      default: nil
      }
    }
    let found = try await service.explain(.alarm(name: "p99"))
    #expect(found.incidents.map(\.id) == [0, 2, 1].map(Self.request))
    #expect(found.trace?.incidentID == Self.request(0))
    #expect(found.told == .slowest && found.found == nil)
  }

  @Test("A line without an id belongs to the invocation that started last in its stream before it")
  func nameless() async throws {
    var log = SimulatedLog()
    func add(_ secondsAgo: Double, _ message: String, _ stream: String) {
      log.lines.append(
        .init(group: "insert_id", secondsAgo: secondsAgo, message: message, stream: stream)
      )
    }
    for (number, stream) in [(1, "a"), (2, "b"), (3, "a"), (4, "b"), (5, "c")] {
      add(50 - Double(number), "START RequestId: \(Self.request(number)) Version: 1", stream)
    }
    add(46.5, "Traceback (most recent call last):", "a")
    add(46.4, "ERROR the same again", "a")
    add(45.5, "[ERROR] ValueError: after the second one of b began", "b")
    add(45.4, "[ERROR] of a stream in which none began", "d")
    let (service, _) = try service { [log] in log.answer($0, now: Backend.now) }
    let found = try await service.failedInvocations(["/aws/lambda/insert_id"], Self.window)
    #expect(found.value.map(\.id) == [4, 3].map(Self.request))
    #expect(
      found.value.map(\.cause) == [
        "[ERROR] ValueError: after the second one of b began", "Traceback (most recent call last):",
      ]
    )
    #expect(!found.isCut)
  }

  @Test("Where not all requests of an API's alarm could be read, there may be more")
  func requestsCut() async throws {
    let (service, _) = try service { call in
      guard call.operation == "FilterLogEvents" else { return nil }
      guard call.input["logGroupName"]?.string == "/aws/apigateway/customer-ids-api" else {
        return ["events": []]
      }
      var page = Self.events([#"{"requestId":"api-1","httpMethod":"PUT","status":"502"}"#])
      let number = call.input["nextToken"]?.string.flatMap { Int($0) } ?? 0
      page["nextToken"] = .string("\(number + 1)")
      return page
    }
    let found = try await service.explain(.alarm(name: "5xx"))
    #expect(found.found?.isLeast == true && found.found?.counts == nil)
    #expect(found.notes.count == 1 && found.notes[0].contains("holds more than was searched"))
  }

  @Test("An alarm of more metrics than are followed says so")
  func manyMetrics() async throws {
    let names = (1...6).map { "f\($0)" }
    let (service, _) = try service { call in
      switch call.operation {
      case "DescribeAlarms":
        let metrics = names.map { name -> JSON in
          let metric: JSON = [
            "Namespace": "AWS/Lambda", "MetricName": "Errors",
            "Dimensions": [["Name": "FunctionName", "Value": .string(name)]],
          ]
          return ["Id": .string(name), "MetricStat": ["Metric": metric, "Period": 60]]
        }
        let alarm: JSON = [
          "AlarmName": "sum", "StateValue": "ALARM", "Metrics": .array(metrics),
          "StateUpdatedTimestamp": JSON((Backend.now + -10_000).seconds),
          "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
        ]
        return ["MetricAlarms": [alarm]]
      case "FilterLogEvents": return ["events": []]
      default: return nil
      }
    }
    let found = try await service.explain(.alarm(name: "sum"))
    #expect(found.found?.isLeast == true)
    #expect(
      found.notes.contains("of the 6 things that its metrics are about 4 are followed"),
      "\(found.notes)"
    )
  }

  @Test("Runs that failed long ago are found behind pages of newer ones and pages without any")
  func endedPages() async throws {
    let (service, caller) = try service { call in
      guard call.operation == "ListExecutions" else { return nil }
      if call.input["nextToken"] == nil { return ["executions": [], "nextToken": "2"] }
      return try Backend.answer(call)
    }
    let found = try await service.failedRuns(of: Backend.machine, [.failed], Self.window)
    #expect(found.value.map(\.id) == [Backend.run] && found.notes == [])
    #expect(caller.calls.first?.input["maxResults"]?.int == 1000)
  }

  @Test("Where the list of runs is longer than is looked through, that is told")
  func endedCut() async throws {
    let (service, caller) = try service { call in
      guard call.operation == "ListExecutions" else { return nil }
      let page = call.input["nextToken"]?.string.flatMap { Int($0) } ?? 0
      let now = JSON(Backend.now.seconds + 3600)
      let run: JSON = [
        "executionArn": "arn:later", "name": "later", "status": "FAILED", "startDate": now,
        "stopDate": now,
      ]
      return ["executions": [run], "nextToken": .string("\(page + 1)")]
    }
    let found = try await service.failedRuns(of: Backend.machine, [.failed], Self.window)
    #expect(found.value.isEmpty && found.isCut)
    #expect(found.notes.count == 1 && found.notes[0].contains("more FAILED runs"))
    #expect(caller.calls.count == 3)
  }

  @Test("Why metric filters cannot be read is told")
  func noFilters() async throws {
    let (service, _) = try service { call in
      guard call.operation == "DescribeMetricFilters" else { return nil }
      throw AWSError(
        kind: .service,
        code: "AccessDeniedException",
        message: "is not authorized to perform: logs:DescribeMetricFilters",
        status: 400
      )
    }
    let found = try await service.explain(.alarm(name: "own"))
    #expect(found.notes.contains { $0.contains("DescribeMetricFilters") }, "\(found.notes)")
  }

  @Test("Only a log that goes on after the last page read holds more than was searched")
  func cut() async throws {
    let (service, _) = try service { call in
      let page = call.input["nextToken"]?.string.flatMap { Int($0) } ?? 1
      let last = call.input["logGroupName"]?.string == "five" ? 5 : 6
      return page < last ? ["events": [], "nextToken": .string("\(page + 1)")] : ["events": []]
    }
    func notes(_ group: String) async throws -> [String] {
      try await service.lines([.init(group: group, pattern: nil, window: Self.window)]).notes
    }
    #expect(try await notes("five") == [])
    #expect(try await notes("six").count == 1)
  }

  @Test("A customer is meant before a run whose name only begins so, which is meant before nothing")
  func exactFirst() async throws {
    let line = """
      {"level":"INFO","message":"got","requestId":"\(Self.request(7))","id":"run"}
      """
    let named = try service { call in
      switch call.operation {
      case "DescribeAlarms": return [:]
      case "DescribeExecution" where call.input["executionArn"]?.string?.hasSuffix(":run") == true:
        throw AWSError(kind: .service, code: "ExecutionDoesNotExist", message: "no", status: 400)
      case "ListExecutions":
        let run: JSON = [
          "executionArn": .string(Backend.run), "name": "run-1", "status": "FAILED",
          "startDate": JSON(Backend.now.seconds),
        ]
        return ["executions": [run]]
      case "FilterLogEvents":
        let isCustomer = call.input["filterPattern"]?.string == #"{ $.id = "run" }"#
        return isCustomer ? Self.events([line]) : nil
      default: return nil
      }
    }.0
    let customer = try await named.explain(anything: "run")
    #expect(customer.subject == .customer(id: "run"))
    let run = try await named.explain(anything: "run-1")
    #expect(run.incidents.map(\.id) == [Backend.run])
    let begins = try await named.explain(anything: "run-")
    #expect(begins.incidents.map(\.id) == [Backend.run])
  }

  @Test("Of a customer what failed comes first, and look-ups last, however many came since")
  func customerOrder() async throws {
    @Sendable func lines(_ number: Int, _ words: String) -> [String] {
      let id = "5d1f8a00-0000-4000-8000-0000000000\(number + 10)"
      return [#"{\#(words),"requestId":"\#(id)","id":"c"}"#]
    }
    let (service, _) = try service { call in
      guard call.operation == "FilterLogEvents" else { return nil }
      switch call.input["logGroupName"]?.string {
      case "/aws/lambda/insert_id":
        return Self.events(lines(1, #""level":"ERROR","message":"boom","errorType":"E""#))
      case "/aws/lambda/put_customer_id":
        return Self.events([""] + lines(2, #""level":"INFO","message":"created","status":201"#))
      case "/aws/lambda/get_customer_id":
        return Self.events(
          ["", ""]
            + (3...27).flatMap { lines($0, #""level":"INFO","message":"exists","status":200"#) }
        )
      default: return ["events": []]
      }
    }
    let found = try await service.explain(.customer(id: "c")).incidents
    #expect(found.count == WhyService.incidentLimit)
    #expect(
      found.prefix(2).map { $0.invocations.last?.function } == ["insert_id", "put_customer_id"]
    )
    #expect(found.dropFirst(2).allSatisfy { $0.invocations.last?.function == "get_customer_id" })
  }

  @Test(
    "Each request of an API's alarm has the invocation that answered it, with error and customer"
  )
  func answered() async throws {
    func entry(_ number: Int) -> String {
      """
      {"requestId":"api-\(number)","httpMethod":"PUT","resourcePath":"/customers/{id}",\
      "path":"/prod/customers/a","status":"502","integrationRequestId":"\(Self.request(number))"}
      """
    }
    func error(_ number: Int) -> String {
      """
      {"level":"ERROR","message":"no","errorType":"Down","requestId":"\(Self.request(number))",\
      "id":"c\(number)","apiRequestId":"api-\(number)"}
      """
    }
    let (entries, errors) = ((1...3).map(entry), (1...3).map(error))
    let (service, _) = try service { call in
      guard call.operation == "FilterLogEvents" else { return nil }
      switch call.input["logGroupName"]?.string {
      case "/aws/apigateway/customer-ids-api": return Self.events(entries)
      case "/aws/lambda/put_customer_id": return Self.events(errors)
      default: return ["events": []]
      }
    }
    let found = try await service.explain(.alarm(name: "5xx"))
    #expect(found.incidents.map(\.id) == ["api-3", "api-2", "api-1"])
    #expect(found.incidents.map(\.error) == ["Down", "Down", "Down"])
    #expect(found.incidents.map(\.customerID) == ["c3", "c2", "c1"])
    #expect(found.incidents.allSatisfy { $0.invocations.count == 1 })
  }

  @Test("Where more failed than is told, it is said how many")
  func limited() async throws {
    let entries = (10..<35).map { number in
      #"{"requestId":"api-\#(number)","httpMethod":"PUT","status":"502"}"#
    }
    let (service, _) = try service { call in
      guard call.operation == "FilterLogEvents" else { return nil }
      let isAPI = call.input["logGroupName"]?.string == "/aws/apigateway/customer-ids-api"
      return isAPI ? Self.events(entries) : ["events": []]
    }
    let found = try await service.explain(.alarm(name: "5xx"))
    #expect(found.incidents.count == 20)
    #expect(found.found?.counts?.requests == 25 && found.told == .newest)
    #expect(found.notes == [])
  }

  @Test("A request and the invocation that answered it are one incident, whichever came first")
  func merged() throws {
    func invocation(_ id: String) -> Incident {
      var invocation = Invocation(
        requestID: id,
        group: "g",
        stream: "s",
        endedAt: Backend.now
      )
      invocation.apiRequestID = id == "i2" ? "r2" : nil
      return Incident(invocations: [invocation])
    }
    func request(_ id: String, _ answer: String?) -> Incident {
      Incident(
        request: APIRequest(
          id: id,
          at: Backend.now,
          method: "GET",
          path: "/",
          status: 502,
          invocationID: answer
        )
      )
    }
    let all = [invocation("i1"), request("r1", "i1"), request("r2", nil), invocation("i2")]
    let merged = (all + [invocation("i3")]).merged(newestFirst: false)
    #expect(merged.map(\.id) == ["r1", "r2", "i3"])
    #expect(merged.map { $0.invocations.map(\.id) } == [["i1"], ["i2"], ["i3"]])
  }
}
