import Glibc
import JSONValue
import TestKit
import Testing

/// The program as Lambda starts it.
@BlockingTests
struct BootstrapProcessTests {
  /// Runs the program until the runtime is gone.
  private func run(_ handler: String?, _ runtime: FakeRuntime) throws -> CommandRun {
    var environment = [
      "AWS_LAMBDA_RUNTIME_API": runtime.address, "AWS_REGION": "eu-central-1",
      "AWS_ENDPOINT_URL": "http://\(runtime.address)", "AWS_ACCESS_KEY_ID": "AKIDFUNCTION",
      "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "the-token",
      "TABLE_NAME": "customer_ids",
    ]
    environment["_HANDLER"] = handler
    environment["LD_LIBRARY_PATH"] = getenv("LD_LIBRARY_PATH").map { String(cString: $0) }
    let program = try #require(builtProgram("bootstrap"), "bootstrap is not built")
    return try CommandRun(program, [], environment: environment)
  }

  @Test func `it calls AWS with the function's own credentials and answers`() throws {
    let runtime = try FakeRuntime([
      FakeRuntime.event(#"{"id":"x","executionArn":"arn:run"}"#),
      FakeRuntime.json(#"{"Item":{"id":{"S":"x"}}}"#), FakeRuntime.accepted,
    ])
    let run = try run("validate_exists", runtime)
    try #require(runtime.requests.count == 3, "\(run.errors)")
    let call = runtime.requests[1]
    #expect(call.headers["x-amz-target"] == "DynamoDB_20120810.GetItem")
    #expect(call.headers["x-amz-security-token"] == "the-token")
    #expect(call.headers["authorization"]?.contains("Credential=AKIDFUNCTION/") == true)
    #expect(call.headers["authorization"]?.contains("/eu-central-1/dynamodb/") == true)
    let answer = try JSON(parsing: runtime.requests[2].body)
    #expect(answer == ["id": "x", "exists": true])
    let lines = try run.output.split(separator: "\n").map { try JSON(parsing: $0) }
    #expect(lines.map { $0["message"] } == ["received", "exists"])
    #expect(lines.allSatisfy { $0["requestId"] == "req-1" && $0["executionArn"] == "arn:run" })
  }

  @Test func `it serves one invocation after the other, failed ones too`() throws {
    let runtime = try FakeRuntime([
      FakeRuntime.event(#"{"id":"a"}"#, id: "r1"), FakeRuntime.accepted,
      FakeRuntime.event(#"{"id":" a"}"#, id: "r2"), FakeRuntime.accepted,
      FakeRuntime.event(#"{"id":"c"}"#, id: "r3"), FakeRuntime.accepted,
    ])
    let run = try run("log_event", runtime)
    let ends = runtime.requests.filter { $0.method == "POST" }.map { request in
      request.path.split(separator: "/").suffix(2).joined(separator: "/")
    }
    #expect(ends == ["r1/response", "r2/error", "r3/response"])
    #expect(run.output.split(separator: "\n").count == 6)
  }

  @Test func `it ends with a failure and a reason when the runtime is gone`() throws {
    let runtime = try FakeRuntime([FakeRuntime.event(#"{"id":"a"}"#), FakeRuntime.accepted])
    let run = try run("log_event", runtime)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("bootstrap: the Runtime API: "))
  }

  @Test(arguments: ["no_such_function", "", nil])
  func `a handler that nobody knows fails the start`(handler: String?) throws {
    let runtime = try FakeRuntime([FakeRuntime.accepted])
    let run = try run(handler, runtime)
    #expect(run.status == 1)
    let report = try #require(runtime.requests.first)
    #expect(report.path == "/2018-06-01/runtime/init/error")
    #expect(report.headers["lambda-runtime-function-error-type"] == "Runtime.NoSuchHandler")
    #expect(report.body.contains("get_customer_id"))
    #expect(runtime.requests.count == 1)
  }

  @Test func `outside Lambda it says what it is for`() throws {
    let program = try #require(builtProgram("bootstrap"), "bootstrap is not built")
    var environment: [String: String] = [:]
    environment["LD_LIBRARY_PATH"] = getenv("LD_LIBRARY_PATH").map { String(cString: $0) }
    let run = try CommandRun(program, [], environment: environment)
    #expect(run.status == 1)
    #expect(run.errors.contains("this program is started by Lambda"))
  }
}
