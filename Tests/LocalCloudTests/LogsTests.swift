import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `CloudWatch Logs operations` {
  private func start(_ stage: ServiceStage) async throws -> LogsService {
    let service = LogsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer
    )
    _ = try await service.call("CreateLogGroup", ["logGroupName": "/aws/lambda/f"], stage)
    for name in ["one", "two"] {
      _ = try await service.call(
        "CreateLogStream",
        ["logGroupName": "/aws/lambda/f", "logStreamName": .string(name)],
        stage
      )
    }
    return service
  }

  private func put(
    _ service: LogsService,
    _ stage: ServiceStage,
    stream: String,
    _ events: [(Int64, String)]
  ) async throws -> JSON {
    let now = stage.timer.now.milliseconds
    return try await service.call(
      "PutLogEvents",
      [
        "logGroupName": "/aws/lambda/f", "logStreamName": .string(stream),
        "logEvents": .array(
          events.map { ["timestamp": JSON(Int(now + $0.0)), "message": .string($0.1)] }
        ),
      ],
      stage
    )
  }

  @Test func `a message comes back as it was put, whatever is in it`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let messages = [
      "\0", "a\0b", "\u{1B}[31mred\u{7}", "\u{FFFD}\u{FFFF}", "e\u{301}👨‍👩‍👧", "\r\n",
      String(repeating: "é", count: 100_000),
    ]
    _ = try await put(service, stage, stream: "one", messages.map { (0, $0) })
    let page = try await service.call(
      "FilterLogEvents",
      ["logGroupName": "/aws/lambda/f"],
      stage
    )
    #expect(page["events"]?.array?.map { $0["message"] } == messages.map { .string($0) })
  }

  @Test func `events of several streams come merged by time and arrival, page by page`()
    async throws
  {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await put(service, stage, stream: "one", [(0, "a"), (20, "c"), (20, "d")])
    _ = try await put(service, stage, stream: "two", [(10, "b"), (20, "e"), (30, "f")])
    var (seen, ids, token): ([String], Set<String>, JSON?) = ([], [], nil)
    repeat {
      var input: JSON = ["logGroupName": "/aws/lambda/f", "limit": 2]
      input["nextToken"] = token
      let page = try await service.call("FilterLogEvents", input, stage)
      for event in page["events"]?.array ?? [] {
        seen.append(event["message"]?.string ?? "")
        ids.insert(event["eventId"]?.string ?? "")
      }
      token = page["nextToken"]
    } while token != nil
    #expect(seen == ["a", "b", "c", "d", "e", "f"])
    #expect(ids.count == 6)
  }

  @Test func `times, streams and patterns narrow a search`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await put(service, stage, stream: "one", [(0, "ERROR a"), (10, "ok"), (20, "ERROR b")])
    _ = try await put(service, stage, stream: "two", [(20, "ERROR c")])
    let now = Int(stage.timer.now.milliseconds)
    let page = try await service.call(
      "FilterLogEvents",
      [
        "logGroupIdentifier": .string(stage.identity.arn("logs", "log-group:/aws/lambda/f")),
        "logStreamNames": ["one"], "startTime": JSON(now + 1), "endTime": JSON(now + 20),
        "filterPattern": "ERROR",
      ],
      stage
    )
    #expect(page["events"]?.array?.compactMap { $0["message"]?.string } == ["ERROR b"])
    let newest = try await service.call(
      "FilterLogEvents",
      [
        "logGroupName": "/aws/lambda/f", "logStreamNamePrefix": "o", "limit": 1,
        "startFromHead": false,
      ],
      stage
    )
    #expect(newest["events"]?[0]?["message"] == "ERROR b")
  }

  @Test func `wrong inputs are refused as AWS does`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let limit = await service.refusal(
      "FilterLogEvents",
      ["logGroupName": "/aws/lambda/f", "limit": 10_001],
      stage
    )
    #expect(
      limit?.message
        == "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: "
        + "Member must have value less than or equal to 10000"
    )
    let token = await service.refusal(
      "FilterLogEvents",
      ["logGroupName": "/aws/lambda/f", "nextToken": "xyz"],
      stage
    )
    #expect(token?.message == "The specified nextToken is invalid.")
    let group = await service.refusal("FilterLogEvents", ["logGroupName": "none"], stage)
    #expect(group?.code == "ResourceNotFoundException")
    await #expect(throws: CloudError.self) {
      _ = try await put(service, stage, stream: "one", [(10, "a"), (0, "b")])
    }
  }

  @Test func `events that are too old or too new are rejected one by one`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let hour: Int64 = 3_600_000
    let late = try await put(
      service,
      stage,
      stream: "one",
      [(0, "a"), (3 * hour, "b"), (4 * hour, "c")]
    )
    #expect(late["rejectedLogEventsInfo"] == ["tooNewLogEventStartIndex": 1])
    let early = try await put(service, stage, stream: "one", [(-15 * 24 * hour, "x")])
    #expect(early["rejectedLogEventsInfo"] == ["tooOldLogEventEndIndex": 1])
    let found = try await service.call(
      "FilterLogEvents",
      ["logGroupName": "/aws/lambda/f"],
      stage
    )
    #expect(found["events"]?.array?.count == 1)
  }

  @Test func `one stream is read to its end and from its end back`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await put(service, stage, stream: "one", (0..<5).map { (Int64($0), "m\($0)") })
    func read(_ members: JSONObject) async throws -> (messages: [String], answer: JSON) {
      let base: JSONObject = ["logGroupName": "/aws/lambda/f", "logStreamName": "one", "limit": 2]
      let answer = try await service.call("GetLogEvents", .object(base.merging(members)), stage)
      return (answer["events"]?.array?.compactMap { $0["message"]?.string } ?? [], answer)
    }
    let last = try await read([:])
    #expect(last.messages == ["m3", "m4"])
    let before = try await read(["nextToken": last.answer["nextBackwardToken"] ?? nil])
    #expect(before.messages == ["m1", "m2"])
    let end = try await read(["nextToken": last.answer["nextForwardToken"] ?? nil])
    #expect(end.messages.isEmpty)
    #expect(end.answer["nextForwardToken"] == last.answer["nextForwardToken"])
    let first = try await read(["startFromHead": true])
    #expect(first.messages == ["m0", "m1"])
  }

  @Test func `what the cloud appends is found, in order, with groups and streams made`()
    async throws
  {
    let stage = try ServiceStage()
    let service = try await start(stage)
    for index in 0..<2000 {
      service.append(
        [LogLine(timestamp: stage.timer.now, message: "line \(index)")],
        group: "/new",
        stream: "s\(index % 7)"
      )
    }
    let found = try await eventually {
      let page = try? await service.call("FilterLogEvents", ["logGroupName": "/new"], stage)
      return page?["events"]?.array?.count == 2000
    }
    #expect(found)
    let page = try await service.call("FilterLogEvents", ["logGroupName": "/new"], stage)
    #expect(
      page["events"]?.array?.compactMap { $0["message"]?.string } == (0..<2000).map { "line \($0)" }
    )
    let streams = try await service.call("DescribeLogStreams", ["logGroupName": "/new"], stage)
    #expect(streams["logStreams"]?.array?.count == 7)
  }

  @Test func `events past their retention are removed by the clock`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await put(service, stage, stream: "one", [(0, "old")])
    _ = try await service.call(
      "PutRetentionPolicy",
      ["logGroupName": "/aws/lambda/f", "retentionInDays": 1],
      stage
    )
    await stage.timer.advance(by: 25 * 3_600_000)
    let found = try await service.call("FilterLogEvents", ["logGroupName": "/aws/lambda/f"], stage)
    #expect(found["events"] == [])
    let groups = try await service.call(
      "DescribeLogGroups",
      ["logGroupNamePrefix": "/aws/lambda"],
      stage
    )
    #expect(groups["logGroups"]?[0]?["retentionInDays"] == 1)
    #expect(groups["logGroups"]?[0]?["storedBytes"] == 0)
  }

  @Test func `a group's stored bytes are those of the events that are left`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await put(service, stage, stream: "one", [(0, "12345")])
    _ = try await put(service, stage, stream: "two", [(0, "é")])
    let group: JSON = ["logGroupNamePrefix": "/aws/lambda/f"]
    let both = try await service.call("DescribeLogGroups", group, stage)
    #expect(both["logGroups"]?[0]?["storedBytes"] == 59)
    _ = try await service.call(
      "DeleteLogStream",
      ["logGroupName": "/aws/lambda/f", "logStreamName": "one"],
      stage
    )
    let one = try await service.call("DescribeLogGroups", group, stage)
    #expect(one["logGroups"]?[0]?["storedBytes"] == 28)
  }
}
