internal import CustomerDomain

/// The value axis: from one round number to another, with round numbers between.
struct ValueAxis: Hashable, Sendable {
  /// The value at the lower edge.
  let low: Double
  /// The value at the upper edge.
  let high: Double
  /// The round numbers, the lowest first.
  let ticks: [Double]
  private let step: Double

  /// Beyond this, differences would not be finite.
  private static let farthest = 1e300
  /// From so much of the greatest value on, the least one leaves zero out of sight.
  private static let zeroLimit = 0.6

  /// Takes all values that are to be in sight; those that are not finite count for nothing.
  ///
  /// - Parameters:
  ///   - values: the values, the threshold among them.
  ///   - count: how many round numbers there are at most, two at least, three where zero is between.
  init(_ values: [Double], atMost count: Int) {
    let finite = values.lazy.filter(\.isFinite).map {
      min(max($0, -ValueAxis.farthest), ValueAxis.farthest)
    }
    var least = finite.min() ?? 0
    var most = finite.max() ?? 0
    let isFarAbove = least > 0 && least / most > ValueAxis.zeroLimit && least < most
    let isFarBelow = most < 0 && most / least > ValueAxis.zeroLimit && least < most
    if !isFarAbove { least = min(least, 0) }
    if !isFarBelow { most = max(most, 0) }
    if least == most { most = least + 1 }
    // On both sides of zero there is one on each side, and zero: with fewer no step would do.
    let count = max(least < 0 && most > 0 ? 3 : 2, count)
    // Of what is counted there are no halves.
    let isCounted = finite.allSatisfy { $0 == $0.rounded() }
    var step = ValueAxis.round((most - least) / Double(count - 1))
    if isCounted { step = max(step, 1) }
    while ValueAxis.count(from: least, to: most, step) > count {
      step = ValueAxis.round(step * 1.01)
    }
    let first = (least / step).rounded(.down)
    let last = (most / step).rounded(.up)
    self.step = step
    low = first * step
    high = last * step
    let steps = (last - first).whole(in: 1...64)
    ticks = (0...steps).map { (first + Double($0)) * step }
  }

  /// How far up a value stands, from 0 to 1; what lies beyond an edge stands on it.
  func position(_ value: Double) -> Double {
    min(max((value - low) / (high - low), 0), 1)
  }

  /// A round number of the axis as people write it.
  func text(_ tick: Double) -> String {
    let size = max(abs(low), abs(high))
    guard size < 1e15, step >= 1e-3 else {
      // What floating point makes of multiples of the step is not worth a column.
      return tick == 0 ? "0" : ValueAxis.scientific(tick)
    }
    for (unit, sign) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where size >= unit * 10 {
      return ValueAxis.decimal(tick / unit, step: step / unit) + (tick == 0 ? "" : sign)
    }
    return ValueAxis.decimal(tick, step: step)
  }

  /// The least of 1, 2 and 5 times a power of ten that is not below `value`.
  private static func round(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    while power > value, power > .leastNormalMagnitude { power /= 10 }
    // A step that is meant to be one may come out a little above it.
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= value * (1 - 1e-9) } ?? power * 10
  }

  private static func count(from least: Double, to most: Double, _ step: Double) -> Int {
    ((most / step).rounded(.up) - (least / step).rounded(.down)).whole(in: 0...1_000_000) + 1
  }

  /// With as many digits behind the point as the step has.
  private static func decimal(_ value: Double, step: Double) -> String {
    var digits = 0
    var scaled = step
    while digits < 3, abs(scaled - scaled.rounded()) > 1e-6 * scaled {
      scaled *= 10
      digits += 1
    }
    guard digits > 0 else { return String(value.whole(in: Int.min / 2...Int.max / 2)) }
    let factor = [1.0, 10, 100, 1000][digits]
    let whole = (abs(value) * factor).whole(in: 0...Int.max / 2)
    let rest = String(whole % Int(factor))
    let zeros = String(repeating: "0", count: digits - rest.count)
    return (value < 0 && whole > 0 ? "-" : "") + "\(whole / Int(factor))." + zeros + rest
  }

  /// Such as `2e300`.
  private static func scientific(_ value: Double) -> String {
    var exponent = 0
    var digits = abs(value)
    while digits >= 9.5 {
      digits /= 10
      exponent += 1
    }
    while digits > 0, digits < 0.95 {
      digits *= 10
      exponent -= 1
    }
    return (value < 0 ? "-" : "") + "\(digits.whole(in: 0...9))e\(exponent)"
  }
}
