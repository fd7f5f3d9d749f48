internal import Dispatch
internal import Glibc

/// Signals that are handed to a closure instead of ending the process.
///
/// Unchecked, because signal sources are not marked as safe to share; they are made in `init` and
/// cancelled in `deinit`, and not touched in between.
final class CaughtSignals: @unchecked Sendable {
  private let sources: [any DispatchSourceSignal]

  /// Catches signals for as long as this object lives.
  ///
  /// - Parameters:
  ///   - numbers: which.
  ///   - queue: where `take` is called.
  ///   - take: what is done with each that comes.
  init(_ numbers: [Int32], on queue: DispatchQueue, _ take: @escaping @Sendable (Int32) -> Void) {
    let registered = DispatchGroup()
    sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { take(number) }
      registered.enter()
      source.setRegistrationHandler { registered.leave() }
      source.activate()
      return source
    }
    // Until a source is registered its signal is ignored, and one that comes would be lost.
    registered.wait()
  }

  deinit { sources.forEach { $0.cancel() } }
}
