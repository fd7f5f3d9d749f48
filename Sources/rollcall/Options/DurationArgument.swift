internal import AWSWire
internal import ArgumentParser

/// A length of time on the command line: `500ms`, `30s`, `10m`, `2h`, `1d`, or several units, each once and
/// the largest first, such as `1h30m`; a bare number is seconds.
struct DurationArgument: ExpressibleByArgument, Hashable, Sendable {
  /// The length, in milliseconds.
  let milliseconds: Int64

  /// Makes a length.
  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Makes a length of whole milliseconds.
  init(_ duration: Duration) { milliseconds = Int64(duration / .milliseconds(1)) }

  /// The units in milliseconds, the smallest first.
  private static let units: [(name: String, length: Double)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
  ]

  /// Reads a length.
  init?(argument: String) {
    let unit = DurationArgument.units.first { argument.hasSuffix($0.name) } ?? ("", 1000)
    if let count = Double(argument.dropLast(unit.name.count)) {
      guard count >= 0, count < 1e9 else { return nil }
      milliseconds = Int64(count * unit.length)
    } else if let sum = DurationArgument.sum(argument) {
      milliseconds = sum
    } else {
      return nil
    }
  }

  /// Several whole numbers, each with a smaller unit than the one before it.
  private static func sum(_ text: String) -> Int64? {
    var rest = text[...]
    var units = units[...]
    guard !text.isEmpty else { return nil }
    var sum: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let name = rest[digits.endIndex...].prefix { $0.isLetter }
      guard digits.count < 10, let count = Int64(digits),
        let place = units.lastIndex(where: { $0.name == name })
      else { return nil }
      sum += count * Int64(units[place].length)
      units = units[..<place]
      rest = rest[name.endIndex...]
    }
    return sum
  }

  /// The length as it would be written.
  var defaultValueDescription: String {
    let units: [(String, Int64)] = [("h", 3_600_000), ("m", 60_000), ("s", 1000)]
    let unit = units.first { milliseconds >= $0.1 && milliseconds % $0.1 == 0 } ?? ("ms", 1)
    return "\(milliseconds / unit.1)\(unit.0)"
  }
}

/// A moment on the command line: a length of time before now, or ISO 8601, in UTC where it names no zone.
enum MomentArgument: ExpressibleByArgument, Hashable, Sendable {
  /// So long before now.
  case ago(DurationArgument)
  /// A moment that was named.
  case at(Instant)

  /// Reads a moment.
  init?(argument: String) {
    if let duration = DurationArgument(argument: argument) {
      self = .ago(duration)
    } else if let instant = Instant(iso8601: argument) ?? Instant(iso8601: argument + "Z") {
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

  /// Whether it is later than another one; `nil` where only a clock tells.
  func isLater(than other: MomentArgument) -> Bool? {
    switch (self, other) {
    case (.ago(let length), .ago(let otherLength)):
      length.milliseconds < otherLength.milliseconds
    case (.at(let instant), .at(let otherInstant)): instant > otherInstant
    case (.ago, .at), (.at, .ago): nil
    }
  }

  /// The moment in words, such as `10m ago`.
  var words: String {
    switch self {
    case .ago: defaultValueDescription + " ago"
    case .at: defaultValueDescription
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
