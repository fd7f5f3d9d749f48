import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

struct HostTests {
  private let folder = ScratchFolder()

  private func open(
    port: Int? = nil,
    _ change: (inout LocalCloudOptions) -> Void = { _ in }
  ) async throws -> LocalCloudHandle {
    var options = LocalCloudOptions(
      folder: folder.path,
      clock: SystemWallClock(),
      logger: quiet
    )
    options.port = port
    change(&options)
    return try await LocalCloudHost.open(options, plan: .echoing())
  }

  /// Waits until the cloud is run by `handle`, asking for it over and over.
  private func owns(_ handle: LocalCloudHandle) async throws -> Bool {
    try await eventually {
      guard !handle.isOwner else { return true }
      _ = await RawClient(port: handle.port).send("GET", "/_rollcall/health")
      return false
    }
  }

  private func exchange(
    _ handle: LocalCloudHandle,
    _ method: String,
    _ path: String,
    headers: [(String, String)] = [],
    body: [UInt8] = []
  ) async throws -> RawClient.Answer {
    try #require(
      await RawClient(port: handle.port).send(method, path, headers: headers, body: body)
    )
  }

  private func call(
    _ handle: LocalCloudHandle,
    _ target: String,
    _ body: String = "{}",
    service: String
  ) async throws -> RawClient.Answer {
    let request = signed(
      headers: [("x-amz-target", target), ("content-type", "application/x-amz-json-1.0")],
      body: Array(body.utf8),
      service: service,
      date: SystemWallClock().now,
      credentials: handle.credentials,
      host: "127.0.0.1:\(handle.port)"
    )
    return try await exchange(
      handle,
      "POST",
      "/",
      headers: request.headers.map { ($0.name, $0.value) },
      body: request.body
    )
  }

  @Test func `A signed call reaches its service and an unsigned one does not`() async throws {
    let handle = try await open()
    let answer = try await call(
      handle,
      "DynamoDB_20120810.GetItem",
      #"{"TableName":"things"}"#,
      service: "dynamodb"
    )
    #expect(answer.status == 200)
    #expect(answer.json["operation"] == "GetItem")
    #expect(answer.json["input"]?["TableName"] == "things")
    #expect(answer.headers["x-amz-crc32"] != nil)
    let refused = try await call(handle, "DynamoDB_20120810.Refuse", service: "dynamodb")
    #expect(refused.status == 400)
    #expect(
      refused.json["__type"] == "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
    )
    let unsigned = try await exchange(
      handle,
      "POST",
      "/",
      headers: [("x-amz-target", "DynamoDB_20120810.GetItem")]
    )
    #expect(unsigned.status == 400)
    #expect(
      unsigned.json["__type"]
        == "com.amazon.coral.service#MissingAuthenticationTokenException"
    )
    await handle.close()
  }

  @Test func `A body that the SDK has compressed reaches its service plain`() async throws {
    let handle = try await open()
    // printf '{"TableName":"things"}' | gzip -n
    let body: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0x0a, 0x49, 0x4c,
      0xca, 0x49, 0xf5, 0x4b, 0xcc, 0x4d, 0x55, 0xb2, 0x52, 0x2a, 0xc9, 0xc8, 0xcc, 0x4b, 0x2f,
      0x56, 0xaa, 0x05, 0x00, 0xba, 0xa9, 0xd7, 0xf2, 0x16, 0x00, 0x00, 0x00,
    ]
    let request = signed(
      headers: [
        ("x-amz-target", "DynamoDB_20120810.GetItem"), ("content-encoding", "gzip"),
        ("content-type", "application/x-amz-json-1.0"),
      ],
      body: body,
      service: "dynamodb",
      date: SystemWallClock().now,
      credentials: handle.credentials,
      host: "127.0.0.1:\(handle.port)"
    )
    let answer = try await exchange(
      handle,
      "POST",
      "/",
      headers: request.headers.map { ($0.name, $0.value) },
      body: body
    )
    #expect(answer.json["input"] == ["TableName": "things"])
    await handle.close()
  }

  @Test func `A REST call goes through key, route and function`() async throws {
    let handle = try await open()
    let answer = try await exchange(
      handle,
      "GET",
      "/prod/things/x",
      headers: [("x-api-key", handle.apiKey)]
    )
    #expect(answer.status == 200)
    #expect(answer.json["pathParameters"] == ["id": "x"])
    let refused = try await exchange(handle, "GET", "/prod/things/x")
    #expect(refused.status == 403)
    await handle.close()
  }

  @Test func `A service that the local cloud has not is named as missing`() async throws {
    let handle = try await open()
    let answer = try await call(handle, "AmazonSQS.ListQueues", service: "sqs")
    #expect(answer.status == 404)
    #expect(answer.json["__type"] == "UnknownOperationException")
    #expect(
      answer.json["message"]?.string?.hasPrefix("The local cloud has no service 'sqs'. It has ")
        == true
    )
    await handle.close()
  }

  @Test func `A host name from outside is refused`() async throws {
    let handle = try await open()
    let answer = try await exchange(
      handle,
      "GET",
      "/_rollcall/health",
      headers: [("Host", "evil.example")]
    )
    #expect(answer.status == 403)
    await handle.close()
  }

  @Test func `A second process connects, and takes over on the same port`() async throws {
    let owner = try await open()
    let second = try await open()
    #expect(owner.isOwner)
    #expect(!second.isOwner)
    #expect(second.port == owner.port)
    #expect(second.credentials == owner.credentials)
    await owner.close()
    #expect(try await owns(second))
    #expect(try await exchange(second, "GET", "/_rollcall/health").status == 200)
    await second.close()
  }

  @Test func `A cloud that was handed over comes back when the process stands by`() async throws {
    let handle = try await open()
    await handle.handOver()
    #expect(!handle.isOwner)
    #expect(await RawClient(port: handle.port).send("GET", "/_rollcall/health") == nil)
    handle.standBy()
    #expect(try await owns(handle))
    #expect(try await exchange(handle, "GET", "/_rollcall/health").status == 200)
    await handle.close()
  }

  @Test func `Faults are set, listed and cleared at the desk`() async throws {
    let handle = try await open()
    func desk(_ method: String, _ path: String, _ body: String = "") async throws -> JSON {
      let request = signed(
        method,
        "/_rollcall/\(path)",
        body: Array(body.utf8),
        service: "rollcall",
        date: SystemWallClock().now,
        credentials: handle.credentials,
        host: "127.0.0.1:\(handle.port)"
      )
      return try await exchange(
        handle,
        method,
        request.target,
        headers: request.headers.map { ($0.name, $0.value) },
        body: request.body
      ).json
    }
    let fault: JSON = ["function": "reader", "kind": "error", "rate": 1, "until": nil]
    #expect(try await desk("POST", "faults", #"{"function":"reader","kind":"error"}"#) == fault)
    #expect(try await desk("GET", "faults") == [fault])
    #expect(
      try await desk("POST", "faults", #"{"function":"nobody","kind":"error"}"#)["__type"]
        == "ResourceNotFoundException"
    )
    #expect(try await exchange(handle, "GET", "/_rollcall/faults").status == 403)
    #expect(try await desk("DELETE", "faults/%FF")["__type"] == "ValidationException")
    #expect(try await desk("GET", "faults") == [fault])
    _ = try await desk(
      "DELETE",
      "faults/arn%3Aaws%3Alambda%3Aeu-central-1%3A000000000000%3Afunction%3Areader"
    )
    #expect(try await desk("GET", "faults") == [])
    #expect(try await desk("GET", "notifications") == [["subject": "hello"]])
    await handle.close()
  }

  @Test func `The port is remembered, and one that is in use is named`() async throws {
    let port = OwnPort.next()
    await (try await open(port: port)).close()
    let again = try await open()
    #expect(again.port == port)
    let other = ScratchFolder()
    await #expect(throws: ServerError.portInUse(port)) {
      _ = try await open(port: port) { $0.folder = other.path }
    }
    await again.close()
  }

  @Test func `Only what differs in the template is applied`() async throws {
    await (try await open()).close()
    let changed = sampleTemplate.replacing("MemorySize: 256", with: "MemorySize: 512")
    let handle = try await open { $0.template = changed }
    await handle.close()
    let kept = try await open()
    let request = signed(
      "GET",
      "/2015-03-31/functions/reader",
      service: "lambda",
      date: SystemWallClock().now,
      credentials: kept.credentials,
      host: "127.0.0.1:\(kept.port)"
    )
    let answer = try await exchange(
      kept,
      "GET",
      "/2015-03-31/functions/reader",
      headers: request.headers.map { ($0.name, $0.value) }
    )
    #expect(answer.json["Configuration"]?["MemorySize"] == 512)
    await kept.close()
  }
}
