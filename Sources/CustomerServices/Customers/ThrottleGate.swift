internal import AWSClient
internal import CustomerDomain
internal import Synchronization

/// Slows a whole batch down where the service asks for it, and asks again what it refused.
///
/// One worker's refusal holds all of them back: each asking on its own would only be refused more.
/// A refused question was not begun, so asking again changes nothing twice.
final class ThrottleGate: Sendable {
  /// How often one question is asked before its refusal is the answer.
  static let attempts = 20

  private struct State {
    var opensAt = Duration.zero
    var refusals = 0
  }

  private let state = Mutex(State())
  private let pacer: any Pacer

  /// Makes an open gate.
  init(pacer: any Pacer) { self.pacer = pacer }

  /// Asks when the gate is open, and again where the service said to slow down.
  func answer(_ ask: () async -> CustomerAnswer) async -> CustomerAnswer {
    for _ in 1..<ThrottleGate.attempts {
      let wait = state.withLock { $0.opensAt } - pacer.elapsed
      if wait > .zero {
        // Asked nevertheless when cancelled: the answer then says that nothing was sent.
        do { try await pacer.sleep(for: wait) } catch { return await ask() }
      }
      let answer = await ask()
      guard answer.isThrottled, !Task.isCancelled else {
        state.withLock { $0.refusals = 0 }
        return answer
      }
      close()
    }
    return await ask()
  }

  /// Holds everyone back, the longer the more often in a row that was needed: up to two seconds.
  private func close() {
    let now = pacer.elapsed
    state.withLock { state in
      guard state.opensAt <= now else { return }
      state.refusals += 1
      state.opensAt = now + .milliseconds(min(2000, 125 << min(state.refusals, 4)))
    }
  }
}

extension CustomerAnswer {
  /// Whether the service said to slow down.
  fileprivate var isThrottled: Bool {
    if case .failed(let failure) = outcome { failure.kind == .throttled } else { false }
  }
}
