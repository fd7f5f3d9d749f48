internal import AWSWire
internal import ArgumentParser

/// A length of time on the command line: `500ms`, `30s`, `10m`, `2h`, `1d`; a bare number is seconds.
struct DurationArgument: ExpressibleByArgument, Hashable, Sendable {
  /// The length, in milliseconds.
  let milliseconds: Int64

  /// Makes a length.
  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Makes a length of whole milliseconds.
  init(_ duration: Duration) { milliseconds = Int64(duration / .milliseconds(1)) }

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
    let units: [(String, Int64)] = [("h", 3_600_000), ("m", 60_000), ("s", 1000)]
    let unit = units.first { milliseconds >= $0.1 && milliseconds % $0.1 == 0 } ?? ("ms", 1)
    return "\(milliseconds / unit.1)\(unit.0)"
  }
}

/// A moment on the command line: a length of time before now, or ISO 8601.
enum MomentArgument: ExpressibleByArgument, Hashable, Sendable {
  /// So long before now.
  case ago(DurationArgument)
  /// A moment that was named.
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

  /// The moment as it would be written.
  var defaultValueDescription: String {
    switch self {
    case .ago(let duration): duration.defaultValueDescription
    case .at(let instant): instant.iso8601
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
