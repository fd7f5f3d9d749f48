internal import AWSWire
internal import Synchronization

/// The activities' tasks that wait for a worker, and the workers that wait for a task.
final class ActivityDesk: Sendable {
  /// A task that a worker may take.
  struct Offer: Sendable {
    /// The ARN of the execution that waits for it.
    let execution: String
    /// What is to be done.
    let task: PendingTask
  }

  private struct Counter {
    var offers: [Offer] = []
    var workers: [(id: Int, race: Race<Void>)] = []
  }

  private struct State {
    var counters: [String: Counter] = [:]
    /// What a worker was given; it may have given up waiting at the same moment.
    var given: [Int: Offer] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  /// Makes an empty desk.
  init() {}

  /// Offers a task to the workers of its activity.
  func offer(_ offer: Offer) {
    let worker = state.withLock { state -> Race<Void>? in
      var counter = state.counters[offer.task.resource] ?? Counter()
      defer { state.counters[offer.task.resource] = counter }
      guard counter.workers.isEmpty else {
        let worker = counter.workers.removeFirst()
        state.given[worker.id] = offer
        return worker.race
      }
      counter.offers.append(offer)
      return nil
    }
    worker?.settle(())
  }

  /// Takes a task back that nobody has taken.
  func withdraw(_ task: Int, of execution: String) {
    state.withLock { state in
      for activity in state.counters.keys {
        state.counters[activity]?.offers.removeAll {
          $0.execution == execution && $0.task.id == task
        }
      }
    }
  }

  /// The next task of an activity; waits for one until `due`, `nil` where none came.
  func take(_ activity: String, until due: Instant, _ timer: any CloudTimer) async -> Offer? {
    let race = Race<Void>()
    let (id, offer) = state.withLock { state -> (Int, Offer?) in
      state.next += 1
      var counter = state.counters[activity] ?? Counter()
      defer { state.counters[activity] = counter }
      guard counter.offers.isEmpty else { return (state.next, counter.offers.removeFirst()) }
      counter.workers.append((state.next, race))
      return (state.next, nil)
    }
    if let offer { return offer }
    let key = "states.activity.\(id)"
    timer.schedule(key, at: due) { race.settle(()) }
    await withTaskCancellationHandler {
      await race.outcome()
    } onCancel: {
      race.settle(())
    }
    timer.cancel(key)
    return state.withLock { state in
      state.counters[activity]?.workers.removeAll { $0.id == id }
      return state.given.removeValue(forKey: id)
    }
  }
}
