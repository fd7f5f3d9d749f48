import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Lines on their way into logs` {
  private func messages(_ service: LogsService, _ group: String, _ stage: ServiceStage) async throws
    -> [String]
  {
    let page = try await service.call("FilterLogEvents", ["logGroupName": .string(group)], stage)
    return (page["events"]?.array ?? []).compactMap { $0["message"]?.string }
  }

  private func service(_ stage: ServiceStage, _ database: SQLiteCloudDatabase) -> LogsService {
    LogsService(database: database, identity: stage.identity, timer: stage.timer)
  }

  @Test func `lines of one moment keep their order, whichever streams they come from`()
    async throws
  {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = service(stage, database)
    for number in 0..<100 {
      let lines = (0..<3).map {
        LogLine(timestamp: stage.timer.now, message: "\(number).\($0)")
      }
      service.append(lines, group: "g", stream: "s\(number % 7)")
      service.append(lines, group: "h", stream: "s")
    }
    try await database.write { _ in }
    let expected = (0..<100).flatMap { number in (0..<3).map { "\(number).\($0)" } }
    #expect(try await messages(service, "g", stage) == expected)
    #expect(try await messages(service, "h", stage) == expected)
    let groups = try await service.call("DescribeLogGroups", [:], stage)["logGroups"]
    let bytes = expected.reduce(0) { $0 + $1.utf8.count + 26 }
    #expect(groups?.array?.map { $0["storedBytes"] } == [JSON(bytes), JSON(bytes)])
  }

  @Test func `a group that was deleted is made anew, also where its old ids are taken`()
    async throws
  {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = service(stage, database)
    let line = { LogLine(timestamp: stage.timer.now, message: $0) }
    service.append([line("old")], group: "g", stream: "s")
    try await database.write { _ in }
    _ = try await service.call("DeleteLogGroup", ["logGroupName": "g"], stage)
    // SQLite gives the ids of the deleted rows to these.
    service.append([line("other")], group: "other", stream: "s")
    try await database.write { _ in }
    service.append([line("new")], group: "g", stream: "s")
    try await database.write { _ in }
    #expect(try await messages(service, "g", stage) == ["new"])
    #expect(try await messages(service, "other", stage) == ["other"])
  }

  @Test func `a stream that was deleted is not written to any more`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = service(stage, database)
    let names: JSON = ["logGroupName": "g", "logStreamName": "s"]
    service.append(
      [LogLine(timestamp: stage.timer.now, message: "x")],
      group: "g",
      stream: "s"
    )
    try await database.write { _ in }
    _ = try await service.call("DeleteLogStream", names, stage)
    var input = names
    input["logEvents"] = [
      ["timestamp": JSON(Int(stage.timer.now.milliseconds)), "message": "y"]
    ]
    let refusal = await service.refusal("PutLogEvents", input, stage)
    #expect(refusal?.code == "ResourceNotFoundException")
    #expect(try await messages(service, "g", stage) == [])
  }

  @Test func `what an undone write has made is not taken to be there`() async throws {
    struct Undone: Error {}
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = service(stage, database)
    let batch = { (message: String) in
      LogBatch(
        group: "g",
        stream: "s",
        lines: [LogLine(timestamp: stage.timer.now, message: message)],
        ingested: 0,
        makesMissing: true
      )
    }
    let undone = batch("undone")
    await #expect(throws: Undone.self) {
      try await database.write { [appender = service.appender] db in
        try appender.append([undone], in: db)
        throw Undone()
      }
    }
    service.append([LogLine(timestamp: stage.timer.now, message: "a")], group: "f", stream: "s")
    service.append(batch("b").lines, group: "g", stream: "s")
    try await database.write { _ in }
    #expect(try await messages(service, "f", stage) == ["a"])
    #expect(try await messages(service, "g", stage) == ["b"])
  }

  @Test func `an event's id is its time and its number in 56 digits`() {
    let id = LogPosition(timestamp: 1_770_000_000_123, sequence: 42).eventID
    #expect(id == "00000001770000000123" + String(repeating: "0", count: 34) + "42")
  }
}
