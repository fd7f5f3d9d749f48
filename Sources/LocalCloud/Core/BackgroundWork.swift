internal import AWSWire
internal import Synchronization

/// Owns work that nobody waits for, so that an orderly end can let it finish.
package final class BackgroundWork: Sendable {
  private struct State {
    var running: [UInt64: Task<Void, Never>] = [:]
    var ended: Set<UInt64> = []
    var next: UInt64 = 0
    var isClosed = false
    var waiters: [Race<Void>] = []
  }

  private let state = Mutex(State())

  /// Makes an owner of nothing.
  package init() {}

  /// Starts work; after the end nothing is started any more.
  package func start(_ work: @escaping @Sendable () async -> Void) {
    let number = state.withLock { state -> UInt64? in
      guard !state.isClosed else { return nil }
      state.next += 1
      return state.next
    }
    guard let number else { return }
    let task = Task { [self] in
      await work()
      ended(number)
    }
    state.withLock { state in
      if state.ended.remove(number) == nil { state.running[number] = task }
    }
  }

  /// Waits until nothing runs, for at most `milliseconds`, then cancels what still does.
  package func finish(within milliseconds: Int64, timer: any CloudTimer) async {
    let race = Race<Void>()
    let isIdle = state.withLock { state in
      state.waiters.append(race)
      return state.running.isEmpty
    }
    if isIdle { race.settle(()) }
    let key = "background-\(ObjectIdentifier(race))"
    timer.schedule(key, at: timer.now + milliseconds) { race.settle(()) }
    await race.outcome()
    timer.cancel(key)
    let left = state.withLock { state in
      state.isClosed = true
      return Array(state.running.values)
    }
    for task in left { task.cancel() }
  }

  private func ended(_ number: UInt64) {
    let waiters = state.withLock { state -> [Race<Void>] in
      if state.running.removeValue(forKey: number) == nil { state.ended.insert(number) }
      return state.running.isEmpty ? state.waiters : []
    }
    for waiter in waiters { waiter.settle(()) }
  }
}
