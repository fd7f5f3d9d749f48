package import AWSWire
internal import Dispatch
internal import Synchronization

/// Runs actions at moments of the machine's clock, with one timer for all of them.
package final class RealCloudTimer: CloudTimer {
  private struct Entry {
    let number: UInt64
    let due: Instant
    let action: @Sendable () async -> Void
  }

  private struct Plan {
    var byKey: [String: Entry] = [:]
    var heap = DueHeap()
    var next: UInt64 = 0
    var armedFor: Instant?
    var isStopped = false
  }

  private let clock: any WallClock
  private let work: BackgroundWork
  private let queue = DispatchQueue(label: "rollcall.timer")
  private let plan = Mutex(Plan())

  /// Makes a timer whose actions are owned by `work`.
  package init(clock: any WallClock, work: BackgroundWork) {
    self.clock = clock
    self.work = work
  }

  /// The present moment.
  package var now: Instant { clock.now }

  /// Runs `action` once at `due` or soon after; a second call with the same key replaces the first.
  package func schedule(
    _ key: String,
    at due: Instant,
    _ action: @escaping @Sendable () async -> Void
  ) {
    let mustArm = plan.withLock { plan -> Bool in
      guard !plan.isStopped else { return false }
      plan.next += 1
      plan.byKey[key] = Entry(number: plan.next, due: due, action: action)
      plan.heap.insert(DueHeap.Item(due: due, number: plan.next, key: key))
      guard plan.armedFor.map({ due < $0 }) ?? true else { return false }
      plan.armedFor = due
      return true
    }
    if mustArm { arm(due) }
  }

  /// Forgets what was scheduled under `key`.
  package func cancel(_ key: String) {
    plan.withLock { plan in
      plan.byKey[key] = nil
      // Items of forgotten keys leave the heap when they are due, or when they are the most of it.
      if plan.heap.count > 64, plan.heap.count > plan.byKey.count * 4 {
        plan.heap = DueHeap(
          plan.byKey.map { DueHeap.Item(due: $0.value.due, number: $0.value.number, key: $0.key) }
        )
      }
    }
  }

  /// Forgets everything and takes nothing more.
  package func stop() {
    plan.withLock { plan in
      plan.isStopped = true
      plan.byKey = [:]
      plan.heap = DueHeap()
    }
  }

  private func arm(_ due: Instant) {
    let wait = max(0, due - clock.now)
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(wait))) { [weak self] in
      self?.ring(due)
    }
  }

  /// Starts what is due, and arms for what comes next.
  private func ring(_ armed: Instant) {
    let now = clock.now
    let (due, next) = plan.withLock { plan -> ([@Sendable () async -> Void], Instant?) in
      guard plan.armedFor == armed else { return ([], nil) }
      var due: [@Sendable () async -> Void] = []
      while let first = plan.heap.first, first.due <= now {
        plan.heap.removeFirst()
        if let entry = plan.byKey[first.key], entry.number == first.number {
          plan.byKey[first.key] = nil
          due.append(entry.action)
        }
      }
      plan.armedFor = plan.heap.first?.due
      return (due, plan.armedFor)
    }
    if let next { arm(next) }
    for action in due { work.start(action) }
  }
}
