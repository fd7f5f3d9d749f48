internal import Glibc
internal import Synchronization

/// Tells how much memory this process has held at most.
///
/// Asking the system takes as long as a small function, so that an answer serves for a moment.
final class MemoryGauge: Sendable {
  /// How long an answer serves, in milliseconds.
  private static let validity: Double = 100

  private struct Answer {
    var megabytes = 0
    var readAt = -Double.infinity
  }

  private let stopwatch: Stopwatch
  private let answer = Mutex(Answer())

  /// Makes a gauge that asks anew by the readings of `stopwatch`.
  init(_ stopwatch: Stopwatch) { self.stopwatch = stopwatch }

  /// The most memory that this process has held, in MB.
  var peakMB: Int {
    let now = stopwatch.milliseconds
    return answer.withLock { answer in
      if now - answer.readAt >= MemoryGauge.validity {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        answer = Answer(megabytes: usage.ru_maxrss / 1024, readAt: now)
      }
      return answer.megabytes
    }
  }
}
