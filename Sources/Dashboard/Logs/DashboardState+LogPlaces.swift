internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// Going to places of the log that the store has to find: times and marked lines.
extension DashboardState {
  /// Takes the typed moment, if it is one; otherwise the prompt stays.
  mutating func jump(to prompt: TimePrompt) {
    switch moment(prompt) {
    case .moment(let instant):
      layers.removeLast()
      goToTime(instant)
    case .empty: layers.removeLast()
    case .unreadable: break
    }
  }

  /// Goes to the first line from a moment on.
  mutating func goToTime(_ instant: Instant) {
    logs.resumesFollowing = false
    logs.jump = .time(instant)
  }

  /// Marks the selected line, or takes its mark away.
  mutating func toggleMark() {
    guard let line = logs.selectedLine else { return }
    if logs.follows { stopFollowing() }
    if logs.marks.remove(line.sequence) == nil { logs.marks.insert(line.sequence) }
    let count = logs.marks.count
    message = Message(
      text: count == 0
        ? "no line is marked" : "\(count) \(count == 1 ? "line is" : "lines are") marked"
    )
  }

  /// Goes to the nearest marked line.
  mutating func findMark(forward: Bool) {
    guard !logs.marks.isEmpty else {
      message = Message(text: "no line is marked; m marks one")
      return
    }
    guard let line = logs.selectedLine else { return }
    logs.resumesFollowing = false
    // Whoever follows stands behind the newest line.
    if logs.follows, !forward, logs.marks.contains(line.sequence) {
      stopFollowing()
    } else {
      logs.jump = forward ? .markAfter(line.sequence) : .markBefore(line.sequence)
    }
  }

  /// Says where a jump led that did not lead quite where it should.
  mutating func tellLanding(_ anchor: LogQuery.Anchor, on window: LogWindow) {
    guard case .time(let wanted) = anchor,
      let line = window.lines.first(where: { $0.sequence == window.anchor })
    else { return }
    // A gap may hold the moment.
    let reached = line.gap?.to ?? line.timestamp
    if reached < wanted {
      message = Message(text: "no line is later; this is the newest one")
    } else if reached > wanted, window.mayHave(wanted) {
      seekOlder(anchor, on: window)
    } else if reached > wanted, window.isOldest(line), window.known?.isRead(wanted) == false {
      message = Message(text: "there is no older line")
    }
  }

  /// Says that there is no such place, or has what lies before all that was read looked at, too.
  mutating func tellNoPlace(_ anchor: LogQuery.Anchor, on window: LogWindow) {
    switch anchor {
    case .time(let wanted) where window.mayHave(wanted): return seekOlder(anchor, on: window)
    case .errorBefore where mayHoldErrors(window, forward: false),
      .errorAfter where mayHoldErrors(window, forward: true):
      return seekOlder(anchor, on: window)
    case .oldest: turnLogs(up: true)
    default: stopReadingOlder()
    }
    let passes = logs.isChosen ? " that passes" : ""
    let text: String? =
      switch anchor {
      case .errorAfter: "no error\(passes) after this line"
      case .errorBefore:
        logs.follows
          ? "there is no error\(passes) in the log" : "no error\(passes) before this line"
      case .markAfter: "no marked line after this one"
      case .markBefore: logs.follows ? "no marked line is shown" : "no marked line before this one"
      case .time: "no line is shown since then"
      case .oldest, .newest, .sequence: nil
      }
    if let text { message = Message(text: text) }
  }
  /// Whether what was not read may hold an error on that way from the reader.
  private func mayHoldErrors(_ window: LogWindow, forward: Bool) -> Bool {
    guard let known = window.known else { return false }
    return gapOnWay(known, forward: forward) != nil || !forward && window.past != .end
  }
}
