internal import Glibc

/// How often each value occurred among a metric's samples, which percentiles are worked out from.
enum MetricSpread: Hashable, Sendable {
  /// All samples have the value that is both minimum and maximum.
  case uniform
  /// The values and how many samples had each.
  case values([Double: Double])
  /// Not known: a set of statistics was published in place of samples.
  case unknown

  /// How many values are kept apart; beyond it those that are near each other become one.
  static let most = 256

  /// Takes samples in: `count` of `value`, or those of another spread.
  static func merge(_ left: inout MetricStatistics, _ right: MetricStatistics) {
    guard left.spread != .unknown, right.spread != .unknown else {
      left.spread = .unknown
      return
    }
    if left.spread == .uniform, right.spread == .uniform, left.minimum == right.minimum { return }
    var counts = left.counts
    // The dictionary must have no second owner while it grows.
    left.spread = .uniform
    switch right.spread {
    case .values(let others): counts.merge(others, uniquingKeysWith: +)
    case .uniform, .unknown: counts[right.minimum, default: 0] += right.count
    }
    if counts.count > most { counts = thinned(counts) }
    left.spread = .values(counts)
  }

  /// The counts with near values taken together, the wider the more of them there are.
  private static func thinned(_ counts: [Double: Double]) -> [Double: Double] {
    var counts = counts
    var width = 0.005
    while counts.count > most / 2, width < 1000 {
      counts = counts.reduce(into: [:]) { found, entry in
        found[rounded(entry.key, width), default: 0] += entry.value
      }
      width *= 2
    }
    return counts
  }

  /// The middle of the bin that a value falls in; bins grow with the values, as CloudWatch's do.
  private static func rounded(_ value: Double, _ width: Double) -> Double {
    guard value != 0 else { return 0 }
    let middle = exp((log(abs(value)) / width).rounded() * width)
    return value < 0 ? -middle : middle
  }
}

// What a BLOB column keeps: each value in eight bytes, little-endian, and its count in one byte where it
// is a small whole number, which most are; else 0 and eight bytes more. The busiest metrics' rows are
// written several times a second.
extension MetricSpread {
  private static let smallest: ClosedRange<Double> = 1...255

  /// The bytes; `nil` where minimum and maximum say all there is, or where nothing is known.
  var bytes: [UInt8]? {
    guard case .values(let counts) = self else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(counts.count * 9)
    for (value, count) in counts {
      MetricSpread.append(value, to: &bytes)
      if MetricSpread.smallest.contains(count), count == count.rounded() {
        bytes.append(UInt8(count))
      } else {
        bytes.append(0)
        MetricSpread.append(count, to: &bytes)
      }
    }
    return bytes
  }

  /// Reads what `bytes` wrote; `nil` where they are none.
  init?(bytes: [UInt8]) {
    var counts: [Double: Double] = [:]
    counts.reserveCapacity(bytes.count / 9)
    var at = 0
    while at < bytes.count {
      guard let value = MetricSpread.double(bytes, at), at + 8 < bytes.count else { return nil }
      let small = bytes[at + 8]
      at += 9
      if small > 0 {
        counts[value, default: 0] += Double(small)
      } else {
        guard let count = MetricSpread.double(bytes, at) else { return nil }
        counts[value, default: 0] += count
        at += 8
      }
    }
    self = .values(counts)
  }

  private static func append(_ number: Double, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private static func double(_ bytes: [UInt8], _ start: Int) -> Double? {
    guard start + 8 <= bytes.count else { return nil }
    var bits: UInt64 = 0
    for place in (start..<start + 8).reversed() { bits = bits << 8 | UInt64(bytes[place]) }
    return Double(bitPattern: bits)
  }
}
