import AWSWire
import CustomerDomain
import TestKit
import Testing

@testable import CustomerServices

/// A log store to which more events come than late scans can be made beside, and which serves one
/// call after the other, so that each that is made keeps the others waiting.
private struct FloodedStore {
  /// How many events a second it can read.
  private static let capacity: Int64 = 15_000
  private static let pageSize = 1000
  /// How long a call takes besides its events, in milliseconds.
  private static let callTime: Int64 = 2

  /// Ordered by time; an event is there from when it was taken in.
  let events: [LogEvent]
  private var freeAt = Instant(milliseconds: 0)

  /// Some of the events of each second come late, by five minutes at most where nothing else is said.
  init(perSecond: Int, seconds: Int, lateShare: Double, lateness: Int64 = 300_000) {
    var numbers = SeededNumbers(seed: 7)
    events = (0..<perSecond * seconds).map { number in
      let time = Instant(milliseconds: Int64(number * 1000 / perSecond))
      let delay = numbers.chance(lateShare) ? Int64.random(in: 1...lateness, using: &numbers) : 0
      return LogEvent(
        eventID: "\(number)",
        group: "g",
        stream: "s",
        timestamp: time,
        ingestedAt: time + delay,
        message: ""
      )
    }
  }

  /// What a call brings, and when.
  mutating func answer(_ call: LogTail.Call, at now: Instant) -> SimulatedFollower.Answer {
    let begin = max(now, freeAt)
    // A token is the place of the next event, so that what comes late before it stays unread.
    var index = call.token.flatMap { Int($0) } ?? place(of: call.from)
    var page = LogTail.Page(events: [])
    while index < events.count, page.events.count < FloodedStore.pageSize {
      let event = events[index]
      if event.timestamp > min(begin, call.to ?? begin) { break }
      if event.ingestedAt <= begin { page.events.append(event) }
      index += 1
    }
    if page.events.count == FloodedStore.pageSize { page.token = "\(index)" }
    let duration = Int64(page.events.count) * 1000 / FloodedStore.capacity
    freeAt = begin + FloodedStore.callTime + duration
    return (page, freeAt)
  }

  private func place(of moment: Instant) -> Int {
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if events[middle].timestamp < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

struct LogTailFloodTests {
  private static let seconds = 20

  /// What a tail showed, and how far it was behind at most while the flood lasted.
  private struct Course {
    var shown: [String] = []
    var lag: Int64 = 0
  }

  /// Follows a flood in simulated time until a moment, or until all is shown.
  private func follow(
    _ flood: FloodedStore,
    _ options: LogTail.Options,
    until end: Instant
  ) -> Course {
    var (store, course) = (flood, Course())
    var follower = SimulatedFollower(options)
    follower.follow(until: end) { call, now in
      store.answer(call, at: now)
    } take: { events, _ in
      course.shown += events.map(\.eventID)
    } goesOn: { follower in
      if follower.now.milliseconds < Int64(Self.seconds) * 1000 {
        let status = follower.tail.status(at: follower.now)
        course.lag = max(course.lag, status.lagMilliseconds)
      }
      return course.shown.count < flood.events.count
    }
    return course
  }

  /// As many events are read again as this store can read in as many milliseconds as a real one.
  private static let options: LogTail.Options = {
    var options = LogTail.Options.localCloud
    options.overlapEvents = 200
    return options
  }()

  private static let end = Instant(milliseconds: Int64(seconds) * 1000)

  @Test(arguments: [6000, 8000])
  func `in a flood, what is new is shown within a poll, and what came late comes in the end`(
    perSecond: Int
  ) {
    let flood = FloodedStore(perSecond: perSecond, seconds: Self.seconds, lateShare: 0.01)
    let course = follow(flood, Self.options, until: Instant(milliseconds: 1_800_000))
    #expect(course.lag <= Self.options.slowestPace)
    #expect(course.shown.count == flood.events.count)
    #expect(Set(course.shown).count == course.shown.count, "shown twice")
  }

  @Test func `what is late comes, too, where the flood lasts longer than ids are remembered`() {
    let flood = FloodedStore(perSecond: 3000, seconds: 40, lateShare: 0.01, lateness: 1500)
    var options = Self.options
    // Ten seconds' worth, of which half may just have been forgotten.
    options.rememberedEvents = 30_000
    options.lateInterval = 1000
    let course = follow(flood, options, until: Instant(milliseconds: 1_800_000))
    #expect(course.shown.count == flood.events.count)
    #expect(Set(course.shown).count == course.shown.count, "shown twice")
    #expect(course.lag <= options.slowestPace)
  }

  @Test func `how far back late events are found is told where that is less than they may be late`()
  {
    var options = Self.options
    options.rememberedEvents = 30_000
    for (perSecond, expected) in [
      (50, nil), (800, Int64(5000)), (2000, 2000), (3000, 1000), (6000, 0),
    ] {
      let flood = FloodedStore(perSecond: perSecond, seconds: 20, lateShare: 0)
      var (store, reach) = (flood, Int64?.none)
      var follower = SimulatedFollower(options)
      follower.follow(until: Instant(milliseconds: 19_000)) { call, now in
        store.answer(call, at: now)
      } take: { _, _ in
      }
      reach = follower.tail.status(at: follower.now).lateReachMilliseconds
      #expect(reach == expected, "\(perSecond) a second")
    }
  }

  @Test func `late scans that do not wait make what is new fall behind`() {
    let flood = FloodedStore(perSecond: 8000, seconds: Self.seconds, lateShare: 0.01)
    var options = Self.options
    options.lateRate = .infinity
    options.rememberedEvents = 1_000_000_000
    #expect(follow(flood, options, until: Self.end).lag > 2 * options.slowestPace)
  }

  @Test func `at the rate that late scans are made for, what came late comes meanwhile`() {
    let flood = FloodedStore(perSecond: 4000, seconds: Self.seconds, lateShare: 0.01)
    let shown = Set(follow(flood, Self.options, until: Self.end).shown)
    // The first late scan begins after ten seconds.
    let late = flood.events.filter {
      $0.ingestedAt > $0.timestamp && $0.ingestedAt < Self.end + -10_000
    }
    #expect(late.contains { $0.ingestedAt - $0.timestamp > Self.options.overlap })
    #expect(late.allSatisfy { shown.contains($0.eventID) })
  }
}
