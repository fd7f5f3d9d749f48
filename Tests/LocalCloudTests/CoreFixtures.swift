import AWSWire
import Foundation
import GRDB
import Glibc
import JSONValue
import Logging
import NIOHTTP1
import Synchronization

@testable import LocalCloud

/// A folder of its own for one test, removed at the end.
final class ScratchFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "rollcall-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Ports for tests that come back to theirs: no other test of this process is given one, nor does the
/// system give one to a connection, and none is in use.
enum OwnPort {
  private static let last = Mutex(Int.random(in: 10_000..<15_000))

  static func next() -> Int {
    last.withLock { last in
      repeat { last += 1 } while !isFree(last)
      return last
    }
  }

  private static func isFree(_ port: Int) -> Bool {
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    let descriptor = socket(AF_INET, Int32(kind), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Collects what is emitted.
final class Recorder: MetricSink, LogSink {
  struct Entry: Hashable {
    let group: String
    let stream: String
    let lines: [String]
  }

  private let state = Mutex((samples: [MetricSample](), entries: [Entry]()))

  var samples: [MetricSample] { state.withLock { $0.samples } }
  var entries: [Entry] { state.withLock { $0.entries } }

  func record(_ samples: [MetricSample]) {
    state.withLock { $0.samples += samples }
  }

  func append(_ lines: [LogLine], group: String, stream: String) {
    state.withLock {
      $0.entries.append(Entry(group: group, stream: stream, lines: lines.map(\.message)))
    }
  }

  func sum(_ name: String) -> Double {
    samples.filter { $0.metric.name == name }.reduce(0) { $0 + $1.value * Double($1.count) }
  }
}

/// A service that answers with what it was asked, and keeps a list of it.
final class EchoService: CloudService {
  let service: AWSService
  private let calls = Mutex<[String]>([])

  init(_ service: AWSService) { self.service = service }

  var operations: [String] { calls.withLock { $0 } }

  func perform(_ operation: String, _ input: JSON, _ context: CallContext) async throws -> JSON {
    calls.withLock { $0.append(operation) }
    if operation == "Refuse" { throw CloudError("ResourceNotFoundException", "nothing there") }
    return ["operation": .string(operation), "input": input]
  }
}

/// Code that does what its event says.
struct ScriptedCode: FunctionCode {
  func has(_ handler: String) -> Bool { true }

  func run(_ event: JSON, _ context: FunctionContext) async throws -> JSON {
    context.log("received")
    try await context.afterReceived?()
    switch event["do"]?.string ?? event["pathParameters"]?["id"]?.string {
    case "throw": throw FunctionFailure(type: "Broken", message: "it broke")
    case "malformed": return ["surprise": 1]
    default: break
    }
    context.log("answered")
    return ["statusCode": 200, "headers": [:], "body": .string(event.text())]
  }
}

/// A template with one table, one function and one API.
let sampleTemplate = """
  Parameters:
    ScheduleEnabled: {Type: String, Default: "false", AllowedValues: ["true", "false"]}
    ApiRateLimit: {Type: Number, Default: 2}
  Resources:
    Table:
      Type: AWS::DynamoDB::Table
      DeletionPolicy: Retain
      Properties:
        TableName: things
        AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
        KeySchema: [{AttributeName: id, KeyType: HASH}]
        BillingMode: PAY_PER_REQUEST
    Reader:
      Type: AWS::Lambda::Function
      Properties:
        FunctionName: reader
        Handler: reader
        Runtime: provided.al2023
        MemorySize: 256
        Timeout: 3
        Role: arn:aws:iam::000000000000:role/reader
        Code: {S3Bucket: b, S3Key: k}
        Environment: {Variables: {TABLE: !Ref Table}}
    Api:
      Type: AWS::ApiGateway::RestApi
      Properties: {Name: things-api, Tags: [{Key: team, Value: things}]}
    NotFound:
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        RestApiId: !Ref Api
        ResponseType: MISSING_AUTHENTICATION_TOKEN
        StatusCode: "404"
        ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}
        ResponseTemplates: {application/json: '{"message":"Not Found"}'}
    Refused:
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        RestApiId: !Ref Api
        ResponseType: DEFAULT_4XX
        ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}
    Failed:
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        RestApiId: !Ref Api
        ResponseType: DEFAULT_5XX
        ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}
    Things:
      Type: AWS::ApiGateway::Resource
      Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: things}
    Thing:
      Type: AWS::ApiGateway::Resource
      Properties: {RestApiId: !Ref Api, ParentId: !Ref Things, PathPart: "{id}"}
    GetThing:
      Type: AWS::ApiGateway::Method
      Properties:
        RestApiId: !Ref Api
        ResourceId: !Ref Thing
        HttpMethod: GET
        AuthorizationType: NONE
        ApiKeyRequired: true
        Integration:
          Type: AWS_PROXY
          IntegrationHttpMethod: POST
          Uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Reader.Arn}/invocations
    ThingOptions:
      Type: AWS::ApiGateway::Method
      Properties:
        RestApiId: !Ref Api
        ResourceId: !Ref Thing
        HttpMethod: OPTIONS
        AuthorizationType: NONE
        Integration:
          Type: MOCK
          RequestTemplates: {application/json: '{"statusCode": 200}'}
          IntegrationResponses:
            - StatusCode: "200"
              ResponseParameters:
                method.response.header.Access-Control-Allow-Origin: "'*'"
    Deployment:
      Type: AWS::ApiGateway::Deployment
      DependsOn: [GetThing]
      Properties: {RestApiId: !Ref Api}
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties:
        RestApiId: !Ref Api
        DeploymentId: !Ref Deployment
        StageName: prod
        AccessLogSetting:
          DestinationArn: !Sub arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/apigateway/things-api
          Format: '{"requestId":"$context.requestId","status":"$context.status","path":"$context.path"}'
    Key:
      Type: AWS::ApiGateway::ApiKey
      Properties: {Name: things, Enabled: true}
    Plan:
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        UsagePlanName: things
        ApiStages: [{ApiId: !Ref Api, Stage: !Ref Stage}]
        Throttle: {RateLimit: !Ref ApiRateLimit, BurstLimit: 3}
    PlanKey:
      Type: AWS::ApiGateway::UsagePlanKey
      Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
  Outputs:
    ApiUrl:
      Value: !Sub "https://${Api}/${Stage}"
  """

/// Signs a request the way a client does.
func signed(
  _ method: String = "POST",
  _ target: String = "/",
  headers: [(String, String)] = [],
  body: [UInt8] = [],
  service: String,
  region: String = "eu-central-1",
  date: Instant,
  credentials: AWSCredentials,
  host: String = "127.0.0.1:4566"
) -> WebRequest {
  let stamp = date.basicISO8601
  let all: [(name: String, value: String)] =
    [("host", host), ("x-amz-date", stamp)] + headers.map { ($0.0, $0.1) }
  let signature = SignatureV4(region: region, service: service).sign(
    method: method,
    target: target,
    headers: all,
    payloadHash: Digest.sha256Hex(body),
    date: stamp,
    credentials: credentials
  )
  return WebRequest(
    method: method,
    target: target,
    headers: HTTPHeaders(
      all.map { ($0.name, $0.value) } + [("authorization", signature.authorization)]
    ),
    body: body
  )
}

extension LocalCloud.Plan {
  /// A cloud whose services only echo, for tests of what is around them.
  static func echoing(_ recorder: Recorder = Recorder()) -> LocalCloud.Plan {
    LocalCloud.Plan(
      migrations: [],
      parts: { foundations in
        CloudParts(
          services: [AWSService.dynamoDB, .states, .sts, .sns, .cloudWatch].map(EchoService.init),
          runner: foundations.runner(logs: recorder, metrics: recorder),
          logs: recorder,
          metrics: recorder,
          outbox: { [["subject": "hello"]] }
        )
      },
      code: { _, _ in ScriptedCode() },
      builtInTemplate: { sampleTemplate }
    )
  }
}
