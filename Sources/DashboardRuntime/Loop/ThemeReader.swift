internal import Synchronization
internal import Terminal

/// Reads themes off the thread that draws; of two that are asked for the last one counts.
final class ThemeReader: Sendable {
  /// A theme's name, and the theme or why it cannot be had.
  typealias Outcome = (name: String, result: Result<Theme, any Error>)

  private struct Content {
    var task: Task<Void, Never>?
    var count = 0
    var outcome: Outcome?
  }

  private let read: @Sendable (String) throws -> Theme
  private let wake: @Sendable () -> Void
  private let content = Mutex(Content())

  /// Makes a reader that calls `wake` when a theme, or why there is none, can be taken.
  init(
    read: @escaping @Sendable (String) throws -> Theme,
    wake: @escaping @Sendable () -> Void
  ) {
    self.read = read
    self.wake = wake
  }

  deinit { content.withLock { $0.task }?.cancel() }

  /// Begins to read a theme.
  func read(_ name: String) {
    content.withLock { content in
      content.task?.cancel()
      content.count += 1
      content.task = Task { [weak self, read, count = content.count] in
        self?.keep((name, Result { try read(name) }), of: count)
      }
    }
  }

  /// What was read since it was last taken.
  func take() -> Outcome? {
    content.withLock { content in
      defer { content.outcome = nil }
      return content.outcome
    }
  }

  private func keep(_ outcome: Outcome, of number: Int) {
    let isLast = content.withLock { content in
      guard content.count == number else { return false }
      content.outcome = outcome
      return true
    }
    if isLast { wake() }
  }
}
