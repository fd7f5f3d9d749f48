internal import AWSClient
internal import CustomerDomain
internal import CustomerServices
internal import Dispatch
internal import Glibc
internal import Synchronization

/// What a signal does to a command: what it changes right now is journalled, then the process ends.
///
/// Unchecked, because signal sources are not marked as safe to share; they are made in `init` and
/// cancelled in `deinit`, and not touched in between.
final class Interruption: @unchecked Sendable {
  /// Whether a signal is just ending the process.
  private final class Begun: Sendable {
    let flag = Atomic(false)
  }

  private let sources: [any DispatchSourceSignal]
  private let begun = Begun()

  /// Catches ctrl-c, SIGTERM and SIGHUP for as long as this object lives.
  ///
  /// - Parameters:
  ///   - transports: what is stopped first, so that nothing more is sent.
  ///   - journal: where it is recorded what was under way.
  init(_ transports: Transports, _ journal: Journal) {
    // A queue of its own: the pool's threads may all be waiting.
    let queue = DispatchQueue(label: "rollcall.interruption")
    sources = [SIGINT, SIGTERM, SIGHUP].map { [begun] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        begun.flag.store(true, ordering: .releasing)
        Interruption.tell(
          journal.interrupt(patience: .milliseconds(200)) { transports.stop() }
        )
        Interruption.end(by: number)
      }
      source.activate()
      return source
    }
  }

  deinit { sources.forEach { $0.cancel() } }

  /// Lets nothing more be said or ended where a signal is just ending the process.
  func waitIfItEnds() async {
    guard begun.flag.load(ordering: .acquiring) else { return }
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  /// Says on stderr of what it is not known whether it was done.
  static func tell(_ unknown: [String]) {
    for action in unknown { Printer.complain("\(action): \(ServiceFailure.openOutcome)") }
  }

  /// Ends the process with status 130 at once; for the time in which nothing can have been sent.
  static func endsTheProcess() {
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

/// The HTTP clients of a process, which are stopped together.
final class Transports: Sendable {
  private let clients = Mutex<[HTTPClient]>([])

  /// Makes a client.
  func make(_ options: HTTPClient.Options = .init()) -> HTTPClient {
    let client = HTTPClient(options: options)
    clients.withLock { $0.append(client) }
    return client
  }

  /// Ends every request, and lets none begin.
  func stop() {
    for client in clients.withLock({ $0 }) { client.stop() }
  }
}
