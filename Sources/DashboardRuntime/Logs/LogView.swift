internal import Dashboard

/// By what rows are shown: the part of a query that is the same wherever one looks.
struct LogView: Sendable {
  /// The filter as it was written.
  private(set) var filter = ""
  /// Whether routine lines are left out.
  private(set) var isBrief = false
  /// Whether the lines of an invocation are folded under its report.
  private(set) var isFolded = false
  /// The reports whose lines are shown nevertheless.
  private(set) var unfolded: Set<Int> = []
  /// What is wrong with the filter that was written last.
  private(set) var problem: String?
  /// What the filter lets through.
  private(set) var matcher = LogMatcher()

  /// What has to be done anew when the view changed.
  enum Change {
    /// Nothing.
    case none
    /// What is folded.
    case folding
    /// All of it.
    case all
  }

  /// Shows rows by that query from now on; a filter that cannot be read leaves the last one.
  mutating func use(_ query: LogQuery) -> Change {
    var change = Change.none
    if query.isFolded != isFolded || query.unfolded != unfolded {
      change = .folding
      isFolded = query.isFolded
      unfolded = query.unfolded
    }
    if query.isBrief != isBrief {
      change = .all
      isBrief = query.isBrief
    }
    guard query.filter != filter else { return change }
    filter = query.filter
    do throws(LogFilter.Problem) {
      matcher = try LogMatcher(try LogFilter(parsing: filter))
      problem = nil
      return .all
    } catch {
      problem = error.sentence
      return change
    }
  }

  /// Whether rows pass without being looked at.
  var letsAllThrough: Bool { matcher.isEmpty && !isBrief }

  /// Whether a row passes.
  mutating func passes(
    _ row: LogRow,
    _ message: UnsafeBufferPointer<UInt8>,
    group: String
  ) -> Bool {
    if row.isGap { return true }
    if isBrief, row.traits.contains(.routine) { return false }
    guard !matcher.isEmpty else { return true }
    return matcher.mayPass(row, group: group) && matcher.passes(row, message)
  }

  /// Which rows of a chunk pass.
  mutating func search(_ chunk: LogChunk, _ text: LogText, groups: [String]) -> RowSet {
    if letsAllThrough { return RowSet(rows: chunk.rows.count, all: true) }
    var passing = RowSet(rows: chunk.rows.count, all: false)
    for (index, row) in chunk.rows.enumerated() {
      if row.isGap
        || !(isBrief && row.traits.contains(.routine))
          && matcher.mayPass(row, group: groups[row.group])
      {
        passing[index] = true
      }
    }
    guard matcher.needsText, passing.count > 0 else { return passing }
    var (first, end) = (passing.first(from: 0) ?? 0, 0)
    end = (passing.last(before: chunk.rows.count) ?? first) + 1
    // One after the other, also those in between: reading them is no detour.
    text.read(chunk.rows[first..<end]) { place, message in
      let index = first + place
      if passing[index], !matcher.passes(chunk.rows[index], message) { passing[index] = false }
    }
    return passing
  }
}
