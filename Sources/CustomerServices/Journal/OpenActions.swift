internal import CustomerDomain
internal import Glibc
internal import Synchronization

/// The actions that were begun and whose outcome is not recorded yet.
///
/// Outcomes are recorded under its lock, so that an action which ends while the program is
/// interrupted is recorded once.
final class OpenActions: Sendable {
  private struct Content {
    var actions: [Int: (action: String, resource: String)] = [:]
    var count = 0
    var isInterrupted = false
    var isShut = false
    /// What ended with an unknown outcome since the interruption.
    var unknown: [String] = []
  }

  private let content = Mutex(Content())

  /// Adds an action; returns its number.
  func add(_ action: String, _ resource: String) -> Int {
    content.withLock { content in
      content.count += 1
      // Whoever comes after everything was stopped can send nothing any more.
      if !content.isShut { content.actions[content.count] = (action, resource) }
      return content.count
    }
  }

  /// Takes an action out and records it, where it is still there.
  func remove(_ number: Int, isUnknown: Bool, record: (String, String) -> Void) {
    content.withLock { content in
      guard let (action, resource) = content.actions.removeValue(forKey: number) else { return }
      record(action, resource)
      guard content.isInterrupted, isUnknown else { return }
      content.unknown.append("\(action) \(resource.spelledOut)")
    }
  }

  /// Stops what sends, waits until there is no action left, but no longer than `patience`, and records
  /// the rest.
  ///
  /// - Returns: the actions whose outcome is not known, in the order they were begun.
  func interrupt(
    patience: Duration,
    stop: () -> Void,
    record: (String, String) -> Void
  ) -> [String] {
    content.withLock { $0.isInterrupted = true }
    stop()
    content.withLock { $0.isShut = true }
    let deadline = ContinuousClock.now + patience
    while content.withLock({ !$0.actions.isEmpty }), ContinuousClock.now < deadline {
      poll(nil, 0, 1)
    }
    return content.withLock { content in
      for (_, entry) in content.actions.sorted(by: { $0.key < $1.key }) {
        record(entry.action, entry.resource)
        content.unknown.append("\(entry.action) \(entry.resource.spelledOut)")
      }
      content.actions = [:]
      return content.unknown
    }
  }
}
