import AWSWire
import CustomerBackend
import JSONValue
import Testing

@testable import LocalCloud

/// The backend on the local cloud, from the outside.
@Suite(.timeLimit(.minutes(10))) struct HostBackendTests {
  private let folder = ScratchFolder()
  private let recorder = Recorder()

  private func open() async throws -> LocalCloudHandle {
    try await LocalCloudHost.open(
      LocalCloudOptions(folder: folder.path, clock: SystemWallClock(), logger: quiet),
      plan: .backend(recorder)
    )
  }

  private func rest(
    _ handle: LocalCloudHandle,
    _ method: String,
    _ path: String,
    _ body: String = ""
  ) async throws -> RawClient.Answer {
    try #require(
      await RawClient(port: handle.port).send(
        method,
        "/prod" + path,
        headers: [("x-api-key", handle.apiKey), ("Content-Type", "application/json")],
        body: Array(body.utf8)
      )
    )
  }

  private func call(
    _ handle: LocalCloudHandle,
    _ service: AWSService,
    _ operation: String,
    _ input: JSON
  ) async throws -> JSON {
    let target = "\(try #require(service.targetPrefix)).\(operation)"
    let request = signed(
      headers: [("x-amz-target", target), ("content-type", service.jsonContentType)],
      body: input.bytes(),
      service: service.signingName,
      date: SystemWallClock().now,
      credentials: handle.credentials,
      host: "127.0.0.1:\(handle.port)"
    )
    let answer = try #require(
      await RawClient(port: handle.port).send(
        "POST",
        "/",
        headers: request.headers.map { ($0.name, $0.value) },
        body: request.body
      )
    )
    try #require(answer.status == 200, "\(answer.json)")
    return answer.json
  }

  private func outcome(_ handle: LocalCloudHandle, of arn: String) async throws -> JSON {
    while true {
      let run = try await call(
        handle,
        .states,
        "DescribeExecution",
        ["executionArn": .string(arn)]
      )
      if run["status"] != "RUNNING" { return run }
    }
  }

  @Test func `An id is put, found, put again and deleted, and is there after a restart`()
    async throws
  {
    let handle = try await open()
    let id = "a%2Fb%2Bc%F0%9F%98%80"
    let shown: JSON = "a/b+c😀"
    let created = try await rest(handle, "PUT", "/customers/\(id)", "{}")
    #expect(created.status == 201)
    #expect(created.json == ["id": shown, "message": "created"])
    #expect(try await rest(handle, "PUT", "/customers/\(id)").status == 409)
    await handle.close()
    let again = try await open()
    let found = try await rest(again, "GET", "/customers/\(id)")
    #expect(found.json == ["id": shown, "exists": true])
    #expect(try await rest(again, "DELETE", "/customers/\(id)").status == 200)
    #expect(try await rest(again, "DELETE", "/customers/\(id)").status == 404)
    #expect(try await rest(again, "GET", "/customers/%20").status == 400)
    await again.close()
  }

  @Test func `A submitted run inserts a new id and finds one that exists`() async throws {
    let handle = try await open()
    var results: [JSON?] = []
    for _ in 0..<2 {
      let submitted = try await rest(handle, "POST", "/workflow/submit", #"{"id":"x"}"#)
      #expect(submitted.status == 202)
      let arn = try #require(submitted.json["executionArn"]?.string)
      let run = try await outcome(handle, of: arn)
      #expect(run["status"] == "SUCCEEDED")
      results.append(run["output"]?.string.flatMap { try? JSON(parsing: $0) }?["result"])
    }
    #expect(results == ["Inserted", "AlreadyExists"])
    await handle.close()
  }

  @Test func `Putting an id starts a run of its own`() async throws {
    let handle = try await open()
    #expect(try await rest(handle, "PUT", "/customers/y").status == 201)
    await handle.close()
    let again = try await open()
    let machine = CloudIdentity(region: again.region).arn(
      "states",
      "stateMachine:customers-workflow"
    )
    var runs: [JSON] = []
    while runs.first?["status"] != "SUCCEEDED" {
      runs =
        try await call(
          again,
          .states,
          "ListExecutions",
          ["stateMachineArn": .string(machine)]
        )["executions"]?
        .array ?? []
    }
    #expect(runs.count == 1)
    #expect(runs.first?["status"] == "SUCCEEDED")
    await again.close()
  }

  @Test func `A function's lines are found in its log group`() async throws {
    let handle = try await open()
    _ = try await rest(handle, "GET", "/customers/z")
    var messages: [String] = []
    while messages.count < 6 {
      let events = try await call(
        handle,
        .logs,
        "FilterLogEvents",
        ["logGroupName": "/aws/lambda/get_customer_id"]
      )
      messages = (events["events"]?.array ?? []).compactMap { $0["message"]?.string }
    }
    #expect(messages.count == 6)
    #expect(messages.first?.hasPrefix("INIT_START") == true)
    #expect(messages.last?.hasPrefix("REPORT RequestId: ") == true)
    await handle.close()
  }
}

extension LocalCloud.Plan {
  /// The backend with everything but alarms.
  static func backend(_ recorder: Recorder) -> LocalCloud.Plan {
    LocalCloud.Plan(
      migrations: DynamoDBService.migrations + LogsService.migrations + SNSService.migrations
        + EventsService.migrations + StepFunctionsService.migrations,
      parts: { base in
        let (database, identity, timer) = (base.database, base.identity, base.timer)
        let logs = LogsService(database: database, identity: identity, timer: timer)
        let topics = SNSService(database: database, identity: identity, timer: timer)
        let runner = base.runner(logs: logs, metrics: recorder)
        let directory = base.directory
        return CloudParts(
          services: [
            DynamoDBService(database: database, identity: identity), logs, topics,
            EchoService(.cloudWatch), STSService(identity: identity),
            EventsService(
              database: database,
              identity: identity,
              timer: timer,
              targets: TargetDispatcher(directory: directory, logs: logs, clock: base.clock),
              metrics: recorder
            ),
            StepFunctionsService(
              database: database,
              identity: identity,
              timer: timer,
              functions: runner,
              logs: logs,
              metrics: recorder,
              identifiers: base.identifiers,
              call: { try await directory.call($0) }
            ),
          ],
          runner: runner,
          logs: logs,
          metrics: recorder,
          outbox: { try await topics.notifications(limit: 10) }
        )
      },
      code: { BackendCode(aws: $0, clock: $1) },
      builtInTemplate: { BackendTemplate.yaml }
    )
  }
}
