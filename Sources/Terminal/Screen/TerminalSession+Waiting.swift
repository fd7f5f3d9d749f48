internal import Glibc

extension TerminalSession {
  /// Sleeps until something happens or the deadline passes, and says what happened.
  ///
  /// Nothing happened if the answer is empty. Without a deadline it sleeps for as long as nobody
  /// does anything.
  package func wait(until deadline: ContinuousClock.Instant? = nil) -> [TerminalEvent] {
    guard !isClosed else { return [.hungUp] }
    while true {
      let limit = milliseconds(until: deadline)
      let pause = milliseconds(until: decodingDeadline)
      let patience = [limit, pause].compactMap(\.self).min()
      var wanted = [
        pollfd(
          fd: device.descriptor,
          events: Int16(unsent.isEmpty ? POLLIN : POLLIN | POLLOUT),
          revents: 0
        ),
        pollfd(fd: waker.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&wanted, 2, patience.map { Int32(clamping: $0) } ?? -1)
      if count < 0, errno != EINTR { return [.hungUp] }
      if count < 0 { continue }
      let events = answer(wanted)
      if !events.isEmpty { return events }
      if milliseconds(until: deadline) == 0 { return [] }
    }
  }

  private func answer(_ found: [pollfd]) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    if found[1].revents != 0 { events += takeSignals() }
    let state = found[0].revents
    if state & Int16(POLLOUT) != 0 { sendUnsent() }
    if state & Int16(POLLIN) != 0 {
      switch device.read() {
      case .bytes(let bytes):
        events += decoder.feed(bytes).map(TerminalEvent.input)
        decodingDeadline = decoder.timeoutMilliseconds.map { .now + .milliseconds($0) }
      case .nothing: break
      case .hangup: events.append(.hungUp)
      }
    } else if state & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
      events.append(.hungUp)
    } else if milliseconds(until: decodingDeadline) == 0 {
      // Only when no byte is left to read: a program that was busy must not mistake a late
      // sequence for the Esc key.
      events += decoder.timeout().map(TerminalEvent.input)
      decodingDeadline = nil
    }
    return events
  }

  private func takeSignals() -> [TerminalEvent] {
    let (signals, isWoken) = waker.drain()
    var events: [TerminalEvent] = isWoken ? [.woken] : []
    if signals.contains(SIGTSTP) {
      events.append(.stopRequested)
    } else if signals.contains(SIGCONT) {
      comeBack()
      waker.put(SIGWINCH)
      events.append(.resumed)
    }
    if signals.contains(SIGWINCH) { events += takeSize() }
    events += signals.filter(SignalTap.endings.contains).map(TerminalEvent.signalled)
    return events
  }

  private func takeSize() -> [TerminalEvent] {
    let size = device.size
    guard size != screen.size || size != reportedSize else { return [] }
    if size != screen.size { screen.resize(to: size) }
    reportedSize = size
    return [.input(.resized(size))]
  }

  private func milliseconds(until deadline: ContinuousClock.Instant?) -> Int? {
    guard let deadline else { return nil }
    let left = deadline - .now
    let (seconds, attoseconds) = left.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    // Rounded up: waking a millisecond early would only mean polling again.
    let millisecond: Int64 = 1_000_000_000_000_000
    return Int(clamping: seconds.multipliedReportingOverflow(by: 1_000).partialValue)
      + Int((attoseconds + millisecond - 1) / millisecond)
  }
}
