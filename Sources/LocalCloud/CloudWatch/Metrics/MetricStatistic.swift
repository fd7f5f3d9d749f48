/// A statistic by the name that CloudWatch gives it.
///
/// Source: CloudWatch User Guide, "CloudWatch statistics definitions". A pure value.
struct MetricStatistic: Hashable, Sendable {
  /// What is worked out.
  enum Kind: Hashable, Sendable {
    /// How many samples there are.
    case sampleCount
    /// The sum by the number of samples; 0 where there are none.
    case average
    /// The sum of all samples.
    case sum
    /// The least sample.
    case minimum
    /// The greatest sample.
    case maximum
    /// The value below which so many percent of the samples lie.
    case percentile(Double)
    /// The mean of the samples within bounds.
    case trimmedMean(StatisticBounds)
    /// The mean of all samples, where those beyond a bound count as the bound.
    case winsorizedMean(StatisticBounds)
    /// How many samples lie within bounds.
    case trimmedCount(StatisticBounds)
    /// The sum of the samples within bounds.
    case trimmedSum(StatisticBounds)
    /// How many percent of the samples lie within bounds.
    case percentileRank(StatisticBounds)
  }

  /// The name as it was given, such as `Sum`, `p99.9` or `TM(10%:90%)`.
  let name: String
  /// What the name stands for.
  let kind: Kind

  /// The names that are not extended statistics.
  static let basic = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]

  /// Whether it must be given as `ExtendedStatistic`.
  var isExtended: Bool { !MetricStatistic.basic.contains(name) }

  /// The percentile, where it is one.
  var percentile: Double? { if case .percentile(let percentile) = kind { percentile } else { nil } }

  /// Reads a name; `nil` where CloudWatch has no such statistic.
  init?(_ name: String) {
    self.name = name
    switch name {
    case "SampleCount": kind = .sampleCount
    case "Average": kind = .average
    case "Sum": kind = .sum
    case "Minimum": kind = .minimum
    case "Maximum": kind = .maximum
    case "IQM": kind = .trimmedMean(StatisticBounds(lower: 25, upper: 75, arePercent: true))
    default:
      guard let kind = MetricStatistic.extended(name) else { return nil }
      self.kind = kind
    }
  }

  private static func extended(_ name: String) -> Kind? {
    if name.hasPrefix("p"), let percent = StatisticBounds.number(name.dropFirst()), percent <= 100 {
      return .percentile(percent)
    }
    let start = String(name.prefix(2))
    let rest = name.dropFirst(2)
    let bounds: StatisticBounds
    if rest.hasPrefix("("), rest.hasSuffix(")") {
      guard let range = StatisticBounds(range: rest.dropFirst().dropLast()) else { return nil }
      bounds = range
    } else {
      guard start == start.lowercased(), let percent = StatisticBounds.number(rest),
        percent <= 100
      else { return nil }
      bounds = StatisticBounds(lower: 0, upper: percent, arePercent: true)
    }
    switch (start, rest.hasPrefix("(")) {
    case ("TM", true), ("tm", false): return .trimmedMean(bounds)
    case ("WM", true), ("wm", false): return .winsorizedMean(bounds)
    case ("TC", true), ("tc", false): return .trimmedCount(bounds)
    case ("TS", true), ("ts", false): return .trimmedSum(bounds)
    case ("PR", true): return bounds.arePercent ? nil : .percentileRank(bounds)
    default: return nil
    }
  }

  /// The statistic's value; `nil` where the samples do not tell it.
  func value(of statistics: MetricStatistics) -> Double? {
    switch kind {
    case .sampleCount: return statistics.count
    case .average: return statistics.count == 0 ? 0 : statistics.sum / statistics.count
    case .sum: return statistics.sum
    case .minimum: return statistics.minimum
    case .maximum: return statistics.maximum
    default:
      // CloudWatch has none of these for negative values.
      guard statistics.minimum >= 0, let samples = SampleRanks(statistics) else { return nil }
      return extendedValue(of: samples)
    }
  }

  private func extendedValue(of samples: SampleRanks) -> Double? {
    switch kind {
    case .percentile(let percent): return samples.value(atPercent: percent)
    case .trimmedMean(let bounds):
      let kept = samples.kept(bounds)
      return kept.count > 0 ? kept.sum / kept.count : nil
    case .winsorizedMean(let bounds): return samples.winsorizedMean(bounds)
    case .trimmedCount(let bounds): return samples.kept(bounds).count
    case .trimmedSum(let bounds): return samples.kept(bounds).sum
    case .percentileRank(let bounds): return samples.kept(bounds).count / samples.total * 100
    default: return nil
    }
  }
}

/// The part of the samples that a trimmed statistic keeps: above `lower`, up to `upper`.
struct StatisticBounds: Hashable, Sendable {
  /// No bound where it is `nil`.
  var lower: Double?
  /// No bound where it is `nil`.
  var upper: Double?
  /// Whether the bounds are percent of the samples and not values.
  var arePercent: Bool

  /// Makes bounds.
  init(lower: Double?, upper: Double?, arePercent: Bool) {
    (self.lower, self.upper, self.arePercent) = (lower, upper, arePercent)
  }

  /// Reads `10%:90%`, `150:1000`, `:90%` or `10:`; `nil` where it is none of these.
  init?(range: Substring) {
    let halves = range.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2, !(halves[0].isEmpty && halves[1].isEmpty) else { return nil }
    arePercent = halves.contains { $0.hasSuffix("%") }
    for (place, half) in halves.enumerated() where !half.isEmpty {
      guard half.hasSuffix("%") == arePercent,
        let number = StatisticBounds.number(arePercent ? half.dropLast() : half),
        !arePercent || number <= 100
      else { return nil }
      if place == 0 { lower = number } else { upper = number }
    }
    if let lower, let upper, lower > upper { return nil }
  }

  /// A number as names of statistics have it: digits, and up to ten behind a point.
  static func number(_ text: Substring) -> Double? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      parts.count == 1 || (1...10).contains(parts[1].count)
    else { return nil }
    return Double(text)
  }
}
