internal import AWSWire
internal import CustomerDomain

/// Where moments of a run stand on bars of a width.
struct TimeScale {
  private let start: Instant
  private let length: Int64
  private let width: Int

  /// Makes the scale of a run; while it goes on, the present moment is the right edge.
  init(_ execution: Execution, now: Instant, width: Int) {
    start = execution.startedAt
    length = max(1, (execution.stoppedAt ?? now).passed(since: start))
    self.width = max(1, width)
  }

  /// The cells of something that lasted, at least one; `nil` for an end that is still to come.
  func cells(from begin: Instant, to end: Instant?) -> Range<Int> {
    let first = min(cell(begin), width - 1)
    let last = end.map(cell) ?? width
    return first..<max(first + 1, min(width, last))
  }

  private func cell(_ instant: Instant) -> Int {
    let passed = min(instant.passed(since: start), length)
    return (Double(passed) / Double(length) * Double(width)).whole(in: 0...width)
  }

  /// Round moments after the start, as words, and the cells they stand at; at least 10 cells apart.
  var ticks: [(cell: Int, words: String)] {
    let most = max(1, width / 10)
    var step: Int64 = 1
    var unit: Int64 = 1
    search: while true {
      for factor in TimeScale.factors(of: unit) {
        step = unit * factor
        if step.multipliedReportingOverflow(by: Int64(most)).partialValue >= length { break search }
      }
      unit = TimeScale.next(unit)
    }
    return stride(from: 0, through: length, by: Int64.Stride(step)).map { passed in
      (cell(start + passed), passed == 0 ? "0" : Took.text(passed))
    }
  }

  private static func factors(of unit: Int64) -> [Int64] {
    unit < 60_000 ? [1, 2, 5] : unit < 3_600_000 ? [1, 2, 5, 10, 15, 30] : [1, 2, 6, 12, 24]
  }

  /// Tenfold up to ten seconds, then minutes, hours and so on by days.
  private static func next(_ unit: Int64) -> Int64 {
    switch unit {
    case ..<10_000: unit * 10
    case ..<60_000: 60_000
    case ..<3_600_000: 3_600_000
    default: unit * 24
    }
  }
}
