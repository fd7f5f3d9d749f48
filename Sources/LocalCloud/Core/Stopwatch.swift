internal import Glibc

/// Measures how long things take, in milliseconds, whatever happens to the wall clock.
package struct Stopwatch: Sendable {
  private let read: @Sendable () -> Double

  /// Makes a stopwatch over the machine's monotonic clock.
  package init() {
    read = {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }
  }

  /// Makes a stopwatch over readings of one's own.
  package init(_ read: @escaping @Sendable () -> Double) { self.read = read }

  /// The present reading.
  package var milliseconds: Double { read() }
}
