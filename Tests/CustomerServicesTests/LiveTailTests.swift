import AWSWire
import CustomerDomain
import JSONValue
import Synchronization
import Testing

@testable import CustomerServices

/// A tail in simulated time, whose calls are answered at once from what a test puts there.
private struct LiveScene {
  static let groups = ["/a", "/b", "/c", "/d", "/e", "/f", "/g"]

  var now = Instant(milliseconds: 1_000_000)
  var tail: LogTail
  /// What each group holds.
  var held: [String: [LogEvent]] = [:]
  var calls: [(group: String, at: Instant)] = []
  var shown: [(message: String, at: Instant)] = []

  /// Late scans, which come at their own times, are left out where the calls are looked at.
  init(_ options: LogTail.Options = .aws, hasLateScans: Bool = false) {
    var options = options
    if !hasLateScans { options.lateInterval = 3_600_000 }
    tail = LogTail(groups: LiveScene.groups, since: now, options: options, at: now)
  }

  mutating func put(_ message: String, in group: String) {
    held[group, default: []].append(
      LogEvent(
        eventID: message,
        group: group,
        stream: "s",
        timestamp: now,
        ingestedAt: now,
        message: message
      )
    )
  }

  /// Lets time pass, in steps as the tail asks for them.
  mutating func pass(_ milliseconds: Int64) {
    let end = now + milliseconds
    while true {
      switch tail.next(at: now) {
      case .call(let call):
        calls.append((call.group, now))
        let events = (held[call.group] ?? []).filter { $0.timestamp >= call.from }
        tail.answered(call, LogTail.Page(events: events), at: now)
      case .emit(let events): shown += events.map { ($0.message, now) }
      case .gap, .filled: Issue.record("a gap where none was needed")
      case .wait(let until):
        guard let until, until <= end else {
          now = end
          return
        }
        now = until
      }
    }
  }

  /// A second with an update at its end.
  mutating func second(_ groups: Set<String> = [], isSampled: Bool = false) {
    pass(1000)
    tail.heard(LogTail.Update(groups: groups, isSampled: isSampled), at: now)
    pass(0)
  }

  mutating func begin() {
    pass(10_000)
    tail.liveBegan(at: now)
    for _ in 0..<60 { second() }
    while !tail.roundMembers.isEmpty { second() }
    second()
    (calls, shown) = ([], [])
  }

  /// The calls that were made since a test last looked.
  mutating func newCalls() -> [String] {
    defer { calls = [] }
    return calls.map(\.group)
  }
}

@Suite struct `A tail that Live Tail wakes` {
  @Test func `reads just the group that was named, at once`() {
    var scene = LiveScene()
    scene.begin()
    scene.tail.nextRoundAt = scene.now + 20_000
    scene.put("new", in: "/e")
    let came = scene.now
    scene.second(["/e"])
    #expect(scene.shown.map(\.message) == ["new"])
    #expect(scene.shown.first.map { $0.at - came } == 1000)
    scene.pass(20)
    #expect(scene.newCalls() == ["/e"])
  }

  @Test func `asks again for what can be read a little later than it was told`() {
    var scene = LiveScene()
    scene.begin()
    scene.tail.nextRoundAt = scene.now + 60_000
    let came = scene.now
    scene.second(["/e"])
    for _ in 0..<2 { scene.second() }
    #expect(scene.shown.isEmpty && scene.tail.status(at: scene.now).lagMilliseconds >= 1000)
    scene.put("late", in: "/e")
    for _ in 0..<5 { scene.second() }
    #expect(scene.shown.map(\.message) == ["late"])
    #expect(
      (scene.shown.first.map { $0.at - came } ?? 0) <= 8000,
      "it is asked for after 1, 2 and 4 seconds more"
    )
  }

  @Test func `makes fewer calls while nothing comes, and is not behind all the same`() {
    var quiet = LiveScene(hasLateScans: true)
    quiet.begin()
    var polling = LiveScene(hasLateScans: true)
    polling.pass(70_000)
    polling.calls = []
    for _ in 0..<120 {
      quiet.second()
      #expect(quiet.tail.status(at: quiet.now).lagMilliseconds == 0)
    }
    polling.pass(120_000)
    #expect(quiet.calls.count * 3 < polling.calls.count)
  }

  @Test func `a sample wakes all groups, and so does a group of an unknown name`() {
    for update in [LogTail.Update(groups: ["/a"], isSampled: true), .init(groups: ["/other"])] {
      var scene = LiveScene()
      scene.begin()
      scene.tail.nextRoundAt = scene.now + 60_000
      scene.put("left out", in: "/g")
      scene.tail.heard(update, at: scene.now)
      scene.pass(4000)
      #expect(scene.shown.map(\.message) == ["left out"])
    }
  }

  @Test func `finds by itself what was never told`() {
    var scene = LiveScene()
    scene.begin()
    scene.put("untold", in: "/b")
    for _ in 0..<40 { scene.second() }
    #expect(scene.shown.map(\.message) == ["untold"])
  }

  @Test func `polls at its own pace at once when a session ends`() {
    var scene = LiveScene()
    scene.begin()
    scene.put("behind the end", in: "/c")
    scene.tail.liveEnded(at: scene.now)
    scene.pass(4000)
    #expect(scene.shown.map(\.message) == ["behind the end"])
    scene.calls = []
    scene.pass(60_000)
    #expect(scene.calls.count >= 60)
  }

  @Test func `says how far it is behind when a session falls silent`() {
    var scene = LiveScene()
    scene.begin()
    scene.tail.nextRoundAt = scene.now + 60_000
    scene.pass(9000)
    #expect(scene.tail.status(at: scene.now).lagMilliseconds == 9000)
  }
}

@Suite struct `The plan of a Live Tail session` {
  private let start = Instant(milliseconds: 1_000_000)

  private func failure(_ kind: ServiceFailure.Kind, _ code: String = "") -> ServiceFailure {
    ServiceFailure(kind: kind, action: "follow by Live Tail", reason: "no", code: code)
  }

  @Test func `a session that lasted its three hours is opened again at once`() {
    var plan = LiveTailPlan(groupCount: 7, at: start)
    #expect(plan.nextAttempt == start && plan.standing == .opening)
    plan.opens()
    #expect(plan.nextAttempt == nil)
    plan.began(at: start)
    #expect(plan.standing == .standing(isSampled: false))
    plan.told(isSampled: true)
    #expect(plan.standing == .standing(isSampled: true))
    let end = start + 10_800_000
    plan.ended(failure(.invalidInput, "SessionTimeoutException"), random: 1, at: end)
    #expect(plan.nextAttempt == end && plan.standing == .opening)
  }

  @Test(arguments: [
    (ServiceFailure.Kind.unavailable, [2000, 4000, 8000, 16_000] as [Int64]),
    (.invalidInput, [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]),
    (.notPermitted, [60_000, 120_000]),
  ])
  func `what was refused is tried after a while that doubles`(
    kind: ServiceFailure.Kind,
    waits: [Int64]
  ) {
    var plan = LiveTailPlan(groupCount: 7, at: start)
    for wait in waits {
      plan.opens()
      plan.ended(failure(kind), random: 1, at: start)
      #expect(plan.nextAttempt == start + wait)
      #expect(plan.standing == .unavailable(failure(kind), retryAt: start + wait))
    }
  }

  @Test func `a session that breaks at once again and again is opened ever more seldom`() {
    var plan = LiveTailPlan(groupCount: 7, at: start)
    for wait in [2000, 4000, 8000] as [Int64] {
      plan.opens()
      plan.began(at: start)
      plan.ended(nil, random: 1, at: start + 10)
      #expect(plan.nextAttempt == start + 10 + wait)
    }
    plan.opens()
    plan.began(at: start)
    plan.ended(nil, random: 1, at: start + 60_000)
    #expect(plan.nextAttempt == start + 62_000, "it stood for a minute")
  }

  @Test func `with more groups than a session takes it is not tried at all, and says so`() {
    let plan = LiveTailPlan(groupCount: 11, at: start)
    #expect(plan.nextAttempt == nil)
    #expect(plan.standing.failure?.reason.contains("11") == true)
    #expect(LiveTailPlan(groupCount: 10, at: start).nextAttempt == start)
  }
}

@Suite struct `Live Tail's updates` {
  @Test(arguments: [
    "000000000000:/aws/lambda/a", "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/a",
    "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/a:*", "/aws/lambda/a",
  ])
  func `a group is known by whatever form its name has`(identifier: JSON) {
    let update = LogTail.Update(
      wire: ["sessionResults": [["logGroupIdentifier": identifier, "message": "m"]]]
    )
    #expect(update == LogTail.Update(groups: ["/aws/lambda/a"]))
  }

  @Test func `an update without its members names nothing`() {
    #expect(LogTail.Update(wire: [:]) == LogTail.Update(groups: []))
    let sampled: JSON = ["sessionMetadata": ["sampled": true], "sessionResults": []]
    #expect(LogTail.Update(wire: sampled) == LogTail.Update(groups: [], isSampled: true))
  }
}
