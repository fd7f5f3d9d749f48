import AWSWire
import Synchronization

@testable import LocalCloud

/// A clock and timer that stand still until they are moved; for tests.
final class ManualCloudTimer: CloudTimer, WallClock {
  private struct Entry {
    let due: Instant
    let number: UInt64
    let action: @Sendable () async -> Void
  }

  private struct Plan {
    var now: Instant
    var next: UInt64 = 0
    var entries: [String: Entry] = [:]
  }

  private let plan: Mutex<Plan>

  /// Makes a clock that shows `now`.
  init(_ now: Instant) {
    plan = Mutex(Plan(now: now))
  }

  /// The moment it shows.
  var now: Instant { plan.withLock { $0.now } }

  /// Runs `action` when the clock is moved to `due` or beyond.
  func schedule(
    _ key: String,
    at due: Instant,
    _ action: @escaping @Sendable () async -> Void
  ) {
    plan.withLock { plan in
      plan.next += 1
      plan.entries[key] = Entry(due: due, number: plan.next, action: action)
    }
  }

  /// Whether anything is scheduled.
  var hasSchedule: Bool { plan.withLock { !$0.entries.isEmpty } }

  /// Forgets what was scheduled under `key`.
  func cancel(_ key: String) {
    plan.withLock { $0.entries[key] = nil }
  }

  /// Moves the clock on and runs what becomes due on the way, each at its moment.
  func advance(milliseconds: Int64) async {
    let end = now + milliseconds
    while let action = takeDue(before: end) { await action() }
    plan.withLock { $0.now = end }
  }

  private func takeDue(before end: Instant) -> (@Sendable () async -> Void)? {
    plan.withLock { plan in
      let due = plan.entries.filter { $0.value.due <= end }
        .min { ($0.value.due, $0.value.number) < ($1.value.due, $1.value.number) }
      guard let due else { return nil }
      plan.entries[due.key] = nil
      plan.now = max(plan.now, due.value.due)
      return due.value.action
    }
  }
}
