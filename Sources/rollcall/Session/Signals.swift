internal import Dispatch

/// Signals as a sequence, for commands that run until they are told to end.
final class Signals {
  /// The numbers of the signals that come, in order.
  let numbers: AsyncStream<Int32>
  private let caught: CaughtSignals

  /// Catches signals for as long as this object lives.
  init(_ caught: [Int32]) {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    numbers = stream
    self.caught = CaughtSignals(caught, on: .global()) { continuation.yield($0) }
  }
}
