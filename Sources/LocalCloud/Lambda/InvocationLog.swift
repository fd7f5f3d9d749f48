internal import AWSWire
internal import Synchronization

/// The lines of one invocation, collected to be appended at once.
final class InvocationLog: Sendable {
  private struct Lines {
    var lines: [LogLine] = []
    var isClosed = false
  }

  private let state = Mutex(Lines())
  private let clock: @Sendable () -> Instant

  /// Begins an empty log, whose lines get their times from `clock`.
  init(clock: @escaping @Sendable () -> Instant) {
    self.clock = clock
  }

  /// Adds a line; one that comes after the end of the invocation is dropped.
  func add(_ message: String) {
    let now = clock()
    state.withLock { state in
      guard !state.isClosed else { return }
      state.lines.append(LogLine(timestamp: now, message: message))
    }
  }

  /// Ends the log and gives all lines.
  func close() -> [LogLine] {
    state.withLock { state in
      state.isClosed = true
      return state.lines
    }
  }
}
