/// Which rows of the log the screen needs: a place, and so many rows around it.
package struct LogQuery: Hashable, Sendable, Codable {
  /// The place that rows are counted from.
  package enum Anchor: Hashable, Sendable, Codable {
    /// The newest row, which is another one whenever a row comes.
    case newest
    /// The oldest row that is held.
    case oldest
    /// The row with that number, or the nearest that the filter lets through.
    case sequence(Int)
    /// The first error after that row.
    case errorAfter(Int)
    /// The last error before that row.
    case errorBefore(Int)
  }

  /// The place.
  package var anchor: Anchor
  /// How many rows above it.
  package var above: Int
  /// How many rows below it.
  package var below: Int
  /// Text that each row must contain, whatever its case; empty lets all through.
  package var filter: String
  /// Whether routine lines are left out.
  package var isBrief: Bool

  /// Makes a query.
  package init(
    anchor: Anchor = .newest,
    above: Int,
    below: Int,
    filter: String = "",
    isBrief: Bool = true
  ) {
    self.anchor = anchor
    self.above = above
    self.below = below
    self.filter = filter
    self.isBrief = isBrief
  }
}
