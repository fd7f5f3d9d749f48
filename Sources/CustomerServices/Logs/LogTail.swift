package import AWSWire
package import CustomerDomain

/// Follows log groups without loss and without repeats; a pure state machine.
///
/// It says which call to make, when to wait and what to show; whoever runs it makes the calls and
/// tells what came of them. Events come late and out of order, so that time is read more than once:
///
/// - a *recent* scan of each group, round after round, reads what was there when it began, from a
///   frontier on that lies a little before what the last one read;
/// - a *late* scan now and then reads again all that may have come since the last one, which is as
///   far back as events may be late; in a flood it waits until what is new is read;
/// - ids that were seen are remembered for as long as their time may be read again.
///
/// Where scans begin and end is told by the service's clock, which the events show; the moments that
/// are given here never go back, and need not be right.
///
/// A scan that fails goes on where it was. What the groups yield in one round is shown together,
/// ordered by time.
package struct LogTail: Sendable {
  /// A call of FilterLogEvents that is to be made.
  package struct Call: Hashable, Sendable {
    /// The log group.
    package let group: String
    /// The earliest time wanted.
    package let from: Instant
    /// The latest time wanted; `nil` for all that is there.
    package let to: Instant?
    /// The filter pattern; `nil` for all events.
    package let filter: String?
    /// Where the pages go on.
    package let token: String?
    /// Which of the group's two scans it belongs to.
    let isLate: Bool
  }

  /// What a call brought.
  package struct Page: Sendable {
    /// The events.
    package var events: [LogEvent]
    /// Where the pages go on, also after a page without events; `nil` after the last.
    package var token: String?

    /// Makes a page.
    package init(events: [LogEvent], token: String? = nil) {
      self.events = events
      self.token = token
    }
  }

  /// What to do next.
  package enum Step: Sendable {
    /// Make this call.
    case call(Call)
    /// Events to show, ordered by time; earlier ones than were shown may be among them.
    case emit([LogEvent])
    /// A stretch of time that was skipped.
    case gap(LogGap)
    /// What had been skipped was read after all.
    case filled(LogGap)
    /// Nothing until then, or until a call ends; `nil` for the latter only.
    case wait(until: Instant?)
  }

  /// How it reads.
  let options: Options
  /// When it began.
  let start: Instant
  /// The groups that it follows.
  var groups: [GroupTail]
  /// What the service's clock shows; the tail's own moments only tell how much time passed.
  var service = ServiceClock()
  /// Events that wait for the rest of their round.
  var pending: [LogEvent] = []
  /// What was skipped and not yet told.
  var gaps: [LogGap] = []
  /// What had been skipped, was read and not yet told; it is told after the events.
  var filled: [LogGap] = []
  /// Indices of the groups that the present round still waits for.
  var roundMembers: Set<Int> = []
  /// When the present round began.
  var roundStartedAt: Instant
  /// Whether the present round is one of all groups.
  var isRoundWhole = false
  /// Whether a session of Live Tail stands, which wakes the groups that there is something of.
  var isLive = false
  /// When Live Tail was heard last.
  var lastHeard: Instant?
  /// Whether the present round found anything new.
  var roundFoundEvents = false
  /// When the next round may begin.
  var nextRoundAt: Instant
  /// Milliseconds between rounds, as it is now.
  var pace: Int64
  /// Before this moment the call budget allows no call.
  var nextCallAt: Instant
  /// How many calls were made since the call budget was last spent.
  var callsAtOnce = 0
  /// How many calls are under way.
  var callsUnderWay = 0
  /// How many calls of recent scans were made since the last call of a late one.
  var recentCallsInRow = 0

  /// Makes a tail that begins at `since`.
  package init(groups: [String], since: Instant, options: Options, at now: Instant) {
    self.options = options
    start = now
    var known: Set<String> = []
    self.groups = groups.filter { known.insert($0).inserted }
      .map { GroupTail(name: $0, since: since, now: now, options: options) }
    roundStartedAt = now
    nextRoundAt = now
    nextCallAt = now
    pace = options.fastestPace
  }

  /// How the tail stands.
  package func status(at now: Instant) -> TailStatus {
    let failing = groups.filter { $0.failure != nil }
    return TailStatus(
      groupCount: groups.count,
      lagMilliseconds: groups.map { max(now - ($0.knownUpTo ?? start), $0.greatestLag) }.max() ?? 0,
      lastSuccess: (groups.map(\.lastSuccess) + [lastHeard]).compactMap(\.self).max(),
      lateReachMilliseconds: lateReach(at: now),
      hasReadAll: groups.allSatisfy { $0.readUpTo != nil },
      failure: failing.first?.failure,
      retryAt: failing.map(\.retryAt).min()
    )
  }

  /// How far back what comes late is found where that is not as far as it may be late, to the next
  /// lower of few round numbers: it follows the rate, which is another each second.
  private func lateReach(at now: Instant) -> Int64? {
    guard let reach = groups.compactMap({ $0.sweepTime(options, at: now) }).min() else {
      return nil
    }
    return [60_000, 30_000, 20_000, 10_000, 5000, 2000, 1000].first { $0 <= reach } ?? 0
  }

  /// Has what waits for its turn, or to be tried again, done now; the call budget stays.
  package mutating func hurry(at now: Instant) {
    nextRoundAt = min(nextRoundAt, now)
    for index in groups.indices { groups[index].hurry(at: now) }
  }

  /// Takes what a call brought.
  package mutating func answered(_ call: Call, _ page: Page, at now: Instant) {
    callsUnderWay -= 1
    guard let index = groups.firstIndex(where: { $0.name == call.group }) else { return }
    let isClockNews = service.heard(page.events, at: now) > options.fastestPace
    let fresh = groups[index].take(
      page,
      of: call,
      service,
      isClockNews: isClockNews,
      options: options,
      at: now
    )
    // What is all there is need not be copied.
    if pending.isEmpty { pending = fresh } else { pending += fresh }
    gaps += groups[index].takeSkipped()
    filled += groups[index].takeFilled()
    if !call.isLate {
      if !fresh.isEmpty { roundFoundEvents = true }
      if groups[index].recent == nil { leaveRound(index, at: now) }
    }
  }

  /// Takes the failure of a call; its scan goes on later where it was.
  ///
  /// - Parameters:
  ///   - call: the call.
  ///   - failure: why it failed.
  ///   - random: from 0 to 1; spreads the next attempts of many tails.
  ///   - now: the present moment.
  package mutating func failed(
    _ call: Call,
    _ failure: ServiceFailure,
    random: Double,
    at now: Instant
  ) {
    callsUnderWay -= 1
    guard let index = groups.firstIndex(where: { $0.name == call.group }) else { return }
    groups[index].takeFailure(failure, of: call, options: options, random: random, at: now)
    // The limit is one for all groups, so all of them slow down.
    if failure.kind == .throttled { nextCallAt = max(nextCallAt, now + 1000) }
    leaveRound(index, at: now)
  }

  private mutating func leaveRound(_ index: Int, at now: Instant) {
    guard roundMembers.remove(index) != nil, roundMembers.isEmpty, isRoundWhole else { return }
    isRoundWhole = false
    // While Live Tail stands, a group that has something is read by itself.
    let slowest = isLive ? options.livePace : options.slowestPace
    pace = roundFoundEvents && !isLive ? options.fastestPace : min(slowest, pace * 2)
    nextRoundAt = max(now, roundStartedAt + pace)
  }
}
