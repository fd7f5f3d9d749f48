internal import Glibc

/// A moment in time: whole milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  package var milliseconds: Int64

  /// Makes a moment from milliseconds since the epoch.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Makes a moment from seconds since the epoch, rounded to the millisecond.
  package init(seconds: Double) { milliseconds = Int64((seconds * 1000).rounded()) }

  /// Seconds since the epoch, with the fraction that the services' JSON has.
  package var seconds: Double { Double(milliseconds) / 1000 }

  /// Orders by time.
  package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment `milliseconds` later.
  package static func + (left: Instant, milliseconds: Int64) -> Instant {
    Instant(milliseconds: left.milliseconds + milliseconds)
  }

  /// How many milliseconds `left` is after `right`.
  package static func - (left: Instant, right: Instant) -> Int64 {
    left.milliseconds - right.milliseconds
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
