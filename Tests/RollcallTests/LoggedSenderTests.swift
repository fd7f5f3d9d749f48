import AWSClient
import Testing

@testable import rollcall

@Suite("What the log says of a call")
struct LoggedSenderTests {
  @Test(
    "An operation is named without what it is called with",
    arguments: [
      ("GET", "http://127.0.0.1:1/prod/customers/secret%20id", nil, "GET /prod/customers/{id}"),
      ("POST", "https://x.example/prod/workflow/submit", nil, "POST /prod/workflow/submit"),
      (
        "POST", "http://127.0.0.1:1/", "Logs_20140328.FilterLogEvents",
        "Logs_20140328.FilterLogEvents"
      ),
    ] as [(String, String, String?, String)]
  )
  func operation(method: String, url: String, target: String?, expected: String) {
    var request = HTTPRequest(method: method, url: url, isRepeatable: true)
    request.headers["x-amz-target"] = target
    #expect(LoggedSender.operation(of: request) == expected)
  }
}
