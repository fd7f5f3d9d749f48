internal import Glibc
internal import Synchronization

/// Ends a session's wait from any thread.
///
/// The pipe behind it also carries signals, each as its number; a wake-up is 0.
package final class Waker: Sendable {
  /// The end of the pipe that the session waits at.
  let readEnd: Int32
  /// The end of the pipe that others write to.
  let writeEnd: Int32
  private let isPending = Atomic<Bool>(false)

  /// Makes the pipe.
  ///
  /// - Throws: `TerminalError.system`
  init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(operation: "pipe", code: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Makes the session's wait return; many calls before it does count as one.
  package func wake() {
    guard !isPending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var zero: UInt8 = 0
    _ = write(writeEnd, &zero, 1)
  }

  /// Adds a signal as its handler would.
  func put(_ signal: Int32) {
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes out what came: the signals in order, and whether anyone called `wake`.
  func drain() -> (signals: [Int32], isWoken: Bool) {
    var signals: [Int32] = []
    var isWoken = false
    var buffer = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(readEnd, &buffer, buffer.count)
      guard count > 0 else { break }
      for byte in buffer.prefix(count) {
        if byte == 0 { isWoken = true } else { signals.append(Int32(byte)) }
      }
    }
    if isWoken { isPending.store(false, ordering: .releasing) }
    return (signals, isWoken)
  }
}
