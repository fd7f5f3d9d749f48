internal import Dashboard

/// The tasks that run, by what they are for.
struct TaskTable {
  /// What a task is for.
  enum Key: Hashable, Sendable {
    /// An effect, or what fetches a pane; the last one with the id wins.
    case effect(EffectID)
    /// Never given up for another.
    case unique

    /// Whether nobody waits for it: then it gets the processor after the thread that draws.
    var isBackground: Bool {
      switch self {
      case .effect(.refresh), .effect(.execution), .effect(.alarm), .effect(.overview): true
      default: false
      }
    }
  }

  private var running: [Int: (key: Key, task: Task<Void, Never>)] = [:]
  private var nextToken = 0

  /// Starts a task and cancels the one before it under the same key.
  mutating func start(_ key: Key, _ make: (Int) -> Task<Void, Never>) {
    if key != .unique { cancel(key) }
    nextToken += 1
    running[nextToken] = (key, make(nextToken))
  }

  /// Forgets a task that has ended.
  mutating func ended(_ token: Int) { running[token] = nil }

  /// Cancels what runs under `key`.
  mutating func cancel(_ key: Key) { cancel([key]) }

  /// Cancels what runs under any of `keys`.
  mutating func cancel(_ keys: Set<Key>) {
    for (token, entry) in running where keys.contains(entry.key) {
      entry.task.cancel()
      running[token] = nil
    }
  }

  /// Cancels everything.
  mutating func cancelAll() {
    for entry in running.values { entry.task.cancel() }
    running = [:]
  }
}
