internal import CustomerDomain
internal import Dashboard

extension LogScrollback {
  /// Lets through all that a query's filter does, folded or not.
  mutating func useAll(of query: LogQuery) {
    var query = query
    query.isFolded = false
    query.unfolded = []
    query.histogram = 0
    (query.anchor, query.above, query.below) = (.newest, 0, 0)
    _ = window(query)
  }

  /// The next events that pass the filter in use, after the row with that number or from the oldest
  /// on, and the number of the last one.
  mutating func passingEvents(after number: Int?, limit: Int) -> (events: [LogEvent], last: Int?) {
    let shown = letsAllThrough ? rows : passing
    let start = number.flatMap { number in shown.firstIndex { $0.place.sequence == number } }
    let page = shown[(start.map { $0 + 1 } ?? 0)...].prefix(limit)
    return (page.compactMap(\.event), page.last?.place.sequence)
  }
}
