/// Samples in the order of their values, to be asked by rank.
struct SampleRanks: Sendable {
  private let samples: [(value: Double, count: Double)]
  /// How many samples there are.
  let total: Double

  /// Puts samples in order; `nil` where their values are not known or there are none.
  init?(_ statistics: MetricStatistics) {
    samples = statistics.counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
      .map { (value: $0.key, count: $0.value) }
    total = samples.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
  }

  /// The least value that is not below so many percent of the samples.
  func value(atPercent percent: Double) -> Double {
    // A rank such as 0.99 * 100 must not be missed by a rounding error.
    let rank = percent / 100 * total - 1e-9 * total
    var passed = 0.0
    for sample in samples {
      passed += sample.count
      if passed >= rank { return sample.value }
    }
    return samples.last?.value ?? 0
  }

  /// How many samples lie within bounds, and their sum.
  func kept(_ bounds: StatisticBounds) -> (count: Double, sum: Double) {
    guard bounds.arePercent else {
      return samples.reduce(into: (0, 0)) { kept, sample in
        guard bounds.lower.map({ sample.value > $0 }) ?? true,
          bounds.upper.map({ sample.value <= $0 }) ?? true
        else { return }
        kept.count += sample.count
        kept.sum += sample.value * sample.count
      }
    }
    let low = (bounds.lower ?? 0) / 100 * total
    let high = (bounds.upper ?? 100) / 100 * total
    var passed = 0.0
    return samples.reduce(into: (0, 0)) { kept, sample in
      let count = max(0, min(passed + sample.count, high) - max(passed, low))
      passed += sample.count
      kept.count += count
      kept.sum += sample.value * count
    }
  }

  /// The mean where all that lies beyond a bound counts as the bound.
  func winsorizedMean(_ bounds: StatisticBounds) -> Double {
    let kept = kept(bounds)
    var (below, low) = (0.0, bounds.lower ?? 0)
    if bounds.arePercent {
      below = low / 100 * total
      low = value(atPercent: low)
    } else if let lower = bounds.lower {
      below = self.kept(StatisticBounds(lower: nil, upper: lower, arePercent: false)).count
    }
    let above = max(0, total - below - kept.count)
    var high = bounds.upper ?? 0
    if bounds.arePercent { high = value(atPercent: bounds.upper ?? 100) }
    return (kept.sum + below * low + above * high) / total
  }
}
