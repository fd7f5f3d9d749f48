internal import AWSWire
internal import Synchronization

/// One place a function runs in, which writes to a log stream of its own.
struct ExecutionEnvironment: Sendable {
  /// The name of its log stream: the day it was made, `[$LATEST]` and 32 hexadecimal digits.
  let stream: String
  /// Whether nothing has run in it yet.
  var isCold: Bool
  /// The process that its invocations run in; `nil` where they run in this one.
  var process: ProcessEnvironment?
  /// Which of the function's codes it was made for.
  fileprivate let generation: Int
}

/// The environments of one function: those that are free are used again, the last one first.
final class ExecutionEnvironments: Sendable {
  private struct Places {
    var free: [ExecutionEnvironment] = []
    var busy = 0
    var generation = 0
  }

  private let places = Mutex(Places())

  /// How many invocations are running.
  var busyCount: Int { places.withLock { $0.busy } }

  /// Takes an environment; `nil` where `limit` are busy.
  func take(limit: Int, now: Instant, identifiers: RandomIdentifiers) -> ExecutionEnvironment? {
    places.withLock { places in
      guard places.busy < limit else { return nil }
      places.busy += 1
      // A process may have ended while nobody needed it.
      while let free = places.free.popLast() {
        if free.process?.isUsable ?? true { return free }
      }
      let date = CalendarDate(now)
      let day =
        "\(date.year)/\(Instant.padded(date.month, 2))/\(Instant.padded(date.day, 2))"
      return ExecutionEnvironment(
        stream: "\(day)/[$LATEST]\(identifiers.hexadecimal(32))",
        isCold: true,
        generation: places.generation
      )
    }
  }

  /// Gives an environment back; one that was cut off, or is there for older code, is not used again.
  func give(back environment: ExecutionEnvironment, isUsable: Bool) {
    let isKept = places.withLock { places in
      places.busy -= 1
      guard isUsable, environment.generation == places.generation,
        environment.process?.isUsable ?? true
      else { return false }
      var warm = environment
      warm.isCold = false
      places.free.append(warm)
      return true
    }
    if !isKept { environment.process?.close() }
  }

  /// Has none of the environments of now used again.
  func retire() {
    let free = places.withLock { places in
      places.generation += 1
      defer { places.free = [] }
      return places.free
    }
    for environment in free { environment.process?.close() }
  }

  /// Ends the environment with a log stream, where it is free.
  func endIdle(_ stream: String) {
    let ended = places.withLock { places -> ExecutionEnvironment? in
      guard let index = places.free.firstIndex(where: { $0.stream == stream }) else { return nil }
      return places.free.remove(at: index)
    }
    ended?.process?.close()
  }
}
