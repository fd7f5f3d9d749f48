import AWSClient
import Dashboard
import DashboardRuntime
import Testing

@Suite("The tally of calls")
struct CallTallyTests {
  @Test("Calls of the last minute are counted by service, and priced where there is a price")
  func rates() {
    var tally = CallTally()
    #expect(tally.rates(second: 0).isEmpty)
    for _ in 0..<4 {
      tally.count(target: "GraniteServiceVersion20100801.DescribeAlarms", second: 1)
    }
    tally.count(target: "Logs_20140328.FilterLogEvents", second: 2)
    tally.count(target: nil, second: 2)
    #expect(
      tally.rates(second: 60) == [
        CallRate(service: "Logs", perMinute: 1),
        CallRate(service: "CloudWatch", perMinute: 4, microdollarsPerHour: 2400),
        CallRate(service: "API and others", perMinute: 1),
      ]
    )
    #expect(tally.rates(second: 61).map(\.service) == ["Logs", "API and others"])
    #expect(tally.rates(second: 62).isEmpty)
  }

  @Test("A call that asks for many metrics is one call, at the price of each metric")
  func metrics() {
    var tally = CallTally()
    tally.count(target: "GraniteServiceVersion20100801.GetMetricData", metrics: 50, second: 1)
    #expect(
      tally.rates(second: 2) == [
        CallRate(service: "CloudWatch", perMinute: 1, microdollarsPerHour: 30_000)
      ]
    )
  }

  @Test("Sessions of Live Tail are priced by the hour for as long as they are held")
  func sessions() async throws {
    struct Sender: HTTPSender {
      func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        HTTPResponse(status: request.body.isEmpty ? 200 : 400)
      }
    }
    let meter = CallMeter()
    let sender = meter.metering(Sender())
    let headers: HTTPHeaders = ["x-amz-target": "Logs_20140328.StartLiveTail"]
    var request = HTTPRequest(
      method: "POST",
      url: "http://h/",
      headers: headers,
      isRepeatable: true
    )
    var stream: (any HTTPStream)? = try await sender.open(request)
    let open = CallRate(openSessions: 1, of: "Live Tail", microdollarsPerHour: 600_000)
    #expect(meter.rates == [open, CallRate(service: "Logs", perMinute: 1)])
    request.body = [1]
    _ = try await sender.open(request)
    #expect(meter.rates == [open, CallRate(service: "Logs", perMinute: 2)], "it was refused")
    #expect(try await stream?.next() == [])
    stream = nil
    #expect(meter.rates == [CallRate(service: "Logs", perMinute: 2)])
  }

  @Test("What is old is forgotten when calls come again")
  func forgetting() {
    var tally = CallTally()
    for second in 0..<1000 {
      tally.count(target: "AWSStepFunctions.ListExecutions", second: second)
    }
    #expect(tally.rates(second: 999) == [CallRate(service: "Step Functions", perMinute: 60)])
  }
}
