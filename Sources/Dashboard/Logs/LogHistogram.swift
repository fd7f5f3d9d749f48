package import AWSWire

/// How many lines were written when, in steps of the same length.
package struct LogHistogram: Hashable, Sendable, Codable {
  /// One step's lines.
  package struct Bin: Hashable, Sendable, Codable {
    /// How many lines there are.
    package var total: Int
    /// How many of them are errors.
    package var errors: Int

    /// Makes a step's counts.
    package init(total: Int = 0, errors: Int = 0) {
      self.total = total
      self.errors = errors
    }
  }

  /// When the first step begins; a whole number of steps since the epoch.
  package var start: Instant
  /// How long a step is, in milliseconds.
  package var step: Int64
  /// The steps, oldest first; the last one takes what is later than it, too.
  package var bins: [Bin]

  /// Makes a histogram.
  package init(start: Instant, step: Int64, bins: [Bin]) {
    self.start = start
    self.step = step
    self.bins = bins
  }

  /// When a step begins.
  package func start(ofBin index: Int) -> Instant { start + Int64(index) * step }

  /// The lengths a step may have, in milliseconds: those that people count time in.
  private static let steps: [Int64] =
    [100, 200, 500] + [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map { $0 * 1000 }
    + [1, 2, 3, 6, 12, 24].map { $0 * 3_600_000 }

  /// An empty histogram over a stretch of time in at most so many columns, at least one.
  package init(from first: Instant, to last: Instant, columns: Int) {
    let columns = Int64(max(1, columns))
    func count(_ step: Int64) -> Int64 {
      LogHistogram.floor(last, step) - LogHistogram.floor(first, step) + 1
    }
    var step = LogHistogram.steps.first { count($0) <= columns } ?? 86_400_000
    while count(step) > columns, step < .max { step = step > .max / 2 ? .max : step * 2 }
    let (start, isTooEarly) = LogHistogram.floor(first, step).multipliedReportingOverflow(by: step)
    self.init(
      start: Instant(milliseconds: isTooEarly ? .min : start),
      step: step,
      bins: Array(repeating: Bin(), count: Int(min(max(1, count(step)), columns)))
    )
  }

  /// Which step a moment belongs to; those outside belong to the first or the last one.
  package func bin(of moment: Instant) -> Int {
    let index = LogHistogram.floor(moment, step) - LogHistogram.floor(start, step)
    return Int(min(max(0, index), Int64(bins.count - 1)))
  }

  private static func floor(_ moment: Instant, _ step: Int64) -> Int64 {
    let (quotient, remainder) = moment.milliseconds.quotientAndRemainder(dividingBy: step)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
