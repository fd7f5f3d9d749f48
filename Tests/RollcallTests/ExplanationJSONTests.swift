import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import rollcall

@Suite("An explanation as JSON")
struct ExplanationJSONTests {
  private static let zero = Instant(milliseconds: 0)

  private func invocation(_ id: String, _ seconds: Int64) -> Invocation {
    Invocation(
      requestID: id,
      group: "/aws/lambda/f",
      stream: "s",
      endedAt: Self.zero + 1000 * seconds,
      outcome: .failed
    )
  }

  @Test("Invocations have their run's customer and stand in the order of the text")
  func invocations() {
    func run(_ id: String) -> Execution {
      Execution(arn: id, name: id, status: .failed, startedAt: Self.zero, customerID: "of \(id)")
    }
    let json = Explanation(
      subject: .customer(id: "c"),
      incidents: [
        Incident(execution: run("a"), invocations: [invocation("a1", 1), invocation("a2", 2)]),
        Incident(execution: run("b"), invocations: [invocation("b1", 9)]),
      ]
    ).json
    let told = json["invocations"]?.array ?? []
    #expect(told.map { $0["requestId"]?.string } == ["a2", "a1", "b1"])
    #expect(told.map { $0["id"]?.string } == ["of a", "of a", "of b"])
  }

  @Test("A request has the error that the text tells of it")
  func requests() {
    func request(_ status: Int) -> APIRequest {
      APIRequest(id: "r\(status)", at: Self.zero, method: "GET", path: "/", status: status)
    }
    var crashed = invocation("i", 1)
    (crashed.error, crashed.message) = ("Down", "no")
    let json = Explanation(
      subject: .alarm(name: "5xx"),
      incidents: [
        Incident(invocations: [crashed], request: request(502)),
        Incident(request: request(504)), Incident(request: request(404)),
      ]
    ).json
    let errors = (json["requests"]?.array ?? []).map { $0["error"]?.string }
    #expect(errors == ["Down: no", "status 504: no function answered it in time", nil])
  }

  @Test("The alarms of a composite one are told with how they stand and how deep they are")
  func alarms() {
    func alarm(_ name: String, _ state: Alarm.State) -> Alarm {
      Alarm(name: name, arn: name, state: state, since: Self.zero, reason: "")
    }
    let json = Explanation(
      subject: .alarm(name: "top"),
      alarm: alarm("top", .alarm),
      children: [alarm("middle", .alarm), alarm("part", .ok)],
      depths: ["part": 1]
    ).json
    let told = json["alarms"]?.array ?? []
    #expect(told.map { $0["name"]?.string } == ["middle", "part"])
    #expect(told.map { $0["state"]?.string } == ["ALARM", "OK"])
    #expect(told.map { $0["depth"]?.int } == [0, 1])
  }
}
