internal import AWSWire
internal import Synchronization

/// One place a function runs in, which writes to a log stream of its own.
struct ExecutionEnvironment: Sendable {
  let stream: String
  /// Whether nothing has run in it yet.
  var isCold: Bool
}

/// The environments of one function: those that are free are used again, the last one first.
final class ExecutionEnvironments: Sendable {
  private struct Places {
    var free: [ExecutionEnvironment] = []
    var busy = 0
  }

  private let places = Mutex(Places())

  /// How many invocations are running.
  var busyCount: Int { places.withLock { $0.busy } }

  /// Takes an environment; `nil` where `limit` are busy.
  func take(limit: Int, now: Instant, identifiers: RandomIdentifiers) -> ExecutionEnvironment? {
    places.withLock { places in
      guard places.busy < limit else { return nil }
      places.busy += 1
      if let free = places.free.popLast() { return free }
      let date = CalendarDate(now)
      let day =
        "\(date.year)/\(Instant.padded(date.month, 2))/\(Instant.padded(date.day, 2))"
      return ExecutionEnvironment(
        stream: "\(day)/[$LATEST]\(identifiers.hexadecimal(32))",
        isCold: true
      )
    }
  }

  /// Gives an environment back; one that was cut off is not used again.
  func give(back environment: ExecutionEnvironment, isUsable: Bool) {
    places.withLock { places in
      places.busy -= 1
      guard isUsable else { return }
      var warm = environment
      warm.isCold = false
      places.free.append(warm)
    }
  }
}
