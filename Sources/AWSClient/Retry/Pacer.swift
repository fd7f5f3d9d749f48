/// Time that passes and chance, for waiting; handed in, so that tests neither wait nor guess.
package protocol Pacer: Sendable {
  /// The time since a fixed moment; it never goes back.
  var elapsed: Duration { get }

  /// Waits.
  ///
  /// - Throws: `CancellationError` where the task is cancelled meanwhile.
  func sleep(for duration: Duration) async throws

  /// 64 random bits.
  func randomBits() -> UInt64
}

extension Pacer {
  /// A random number, from 0 up to but not including 1.
  package func unitRandom() -> Double { Double(randomBits() >> 11) / Double(1 << 53 as UInt64) }
}

/// A pacer on a clock, with the system's random numbers.
package struct ClockPacer<TheClock: Clock & Sendable>: Pacer
where TheClock.Duration == Duration, TheClock.Instant: Sendable {
  private let clock: TheClock
  private let start: TheClock.Instant

  /// Makes a pacer whose time begins now.
  package init(_ clock: TheClock) {
    self.clock = clock
    start = clock.now
  }

  /// The time since the pacer was made.
  package var elapsed: Duration { start.duration(to: clock.now) }

  /// Waits on the clock.
  ///
  /// - Throws: `CancellationError` where the task is cancelled meanwhile.
  package func sleep(for duration: Duration) async throws { try await clock.sleep(for: duration) }

  /// 64 bits from the system.
  package func randomBits() -> UInt64 {
    var source = SystemRandomNumberGenerator()
    return source.next()
  }
}

extension Pacer where Self == ClockPacer<ContinuousClock> {
  /// The machine's monotonic clock.
  package static var system: ClockPacer<ContinuousClock> { ClockPacer(ContinuousClock()) }
}
