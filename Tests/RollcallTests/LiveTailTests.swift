import AWSClient
import AWSWire
import Configuration
import CustomerDomain
import CustomerServices
import JSONValue
import LocalCloud
import Synchronization
import TestKit
import Testing

@testable import rollcall

/// Hands on what a real caller brings, and breaks each session off after so many events.
private final class BreakingStreams: AWSStreamCaller {
  private let client: AWSClient
  private let lastsFor: Int
  let opened = Atomic(0)

  init(_ client: AWSClient, lastsFor: Int) { (self.client, self.lastsFor) = (client, lastsFor) }

  func open(_ call: AWSCall) async throws -> any AWSEvents {
    opened.add(1, ordering: .relaxed)
    return BreakingEvents(try await client.open(call), left: lastsFor)
  }
}

private final class BreakingEvents: AWSEvents {
  private let events: any AWSEvents
  private let left: Atomic<Int>

  init(_ events: any AWSEvents, left: Int) {
    self.events = events
    self.left = Atomic(left)
  }

  func next() async throws -> AWSEvent? {
    guard left.subtract(1, ordering: .relaxed).oldValue > 0 else {
      throw AWSError(kind: .unreachable, code: "cutOff", message: "the connection broke")
    }
    return try await events.next()
  }
}

/// A local cloud with some groups, and a tail of them that Live Tail wakes.
private final class Scene: Sendable {
  static let groups = ["/test/a", "/test/b", "/test/c"]

  let folder = TemporaryFolder()
  let cloud: LocalCloudHandle
  let client: AWSClient
  private let (told, telling) = AsyncStream.makeStream(
    of: Void.self,
    bufferingPolicy: .bufferingNewest(1)
  )
  private let state = Mutex<(shown: [LogEvent], standings: [LiveTailStanding])>(([], []))

  init() async throws {
    let launch = try Launch(
      flags: Flags(dataFolder: folder.path + "/cloud"),
      isVerbose: false,
      timeout: .seconds(60),
      environment: ["HOME": folder.path]
    )
    let (_, handle) = try await launch.connect()
    cloud = try #require(handle)
    client = AWSClient(
      AWSClient.Configuration(
        region: cloud.region,
        endpoints: try EndpointRules(
          region: cloud.region,
          forAll: try Endpoint(cloud.endpoint, source: "test")
        ),
        credentials: .fixed(cloud.credentials)
      ),
      http: HTTPClient()
    )
    for group in Scene.groups {
      try await call("CreateLogGroup", ["logGroupName": .string(group)])
      try await call("CreateLogStream", ["logGroupName": .string(group), "logStreamName": "s"])
    }
  }

  @discardableResult
  func call(_ operation: String, _ input: JSON) async throws -> JSON {
    try await client.call(AWSCall(.logs, operation, input))
  }

  /// Writes events whose times lie up to `spread` milliseconds back, many of them equal.
  func put(_ count: Int, into group: String, spread: Int) async throws {
    let now = Int(SystemWallClock().now.milliseconds)
    let events: [JSON] = (0..<count).map { index in
      [
        "timestamp": JSON(now - (count - index) * spread / count / 100 * 100),
        "message": .string("\(group) \(index)"),
      ]
    }
    try await call(
      "PutLogEvents",
      ["logGroupName": .string(group), "logStreamName": "s", "logEvents": .array(events)]
    )
  }

  /// The ids that the cloud holds.
  func held() async throws -> [String] {
    var ids: [String] = []
    for group in Scene.groups {
      var input: JSON = ["logGroupName": .string(group), "limit": 10_000]
      while true {
        let page = try await call("FilterLogEvents", input)
        ids += (page["events"]?.array ?? []).compactMap { $0["eventId"]?.string }
        guard let token = page["nextToken"]?.string else { break }
        input["nextToken"] = .string(token)
      }
    }
    return ids
  }

  var shown: [String] { state.withLock { $0.shown.map(\.eventID) } }
  var standings: [LiveTailStanding] { state.withLock { $0.standings } }

  /// Follows the groups while `work` is done.
  func following(
    _ streams: any AWSStreamCaller,
    _ change: (inout LogTail.Options) -> Void = { _ in },
    _ work: () async throws -> Void
  ) async throws {
    var options = LogTail.Options.localCloud
    options.usesLiveTail = true
    // Rounds of all groups would hide what wakes do not find; what is late is for late scans.
    options.slowestPace = 2000
    options.livePace = 600_000
    options.lateInterval = 2000
    change(&options)
    let service = LogService(caller: client, streams: streams)
    let since = SystemWallClock().now + -3_600_000
    let task = Task { [options] in
      try await service.follow(Scene.groups, since: since, options: options) { output in
        self.state.withLock { state in
          if case .events(let events) = output { state.shown += events }
          if case .status(let status) = output, let live = status.live,
            live != state.standings.last
          {
            state.standings.append(live)
          }
        }
        self.telling.yield()
      }
    }
    do {
      try await work()
    } catch {
      task.cancel()
      throw error
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Waits until what the tail told makes a condition true.
  func wait(for condition: () -> Bool) async throws {
    guard !condition() else { return }
    for await _ in told where condition() { return }
    try Task.checkCancellation()
  }
}

@Suite(.timeLimit(.minutes(5))) struct `A tail over the local cloud's Live Tail` {
  @Test func `shows each event once, of a sample, too`() async throws {
    let scene = try await Scene()
    try await scene.following(scene.client) {
      try await scene.wait { scene.standings.contains(.standing(isSampled: false)) }
      for round in 0..<4 {
        try await scene.put(50, into: "/test/a", spread: 5000)
        try await scene.put(round == 2 ? 3000 : 20, into: "/test/b", spread: 2000)
        let held = try await scene.held()
        try await scene.wait { scene.shown.count >= held.count }
      }
      #expect(scene.shown.sorted() == (try await scene.held()).sorted())
      try await scene.wait { scene.standings.contains(.standing(isSampled: true)) }
    }
    await scene.cloud.close()
  }

  @Test func `loses and doubles nothing over sessions that break`() async throws {
    let scene = try await Scene()
    let streams = BreakingStreams(scene.client, lastsFor: 2)
    try await scene.following(streams) {
      while streams.opened.load(ordering: .relaxed) < 3 {
        for group in Scene.groups { try await scene.put(30, into: group, spread: 4000) }
        let held = try await scene.held()
        try await scene.wait { scene.shown.count >= held.count }
      }
      #expect(scene.shown.sorted() == (try await scene.held()).sorted())
    }
    let breaks = scene.standings.compactMap(\.failure?.reason)
    #expect(breaks.contains("the connection broke"))
    #expect(scene.standings.count { $0 == .standing(isSampled: false) } >= 2)
    await scene.cloud.close()
  }

  @Test func `polls by itself where the account has no session left`() async throws {
    let scene = try await Scene()
    var others: [any AWSEvents] = []
    let arn = "arn:aws:logs:\(scene.cloud.region):000000000000:log-group:/test/a"
    for _ in 0..<15 {
      let call = AWSCall(.logs, "StartLiveTail", ["logGroupIdentifiers": [.string(arn)]])
      others.append(try await scene.client.open(call))
    }
    try await scene.following(scene.client) {
      try await scene.wait { scene.standings.last?.failure != nil }
      #expect(scene.standings.last?.failure?.code == "LimitExceededException")
      for _ in 0..<3 {
        for group in Scene.groups { try await scene.put(10, into: group, spread: 1000) }
        let held = try await scene.held()
        try await scene.wait { scene.shown.count >= held.count }
      }
      #expect(scene.shown.sorted() == (try await scene.held()).sorted())
    }
    #expect(others.count == 15)
    await scene.cloud.close()
  }
}
