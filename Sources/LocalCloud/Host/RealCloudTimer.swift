package import AWSWire
internal import Dispatch
internal import Synchronization

/// Runs actions at moments of the machine's clock, with one timer for all of them.
///
/// The clock may be set while something waits. Where it goes forward, what is due by it is run at the
/// next look. Where it goes back, what waits is to wait no longer than it would have: a function's
/// deadline must not be an hour away because the clock was an hour fast.
package final class RealCloudTimer: CloudTimer {
  private struct Entry {
    let number: UInt64
    let due: Instant
    let action: @Sendable () async -> Void
  }

  /// By how much the clock has to be set back to be taken for set, in milliseconds: what is less is the
  /// slewing of a clock that is kept right.
  private static let smallestJump: Int64 = 1000

  private struct Plan {
    var byKey: [String: Entry] = [:]
    var heap = DueHeap()
    var next: UInt64 = 0
    var armedFor: Instant?
    var isStopped = false
    /// The clock and the stopwatch when they were last looked at.
    var seen: (clock: Instant, stopwatch: Double)?
  }

  private let clock: any WallClock
  private let work: BackgroundWork
  private let stopwatch: Stopwatch
  private let longestWait: Int64
  private let queue = DispatchQueue(label: "rollcall.timer")
  private let plan = Mutex(Plan())

  /// Makes a timer.
  ///
  /// - Parameters:
  ///   - clock: the clock that moments are of.
  ///   - work: owns the actions.
  ///   - stopwatch: tells that the clock was set.
  ///   - longestWait: for how many milliseconds the clock is not looked at.
  package init(
    clock: any WallClock,
    work: BackgroundWork,
    stopwatch: Stopwatch = Stopwatch(),
    longestWait: Int64 = 5000
  ) {
    (self.clock, self.work) = (clock, work)
    (self.stopwatch, self.longestWait) = (stopwatch, longestWait)
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
      look(&plan)
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
    let wait = min(max(0, due - clock.now), longestWait)
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(wait))) { [weak self] in
      self?.ring(due)
    }
  }

  /// Starts what is due, and arms for what comes next.
  private func ring(_ armed: Instant) {
    let (due, next) = plan.withLock { plan -> ([@Sendable () async -> Void], Instant?) in
      guard plan.armedFor == armed else { return ([], nil) }
      let now = look(&plan)
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

  /// Looks at the clock; where it was set back since the last look, all that waits is due as much
  /// earlier.
  ///
  /// The stopwatch is read on both sides, so that being held up in between is not taken for a jump.
  @discardableResult
  private func look(_ plan: inout Plan) -> Instant {
    let before = stopwatch.milliseconds
    let now = clock.now
    defer { plan.seen = (now, stopwatch.milliseconds) }
    guard let seen = plan.seen else { return now }
    let jump = now - (seen.clock + Int64(before - seen.stopwatch))
    guard jump < -RealCloudTimer.smallestJump else { return now }
    plan.byKey = plan.byKey.mapValues { entry in
      Entry(number: entry.number, due: entry.due + jump, action: entry.action)
    }
    plan.heap = DueHeap(
      plan.byKey.map { DueHeap.Item(due: $0.value.due, number: $0.value.number, key: $0.key) }
    )
    return now
  }
}
