import AWSWire
import CustomerDomain
import Glibc
import TestKit
import Testing

@testable import CustomerServices

/// A log store in which events come late, out of order and at equal times, and which answers in
/// pages, some of them empty, and sometimes not at all.
struct SimulatedLogStore {
  /// Ordered by time and id.
  var events: [(event: LogEvent, visibleAt: Instant)] = []
  var numbers: SeededNumbers
  let pageSize: Int
  let failureRate: Double
  let emptyPageRate: Double

  mutating func answer(_ call: LogTail.Call, at now: Instant) -> Result<
    LogTail.Page, ServiceFailure
  > {
    if numbers.chance(failureRate) {
      let kinds: [ServiceFailure.Kind] = [.throttled, .unavailable, .invalidInput]
      return .failure(
        ServiceFailure(
          kind: kinds[Int.random(in: 0..<3, using: &numbers)],
          action: "read log",
          reason: "no"
        )
      )
    }
    // A token is the last event that was read, so that what comes before it stays unread.
    let after = call.token.map { token in token.split(separator: "|").map(String.init) }
    let matching = events.filter { entry in
      entry.visibleAt <= now && entry.event.group == call.group
        && entry.event.timestamp >= call.from
        && (call.to.map { entry.event.timestamp <= $0 } ?? true)
    }.map(\.event)
    let rest = matching.filter { event in
      guard let after, after.count == 2 else { return true }
      return (event.timestamp.milliseconds, event.eventID) > (Int64(after[0]) ?? 0, after[1])
    }
    if numbers.chance(emptyPageRate) {
      return .success(LogTail.Page(events: [], token: call.token ?? "-1|"))
    }
    let page = Array(rest.prefix(pageSize))
    let last = page.last.map { "\($0.timestamp.milliseconds)|\($0.eventID)" }
    return .success(LogTail.Page(events: page, token: rest.count > pageSize ? last : nil))
  }
}

/// A Live Tail that breaks off, samples, and at times leaves out what it should tell.
struct SimulatedLiveTail {
  var numbers: SeededNumbers
  /// How often a session ends, by update.
  let breakRate: Double
  /// How often an update leaves a group out, with or without a word.
  let omissionRate: Double
  private var isStanding = false
  private var toldUpTo = Instant(milliseconds: -1)

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed ^ 0x11FE)
    breakRate = [0.0, 0.02, 0.3][Int.random(in: 0..<3, using: &numbers)]
    omissionRate = [0.0, 0.1, 0.9][Int.random(in: 0..<3, using: &numbers)]
  }

  /// Brings a tail what a second brings.
  mutating func pass(
    _ tail: inout LogTail,
    _ store: SimulatedLogStore,
    to now: Instant,
    skew: Int64
  ) {
    if isStanding, numbers.chance(breakRate) {
      isStanding = false
      return tail.liveEnded(at: now + skew)
    }
    defer { toldUpTo = now }
    guard isStanding else {
      guard numbers.chance(0.3) else { return }
      isStanding = true
      return tail.liveBegan(at: now + skew)
    }
    let come = store.events.filter { $0.visibleAt > toldUpTo && $0.visibleAt <= now }
    let all = Set(come.map(\.event.group))
    let told = all.filter { _ in !numbers.chance(omissionRate) }
    let isSampled = told != all && numbers.chance(0.5)
    tail.heard(LogTail.Update(groups: told, isSampled: isSampled), at: now + skew)
  }
}

struct LogTailOracleTests {
  /// How many schedules are tried; more where `ROLLCALL_ORACLE_SEEDS` says so.
  private static let seeds =
    getenv("ROLLCALL_ORACLE_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 100

  /// Everything that is random about one run.
  private struct Schedule {
    let groups: [String]
    let duration: Int64
    var store: SimulatedLogStore

    /// - `longestDelay`: how late events are at most; by chance without it.
    init(seed: UInt64, longestDelay: Int64? = nil) {
      var numbers = SeededNumbers(seed: seed)
      groups = (0..<Int.random(in: 1...5, using: &numbers)).map { "/group/\($0)" }
      duration = Int64.random(in: 20_000...400_000, using: &numbers)
      store = SimulatedLogStore(
        numbers: SeededNumbers(seed: seed &* 31 &+ 7),
        pageSize: Int.random(in: 1...20, using: &numbers),
        failureRate: [0.0, 0.05, 0.3][Int.random(in: 0..<3, using: &numbers)],
        emptyPageRate: [0.0, 0.2][Int.random(in: 0..<2, using: &numbers)]
      )
      let lateRate = [0.0, 0.1, 0.6][Int.random(in: 0..<3, using: &numbers)]
      let grain: Int64 = [1, 1000, 5000][Int.random(in: 0..<3, using: &numbers)]
      for index in 0..<Int.random(in: 0...150, using: &numbers) {
        let time = Int64.random(in: 0..<duration, using: &numbers) / grain * grain
        let delay = Int64.random(
          in: 0...(longestDelay ?? (numbers.chance(lateRate) ? 300_000 : 50)),
          using: &numbers
        )
        store.events.append(
          (
            LogEvent(
              eventID: "e\(index)",
              group: groups[Int.random(in: 0..<groups.count, using: &numbers)],
              stream: "s",
              timestamp: Instant(milliseconds: time),
              ingestedAt: Instant(milliseconds: time + delay),
              message: "\(index)"
            ),
            Instant(milliseconds: time + delay)
          )
        )
      }
      store.events.sort {
        ($0.event.timestamp, $0.event.eventID) < ($1.event.timestamp, $1.event.eventID)
      }
    }

    /// An event a second in one group, and a store that answers all at once.
    init(duration: Int64) {
      groups = ["/group"]
      self.duration = duration
      store = SimulatedLogStore(
        numbers: SeededNumbers(seed: 1),
        pageSize: 10_000,
        failureRate: 0,
        emptyPageRate: 0
      )
      store.events = stride(from: 0, to: duration, by: 1000).map { time in
        let moment = Instant(milliseconds: time)
        let event = LogEvent(
          eventID: "e\(time)",
          group: "/group",
          stream: "s",
          timestamp: moment,
          ingestedAt: moment,
          message: ""
        )
        return (event, moment)
      }
    }
  }

  /// What a run tells besides events, where it may.
  private final class Told {
    var gaps: [LogGap] = []
    var filled: [LogGap] = []
    /// When the last one was filled.
    var filledAt = Instant(milliseconds: 0)
    /// Whether gaps are told that were not filled.
    var isOpen: Bool { filled.count < gaps.count }
  }

  /// Runs a tail against a schedule in simulated time; returns what it showed, in order.
  ///
  /// - `skew`: how far the tail's clock is ahead of the store's, in milliseconds.
  /// - `outage`: when no call is answered, but fails after `hanging` milliseconds.
  /// - `gone`: a group that is not any more after the first ten seconds.
  /// - `told`: takes gaps; none may be told without it.
  private func run(
    _ schedule: Schedule,
    options: LogTail.Options,
    seed: UInt64,
    patience: Int64 = 7_200_000,
    skew: Int64 = 0,
    outage: Range<Int64> = 0..<0,
    hanging: Int64 = 0,
    gone lostGroup: String? = nil,
    told: Told? = nil,
    live session: SimulatedLiveTail? = nil
  ) -> [LogEvent] {
    var session = session
    var nextUpdate: Instant? = session == nil ? nil : Instant(milliseconds: 1000)
    var (store, numbers) = (schedule.store, SeededNumbers(seed: seed ^ 0xABCD))
    var now = Instant(milliseconds: 0)
    var tail = LogTail(groups: schedule.groups, since: now, options: options, at: now + skew)
    var shown: [LogEvent] = []
    var underWay: [(call: LogTail.Call, endsAt: Instant)] = []
    // All is visible then; how long the late scans need depends on failures and the size of pages.
    let quiet = Instant(milliseconds: schedule.duration + 420_000)
    let wanted = schedule.store.events.count { $0.event.group != lostGroup }
    while now < quiet
      || (shown.count { $0.group != lostGroup } < wanted || told?.isOpen == true)
        && now < quiet + patience
    {
      var wakeAt: Instant?
      steps: while true {
        switch tail.next(at: now + skew) {
        case .call(let call):
          let time = Int64.random(in: 0...400, using: &numbers)
          underWay.append((call, now + time + (outage.contains(now.milliseconds) ? hanging : 0)))
        case .emit(let events):
          #expect(events == events.sorted())
          shown += events
        case .gap(let gap):
          if told == nil { Issue.record("a gap where none was needed") }
          told?.gaps.append(gap)
        case .filled(let gap):
          told?.filled.append(gap)
          told?.filledAt = now
        case .wait(let until):
          if let until { #expect(until > now + skew) }
          wakeAt = until.map { $0 + -skew }
          break steps
        }
      }
      let next = [wakeAt, underWay.map(\.endsAt).min(), nextUpdate].compactMap { $0 }.min()
      guard let next else {
        Issue.record("it waits for nothing")
        break
      }
      now = max(next, now)
      if let due = nextUpdate, due <= now {
        session?.pass(&tail, store, to: now, skew: skew)
        nextUpdate = now + 1000
      }
      for item in underWay where item.endsAt <= now {
        let isGone = item.call.group == lostGroup && now.milliseconds > 10_000
        let isOut = isGone || outage.contains(now.milliseconds)
        let gone = ServiceFailure(kind: .unavailable, action: "read log", reason: "gone")
        switch isOut ? .failure(gone) : store.answer(item.call, at: now) {
        case .success(let page): tail.answered(item.call, page, at: now + skew)
        case .failure(let failure):
          tail.failed(
            item.call,
            failure,
            random: Double.random(in: 0...1, using: &numbers),
            at: now + skew
          )
        }
      }
      underWay.removeAll { $0.endsAt <= now }
    }
    return shown
  }

  @Test(arguments: [LogTail.Options.aws, .localCloud])
  func `nothing is lost and nothing is shown twice, whatever the store does`(
    options: LogTail.Options
  ) {
    var paced = options
    // The local pace would make simulated hours of empty rounds; its windows are what matters here.
    paced.slowestPace = max(options.slowestPace, 4000)
    for seed in 0..<Self.seeds {
      let schedule = Schedule(seed: seed)
      let shown = run(schedule, options: paced, seed: seed)
      let wanted = Set(schedule.store.events.map(\.event.id))
      let got = shown.map(\.id)
      #expect(got.count == Set(got).count, "seed \(seed): shown twice")
      #expect(wanted.subtracting(got).isEmpty, "seed \(seed): lost")
      if Set(got) != wanted || got.count != wanted.count { return }
    }
  }

  @Test(arguments: [3_600_000, 400_000, 60_000, -60_000, -3_600_000] as [Int64])
  func `nothing is lost where our clock is wrong`(skew: Int64) {
    var options = LogTail.Options.aws
    // Late scans would find a little later what recent ones miss; the line is drawn at being shown.
    options.slowestPace = 4000
    for seed in 0..<(Self.seeds / 4) {
      let schedule = Schedule(seed: seed)
      let shown = run(schedule, options: options, seed: seed, skew: skew).map(\.id)
      #expect(shown.count == Set(shown).count, "seed \(seed): shown twice")
      let lost = Set(schedule.store.events.map(\.event.id)).subtracting(shown)
      #expect(lost.isEmpty, "seed \(seed): lost")
      if !lost.isEmpty { return }
    }
  }

  @Test(arguments: [LogTail.Options.aws, .localCloud])
  func `what comes within the overlap needs no late scan, however many pages there are`(
    options: LogTail.Options
  ) {
    var paced = options
    paced.slowestPace = max(options.slowestPace, 4000)
    paced.lateInterval = 1_000_000_000
    for seed in 0..<(Self.seeds / 4) {
      let schedule = Schedule(seed: seed, longestDelay: paced.overlap)
      let shown = run(schedule, options: paced, seed: seed, patience: 0).map(\.id)
      let lost = Set(schedule.store.events.map(\.event.id)).subtracting(shown)
      #expect(lost.isEmpty, "seed \(seed): lost")
      if !lost.isEmpty { return }
    }
  }

  @Test func `what an outage makes it skip is told as a gap, read later, and told as filled`() {
    var options = LogTail.Options.aws
    options.greatestLag = 30_000
    var gapCount = 0
    for seed in 0..<(Self.seeds / 4) {
      let schedule = Schedule(seed: seed)
      let told = Told()
      let middle = schedule.duration / 2
      let shown = run(
        schedule,
        options: options,
        seed: seed,
        outage: middle..<(middle + 90_000),
        told: told
      ).map(\.id)
      let wanted = Set(schedule.store.events.map(\.event.id))
      #expect(shown.count == Set(shown).count, "seed \(seed): shown twice")
      #expect(wanted.subtracting(shown).isEmpty, "seed \(seed): lost")
      #expect(Set(told.filled) == Set(told.gaps), "seed \(seed)")
      gapCount += told.gaps.count
      if Set(shown) != wanted { return }
    }
    #expect(gapCount > 0)
  }

  @Test(arguments: [LogTail.Options.aws, .localCloud])
  func `a group that cannot be read keeps no late events of the others back`(
    options: LogTail.Options
  ) {
    var paced = options
    paced.slowestPace = max(options.slowestPace, 4000)
    for seed in 0..<(Self.seeds / 4) {
      let schedule = Schedule(seed: seed)
      guard schedule.groups.count > 1, let gone = schedule.groups.last else { continue }
      let shown = run(schedule, options: paced, seed: seed, patience: 3_600_000, gone: gone)
      let got = shown.filter { $0.group != gone }.map(\.id)
      let wanted = schedule.store.events.map(\.event).filter { $0.group != gone }.map(\.id)
      #expect(got.count == Set(got).count, "seed \(seed): shown twice")
      #expect(Set(got) == Set(wanted), "seed \(seed): lost")
      if Set(got) != Set(wanted) { return }
    }
  }

  @Test(arguments: [0, 30_000] as [Int64])
  func `what ten minutes without an answer leave out comes soon after them`(hanging: Int64) {
    let (told, outage) = (Told(), 300_000..<930_000 as Range<Int64>)
    let schedule = Schedule(duration: 1_000_000)
    // A late scan begins in the outage; however long it is held up, the next one is not put off.
    let shown = run(
      schedule,
      options: .aws,
      seed: 1,
      patience: 0,
      outage: outage,
      hanging: hanging,
      told: told
    )
    #expect(shown.count == schedule.store.events.count)
    #expect(Set(shown.map(\.id)).count == shown.count)
    #expect(told.gaps.count == 1)
    #expect(told.filled == told.gaps)
    #expect(told.filledAt.milliseconds <= outage.upperBound + 150_000)
  }

  @Test(arguments: [LogTail.Options.aws, .localCloud])
  func `nothing is lost and nothing is shown twice, whatever Live Tail does`(
    options: LogTail.Options
  ) {
    var paced = options
    paced.slowestPace = max(options.slowestPace, 4000)
    for seed in 0..<(Self.seeds / 4) {
      let schedule = Schedule(seed: seed)
      let skew = [0, 3_600_000, -60_000][Int(seed % 3)] as Int64
      let live = SimulatedLiveTail(seed: seed)
      let got = run(schedule, options: paced, seed: seed, skew: skew, live: live).map(\.id)
      let wanted = Set(schedule.store.events.map(\.event.id))
      #expect(got.count == Set(got).count, "seed \(seed): shown twice")
      #expect(wanted.subtracting(got).isEmpty, "seed \(seed): lost")
      if Set(got) != wanted || got.count != wanted.count { return }
    }
  }

  @Test func `the oracle can fail: without late scans, late events are lost`() {
    var options = LogTail.Options.aws
    options.lateInterval = 1_000_000_000
    let isLossSeen = (UInt64(0)..<20).contains { seed in
      let schedule = Schedule(seed: seed)
      return run(schedule, options: options, seed: seed, patience: 0).count
        < schedule.store.events.count
    }
    #expect(isLossSeen)
  }
}
