internal import AWSWire
internal import CustomerDomain

/// Lines from a time that was not read: read when the reader comes to them.
///
/// What is read need not pass the filter, so that reading goes on until something does, the reader turns
/// back, or enough was read for one key. A moment that is far away is read by itself, and what lies
/// between it and all the rest is a gap, which is read from the side from which the reader comes.
extension DashboardState {
  /// How often lines are asked for, for one key; each time gives some thousand lines or, where there are
  /// few, some hours or days.
  private static let olderBudget = 24
  /// How often is read back towards a moment before it is read by itself.
  private static let stepsBack = 2

  /// Takes note of the way the reader goes.
  mutating func turnLogs(up isUp: Bool) {
    logs.seeks = nil
    logs.askedOlder = nil
    logs.goesDown = !isUp
    logs.olderBudget = DashboardState.olderBudget
  }

  /// Lets what is in sight now be asked for once, because the reader was led here.
  mutating func arriveInLogs() {
    logs.goesDown = false
    logs.olderBudget = 1
  }

  /// Asks for nothing more; what was asked for still comes.
  mutating func stopReadingOlder() {
    logs.seeks = nil
    logs.olderBudget = 0
  }

  /// Has what was not read looked at for a place, as far as the service still has it.
  mutating func seekOlder(_ place: LogQuery.Anchor, on window: LogWindow) {
    if logs.seeks?.place != place {
      logs.olderBudget = DashboardState.olderBudget
      logs.askedOlder = nil
    }
    let followed = logs.seeks?.followed ?? logs.follows
    logs.seeks = OlderSeek(place: place, looked: window.known, followed: followed)
    // Whoever follows wants the newest lines held, in the place of those that are to be looked at.
    if logs.follows { stopFollowing() }
    message = Message(text: "reading older lines…")
  }

  /// Asks for lines once the place where they are missing is in sight, and again while none passes.
  mutating func settleOlderLogs() -> [Effect] {
    guard let window = logs.window, let known = window.known else { return [] }
    if let awaited = logs.awaitedOlder {
      guard window.pastNumber ?? 0 >= awaited.number, window.past != .reading else { return [] }
      logs.awaitedOlder = nil
    }
    guard !window.isSearching else { return [] }
    settleSeek(window, known)
    guard logs.jump == nil, let reading = wantedReading(window, known), mayAsk(reading, window)
    else { return [] }
    logs.askedOlder = reading
    logs.olderBudget -= 1
    logs.olderNumber += 1
    logs.awaitedOlder = AwaitedReading(number: logs.olderNumber, reading: reading)
    return [.readOlderLogs(reading, number: logs.olderNumber)]
  }

  /// What is to be read for the place that is looked for, or for what is in sight.
  private func wantedReading(_ window: LogWindow, _ known: LogKnown) -> LogReading? {
    switch logs.seeks?.place {
    case nil:
      guard logs.olderBudget > 0 else { return nil }
      if let gap = gapInSight(window) { return gap }
      return logs.isAtOldest && !logs.goesDown ? .before(known.oldest) : nil
    // What was asked for is awaited.
    case .time where logs.askedOlder == .before(known.oldest): return logs.askedOlder
    case .time(let moment):
      let steps = DashboardState.olderBudget - logs.olderBudget
      let isBack = moment < known.oldest && steps < DashboardState.stepsBack
      return isBack ? .before(known.oldest) : .around(moment)
    case .errorAfter:
      return gapOnWay(known, forward: true).map { .gap($0, isForward: true) }
    default:
      let gap = gapOnWay(known, forward: false)
      return gap.map { .gap($0, isForward: false) } ?? .before(known.oldest)
    }
  }

  /// Whether there may be lines that were not asked for yet; after a failure another key is needed.
  private func mayAsk(_ reading: LogReading, _ window: LogWindow) -> Bool {
    guard logs.olderBudget > 0, logs.askedOlder != reading else { return false }
    switch (window.past, reading) {
    case (.reading, _), (.end, .before): return false
    case (.failed, _): return logs.askedOlder == nil
    case (.unread, _), (.end, _): return true
    }
  }

  /// Looks for the place once more when there is more to look at, or gives up.
  private mutating func settleSeek(_ window: LogWindow, _ known: LogKnown) {
    guard let seek = logs.seeks, logs.jump == nil else { return }
    if seek.isWorthLooking(in: known) {
      logs.jump = seek.place
      return
    }
    guard let reading = wantedReading(window, known), !mayAsk(reading, window) else { return }
    switch window.past {
    case .reading: return
    case .unread:
      let reached = TimeText(self).moment(reading.edge(in: known), logs.times)
      let way = reading.isForward ? "on" : "back"
      message = Message(text: "nothing found \(way) to \(reached); the same key reads on")
    case .end: message = Message(text: "there is no older line")
    case .failed(let reason):
      message = Message(text: "older lines cannot be read: \(reason)", isError: true)
    }
    if seek.followed { followLogs() } else { stopReadingOlder() }
  }
}

/// A place that lines are read for.
struct OlderSeek: Hashable, Sendable {
  /// The place.
  var place: LogQuery.Anchor
  /// What was read when it was looked for last.
  var looked: LogKnown?
  /// Whether the newest lines were followed until then, and are again where nothing is found.
  var followed = false

  /// Whether it may be found now where it was not before: a moment once it was read, a line whenever
  /// there are more.
  func isWorthLooking(in known: LogKnown) -> Bool {
    if case .time(let moment) = place { return known.isRead(moment) }
    return known != looked
  }
}

/// A reading that was asked for.
struct AwaitedReading: Hashable, Sendable {
  /// Its number.
  let number: Int
  /// What is read.
  let reading: LogReading
}

extension LogReading {
  /// Whether what comes stands behind the lines that are held, and not before them.
  var isForward: Bool {
    switch self {
    case .gap(_, let isForward): isForward
    case .before, .around: false
    }
  }

  /// From where on it goes on, as far as was read by now.
  func edge(in known: LogKnown) -> Instant {
    guard case .gap(let asked, let isForward) = self,
      let gap = known.unread.first(where: { $0.number == asked.number })
    else { return known.oldest }
    return isForward ? gap.from : gap.to
  }
}

extension LogsState {
  /// Whether the reader is at the oldest line that is shown, or none is.
  var isAtOldest: Bool {
    guard let window, window.olderCount == 0 else { return false }
    guard let first = window.lines.first else { return true }
    return !follows && top == first.sequence
  }

  /// Whether lines are being read for the reader, or about to be.
  var isReadingOlder: Bool {
    guard window?.past != .reading, awaitedOlder == nil else { return true }
    return window?.past == .unread && olderBudget > 0 && (seeks != nil || isAtOldest && !goesDown)
  }
}

extension LogWindow {
  /// The same with another one's rows, where there is one.
  func showing(rowsOf other: LogWindow?) -> LogWindow {
    guard let other else { return self }
    var window = self
    (window.lines, window.highlights) = (other.lines, other.highlights)
    (window.olderCount, window.newerCount) = (other.olderCount, other.newerCount)
    return window
  }

  /// Whether it is the oldest of all that are held.
  func isOldest(_ line: LogLine) -> Bool {
    olderCount == 0 && line.sequence == lines.first?.sequence
  }

  /// Whether the service may have lines of a moment that were not read.
  func mayHave(_ moment: Instant) -> Bool {
    guard let known else { return false }
    return moment < known.oldest ? past != .end : !known.isRead(moment)
  }
}
