import AWSWire
import JSONValue
import NIOHTTP1
import Testing

@testable import LocalCloud

struct GatewayTests {
  private let timer = ManualCloudTimer(Instant(milliseconds: 1_770_000_000_000))
  private let recorder = Recorder()
  private let faults: FaultBook
  private let database: StagedDatabase
  private let gateway: RestGateway
  private let stage: RestStage
  private let folder = ScratchFolder()

  init() throws {
    let base = try SQLiteCloudDatabase(
      path: folder.path + "/cloud.sqlite",
      migrations: FaultBook.migrations,
      logger: quiet
    )
    database = StagedDatabase(base)
    let identity = CloudIdentity(region: "eu-central-1")
    let identifiers = RandomIdentifiers()
    faults = FaultBook(database: database, identifiers: identifiers)
    let runner = FunctionRunner(
      FunctionRunner.Surroundings(
        code: ScriptedCode(),
        logs: recorder,
        metrics: recorder,
        timer: timer,
        identity: identity,
        identifiers: identifiers,
        stopwatch: Stopwatch { 0 }
      ),
      faults: faults
    )
    let stack = try ResolvedStack(
      StackTemplate(yaml: sampleTemplate),
      given: [:],
      identity: identity,
      stackName: "rollcall"
    )
    runner.register(
      stack.resources.filter { $0.type == "AWS::Lambda::Function" }.map {
        FunctionSpec(name: $0.reference, arn: $0.arn ?? "", properties: $0.properties)
      }
    )
    gateway = RestGateway(
      invoker: runner,
      database: database,
      metrics: recorder,
      logs: recorder,
      timer: timer,
      stopwatch: Stopwatch { 0 },
      identity: identity,
      identifiers: identifiers
    )
    let built = try RestAPIBuilder(stack.resources, apiKey: "the-key").build()
    gateway.serve(built.stages, built.plans)
    stage = try #require(built.stages.first)
  }

  private func send(
    _ method: String,
    _ target: String,
    key: String? = "the-key",
    body: [UInt8] = []
  ) async -> WebResponse {
    var headers: HTTPHeaders = ["Host": "127.0.0.1:4566", "User-Agent": "test"]
    if let key { headers.add(name: "x-api-key", value: key) }
    return await gateway.answer(
      WebRequest(method: method, target: target, headers: headers, body: body),
      stage
    )
  }

  private func text(_ response: WebResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  @Test(arguments: [
    ("GET", "/prod/nothing", "the-key", 404, #"{"message":"Not Found"}"#),
    ("DELETE", "/prod/things/x", "the-key", 404, #"{"message":"Not Found"}"#),
    ("GET", "/prod/things", "the-key", 404, #"{"message":"Not Found"}"#),
    ("GET", "/prod/things/a/b", "the-key", 404, #"{"message":"Not Found"}"#),
    ("GET", "/prod/things/x", "wrong", 403, #"{"message":"Forbidden"}"#),
    ("GET", "/prod/things/throw", "the-key", 502, #"{"message":"Internal server error"}"#),
    ("GET", "/prod/things/malformed", "the-key", 502, #"{"message":"Internal server error"}"#),
    ("OPTIONS", "/prod/things/x", "wrong", 200, ""),
  ])
  func `Each request has the answer that the contract says`(
    method: String,
    target: String,
    key: String,
    status: Int,
    body: String
  ) async {
    let response = await send(method, target, key: key)
    #expect(response.status == status)
    #expect(text(response) == body)
    #expect(response.header("Access-Control-Allow-Origin") == "*")
    #expect(response.header("x-amzn-RequestId")?.count == 36)
    #expect(response.header("x-amz-apigw-id") != nil)
  }

  @Test func `A missing key is refused`() async {
    #expect(await send("GET", "/prod/things/x", key: nil).status == 403)
  }

  @Test func `A body over ten megabytes is refused`() async {
    let response = await send(
      "GET",
      "/prod/things/x",
      body: [UInt8](repeating: 0x20, count: 11 << 20)
    )
    #expect(response.status == 413)
  }

  @Test func `The usage plan lets a burst through and then its rate`() async {
    var statuses: [Int] = []
    for _ in 0..<4 { statuses.append(await send("GET", "/prod/things/x").status) }
    #expect(statuses == [200, 200, 200, 429])
    await timer.advance(milliseconds: 500)
    #expect(await send("GET", "/prod/things/x").status == 200)
    let refused = await send("GET", "/prod/things/x")
    #expect(text(refused) == #"{"message":"Too Many Requests"}"#)
  }

  @Test func `A function that fails while nothing can be written is not to blame`() async throws {
    database.isFull = true
    let answer = await send("GET", "/prod/things/throw")
    #expect(answer.status == 503)
    #expect(text(answer) == #"{"message":"The disk is full."}"#)
    #expect(await send("GET", "/prod/things/x").status == 200, "what needs no room works")
    database.isFull = false
    #expect(await send("GET", "/prod/things/throw").status == 502)
  }

  @Test func `Faults come out as the gateway's answers`() async throws {
    try await faults.add(Fault(function: "reader", kind: .error))
    #expect(await send("GET", "/prod/things/x").status == 502)
    try await faults.clear(nil)
    try await faults.add(Fault(function: "reader", kind: .throttle))
    #expect(await send("GET", "/prod/things/x").status == 502)
    #expect(recorder.sum("5XXError") == 2)
    #expect(recorder.sum("Errors") == 1)
    #expect(recorder.sum("Throttles") == 1)
  }

  @Test func `A function that does not answer in time is a gateway timeout`() async throws {
    try await faults.add(Fault(function: "reader", kind: .timeout))
    async let pending = send("GET", "/prod/things/x")
    while recorder.entries.isEmpty {
      await timer.advance(milliseconds: 1000)
      await Task.yield()
    }
    let response = await pending
    #expect(response.status == 504)
    #expect(text(response) == #"{"message":"Endpoint request timed out"}"#)
    #expect(response.header("Access-Control-Allow-Origin") == "*")
    #expect(recorder.sum("5XXError") == 1)
  }

  @Test func `The function gets the whole event, its path parameter still encoded`() async throws {
    let response = await send("GET", "/prod/things/a%2Fb%20c/?x=1&x=%2B+2&y=")
    let event = try JSON(parsing: response.body)
    #expect(event["resource"] == "/things/{id}")
    #expect(event["path"] == "/things/a%2Fb%20c/")
    #expect(event["pathParameters"] == ["id": "a%2Fb%20c"])
    #expect(event["queryStringParameters"] == ["x": "+ 2", "y": ""])
    #expect(event["multiValueQueryStringParameters"] == ["x": ["1", "+ 2"], "y": [""]])
    #expect(event["headers"]?["User-Agent"] == "test")
    #expect(event["multiValueHeaders"]?["User-Agent"] == ["test"])
    #expect(event["body"] == JSON.null)
    #expect(event["stageVariables"] == JSON.null)
    let context = event["requestContext"]
    #expect(context?["stage"] == "prod")
    #expect(context?["path"] == "/prod/things/a%2Fb%20c/")
    #expect(context?["identity"]?["sourceIp"] == "127.0.0.1")
    #expect(context?["identity"]?["apiKey"] == "the-key")
    #expect(context?["requestTime"] == "02/Feb/2026:02:40:00 +0000")
    #expect(context?["requestId"]?.string == response.header("x-amzn-RequestId"))
  }

  @Test func `Each request leaves a line in the access log`() async throws {
    let response = await send("GET", "/prod/things/x")
    let entry = try #require(recorder.entries.first { $0.group == "/aws/apigateway/things-api" })
    let line = try JSON(parsing: entry.lines[0])
    #expect(line["status"] == "200")
    #expect(line["path"] == "/prod/things/x")
    #expect(line["requestId"]?.string == response.header("x-amzn-RequestId"))
  }
}
