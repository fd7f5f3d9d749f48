/// The rows around the place a query named, and what lies beyond them.
package struct LogWindow: Hashable, Sendable, Codable {
  /// The query that this answers.
  package var query: LogQuery
  /// The rows, oldest first.
  package var lines: [LogLine]
  /// The number of the row that the query's place turned out to be; `nil` where there is none.
  package var anchor: Int?
  /// How many rows that pass the filter lie before the first of `lines`, as far as was searched.
  package var olderCount: Int
  /// How many rows that pass the filter lie after the last of `lines`, as far as was searched.
  package var newerCount: Int
  /// How many rows are held, filter or not.
  package var total: Int
  /// How many rows that pass the filter came since it was set, without older ones that were asked
  /// for; never falls.
  package var arrived: Int
  /// How many of the rows that are held were searched with the filter.
  package var searched: Int
  /// What cannot be read of the filter, in words; the last one that could is used meanwhile.
  package var filterProblem: String?
  /// The texts that made these rows pass: the filter's words, and what its patterns found.
  package var highlights: [String]
  /// How many of the rows that pass were written when; `nil` where the query wants none.
  package var histogram: LogHistogram?
  /// What is known of what lies before all that is held, or how a reading of a gap goes.
  package var past: LogPast
  /// The number of the reading that this is known from; `nil` where there was none.
  package var pastNumber: Int?
  /// Of what time all lines were read; `nil` before any was.
  package var known: LogKnown?
  /// Why less is held than could be, in words, such as a full disk.
  package var storageProblem: String?

  /// Whether the rest is still being searched.
  package var isSearching: Bool { searched < total }

  /// Makes a window.
  package init(
    query: LogQuery,
    lines: [LogLine],
    anchor: Int?,
    olderCount: Int = 0,
    newerCount: Int = 0,
    total: Int,
    arrived: Int,
    searched: Int? = nil,
    filterProblem: String? = nil,
    highlights: [String] = [],
    histogram: LogHistogram? = nil,
    past: LogPast = .unread,
    pastNumber: Int? = nil,
    known: LogKnown? = nil,
    storageProblem: String? = nil
  ) {
    self.query = query
    self.lines = lines
    self.anchor = anchor
    self.olderCount = olderCount
    self.newerCount = newerCount
    self.total = total
    self.arrived = arrived
    self.searched = searched ?? total
    self.filterProblem = filterProblem
    self.highlights = highlights
    self.histogram = histogram
    self.past = past
    self.pastNumber = pastNumber
    self.known = known
    self.storageProblem = storageProblem
  }
}
