import AWSWire
import CustomerBackend
import Foundation
import JSONValue
import Testing

@testable import LocalCloud

/// The backend's seven functions in this process and as processes: callers and operators must not be
/// able to tell them apart.
@Suite(.enabled(if: bootstrapProgram != nil), .serialized, .timeLimit(.minutes(10)))
struct FunctionParityTests {
  /// The program for Lambda, where `.ci/bootstrap` has built it, and the one of the tests otherwise.
  private static let program: String? = {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(folder)/.build-bootstrap/release/bootstrap"
    return FileManager.default.isReadableFile(atPath: path) ? path : bootstrapProgram
  }()

  private static let events: [(function: String, event: JSON)] = [
    ("get_customer_id", rest("GET", "a%2Fb")), ("put_customer_id", rest("PUT", "a%2Fb")),
    ("put_customer_id", rest("PUT", "a%2Fb")), ("get_customer_id", rest("GET", "a%2Fb")),
    ("delete_customer_id", rest("DELETE", "a%2Fb")),
    ("delete_customer_id", rest("DELETE", "a%2Fb")),
    ("get_customer_id", rest("GET", "%20")), ("validate_exists", ["id": "x"]),
    ("validate_exists", ["id": " x"]), ("insert_id", ["id": "x", "executionArn": "arn:run"]),
    ("insert_id", ["id": "x"]), ("log_event", ["id": "x"]), ("log_event", ["id": 7]),
    ("submit_workflow", rest("POST", nil, #"{"id":"w","executionName":"once"}"#)),
    ("submit_workflow", rest("POST", nil, "nonsense")),
  ]

  private static func rest(_ method: String, _ id: String?, _ body: String? = nil) -> JSON {
    [
      "httpMethod": .string(method), "path": "/customers/x", "body": JSON(body),
      "headers": ["Content-Type": "application/json"],
      "multiValueHeaders": ["Content-Type": ["application/json"]],
      "pathParameters": id.map { ["id": .string($0)] } ?? .null,
      "requestContext": ["requestId": "api-request"],
    ]
  }

  /// What callers, the log and the metrics get of all events, without what differs between any two
  /// runs: ids, moments and durations.
  private struct Account: Hashable {
    var answers: [String] = []
    var lines: [[String]] = []
    var metrics: Set<String> = []
  }

  private func account(asProcesses: Bool) async throws -> Account {
    let stage = try await FunctionStage(BackendTemplate.yaml)
    if asProcesses {
      let program = try #require(FunctionParityTests.program)
      let bytes = try #require(FileManager.default.contents(atPath: program))
      let zip = FunctionStage.zip(Array(bytes))
      for function in Set(FunctionParityTests.events.map(\.function)) {
        #expect(try await stage.upload(zip, to: function).status == 200)
      }
    }
    var account = Account()
    for (function, event) in FunctionParityTests.events {
      let answer = try await stage.invoke(event, function)
      let error = answer.headers["x-amz-function-error"] ?? ""
      account.answers.append("\(function) \(error) \(plain(answer.json.text()))")
      account.lines.append(stage.lines.map { plain($0) })
    }
    account.metrics = Set(
      stage.recorder.samples.filter { $0.metric.namespace == "AWS/Lambda" }.map {
        "\($0.metric.name) \($0.unit) \($0.metric.dimensions) "
          + "\($0.metric.name == "Errors" ? $0.value : 0)"
      }
    )
    await stage.cloud.close()
    return account
  }

  private func plain(_ text: String) -> String {
    text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "ID")
      .replacing(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, with: "MOMENT")
      .replacing(/"durationMs":\d+/, with: "DURATION")
      .replacing(/[0-9.]+ (ms|MB)/, with: "N")
  }

  @Test func `The seven functions answer, log and count the same as processes`() async throws {
    let inside = try await account(asProcesses: false)
    let outside = try await account(asProcesses: true)
    #expect(inside.answers == outside.answers)
    for (index, event) in FunctionParityTests.events.enumerated() {
      #expect(inside.lines[index] == outside.lines[index], "\(event)")
    }
    #expect(inside.metrics == outside.metrics)
    #expect(Set(FunctionParityTests.events.map(\.function)).count == 7)
  }
}

/// The functions outlive nobody.
@Suite(.enabled(if: rollcallProgram != nil), .timeLimit(.minutes(5)))
struct FunctionKillTests {
  private let home = ScratchFolder()

  @Test func `All processes end with an owner that is killed, and the code runs again after it`()
    async throws
  {
    let program = try #require(rollcallProgram)
    let cloud = try await CloudProcess(program, folder: home.path + "/data", home: home.path)
    let busy = FunctionStage.zip(
      FunctionStage.shell(
        #"sleep 600 & echo $$ $! > "$LAMBDA_TASK_ROOT/pids"; while :; do :; done"#
      )
    )
    #expect(await cloud.upload(busy, to: "log_event") == 200)
    #expect(
      await cloud.upload(FunctionStage.zip(FunctionStage.shell("respond 1")), to: "insert_id")
        == 200
    )
    async let pending = cloud.invoke("log_event")
    let folder = home.path + "/data/functions"
    var pids: [Int32] = []
    _ = try await eventually {
      let roots = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for root in roots {
        let text = try? String(contentsOfFile: "\(folder)/\(root)/pids", encoding: .utf8)
        pids = (text ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        if pids.count == 2 { return true }
      }
      _ = await onThread { usleep(10_000) }
      return false
    }
    try #require(pids.count == 2)
    #expect(pids.allSatisfy { isRunning($0) })
    await cloud.end(SIGKILL)
    _ = await pending
    #expect(
      try await eventually {
        _ = await onThread { usleep(10_000) }
        return !pids.contains { isRunning($0) }
      }
    )
    let again = try await CloudProcess(program, folder: home.path + "/data", home: home.path)
    #expect(await again.invoke("insert_id") == 1)
    await again.end(SIGTERM)
  }
}

extension CloudProcess {
  /// Uploads code and gives the answer's status.
  func upload(_ zip: [UInt8], to function: String) async -> Int? {
    let body: JSON = ["ZipFile": .string(Data(zip).base64EncodedString())]
    return await send(
      "PUT",
      "/2015-03-31/functions/\(function)/code",
      signedFor: "lambda",
      body: body.bytes()
    )?.status
  }

  /// Invokes a function and gives its answer.
  func invoke(_ function: String) async -> JSON? {
    await send(
      "POST",
      "/2015-03-31/functions/\(function)/invocations",
      signedFor: "lambda",
      body: Array("{}".utf8)
    )?.json
  }
}
