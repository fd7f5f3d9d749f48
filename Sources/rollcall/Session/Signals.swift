internal import Dispatch
internal import Glibc

/// Signals as a sequence, for commands that run until they are told to end.
final class Signals {
  /// The numbers of the signals that come, in order.
  let numbers: AsyncStream<Int32>
  private let sources: [any DispatchSourceSignal]

  /// Catches signals for as long as this object lives.
  init(_ caught: [Int32]) {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    numbers = stream
    let registered = DispatchGroup()
    sources = caught.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(number) }
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
