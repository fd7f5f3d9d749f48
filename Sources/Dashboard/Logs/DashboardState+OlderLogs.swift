internal import AWSWire

/// Lines from before all that is held: read when the reader comes to them.
extension DashboardState {
  /// How many stretches are read for one jump at most.
  private static let seekLimit = 24

  /// Goes on to a moment before all that is held, as far as the service still has it.
  mutating func seekOlder(_ moment: Instant, past: LogPast) {
    switch past {
    case .unread, .reading:
      if logs.seeks != moment {
        logs.seeks = moment
        logs.seekBudget = DashboardState.seekLimit
      }
      message = Message(text: "reading older lines…")
    case .end: message = Message(text: "there is no older line")
    case .failed(let reason):
      message = Message(text: "older lines cannot be read: \(reason)", isError: true)
    }
  }

  /// Asks for older lines once the oldest one that is held is in sight.
  mutating func settleOlderLogs() -> [Effect] {
    guard let window = logs.window, let first = window.lines.first, !window.isSearching else {
      return []
    }
    seekOn(window, first)
    guard window.past == .unread, window.olderCount == 0, logs.askedOlder != first.sequence,
      logs.seeks != nil || !logs.follows && logs.top == first.sequence
    else { return [] }
    logs.askedOlder = first.sequence
    return [.readOlderLogs]
  }

  /// Jumps once more when older lines have come, or gives up.
  private mutating func seekOn(_ window: LogWindow, _ first: LogLine) {
    guard let moment = logs.seeks, logs.jump == nil else { return }
    let isHeld = window.olderCount > 0 || first.timestamp <= moment
    switch window.past {
    case .reading: return
    case .unread where !isHeld && logs.seekBudget > 0:
      if logs.askedOlder != first.sequence { logs.seekBudget -= 1 }
      return
    case .unread, .end, .failed: break
    }
    logs.seeks = nil
    guard isHeld else {
      return seekOlder(moment, past: window.past == .unread ? .end : window.past)
    }
    message = nil
    logs.jump = .time(moment)
  }

  /// Lets older lines be asked for once more, because the reader still goes up; a jump is over.
  mutating func goesUp() {
    logs.askedOlder = nil
    logs.seeks = nil
  }
}

extension LogWindow {
  /// Whether it is the oldest of all that are held.
  func isOldest(_ line: LogLine) -> Bool {
    olderCount == 0 && line.sequence == lines.first?.sequence
  }
}
