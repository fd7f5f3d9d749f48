internal import AWSWire
internal import ArgumentParser

/// A length of time on the command line: `500ms`, `30s`, `10m`, `2h`, `1d`; a bare number is seconds.
struct DurationArgument: ExpressibleByArgument, Hashable, Sendable {
  /// The length, in milliseconds.
  let milliseconds: Int64

  /// Makes a length.
  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Reads a length.
  init?(argument: String) {
    let units: [(String, Double)] = [
      ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    let unit = units.first { argument.hasSuffix($0.0) } ?? ("", 1000)
    guard let count = Double(argument.dropLast(unit.0.count)), count >= 0, count < 1e9 else {
      return nil
    }
    milliseconds = Int64(count * unit.1)
  }

  /// The length as it would be written.
  var defaultValueDescription: String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}

/// A moment on the command line: a length of time before now, or ISO 8601.
enum MomentArgument: ExpressibleByArgument, Hashable, Sendable {
  case ago(DurationArgument)
  case at(Instant)

  /// Reads a moment.
  init?(argument: String) {
    if let duration = DurationArgument(argument: argument) {
      self = .ago(duration)
    } else if let instant = Instant(iso8601: argument) {
      self = .at(instant)
    } else {
      return nil
    }
  }

  /// The moment, seen from `now`.
  func instant(now: Instant) -> Instant {
    switch self {
    case .ago(let duration): now + -duration.milliseconds
    case .at(let instant): instant
    }
  }
}
