internal import AWSClient
internal import AWSWire
internal import JSONValue
internal import Synchronization

/// Makes calls no more often than is allowed; those that come too early wait for their turn.
final class PacedCaller: AWSCaller {
  private let caller: any AWSCaller
  private let rates: CallRates
  private let pacer: any Pacer
  /// For each operation when all calls that were let through are made up for.
  private let settledAt = Mutex<[String: Duration]>([:])

  /// Makes a caller that has made no call yet.
  init(_ caller: any AWSCaller, _ rates: CallRates, pacer: any Pacer) {
    self.caller = caller
    self.rates = rates
    self.pacer = pacer
  }

  /// Makes the call when it is its turn.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func call(_ call: AWSCall) async throws -> JSON {
    let wait = turn(of: call.operation)
    if wait > .zero { try await pacer.sleep(for: wait) }
    return try await caller.call(call)
  }

  /// How long it is until the call's turn, which is taken by asking.
  private func turn(of operation: String) -> Duration {
    guard let rate = rates.rates[operation] else { return .zero }
    let now = pacer.elapsed
    return settledAt.withLock { times in
      let settled = max(now, times[operation] ?? .zero)
      times[operation] = settled + .seconds(1 / rate.perSecond)
      return settled - now - .seconds((rate.burst - 1) / rate.perSecond)
    }
  }
}
