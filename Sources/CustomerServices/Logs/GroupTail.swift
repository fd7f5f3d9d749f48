internal import AWSWire
internal import CustomerDomain

/// One log group's part of a tail.
struct GroupTail: Sendable {
  /// One reading of a stretch of time, page by page.
  struct Scan: Sendable {
    /// The earliest time wanted; of what is left to read, once a token was refused.
    var from: Instant
    /// The earliest time that was wanted when it began.
    let began: Instant
    /// The latest time wanted; `nil` for all that is there.
    let to: Instant?
    /// When it began.
    let startedAt: Instant
    /// Where the pages go on.
    var token: String?
    /// The time of the last event that was read; pages are ordered by time.
    var reached: Instant?
    /// When that event was taken in.
    var reachedAt: Instant?
    /// Since when a call of it is under way; `nil` while none is.
    var calledAt: Instant?
    /// How much of the time for calls it took, in milliseconds.
    var cost: Int64 = 0
    /// Since when what lies behind the last event may have been read.
    var askedAt: Instant?
    /// Up to when nothing need be read again that comes within the overlap.
    var settledUpTo: Instant?
    /// Whether there is time to be read again before the last event.
    var isUnsettled = false
    /// How many events it found that were not known.
    var found = 0
    /// Whether it is a late scan that leaves the newest to the next one.
    let isSweep: Bool
    /// What lies before it and is left to a late scan, until the service answers.
    var skips: LogGap?

    /// Begins a reading.
    init(from: Instant, to: Instant?, startedAt: Instant, isSweep: Bool = false) {
      self.from = from
      began = from
      self.to = to
      self.startedAt = startedAt
      self.isSweep = isSweep
    }

    /// Whether a call of it can be made.
    var isReady: Bool { calledAt == nil }
  }

  /// The group's name.
  let name: String
  private let since: Instant
  /// Where the next recent scan begins.
  private(set) var frontier: Instant
  /// Where the next late scan begins, if ids are remembered so far back.
  private var lateFrom: Instant
  /// Up to where late scans swept.
  private var sweptUpTo = Instant(milliseconds: .min)
  /// When the last late scan began.
  private var lastLateAt: Instant
  /// When the next late scan is due, unless it is a sweep.
  private var nextLateAt: Instant
  /// The recent scan that is under way.
  private(set) var recent: Scan?
  /// The late scan that is under way.
  private(set) var late: Scan?
  /// When the last recent scan that came to its end had begun.
  private(set) var readUpTo: Instant?
  /// When Live Tail last had nothing of the group, and nothing that it told was left to read.
  private var silentUpTo: Instant?
  /// Since when Live Tail is listened to; `nil` where it is not.
  private var listeningFrom: Instant?
  /// The reading by itself that Live Tail or a find set off.
  private var wake: Wake?
  /// How far behind the group was when that scan ended, in milliseconds.
  private(set) var greatestLag: Int64 = 0
  /// How many events come.
  private(set) var rate: FindRate
  /// When the service last answered.
  private(set) var lastSuccess: Instant?
  /// The trouble there is, until the next success.
  private(set) var failure: ServiceFailure?
  /// Before this moment no call is made.
  private(set) var retryAt: Instant
  /// When the last call was made.
  private(set) var lastCallAt: Instant
  private var failures = 0
  private var seen = SeenEvents()
  /// What was skipped and not yet told.
  private var skipped: [LogGap] = []
  /// What was skipped and not read since.
  private var open: [LogGap] = []
  /// What was skipped, and read since; not yet told.
  private var filled: [LogGap] = []

  /// Makes a group's part that begins at `since`.
  init(name: String, since: Instant, now: Instant, options: LogTail.Options) {
    self.name = name
    self.since = since
    frontier = since
    lateFrom = since
    lastLateAt = now
    nextLateAt = now + options.lateInterval
    rate = FindRate(from: now)
    retryAt = now
    lastCallAt = Instant(milliseconds: .min)
  }

  /// Up to when all is known to be told that had come by then.
  var knownUpTo: Instant? { [readUpTo, silentUpTo].compactMap(\.self).max() }

  /// When the group is to be read by itself; `nil` where it is not, or is being read.
  var nextWake: Instant? { recent == nil ? wake.map { max($0.dueAt, retryAt) } : nil }

  /// Whether the group is to be read by itself now.
  func isAwake(at now: Instant) -> Bool { nextWake.map { $0 <= now } ?? false }

  /// Lets what failed be tried again now.
  mutating func hurry(at now: Instant) { retryAt = min(retryAt, now) }

  /// Begins to listen to Live Tail, or ends to with `nil`.
  mutating func listen(from moment: Instant?) { (listeningFrom, wake) = (moment, nil) }

  /// Takes note that something came.
  mutating func wake(at now: Instant, options: LogTail.Options) {
    wake = Wake(dueAt: now, pace: options.fastestPace)
  }

  /// Takes note that nothing came.
  mutating func heardNothing(at now: Instant) {
    guard wake == nil, let listeningFrom, let readUpTo, readUpTo >= listeningFrom else { return }
    (silentUpTo, greatestLag) = (now, 0)
  }

  /// Whether there is a stretch of time for a late scan.
  func canReadLate(_ options: LogTail.Options, at now: Instant) -> Bool {
    guard late == nil else { return false }
    let stretch = lateStretch(options, at: now)
    return stretch.from < stretch.to
  }

  /// Whether a late scan goes on; one that fails is none that others wait for.
  var isReadingLate: Bool { late != nil && failure == nil }

  /// Whether a late scan should begin.
  func isLateDue(_ options: LogTail.Options, at now: Instant) -> Bool {
    now >= lateDueAt(options, at: now) && canReadLate(options, at: now)
  }

  /// When the next late scan is due.
  func lateDueAt(_ options: LogTail.Options, at now: Instant) -> Instant {
    sweepTime(options, at: now).map { min(nextLateAt, lastLateAt + $0) } ?? nextLateAt
  }

  /// What a late scan would read.
  private func lateStretch(
    _ options: LogTail.Options,
    at now: Instant
  ) -> (from: Instant, to: Instant) {
    let from = max(lateFrom, seen.horizon)
    guard let sweep = sweepTime(options, at: now) else { return (from, frontier) }
    return (max(from, sweptUpTo), frontier + -sweep)
  }

  /// Begins a recent scan; where the group is too far behind, it begins nearer to the present.
  mutating func beginRecent(_ service: ServiceClock, options: LogTail.Options, at now: Instant) {
    recent = Scan(from: frontier, to: nil, startedAt: now)
    guard let greatest = options.greatestLag, let present = service.earliest(at: now),
      present - frontier > greatest
    else { return }
    recent = Scan(from: present + -greatest, to: nil, startedAt: now)
    recent?.skips = LogGap(group: name, from: frontier, to: present + -greatest)
  }

  /// Begins a late scan.
  mutating func beginLate(options: LogTail.Options, at now: Instant) {
    lastLateAt = now
    let stretch = lateStretch(options, at: now)
    let isSweep = sweepTime(options, at: now) != nil
    late = Scan(from: stretch.from, to: stretch.to, startedAt: now, isSweep: isSweep)
  }

  /// Marks a call of a scan as under way, and returns it.
  mutating func beginCall(isLate: Bool, options: LogTail.Options, at now: Instant) -> LogTail.Call {
    lastCallAt = now
    if isLate { late?.calledAt = now } else { recent?.calledAt = now }
    let scan = isLate ? late : recent
    return LogTail.Call(
      group: name,
      from: scan?.from ?? frontier,
      to: scan?.to,
      filter: options.filter,
      token: scan?.token,
      isLate: isLate
    )
  }

  /// Takes a page; returns its events that were not known.
  mutating func take(
    _ page: LogTail.Page,
    of call: LogTail.Call,
    _ service: ServiceClock,
    isClockNews: Bool,
    options: LogTail.Options,
    at now: Instant
  ) -> [LogEvent] {
    lastSuccess = now
    (failure, failures, retryAt) = (nil, 0, now)
    let fresh = seen.insert(page.events)
    if call.isLate {
      late?.goOn(page, found: fresh.count, options, at: now)
      if page.token == nil { endLate(service, options: options, at: now) }
    } else {
      // A late scan reads what is skipped, once there is time for it.
      if let gap = recent?.skips {
        recent?.skips = nil
        skipped.append(gap)
        open.append(gap)
        frontier = gap.to
      }
      countRate(found: fresh.count, page, at: now)
      let overlap = overlap(options, at: now)
      recent?.settle(page, service, overlap: overlap)
      recent?.goOn(page, found: fresh.count, options, at: now)
      if isRecentAtEnd(service, isClockNews: isClockNews) { endRecent(options: options, at: now) }
    }
    forget(options)
    return fresh
  }

  private mutating func countRate(found: Int, _ page: LogTail.Page, at now: Instant) {
    // The past is read as fast as it can be, which says nothing of how many come; nor does what is
    // read once more on the way to what is new.
    guard readUpTo != nil else { return }
    if found == 0, page.token != nil {
      rate.leaveOut(until: now)
    } else {
      rate.count(found, at: now)
    }
  }

  /// Takes the failure of a call.
  mutating func takeFailure(
    _ failure: ServiceFailure,
    of call: LogTail.Call,
    options: LogTail.Options,
    random: Double,
    at now: Instant
  ) {
    self.failure = failure
    failures += 1
    let bound = Double(min(20_000, 500 << min(failures, 6)))
    retryAt = now + Int64(bound * (0.5 + random / 2))
    let isStale = failure.kind == .invalidInput && call.token != nil
    if call.isLate { late?.tryAgain(isStale) } else { recent?.tryAgain(isStale) }
    // After a long outage the newest events come first, and what lies before them as a late scan.
    if !call.isLate, let greatest = options.greatestLag, let scan = recent,
      now - scan.startedAt > greatest
    {
      recent = nil
    }
  }

  private mutating func endRecent(options: LogTail.Options, at now: Instant) {
    guard let scan = recent else { return }
    recent = nil
    greatestLag = knownUpTo.map { now - $0 } ?? 0
    readUpTo = scan.startedAt
    if listeningFrom != nil { wake = Wake.following(wake, scan, options) }
    frontier = max(frontier, scan.settledUpTo ?? frontier)
  }

  private mutating func endLate(
    _ service: ServiceClock,
    options: LogTail.Options,
    at now: Instant
  ) {
    guard let scan = late else { return }
    late = nil
    // What lies before the horizon counts as shown, and was left out where it was read.
    let isRead = { [horizon = seen.horizon] (gap: LogGap) in
      max(scan.began, horizon) <= gap.from && scan.to.map { $0 >= gap.to } ?? true
    }
    filled += open.filter(isRead)
    open.removeAll(where: isRead)
    // Whatever comes from now on is no older than this, or later than events may be.
    if let began = service.earliest(at: scan.startedAt) {
      lateFrom = max(lateFrom, min(began, scan.to ?? began) + -options.lateness)
    }
    if scan.isSweep { sweptUpTo = max(sweptUpTo, scan.to ?? sweptUpTo) }
    // A costly scan is made more seldom: no more than a tenth of the time for calls goes
    // into them.
    nextLateAt = now + max(options.lateInterval, scan.cost * 10)
  }

  /// Hands out what was skipped.
  mutating func takeSkipped() -> [LogGap] {
    defer { skipped = [] }
    return skipped
  }

  /// Hands out what was skipped and read since.
  mutating func takeFilled() -> [LogGap] {
    defer { filled = [] }
    return filled
  }

  private mutating func forget(_ options: LogTail.Options) {
    let begins = [frontier, lateFrom, recent?.from, late?.from].compactMap { $0 }
    seen.forget(before: begins.min() ?? frontier)
    seen.shrink(to: options.rememberedEvents, keeping: min(frontier, recent?.from ?? frontier))
  }
}

extension GroupTail.Scan {
  /// Ends a call that brought a page; the next one goes on after it.
  fileprivate mutating func goOn(
    _ page: LogTail.Page,
    found: Int,
    _ options: LogTail.Options,
    at now: Instant
  ) {
    token = page.token
    if let last = page.events.last { (reached, reachedAt) = (last.timestamp, last.ingestedAt) }
    self.found += found
    endCall(options, at: now)
  }

  /// Ends a call that failed; where the token was refused, the next one begins anew at the time that
  /// was reached, and what it reads again is known already.
  fileprivate mutating func tryAgain(_ isTokenStale: Bool) {
    // Where nobody answers, hours of it say nothing of what a reading costs.
    calledAt = nil
    guard isTokenStale else { return }
    token = nil
    from = max(from, reached ?? from)
  }

  private mutating func endCall(_ options: LogTail.Options, at now: Instant) {
    if let calledAt { cost += max(now - calledAt, options.timePerCall) }
    calledAt = nil
  }
}
