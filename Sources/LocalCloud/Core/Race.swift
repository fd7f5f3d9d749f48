internal import Synchronization

/// Waits for the first of several things; what comes later is dropped.
final class Race<Outcome: Sendable>: Sendable {
  private enum State {
    case open
    case waited(CheckedContinuation<Outcome, Never>)
    case settled(Outcome)
    case over
  }

  private let state = Mutex(State.open)

  /// Settles the race, where it is not yet settled.
  func settle(_ outcome: Outcome) {
    let waiter = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      switch state {
      case .open:
        state = .settled(outcome)
        return nil
      case .waited(let continuation):
        state = .over
        return continuation
      case .settled, .over: return nil
      }
    }
    waiter?.resume(returning: outcome)
  }

  /// The first outcome, where it has come already; asked for instead of waiting for it.
  func settledOutcome() -> Outcome? {
    state.withLock { state in
      guard case .settled(let outcome) = state else { return nil }
      state = .over
      return outcome
    }
  }

  /// The first outcome; asked for once, and not ended by cancellation.
  func outcome() async -> Outcome {
    await withCheckedContinuation { continuation in
      let settled = state.withLock { state -> Outcome? in
        if case .settled(let outcome) = state {
          state = .over
          return outcome
        }
        state = .waited(continuation)
        return nil
      }
      if let settled { continuation.resume(returning: settled) }
    }
  }
}

extension Race where Outcome == Void {
  /// Waits until the task is cancelled.
  static func waitForCancellation() async {
    let race = Race()
    await withTaskCancellationHandler {
      await race.outcome()
    } onCancel: {
      race.settle(())
    }
  }
}
