import AWSWire
import Synchronization
import Testing

@testable import LocalCloud

/// What waits while the machine's clock is set.
@Suite(.timeLimit(.minutes(1)))
struct RealCloudTimerTests {
  /// A clock and a stopwatch that a test sets.
  private final class Hands: WallClock {
    private let state: Mutex<(clock: Instant, stopwatch: Double)>

    init(_ moment: Instant) { state = Mutex((moment, 0)) }

    var now: Instant { state.withLock { $0.clock } }

    var stopwatch: Stopwatch { Stopwatch { self.state.withLock { $0.stopwatch } } }

    /// Lets time pass, and sets the clock besides.
    func pass(_ milliseconds: Int64, settingBy jump: Int64) {
      state.withLock { state in
        state.clock = state.clock + milliseconds + jump
        state.stopwatch += Double(milliseconds)
      }
    }
  }

  private let start = Instant(milliseconds: 1_770_000_000_000)
  private let hour: Int64 = 3_600_000

  private func timer(_ hands: Hands) -> RealCloudTimer {
    RealCloudTimer(
      clock: hands,
      work: BackgroundWork(),
      stopwatch: hands.stopwatch,
      longestWait: 10
    )
  }

  @Test func `What is due by a clock that was set forward is run at the next look`() async {
    let hands = Hands(start)
    let timer = timer(hands)
    let rung = Race<Void>()
    timer.schedule("a", at: start + hour) { rung.settle(()) }
    hands.pass(0, settingBy: 2 * hour)
    await rung.outcome()
    timer.stop()
  }

  @Test func `A clock that was set back makes nothing wait longer`() async {
    let hands = Hands(start)
    let timer = timer(hands)
    let (early, late) = (Race<Void>(), Race<Void>())
    timer.schedule("early", at: start + 5000) { early.settle(()) }
    timer.schedule("late", at: start + 60_000) { late.settle(()) }
    hands.pass(5000, settingBy: -hour)
    await early.outcome()
    #expect(late.settledOutcome() == nil)
    // What is scheduled after the jump is due by the clock as it is now.
    let next = Race<Void>()
    timer.schedule("next", at: hands.now + 1000) { next.settle(()) }
    hands.pass(1000, settingBy: 0)
    await next.outcome()
    #expect(late.settledOutcome() == nil)
    hands.pass(54_000, settingBy: 0)
    await late.outcome()
    timer.stop()
  }

  @Test func `A clock that is slewed a little is not taken for one that was set`() async {
    let hands = Hands(start)
    let timer = timer(hands)
    let (first, second) = (Race<Void>(), Race<Void>())
    timer.schedule("first", at: start + 1000) { first.settle(()) }
    timer.schedule("second", at: start + 1500) { second.settle(()) }
    hands.pass(2000, settingBy: -900)
    await first.outcome()
    #expect(second.settledOutcome() == nil)
    timer.stop()
  }
}
