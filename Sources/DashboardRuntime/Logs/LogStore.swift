internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

/// The log scrollback, and the window of it that the screen looks at.
///
/// It works off the dashboard's thread: events are taken in, searched and made into rows here, and
/// only the rows that are wanted leave.
actor LogStore {
  /// The shortest time between two windows that arriving events cause: 60 a second.
  private static let windowInterval = Duration.microseconds(16_667)
  /// How long rows are searched before others have their turn.
  private static let slice = Duration.milliseconds(4)
  /// How long a window is shown before what was found since is shown, too.
  private static let patience = Duration.milliseconds(30)

  private let inbox: EventInbox
  private let pacer: any Pacer
  private var scrollback: LogScrollback
  /// Which lines are read.
  private var source = LogSource()
  private var query: LogQuery?
  private var shown: LogWindow?
  private var rate = EventRate()
  private var lastWindow: Duration?
  /// What was told of the tail last.
  private var told: (status: TailStatus, eventsPerSecond: Double)?
  /// Whether it is still being searched for where the query's place is.
  private var isLost = false
  /// Shows what came since the last window, a little later.
  private var delayed: Task<Void, Never>?
  /// From when on events count for the rate: what was there before says nothing of how many come.
  private var countsFrom: Instant?
  /// The newest event's time, and up to when all groups are known to have been read.
  private var newest: Instant?
  private var readUpTo: Instant?
  /// Where the reading that goes on began, until it came to the present once: what it skipped until
  /// then is not known.
  private var begun: Instant?

  /// Makes an empty store.
  ///
  /// - Parameters:
  ///   - inbox: where windows go.
  ///   - pacer: time that passes.
  ///   - capacity: how many rows are held at most.
  ///   - byteCapacity: how many bytes their text takes at most, about.
  ///   - folders: where files for the text may be made; in memory without any.
  init(
    inbox: EventInbox,
    pacer: any Pacer,
    capacity: Int,
    byteCapacity: Int,
    folders: [String] = []
  ) {
    self.inbox = inbox
    self.pacer = pacer
    scrollback = LogScrollback(
      capacity: capacity,
      byteCapacity: byteCapacity,
      folders: folders
    )
  }

  deinit { delayed?.cancel() }

  /// Shows the rows that a query asks for, now and whenever they change.
  ///
  /// Rows are searched a slice at a time, first where the reader is, and what else there is to do goes
  /// on in between. What was found is shown after `patience` even where it is not all that is wanted;
  /// only a jump waits until it is known where it leads.
  func show(_ query: LogQuery) async {
    // Another query may have been shown meanwhile.
    guard !Task.isCancelled else { return }
    self.query = query
    // Its source is read in a moment, and what is held until then answers nothing.
    guard query.source == source else { return }
    shown = nil
    isLost = !query.anchor.isSteady
    scrollback.use(query)
    var sliceBegun = pacer.elapsed
    var isShown = false
    while let chunk = chunkToSearch(for: query, isShown: &isShown) {
      scrollback.search(chunk)
      guard pacer.elapsed - sliceBegun >= LogStore.slice else { continue }
      if let last = lastWindow, pacer.elapsed - last >= LogStore.patience { post() }
      await Task.yield()
      guard !Task.isCancelled, self.query == query else { return }
      sliceBegun = pacer.elapsed
    }
    post()
  }

  /// The chunk to search next; posts the window once nothing more is needed for it.
  private func chunkToSearch(for query: LogQuery, isShown: inout Bool) -> Int? {
    switch scrollback.need(for: query) {
    case .window(let chunk): return chunk
    case .rest(let chunk):
      isLost = false
      if !isShown { post() }
      isShown = true
      return chunk
    case .nothing:
      isLost = false
      return nil
    }
  }

  /// Reads one row's event in full.
  func read(_ sequence: Int) {
    guard !Task.isCancelled, let event = scrollback.event(sequence) else { return }
    inbox.post(.logEventRead(LogDetail(sequence: sequence, event: event)))
  }

  /// All that is held now, as a copy that nothing changes.
  var held: LogScrollback { scrollback }

  /// The events in the rows with those numbers, in the order of time.
  func events(_ numbers: Set<Int>) -> [LogEvent] {
    numbers.compactMap { scrollback.event($0) }.sorted()
  }

  /// Takes note of what is read from now on; rows of another source are let go.
  ///
  /// Each reading says so before it begins, so that none adds to the rows of another one, whichever
  /// was cancelled meanwhile.
  func read(from source: LogSource) {
    guard !Task.isCancelled, source != self.source else { return }
    self.source = source
    told = nil
    scrollback = scrollback.emptied
    if let query { scrollback.use(query) }
    // There is nothing to be searched.
    isLost = false
    newest = nil
    readUpTo = nil
    begun = nil
    shown = nil
    refresh()
  }

  /// Notes that reading begins, or begins anew, at a moment of the service's clock.
  ///
  /// - Parameters:
  ///   - now: the moment.
  ///   - since: from when on events are read.
  func begin(at now: Instant, since: Instant) {
    countsFrom = now
    begun = since
    scrollback.everReadFrom = min(scrollback.everReadFrom ?? since, since)
  }

  /// Notes that all that there was at a moment of the service's clock has been read.
  func reached(_ moment: Instant) {
    guard !Task.isCancelled else { return }
    readUpTo = moment
    begun = nil
  }

  // MARK: The past

  /// Notes that something is being read that was not; `false` where nothing was read yet, so that
  /// there is nothing else, and where no more fits.
  ///
  /// - Parameter number: the reading's number, greater than that of any before.
  /// - Returns: whether it may be read.
  func beginPast(_ number: Int) -> Bool {
    guard !Task.isCancelled, scrollback.everReadFrom != nil else { return false }
    defer { refresh() }
    scrollback.pastNumber = number
    // The reader is there: newer rows push out what is read for them only where much more comes.
    guard scrollback.makeRoomForOlder() else {
      scrollback.past = .failed("no more than this is held at a time")
      return false
    }
    scrollback.past = .reading
    return true
  }

  /// Of what time all lines were read.
  var known: LogKnown? { scrollback.known }

  /// The stretch to be read first for what is wanted; `nil` where it was read meanwhile.
  func stretch(for reading: LogReading, bottom: Instant) -> PastStretch? {
    guard let known else { return nil }
    switch reading {
    case .before:
      let density = scrollback.density(from: known.oldest)
      return PastStretch(backFrom: known.oldest, density: density, limit: bottom)
    case .gap(let wanted, isForward: true):
      guard let gap = known.unread.first(where: { $0.number == wanted.number }) else { return nil }
      let density = scrollback.density(to: gap.from)
      return PastStretch(onFrom: gap.from, density: density, limit: gap.to)
    case .gap(let wanted, isForward: false):
      guard let gap = known.unread.first(where: { $0.number == wanted.number }) else { return nil }
      let density = scrollback.density(from: gap.to)
      return PastStretch(backFrom: gap.to, density: density, limit: gap.from)
    case .around(let moment):
      let next = known.unread.first { $0.from < moment && moment <= $0.to }?.to ?? known.oldest
      guard moment <= next else { return nil }
      return PastStretch(onFrom: moment, density: scrollback.density(from: next), limit: next)
    }
  }

  /// Takes in all events of a stretch of the past.
  func take(_ events: [LogEvent], of stretch: PastStretch) {
    guard !Task.isCancelled else { return }
    // What does not fit is let go again, and leaves a gap of its own.
    scrollback.noteRead(from: stretch.start, to: stretch.end)
    scrollback.append(events, areOlder: true)
    refresh()
  }

  /// Notes how reading the past ended, where no other reading has taken its place.
  func endPast(_ past: LogPast, _ number: Int) {
    guard number == scrollback.pastNumber else { return }
    if past == .end { scrollback.isReadFromBeginning = true }
    // What is before all that was read did not change by the reading of a gap.
    scrollback.past = past == .unread && scrollback.isReadFromBeginning ? .end : past
    refresh()
  }

  /// Where reading goes on after it was interrupted; `nil` where nothing is known.
  ///
  /// That is five minutes before all that is known, because events come late, or where the last reading
  /// began if it did not come to the present; the store drops what it holds.
  func resumePoint(now: Instant) -> Instant? {
    if let begun { return begun }
    // One event from the future must not hide what comes until then.
    let reached = newest.map { min($0, readUpTo ?? now) } ?? readUpTo ?? scrollback.everReadFrom
    return reached.map { min($0, now) + -300_000 }
  }

  /// Takes in what a tail tells at a moment of the service's clock.
  ///
  /// What a cancelled task still brings is left out: the next one reads it again, or reads others.
  func take(_ output: LogService.TailOutput, serviceNow: Instant) {
    guard !Task.isCancelled else { return }
    switch output {
    case .events(let events):
      guard let last = events.last else { return }
      scrollback.latestPlausible = serviceNow + 60_000
      scrollback.append(events)
      let first = countsFrom ?? serviceNow
      rate.count(events.count { $0.ingestedAt >= first }, at: pacer.elapsed)
      newest = max(newest ?? last.timestamp, last.timestamp)
      refresh()
    case .gap(let gap):
      scrollback.append(gap)
      refresh()
    case .filled(let gap):
      scrollback.filled(from: gap.from, to: gap.to, group: gap.group)
      refresh()
    case .status(let status):
      // A status without groups is of a tail that did not begin.
      if status.groupCount > 0, status.hasReadAll {
        reached(serviceNow + -status.lagMilliseconds)
      }
      tell(status, eventsPerSecond: rate.perSecond(at: pacer.elapsed))
    }
  }

  private func tell(_ status: TailStatus, eventsPerSecond: Double) {
    let isNews =
      told.map { $0.eventsPerSecond != eventsPerSecond || !status.looksLike($0.status) } ?? true
    told = (status, eventsPerSecond)
    inbox.post(.logTailChanged(status, eventsPerSecond: eventsPerSecond), wakes: isNews)
  }

  /// Shows what came: at once, or when the last window has been there for long enough.
  private func refresh() {
    guard query != nil, delayed == nil else { return }
    let since = lastWindow.map { pacer.elapsed - $0 } ?? LogStore.windowInterval
    guard since < LogStore.windowInterval else { return post() }
    delayed = Task { [pacer, weak self] in
      try? await pacer.sleep(for: LogStore.windowInterval - since)
      await self?.postDelayed()
    }
  }

  private func postDelayed() {
    delayed = nil
    post()
  }

  private func post() {
    guard let query, query.source == source, !isLost else { return }
    lastWindow = pacer.elapsed
    let window = scrollback.present(query)
    guard window != shown else { return }
    shown = window
    inbox.post(.logsWindowed(window))
  }
}

extension LogQuery.Anchor {
  /// Whether rows can be shown before all of the way to the place was searched.
  fileprivate var isSteady: Bool {
    switch self {
    case .newest, .sequence: true
    case .oldest, .time, .errorAfter, .errorBefore, .markAfter, .markBefore: false
    }
  }
}
