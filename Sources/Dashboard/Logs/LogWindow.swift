/// The rows around the place a query named, and what lies beyond them.
package struct LogWindow: Hashable, Sendable, Codable {
  /// The query that this answers.
  package var query: LogQuery
  /// The rows, oldest first.
  package var lines: [LogLine]
  /// The number of the row that the query's place turned out to be; `nil` where there is none.
  package var anchor: Int?
  /// How many rows that pass the filter lie before the first of `lines`.
  package var olderCount: Int
  /// How many rows that pass the filter lie after the last of `lines`.
  package var newerCount: Int
  /// How many rows are held, filter or not.
  package var total: Int
  /// How many rows that pass the filter ever came; never falls.
  package var arrived: Int

  /// Makes a window.
  package init(
    query: LogQuery,
    lines: [LogLine],
    anchor: Int?,
    olderCount: Int = 0,
    newerCount: Int = 0,
    total: Int,
    arrived: Int
  ) {
    self.query = query
    self.lines = lines
    self.anchor = anchor
    self.olderCount = olderCount
    self.newerCount = newerCount
    self.total = total
    self.arrived = arrived
  }
}
