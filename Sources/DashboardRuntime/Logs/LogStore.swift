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
  private let clock: any WallClock
  private let pacer: any Pacer
  private var scrollback: LogScrollback
  private var query: LogQuery?
  private var shown: LogWindow?
  private var rate = EventRate()
  private var lastWindow: Duration?
  /// Shows what came since the last window, a little later.
  private var delayed: Task<Void, Never>?
  private(set) var newest: Instant?

  init(inbox: EventInbox, clock: any WallClock, pacer: any Pacer, capacity: Int) {
    self.inbox = inbox
    self.clock = clock
    self.pacer = pacer
    scrollback = LogScrollback(capacity: capacity)
  }

  deinit { delayed?.cancel() }

  /// Shows the rows that a query asks for, now and whenever they change.
  func show(_ query: LogQuery) {
    self.query = query
    shown = nil
    post()
  }

  /// Reads one row's event in full.
  func read(_ sequence: Int) {
    guard let event = scrollback.event(sequence) else { return }
    inbox.post(.logEventRead(LogDetail(sequence: sequence, event: event)))
  }

  /// Takes in what a tail tells.
  func take(_ output: LogService.TailOutput) {
    switch output {
    case .events(let events):
      scrollback.append(events)
      rate.count(events.count, at: clock.now)
      newest = max(newest ?? Instant(milliseconds: 0), events.last?.timestamp ?? clock.now)
      refresh()
    case .gap(let gap):
      scrollback.append(gap)
      refresh()
    case .status(let status):
      inbox.post(.logTailChanged(status, eventsPerSecond: rate.perSecond(at: clock.now)))
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

/// How many events came in the last five seconds.
struct EventRate: Sendable {
  private var counts: [(second: Int64, count: Int)] = []
  private static let seconds: Int64 = 5

  /// No events yet.
  init() {}

  /// Counts events.
  mutating func count(_ count: Int, at now: Instant) {
    let second = now.milliseconds / 1000
    if counts.last?.second == second {
      counts[counts.count - 1].count += count
    } else {
      counts.append((second, count))
    }
    counts.removeAll { $0.second < second - EventRate.seconds }
  }

  /// Events a second.
  func perSecond(at now: Instant) -> Double {
    let second = now.milliseconds / 1000
    let recent = counts.filter { $0.second > second - EventRate.seconds }
    return Double(recent.reduce(0) { $0 + $1.count }) / Double(EventRate.seconds)
  }
}
