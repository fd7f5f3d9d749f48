internal import AWSWire

/// Lines from before all that is held: read when the reader comes to them.
///
/// What is read need not pass the filter, so that reading goes on until something does, the reader turns
/// back, or enough was read for one key.
extension DashboardState {
  /// How often older lines are asked for, for one key; each time gives some thousand lines or, where
  /// there are few, some hours or days.
  private static let olderBudget = 24

  /// Takes note of the way the reader goes: up has older lines asked for, down no longer.
  mutating func turnLogs(up isUp: Bool) {
    stopReadingOlder()
    guard isUp else { return }
    logs.askedOlder = nil
    logs.olderBudget = DashboardState.olderBudget
  }

  /// Asks for no older lines any more; what was asked for still comes.
  mutating func stopReadingOlder() {
    logs.seeks = nil
    logs.olderBudget = 0
  }

  /// Has what lies before all that was read looked at for a place, as far as the service still has it.
  mutating func seekOlder(_ place: LogQuery.Anchor, on window: LogWindow) {
    if logs.seeks?.place != place {
      logs.olderBudget = DashboardState.olderBudget
      logs.askedOlder = nil
    }
    logs.seeks = OlderSeek(place: place, lookedSince: window.readFrom)
    message = Message(text: "reading older lines…")
  }

  /// Asks for older lines once the oldest one that is held is in sight, and again while none passes.
  mutating func settleOlderLogs() -> [Effect] {
    guard let window = logs.window, !window.isSearching, let readFrom = window.readFrom else {
      return []
    }
    settleSeek(window, readFrom)
    guard logs.jump == nil, mayAsk(window, readFrom), logs.seeks != nil || logs.isAtOldest else {
      return []
    }
    logs.askedOlder = readFrom
    logs.olderBudget -= 1
    return [.readOlderLogs]
  }

  /// Whether there may be older lines that were not asked for yet; after a failure another key is needed.
  private func mayAsk(_ window: LogWindow, _ readFrom: Instant) -> Bool {
    guard logs.olderBudget > 0, logs.askedOlder != readFrom else { return false }
    switch window.past {
    case .unread, .failed: return true
    case .reading, .end: return false
    }
  }

  /// Looks for the place once more when there is more to look at, or gives up.
  private mutating func settleSeek(_ window: LogWindow, _ readFrom: Instant) {
    guard let seek = logs.seeks, logs.jump == nil, window.past != .reading else { return }
    if seek.isWorthLooking(in: window) {
      logs.jump = seek.place
      return
    }
    guard !mayAsk(window, readFrom) else { return }
    switch window.past {
    case .reading: return
    case .unread where logs.askedOlder == readFrom: return
    case .unread:
      let reached = TimeText(self).moment(readFrom, logs.times)
      message = Message(text: seek.words(reached))
    case .end: message = Message(text: "there is no older line")
    case .failed(let reason):
      message = Message(text: "older lines cannot be read: \(reason)", isError: true)
    }
    stopReadingOlder()
  }
}

/// A place that older lines are read for.
struct OlderSeek: Hashable, Sendable {
  /// The place.
  var place: LogQuery.Anchor
  /// From when on all was read when it was looked for last.
  var lookedSince: Instant?

  /// Whether it may be found now where it was not before: a moment once all since then was read, a line
  /// whenever there are more.
  func isWorthLooking(in window: LogWindow) -> Bool {
    if case .time(let moment) = place { return window.isRead(since: moment) }
    return window.readFrom != lookedSince
  }

  /// That so many readings were not enough, although all was read back to that moment.
  func words(_ moment: String) -> String {
    if case .time = place { return "read back to \(moment) so far; @ reads on" }
    return "no error back to \(moment); E reads on"
  }
}

extension LogsState {
  /// Whether older lines are being read, or about to be.
  var isReadingOlder: Bool {
    switch window?.past {
    case .unread: olderBudget > 0 && (seeks != nil || isAtOldest)
    case .reading: true
    case .end, .failed, nil: false
    }
  }

  /// Whether the reader is at the oldest line that is shown, or none is.
  var isAtOldest: Bool {
    guard let window, window.olderCount == 0 else { return false }
    guard let first = window.lines.first else { return true }
    return !follows && top == first.sequence
  }
}

extension LogWindow {
  /// Whether it is the oldest of all that are held.
  func isOldest(_ line: LogLine) -> Bool {
    olderCount == 0 && line.sequence == lines.first?.sequence
  }

  /// Whether all there is since a moment was read.
  func isRead(since moment: Instant) -> Bool { readFrom.map { $0 <= moment } ?? false }

  /// Whether the service may have lines that were not read, from a moment on or from whenever.
  func mayHave(since moment: Instant?) -> Bool {
    guard readFrom != nil, past != .end else { return false }
    return moment.map { !isRead(since: $0) } ?? true
  }
}
