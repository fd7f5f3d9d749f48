package import AWSWire

/// Which rows of the log the screen needs: a place, and so many rows around it.
package struct LogQuery: Hashable, Sendable, Codable {
  /// The place that rows are counted from.
  package enum Anchor: Hashable, Sendable, Codable {
    /// The newest row, which is another one whenever a row comes.
    case newest
    /// The oldest row that is held.
    case oldest
    /// The first row at that moment or later; the newest where there is none.
    case time(Instant)
    /// The row with that number, or the nearest that the filter lets through.
    case sequence(Int)
    /// The first error after that row.
    case errorAfter(Int)
    /// The last error before that row.
    case errorBefore(Int)
    /// The first marked row after that row.
    case markAfter(Int)
    /// The last marked row before that row.
    case markBefore(Int)
  }

  /// Which lines are read; those of another source answer no query.
  package var source: LogSource
  /// The place.
  package var anchor: Anchor
  /// How many rows above it.
  package var above: Int
  /// How many rows below it.
  package var below: Int
  /// What rows must be like, in the words of `LogFilter`; empty lets all through.
  package var filter: String
  /// Whether routine lines are left out.
  package var isBrief: Bool
  /// Whether the lines of an invocation are folded under its report.
  package var isFolded: Bool
  /// The numbers of the reports whose lines are shown although they are folded.
  package var unfolded: Set<Int>
  /// The numbers of the marked rows.
  package var marks: Set<Int>
  /// How many columns of a histogram are wanted at most; 0 for none.
  package var histogram: Int

  /// Makes a query.
  package init(
    source: LogSource = LogSource(),
    anchor: Anchor = .newest,
    above: Int,
    below: Int,
    filter: String = "",
    isBrief: Bool = true,
    isFolded: Bool = false,
    unfolded: Set<Int> = [],
    marks: Set<Int> = [],
    histogram: Int = 0
  ) {
    self.source = source
    self.anchor = anchor
    self.above = above
    self.below = below
    self.filter = filter
    self.isBrief = isBrief
    self.isFolded = isFolded
    self.unfolded = unfolded
    self.marks = marks
    self.histogram = histogram
  }
}
