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

  private let inbox: EventInbox
  private let pacer: any Pacer
  private var scrollback: LogScrollback
  private var query: LogQuery?
  private var shown: LogWindow?
  private var rate = EventRate()
  private var lastWindow: Duration?
  /// Shows what came since the last window, a little later.
  private var delayed: Task<Void, Never>?
  /// From when on events count for the rate: what was there before says nothing of how many come.
  private var countsFrom: Instant?
  /// The newest event's time, and up to when all groups are known to have been read.
  private var newest: Instant?
  private var readUpTo: Instant?

  /// Makes an empty store for so many rows and so many bytes of text.
  init(inbox: EventInbox, pacer: any Pacer, capacity: Int, byteCapacity: Int) {
    self.inbox = inbox
    self.pacer = pacer
    scrollback = LogScrollback(capacity: capacity, byteCapacity: byteCapacity)
  }

  deinit { delayed?.cancel() }

  /// Shows the rows that a query asks for, now and whenever they change.
  func show(_ query: LogQuery) {
    // Another query may have been shown meanwhile.
    guard !Task.isCancelled else { return }
    self.query = query
    shown = nil
    post()
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

  /// Notes that reading begins, or begins anew, at a moment of the service's clock.
  func begin(at now: Instant) { countsFrom = now }

  /// The time of the oldest event that is held.
  var oldest: Instant? { scrollback.oldest }

  /// Notes how reading older events stands.
  func readsPast(_ past: LogPast) {
    scrollback.past = past
    refresh()
  }

  /// Where reading goes on after it was interrupted; `nil` where nothing is known.
  ///
  /// That is five minutes before all that is known, because events come late; the store drops what it
  /// holds.
  func resumePoint(now: Instant) -> Instant? {
    // One event from the future must not hide what comes until then.
    newest.map { min($0, readUpTo ?? now, now) + -300_000 }
  }

  /// Takes in what a tail tells at a moment of the service's clock.
  func take(_ output: LogService.TailOutput, serviceNow: Instant) {
    switch output {
    case .events(let events):
      guard let last = events.last else { return }
      scrollback.append(events)
      let first = countsFrom ?? serviceNow
      rate.count(events.count { $0.ingestedAt >= first }, at: pacer.elapsed)
      newest = max(newest ?? last.timestamp, last.timestamp)
      refresh()
    case .gap(let gap):
      scrollback.append(gap)
      refresh()
    case .status(let status):
      // A status without groups is of a tail that did not begin.
      if status.groupCount > 0 { readUpTo = serviceNow + -status.lagMilliseconds }
      inbox.post(.logTailChanged(status, eventsPerSecond: rate.perSecond(at: pacer.elapsed)))
    }
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
    guard let query else { return }
    lastWindow = pacer.elapsed
    let window = scrollback.window(query)
    guard window != shown else { return }
    shown = window
    inbox.post(.logsWindowed(window))
  }
}
