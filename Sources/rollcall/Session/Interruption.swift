internal import CustomerDomain
internal import CustomerServices
internal import Dispatch
internal import Glibc
internal import Synchronization

/// What a signal does to a command: what it changes right now is journalled, then the process ends.
final class Interruption: Sendable {
  /// How long what is under way gets to record what became of it when the process ends.
  static let patience = Duration.milliseconds(200)

  /// Whether a signal is just ending the process.
  private final class Begun: Sendable {
    let flag = Atomic(false)
  }

  private let signals: CaughtSignals
  private let begun: Begun

  /// Catches ctrl-c, SIGTERM and SIGHUP for as long as this object lives.
  ///
  /// - Parameters:
  ///   - transports: what is stopped first, so that nothing more is sent.
  ///   - journal: where it is recorded what was under way.
  init(_ transports: Transports, _ journal: Journal) {
    let begun = Begun()
    self.begun = begun
    // A queue of its own: the pool's threads may all be waiting.
    let queue = DispatchQueue(label: "rollcall.interruption")
    signals = CaughtSignals([SIGINT, SIGTERM, SIGHUP], on: queue) { number in
      begun.flag.store(true, ordering: .releasing)
      Interruption.tell(journal.interrupt(patience: Interruption.patience) { transports.stop() })
      Interruption.end(by: number)
    }
  }

  /// Lets nothing more be said or ended where a signal is just ending the process.
  func waitIfItEnds() async {
    guard begun.flag.load(ordering: .acquiring) else { return }
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  /// Says on stderr of what it is not known whether it was done.
  static func tell(_ unknown: [String]) {
    for action in unknown { Printer.complain("\(action): \(ServiceFailure.openOutcome)") }
  }

  /// Has ctrl-c end the process with status 130 at once; for the time in which nothing can have been sent.
  static func endProcessOnInterrupt() {
    signal(SIGINT) { _ in _exit(130) }
  }

  /// Ends the process as the signal would have; ctrl-c as a status, because shells expect that of
  /// commands which catch it.
  private static func end(by number: Int32) -> Never {
    guard number != SIGINT else { _exit(130) }
    die(by: number)
  }

  /// Ends the process by a signal, so that the parent sees that; the pool's threads have signals
  /// blocked.
  static func die(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    var numbers = sigset_t()
    sigemptyset(&numbers)
    sigaddset(&numbers, number)
    pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
    raise(number)
    _exit(128 + number)
  }
}
