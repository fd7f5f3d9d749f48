internal import Glibc

/// A moment in time: whole milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  package var milliseconds: Int64

  /// Makes a moment from milliseconds since the epoch.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The greatest distance from the epoch that a number from outside is taken for, in milliseconds:
  /// some three thousand years, which four digits of a year can still write.
  private static let farthest = 1e14

  /// Makes a moment from seconds since the epoch, rounded to the millisecond; what is farther away
  /// than three thousand years is taken for that.
  package init(seconds: Double) { self.init(clampingMilliseconds: seconds * 1000) }

  /// Makes a moment from a number of milliseconds that came from outside, in the same bounds.
  package init(clampingMilliseconds value: Double) {
    guard !value.isNaN else {
      milliseconds = 0
      return
    }
    milliseconds = Int64(min(max(value, -Instant.farthest), Instant.farthest).rounded())
  }

  /// Seconds since the epoch, with the fraction that the services' JSON has.
  package var seconds: Double { Double(milliseconds) / 1000 }

  /// Orders by time.
  package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment `milliseconds` later; the last or first there is where that lies beyond it.
  package static func + (left: Instant, milliseconds: Int64) -> Instant {
    let (sum, isTooFar) = left.milliseconds.addingReportingOverflow(milliseconds)
    return Instant(milliseconds: isTooFar ? (milliseconds < 0 ? .min : .max) : sum)
  }

  /// How many milliseconds `left` is after `right`; the most or least there is where that is beyond
  /// it.
  package static func - (left: Instant, right: Instant) -> Int64 {
    let (difference, isTooFar) =
      left.milliseconds.subtractingReportingOverflow(right.milliseconds)
    return isTooFar ? (right.milliseconds > 0 ? .min : .max) : difference
  }
}

/// Where the present moment comes from; handed in, so that tests can hold time still.
package protocol WallClock: Sendable {
  /// The present moment.
  var now: Instant { get }
}

/// The machine's own clock.
package struct SystemWallClock: WallClock {
  /// Makes the clock.
  package init() {}

  /// The present moment by the machine's clock.
  package var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
