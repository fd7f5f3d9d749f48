import AWSWire
import Foundation
import JSONValue
import Packaging

@testable import LocalCloud

/// A local cloud with one function, `f`, whose code a test uploads.
final class FunctionStage: Sendable {
  let folder = ScratchFolder()
  let recorder = Recorder()
  let cloud: LocalCloudHandle

  init(_ template: String? = nil, timeoutSeconds: Int = 10, memoryMB: Int = 256) async throws {
    cloud = try await FunctionStage.open(
      folder,
      recorder,
      template ?? FunctionStage.template(timeoutSeconds: timeoutSeconds, memoryMB: memoryMB)
    )
  }

  /// Opens the cloud of a folder, with a template or the one it had.
  static func open(
    _ folder: ScratchFolder,
    _ recorder: Recorder,
    _ template: String? = nil
  ) async throws -> LocalCloudHandle {
    var options = LocalCloudOptions(folder: folder.path, clock: SystemWallClock(), logger: quiet)
    options.template = template
    var plan = LocalCloud.Plan.standard
    let parts = plan.parts
    plan.parts = { base in
      let made = try parts(base)
      return CloudParts(
        services: made.services,
        runner: base.runner(logs: recorder, metrics: recorder),
        logs: recorder,
        metrics: recorder,
        outbox: made.outbox
      )
    }
    return try await LocalCloudHost.open(options, plan: plan)
  }

  static func template(timeoutSeconds: Int, memoryMB: Int) -> String {
    """
    Resources:
      Things:
        Type: AWS::DynamoDB::Table
        Properties:
          TableName: things
          AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
          KeySchema: [{AttributeName: id, KeyType: HASH}]
          BillingMode: PAY_PER_REQUEST
      Role:
        Type: AWS::IAM::Role
        Properties:
          RoleName: f-role
          AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
          Policies:
            - PolicyName: f
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {Effect: Allow, Action: "dynamodb:Get*", Resource: !GetAtt Things.Arn}
      F:
        Type: AWS::Lambda::Function
        Properties:
          FunctionName: f
          Handler: get_customer_id
          Runtime: provided.al2023
          MemorySize: \(memoryMB)
          Timeout: \(timeoutSeconds)
          Role: !GetAtt Role.Arn
          Code: {S3Bucket: b, S3Key: k}
          Environment: {Variables: {TABLE_NAME: !Ref Things, AWS_REGION: nowhere}}
    """
  }

  /// A program that takes invocations and does with each what `body` says in the shell's words: `id`
  /// and `event` are the invocation's, `respond` answers it, `fail` fails it, `post` asks for more.
  static func shell(_ body: String, before: String = "") -> [UInt8] {
    Array(
      #"""
      #!/bin/bash
      api=/2018-06-01/runtime
      call() {
        exec 3<>"/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}"
        printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' \
          "$1" "$api$2" "${#3}" "$3" >&3
        cat <&3
        exec 3>&-
      }
      post() { call POST "$1" "$2" >/dev/null; }
      respond() { post "/invocation/$id/response" "$1"; }
      fail() { post "/invocation/$id/error" "$1"; }
      header() { grep -i "^$1:" <<<"$answer" | tr -d '\r' | cut -d' ' -f2-; }
      \#(before)
      while :; do
        answer=$(call GET /invocation/next)
        id=$(header lambda-runtime-aws-request-id)
        event=${answer##*$'\r\n\r\n'}
        \#(body)
      done
      """#.utf8
    )
  }

  static func zip(_ program: [UInt8], permissions: UInt32 = 0o755) -> [UInt8] {
    ZipWriter.zip([
      ZipWriter.File(path: "bootstrap", contents: program, permissions: permissions)
    ])
  }

  @discardableResult
  func upload(_ zip: [UInt8], to function: String = "f", _ more: JSONObject = [:]) async throws
    -> RawClient.Answer
  {
    let members: JSONObject = ["ZipFile": .string(Data(zip).base64EncodedString())]
    return try await put(.object(members.merging(more)), to: function)
  }

  func put(_ input: JSON, to function: String = "f") async throws -> RawClient.Answer {
    try await lambda("PUT", "/2015-03-31/functions/\(function)/code", input.bytes())
  }

  func invoke(_ event: JSON = [:], _ function: String = "f") async throws -> RawClient.Answer {
    try await lambda("POST", "/2015-03-31/functions/\(function)/invocations", event.bytes())
  }

  func lambda(_ method: String, _ target: String, _ body: [UInt8] = []) async throws
    -> RawClient.Answer
  {
    try await FunctionStage.send(cloud, method, target, signedFor: "lambda", body: body)
  }

  static func send(
    _ cloud: LocalCloudHandle,
    _ method: String,
    _ target: String,
    signedFor service: String,
    headers: [(String, String)] = [],
    body: [UInt8] = []
  ) async throws -> RawClient.Answer {
    let request = signed(
      method,
      target,
      headers: headers,
      body: body,
      service: service,
      date: SystemWallClock().now,
      credentials: cloud.credentials,
      host: "127.0.0.1:\(cloud.port)"
    )
    let answer = await RawClient(port: cloud.port).send(
      method,
      target,
      headers: request.headers.map { ($0.name, $0.value) },
      body: body
    )
    guard let answer else { throw CancellationError() }
    return answer
  }

  /// Puts a fault into force.
  func fault(_ fault: JSON) async throws {
    let answer = try await FunctionStage.send(
      cloud,
      "POST",
      "/_rollcall/faults",
      signedFor: "rollcall",
      body: fault.bytes()
    )
    guard answer.status < 300 else { throw CloudError("Fault", "\(answer.json)") }
  }

  /// The lines of the last invocation.
  var lines: [String] { recorder.entries.last?.lines ?? [] }
}

/// Whether a process is there and has not ended.
func isRunning(_ process: Int32) -> Bool {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
    return false
  }
  return !text.contains(") Z ")
}
