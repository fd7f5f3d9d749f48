import AWSWire
import CustomerDomain
import Testing

@testable import CustomerServices

/// The tail under a budget of two calls a second, as on AWS.
@Suite("The tail's call budget")
struct LogTailBudgetTests {
  private static let options = LogTail.Options.aws

  /// How one group goes that has so many events a second, on pages of 3,500.
  private struct Course {
    var calls: [Instant] = []
    var greatestDelay: Int64 = 0
  }

  private func follow(perSecond: Int64, callTime: Int64, seconds: Int64) -> Course {
    var course = Course()
    var follower = SimulatedFollower(Self.options)
    follower.follow(until: Instant(milliseconds: seconds * 1000)) { call, now in
      course.calls.append(now)
      return (page(of: call, at: now, perSecond), now + callTime)
    } take: { events, now in
      let delay = events.map { now - $0.timestamp }.max() ?? 0
      course.greatestDelay = max(course.greatestDelay, delay)
    }
    return course
  }

  /// An event stands at each step of time, and can be read at once.
  private func page(of call: LogTail.Call, at now: Instant, _ perSecond: Int64) -> LogTail.Page {
    let from = call.token.flatMap { Int64($0) } ?? call.from.milliseconds * perSecond / 1000
    let last = min(now, call.to ?? now).milliseconds * perSecond / 1000
    let numbers = max(0, from)..<max(0, from, min(last, from + 3500))
    var page = LogTail.Page(
      events: numbers.map { number in
        let time = Instant(milliseconds: number * 1000 / perSecond)
        return LogEvent(
          eventID: "\(number)",
          group: "g",
          stream: "s",
          timestamp: time,
          ingestedAt: time,
          message: ""
        )
      }
    )
    if numbers.count == 3500 { page.token = "\(numbers.upperBound)" }
    return page
  }

  @Test("Hurried, it makes at once the call that would wait for its round or its next attempt")
  func hurried() throws {
    let begun = Instant(milliseconds: 1_000_000)
    var tail = LogTail(groups: ["g"], since: begun, options: Self.options, at: begun)
    func call(at now: Instant) -> LogTail.Call? {
      if case .call(let call) = tail.next(at: now) { call } else { nil }
    }
    let first = try #require(call(at: begun))
    tail.answered(first, LogTail.Page(events: []), at: begun)
    let soon = begun + 600
    #expect(call(at: soon) == nil)
    tail.hurry(at: soon)
    let second = try #require(call(at: soon))
    tail.failed(
      second,
      ServiceFailure(kind: .unavailable, action: "", reason: ""),
      random: 1,
      at: soon
    )
    let later = soon + 600
    #expect(call(at: later) == nil)
    tail.hurry(at: later)
    #expect(call(at: later) != nil)
    #expect(call(at: later) == nil, "once")
  }

  @Test(
    "Where more than half of what can be read comes, what is new stays near the present",
    arguments: [3000, 4000] as [Int64],
    [100, 400] as [Int64]
  )
  func near(perSecond: Int64, callTime: Int64) {
    let course = follow(perSecond: perSecond, callTime: callTime, seconds: 90)
    #expect(course.greatestDelay <= Self.options.slowestPace)
  }

  @Test(
    "It is not exceeded, nor left unused while there is something to read",
    arguments: [
      100, 400,
    ] as [Int64]
  )
  func budget(callTime: Int64) {
    let calls = follow(perSecond: 8000, callTime: callTime, seconds: 60).calls
    for start in stride(from: 10_000, to: 50_000, by: 500) as StrideTo<Int64> {
      let window = Instant(milliseconds: start)..<Instant(milliseconds: start + 10_000)
      #expect((17...22).contains(calls.count { window.contains($0) }), "from \(start)")
    }
  }
}

@Suite("What the service's clock shows at least")
struct ServiceClockTests {
  private func event(takenIn moment: Int64) -> LogEvent {
    LogEvent(
      eventID: "1",
      group: "g",
      stream: "s",
      timestamp: Instant(milliseconds: 0),
      ingestedAt: Instant(milliseconds: moment),
      message: ""
    )
  }

  @Test("is later after each event that was taken in later than it was known to be")
  func news() {
    var clock = ServiceClock()
    #expect(clock.heard([], at: Instant(milliseconds: 0)) == 0)
    #expect(clock.heard([event(takenIn: 1000)], at: Instant(milliseconds: 5000)) == .max)
    #expect(clock.earliest(at: Instant(milliseconds: 6000)) == Instant(milliseconds: 2000))
    #expect(clock.heard([event(takenIn: 2000)], at: Instant(milliseconds: 6000)) == 0)
    #expect(clock.heard([event(takenIn: 1500)], at: Instant(milliseconds: 6000)) == 0)
    #expect(clock.heard([event(takenIn: 5000)], at: Instant(milliseconds: 6000)) == 3000)
    #expect(clock.earliest(at: Instant(milliseconds: 6000)) == Instant(milliseconds: 5000))
  }
}

@Suite("How many new events a second are found")
struct FindRateTests {
  private func moment(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds) }

  @Test("is told of a second at least, and as the greater of now and the time before")
  func periods() {
    var rate = FindRate(from: moment(0))
    rate.count(500, at: moment(100))
    #expect(rate.perSecond(at: moment(100)) == 500)
    rate.count(500, at: moment(1000))
    #expect(rate.perSecond(at: moment(1500)) == 1000)
    rate.count(0, at: moment(2000))
    #expect(rate.perSecond(at: moment(2000)) == 0)
  }

  @Test("leaves out the time in which only known ones were read")
  func known() {
    var rate = FindRate(from: moment(0))
    rate.count(1000, at: moment(1000))
    rate.leaveOut(until: moment(3000))
    #expect(rate.perSecond(at: moment(3000)) == 1000)
    rate.count(1000, at: moment(4000))
    #expect(rate.perSecond(at: moment(4000)) == 1000)
  }
}
