import AWSWire
import Testing

@testable import AWSClient

struct ErrorReaderTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: String
    let kind: AWSError.Kind
    let code: String
    let message: String
    var testDescription: String { "\(status) \(body)" }
  }

  static let cases = [
    Case(
      status: 400,
      headers: [],
      body: #"{"__type":"X","message":"m"}"#,
      kind: .service,
      code: "X",
      message: "m"
    ),
    Case(
      status: 400,
      headers: [],
      body: #"{"__type":"com.amazonaws.dynamodb.v20120810#X","Message":"m"}"#,
      kind: .service,
      code: "X",
      message: "m"
    ),
    Case(
      status: 404,
      headers: ["x-amzn-ErrorType": "X:http://internal.amazon.com/"],
      body: #"{"message":"m"}"#,
      kind: .service,
      code: "X",
      message: "m"
    ),
    Case(
      status: 400,
      headers: ["x-amzn-query-error": "ResourceNotFound;Sender"],
      body: #"{"__type":"ResourceNotFoundException","message":"m"}"#,
      kind: .service,
      code: "ResourceNotFound",
      message: "m"
    ),
    Case(
      status: 500,
      headers: ["content-type": "text/html"],
      body: "<html>oops</html>",
      kind: .unreadable,
      code: "HTTP500",
      message: "status 500 with a web page"
    ),
    Case(
      status: 503,
      headers: ["content-type": "text/html"],
      body: "<html><body><b>Http/1.1 Service Unavailable</b></body></html>",
      kind: .unreadable,
      code: "HTTP503",
      message: "status 503 with a web page"
    ),
    Case(
      status: 502,
      headers: [],
      body: "",
      kind: .unreadable,
      code: "HTTP502",
      message: "status 502 without a body"
    ),
    Case(
      status: 400,
      headers: [],
      body: #"{"__type":"ThrottlingException"}"#,
      kind: .throttled,
      code: "ThrottlingException",
      message: "no reason given"
    ),
    Case(
      status: 429,
      headers: [],
      body: "slow",
      kind: .throttled,
      code: "HTTP429",
      message: "status 429 with a body that is not of the service's form"
    ),
    Case(
      status: 400,
      headers: [],
      body: #"{"__type":"AccessDeniedException","Message":"no"}"#,
      kind: .denied,
      code: "AccessDeniedException",
      message: "no"
    ),
    Case(
      status: 403,
      headers: [],
      body: "\r\n <!DOCTYPE html><html>",
      kind: .unreadable,
      code: "HTTP403",
      message: "a web page came back, not an answer of the service"
    ),
    Case(
      status: 403,
      headers: [],
      body: "no",
      kind: .denied,
      code: "HTTP403",
      message: "status 403 with a body that is not of the service's form"
    ),
    Case(
      status: 403,
      headers: [],
      body: "<ErrorResponse><Error><Code>X</Code><Message>m</Message></Error></ErrorResponse>",
      kind: .denied,
      code: "X",
      message: "m"
    ),
    Case(
      status: 500,
      headers: [],
      body: "<?xml version=\"1.0\"?><Oops/>",
      kind: .unreadable,
      code: "HTTP500",
      message: "status 500 with a body that is not of the service's form"
    ),
    Case(
      status: 400,
      headers: [],
      body: #"["a list"]"#,
      kind: .unreadable,
      code: "HTTP400",
      message: "status 400 with a body that is not of the service's form"
    ),
  ]

  @Test(arguments: cases) func `an error is read whatever its form`(expected: Case) {
    let error = ErrorReader.error(
      in: .json(expected.status, expected.body, expected.headers),
      operation: "logs X"
    )
    #expect(error.kind == expected.kind)
    #expect(error.code == expected.code)
    #expect(error.message == expected.message)
    #expect(error.status == expected.status)
  }

  @Test(arguments: [
    ("<html>", true), ("\n\t <!DOCTYPE HTML PUBLIC>", true), ("\u{FEFF}<!-- x --><head>", true),
    ("<script>x</script>", true), ("<BODY>", true), ("<", false), ("", false), ("{}", false),
    ("<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"x\"/>", true),
    ("<?xml version=\"1.0\"?><ListBucketResult/>", false), ("<ErrorResponse xmlns=\"x\">", false),
    ("<Error>", false),
  ])
  func `pages for browsers are told from XML of services`(body: String, isPage: Bool) {
    #expect(WebPage.isOne(Array(body.utf8)) == isPage)
  }

  @Test func `a web page under a success is told as one`() {
    let page = HTTPResponse.json(200, " <html>log in</html>")
    let error = ErrorReader.unreadable(page, why: "not JSON", operation: "logs X")
    #expect(error.message == "a web page came back, not an answer of the service")
    #expect(error.isWebPage && error.rawBody == " <html>log in</html>")
    let other = ErrorReader.unreadable(.json(200, "x"), why: "not JSON", operation: "logs X")
    #expect(other.message == "not JSON" && !other.isWebPage)
  }

  @Test func `Live Tail's cap on sessions is no throttling`() {
    let response = HTTPResponse.json(400, #"{"__type":"LimitExceededException","message":"m"}"#)
    #expect(ErrorReader.error(in: response, operation: "logs StartLiveTail").kind == .service)
    #expect(ErrorReader.error(in: response, operation: "logs FilterLogEvents").kind == .throttled)
  }

  @Test func `what is kept of an unreadable body is bounded`() {
    let response = HTTPResponse.json(500, String(repeating: "x", count: 100_000))
    #expect(ErrorReader.error(in: response, operation: "").rawBody?.utf8.count == 2048)
  }

  @Test(
    arguments: [
      ("x-amz-retry-after", "1500", .milliseconds(1500)), ("Retry-After", "2", .seconds(2)),
      ("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT", nil), ("Retry-After", "-1", nil),
      ("Other", "1", nil),
    ] as [(String, String, Duration?)]
  )
  func `the wait that a service asks for is read`(name: String, value: String, wait: Duration?) {
    #expect(ErrorReader.advisedDelay([HTTPHeaders.Field(name: name, value: value)]) == wait)
  }

  @Test(
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", Int64(784_111_777_000)),
      ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 9223372036854775807 08:49:37 GMT", nil),
      ("Sun, 06 Nov 1994 -9223372036854775807:49:37 GMT", nil),
      ("06 Nov 1994 08:49:37", nil), ("", nil),
    ] as [(String, Int64?)]
  )
  func `HTTP's date is read`(text: String, milliseconds: Int64?) {
    #expect(Instant(httpDate: text)?.milliseconds == milliseconds)
  }
}
