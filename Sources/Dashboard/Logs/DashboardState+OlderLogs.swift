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

  /// Goes on to a moment before all that was read, as far as the service still has it.
  mutating func seekOlder(_ moment: Instant, past: LogPast) {
    switch past {
    case .unread, .reading:
      logs.seeks = moment
      logs.olderBudget = DashboardState.olderBudget
      message = Message(text: "reading older lines…")
    case .end: message = Message(text: "there is no older line")
    case .failed(let reason):
      message = Message(text: "older lines cannot be read: \(reason)", isError: true)
    }
  }

  /// Asks for older lines once the oldest one that is held is in sight, and again while none passes.
  mutating func settleOlderLogs() -> [Effect] {
    guard let window = logs.window, !window.isSearching, let readFrom = window.readFrom else {
      return []
    }
    settleSeek(window)
    guard window.past == .unread, logs.olderBudget > 0, logs.askedOlder != readFrom,
      logs.seeks != nil || logs.isAtOldest
    else { return [] }
    logs.askedOlder = readFrom
    logs.olderBudget -= 1
    return [.readOlderLogs]
  }

  /// Jumps once more when all since the moment was read, or gives up.
  private mutating func settleSeek(_ window: LogWindow) {
    guard let moment = logs.seeks, logs.jump == nil else { return }
    let isRead = window.isRead(since: moment)
    switch window.past {
    case .reading: return
    case .unread where !isRead && (logs.olderBudget > 0 || logs.askedOlder == window.readFrom):
      return
    case .unread, .end, .failed: break
    }
    stopReadingOlder()
    if isRead {
      message = nil
      logs.jump = .time(moment)
    } else if window.past == .unread {
      message = Message(text: "not all was read back to then; @ reads on")
    } else {
      seekOlder(moment, past: window.past)
    }
  }
}

extension LogsState {
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
}
