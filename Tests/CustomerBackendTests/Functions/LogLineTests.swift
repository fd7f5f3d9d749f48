import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct LogLineTests {
  @Test func `a REST request's lines, key by key`() async {
    let run = await Run(
      .getCustomerID,
      Events.rest("GET", segment: "a%2Fb"),
      [.answers("dynamodb GetItem")]
    )
    #expect(
      run.text == [
        #"{"timestamp":"2026-01-02T03:04:05.007Z","level":"INFO","message":"received","#
          + #""function":"get_customer_id","requestId":"req-1","id":"a/b","apiRequestId":"api-1","#
          + #""method":"GET","path":"/customers/a%2Fb"}"#,
        #"{"timestamp":"2026-01-02T03:04:05.021Z","level":"INFO","message":"absent","#
          + #""function":"get_customer_id","requestId":"req-1","id":"a/b","apiRequestId":"api-1","#
          + #""method":"GET","path":"/customers/a%2Fb","status":200,"durationMs":14}"#,
      ]
    )
  }

  @Test func `a step's lines name the execution and the id`() async throws {
    let run = await Run(.validateExists, Events.step("a"), [.answers("dynamodb GetItem")])
    #expect(run.lines.count == 2)
    for line in run.lines {
      #expect(line["executionArn"] == .string(Events.execution))
      #expect(line["id"] == "a")
      #expect(line["apiRequestId"] == nil)
    }
    #expect(try #require(run.lines.last?["durationMs"]?.int) > 0)
  }

  @Test(arguments: BackendFunction.allCases, [JSON.null, [], "x", 7, ["requestContext": 7]])
  func `an event of no known form is logged and refused like any other`(
    function: BackendFunction,
    event: JSON
  ) async {
    let run = await Run(function, event)
    #expect(run.lines.first?["message"] == "received")
    #expect(run.lines.count == 2)
    #expect(run.status == 400 || run.fault?.type == "InvalidId")
  }
}
