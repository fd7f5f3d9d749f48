internal import AWSWire
internal import Synchronization

/// The `Date` header's text, made anew once a second.
final class ServerDate: Sendable {
  private let clock: any WallClock
  private let last = Mutex((second: Int64.min, text: ""))

  /// Reads the moment off `clock`.
  init(clock: any WallClock) {
    self.clock = clock
  }

  /// The present moment as HTTP writes it.
  var text: String {
    let now = clock.now
    return last.withLock { last in
      if last.second != now.milliseconds / 1000 {
        last = (now.milliseconds / 1000, now.httpDate)
      }
      return last.text
    }
  }
}
