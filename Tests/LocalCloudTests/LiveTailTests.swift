import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Live tail buffer` {
  private let start = Instant(milliseconds: 1_000_000)

  private func event(_ number: Int, size: Int = 0) -> LiveTailEvent {
    LiveTailEvent(
      stream: "s",
      group: "g",
      message: "\(number)" + String(repeating: "x", count: size),
      timestamp: 0,
      ingested: 0
    )
  }

  @Test func `each second gives one update, empty where nothing passed`() {
    var buffer = LiveTailBuffer(start: start)
    buffer.take(event(1), at: start + 10)
    #expect(buffer.next(at: start + 999) == nil)
    #expect(buffer.due == start + 1000)
    #expect(buffer.next(at: start + 1000) == .init(events: [event(1)], isSampled: false))
    #expect(buffer.next(at: start + 1000) == nil)
    #expect(buffer.next(at: start + 2000) == .init(events: [], isSampled: false))
  }

  @Test(arguments: [(500, false), (501, true), (1001, true), (100_000, true)])
  func `more than 500 in a second are thinned evenly to 500`(count: Int, isSampled: Bool) throws {
    var buffer = LiveTailBuffer(start: start)
    for number in 0..<count { buffer.take(event(number), at: start) }
    let found = buffer.next(at: start + 1000)
    let update = try #require(found)
    #expect(update.events.count == min(count, 500))
    #expect(update.isSampled == isSampled)
    let numbers = update.events.compactMap { Int($0.message) }
    #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
    #expect((numbers.last ?? 0) >= count * 9 / 10)
  }

  @Test func `huge lines are sampled before they fill the memory`() throws {
    var buffer = LiveTailBuffer(start: start)
    for number in 0..<100 { buffer.take(event(number, size: 100_000), at: start) }
    let found = buffer.next(at: start + 1000)
    let update = try #require(found)
    #expect(update.isSampled)
    #expect(update.events.reduce(0) { $0 + $1.message.utf8.count } <= 1 << 20)
    #expect(!update.events.isEmpty)
  }

  @Test func `a reader who comes late finds the last ten updates`() {
    var buffer = LiveTailBuffer(start: start)
    for second in 0..<30 { buffer.take(event(second), at: start + Int64(second) * 1000) }
    let late = start + 30_000
    var found: [String] = []
    while let update = buffer.next(at: late) { found += update.events.map(\.message) }
    #expect(found == (20..<30).map { "\($0)" })
  }

  @Test func `no more than 5,000 events are held`() {
    var buffer = LiveTailBuffer(start: start)
    for second in 0..<11 {
      for number in 0..<600 { buffer.take(event(number), at: start + Int64(second) * 1000) }
    }
    var held = 0
    while let update = buffer.next(at: start + 11_000) { held += update.events.count }
    #expect(held == 5000)
  }

  @Test(arguments: [-3_600_000_000, 3_600_000_000] as [Int64])
  func `a clock that is set stops nothing and floods nobody`(jump: Int64) {
    var buffer = LiveTailBuffer(start: start)
    buffer.take(event(1), at: start)
    let now = start + jump
    var updates = 0
    while buffer.next(at: now) != nil { updates += 1 }
    #expect(updates <= 11)
    buffer.take(event(2), at: now)
    #expect(buffer.next(at: now + 1000)?.events.last == event(2))
  }
}

@Suite struct `Live tail` {
  private let group = "arn:aws:logs:eu-central-1:000000000000:log-group:g"

  private func started(_ stage: ServiceStage) async throws -> LogsService {
    let service = LogsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer
    )
    for name in ["g", "h"] {
      _ = try await service.call("CreateLogGroup", ["logGroupName": .string(name)], stage)
      for stream in ["one", "two"] {
        _ = try await service.call(
          "CreateLogStream",
          ["logGroupName": .string(name), "logStreamName": .string(stream)],
          stage
        )
      }
    }
    return service
  }

  private func open(_ service: LogsService, _ stage: ServiceStage, _ input: JSON) async throws
    -> any MessageStream
  {
    try #require(try await service.openStream("StartLiveTail", input, stage.context))
  }

  private func put(_ service: LogsService, _ stage: ServiceStage, _ stream: JSON, _ text: JSON)
    async throws
  {
    let now = JSON(Int(stage.timer.now.milliseconds))
    let input: JSON = [
      "logGroupName": "g", "logStreamName": stream,
      "logEvents": [["timestamp": now, "message": text]],
    ]
    _ = try await service.call("PutLogEvents", input, stage)
  }

  /// The messages of the update that the clock brings.
  private func update(_ stream: any MessageStream, _ stage: ServiceStage) async -> [String?]? {
    async let next = stream.next()
    while stage.timer.keys.allSatisfy({ !$0.hasPrefix("logs.live-tail.") }) { await Task.yield() }
    await stage.timer.advance(by: 1000)
    guard case .event("sessionUpdate", let update) = await next else { return nil }
    return update["sessionResults"]?.array?.map { $0["message"]?.string }
  }

  @Test func `a session says that it stands, and then what was written meanwhile`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    try await put(service, stage, "one", "before")
    let input: JSON = [
      "logGroupIdentifiers": [.string(group)], "logEventFilterPattern": "keep",
    ]
    let tail = try await open(service, stage, input)
    #expect(await tail.next() == .event("initial-response", [:]))
    guard case .event("sessionStart", let start) = await tail.next() else {
      Issue.record("no sessionStart")
      return
    }
    #expect(start["logGroupIdentifiers"] == [.string(group)])
    #expect(start["logEventFilterPattern"] == "keep")
    try await put(service, stage, "one", "keep one")
    try await put(service, stage, "two", "drop")
    service.append(
      [LogLine(timestamp: stage.timer.now, message: "keep a function's")],
      group: "g",
      stream: "two"
    )
    service.append(
      [LogLine(timestamp: stage.timer.now, message: "keep another's")],
      group: "h",
      stream: "two"
    )
    #expect(await update(tail, stage) == ["keep one", "keep a function's"])
    #expect(await update(tail, stage) == [])
  }

  private static let casesOfOnlyTheStreamsThat: [(JSON, [String?])] = [
    (["logStreamNames": ["one"]], ["one"]), (["logStreamNamePrefixes": ["t"]], ["two"]),
    ([:], ["one", "two"]),
  ]

  @Test(arguments: casesOfOnlyTheStreamsThat)
  func `only the streams that are asked for are shown`(streams: JSON, shown: [String?])
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSONObject = ["logGroupIdentifiers": [.string(group)]]
    let tail = try await open(service, stage, .object(input.merging(streams.object ?? [:])))
    for _ in 0..<2 { _ = await tail.next() }
    for name in ["one", "two"] { try await put(service, stage, .string(name), .string(name)) }
    #expect(await update(tail, stage) == shown)
  }

  @Test func `after three hours the session ends with its exception`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let tail = try await open(service, stage, ["logGroupIdentifiers": [.string(group)]])
    for _ in 0..<2 { _ = await tail.next() }
    await stage.timer.advance(by: LiveTailSession.length)
    guard case .exception("SessionTimeoutException", _) = await tail.next() else {
      Issue.record("no exception")
      return
    }
    #expect(await tail.next() == nil)
  }

  @Test func `no more than fifteen sessions stand at once, and one that is let go makes room`()
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let input: JSON = ["logGroupIdentifiers": [.string(group)]]
    var tails: [any MessageStream] = []
    for _ in 0..<15 { tails.append(try await open(service, stage, input)) }
    await #expect(throws: CloudError.self) { try await open(service, stage, input) }
    tails.removeLast()
    tails.append(try await open(service, stage, input))
    #expect(tails.count == 15)
  }

  @Test func `a cancelled reader is let go`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let tail = try await open(service, stage, ["logGroupIdentifiers": [.string(group)]])
    for _ in 0..<2 { _ = await tail.next() }
    let reading = Task { await tail.next() }
    while stage.timer.keys.allSatisfy({ !$0.hasPrefix("logs.live-tail.") }) { await Task.yield() }
    reading.cancel()
    #expect(await reading.value == nil)
  }

  private static let casesOfASessionThatCannot: [(JSON, String)] = [
    ([:], "InvalidParameterException"),
    (["logGroupIdentifiers": []], "InvalidParameterException"),
    (
      ["logGroupIdentifiers": .array((0..<11).map { JSON.string("g\($0)") })],
      "InvalidParameterException"
    ),
    (["logGroupIdentifiers": ["g", "h"], "logStreamNames": ["one"]], "InvalidParameterException"),
    (
      ["logGroupIdentifiers": ["g"], "logStreamNames": ["a"], "logStreamNamePrefixes": ["b"]],
      "InvalidParameterException"
    ),
    (["logGroupIdentifiers": ["g"], "logEventFilterPattern": "{ x"], "InvalidParameterException"),
    (
      ["logGroupIdentifiers": ["arn:aws:logs:eu-central-1:000000000000:log-group:g:*"]],
      "InvalidParameterException"
    ),
    (["logGroupIdentifiers": ["none"]], "ResourceNotFoundException"),
    (
      ["logGroupIdentifiers": ["arn:aws:logs:us-east-1:000000000000:log-group:g"]],
      "ResourceNotFoundException"
    ),
  ]

  @Test(arguments: casesOfASessionThatCannot)
  func `a session that cannot be is refused before it stands`(input: JSON, code: String)
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    do {
      _ = try await service.openStream("StartLiveTail", input, stage.context)
      Issue.record("it stands")
    } catch let error as CloudError {
      #expect(error.code == code)
    }
  }
}
