internal import CustomerDomain
internal import Dashboard

/// Reading all that a query lets through, to write it somewhere.
extension LogScrollback {
  /// Lets through from now on what a query does, with the lines that it folds.
  mutating func useAll(of query: LogQuery) {
    var query = query
    query.isFolded = false
    query.unfolded = []
    use(query)
  }

  /// The next events that pass the filter in use, after the row with that number or from the oldest
  /// on, and the number of the last one; for writing all of them somewhere.
  mutating func passingEvents(after number: Int?, limit: Int) -> (events: [LogEvent], last: Int?) {
    refreshFolds()
    var place =
      number.flatMap(position).map { Position(chunk: $0.chunk, row: $0.row + 1) }
      ?? Position(chunk: 0, row: 0)
    var events: [LogEvent] = []
    var last: Int?
    while place.chunk < chunks.count, events.count < limit {
      if !chunks[place.chunk].isSearched {
        search(place.chunk)
        refreshFolds()
      }
      guard let row = chunks[place.chunk].shown?.first(from: place.row) else {
        place = Position(chunk: place.chunk + 1, row: 0)
        continue
      }
      place.row = row
      last = self[place].number
      if let event = event(at: place) { events.append(event) }
      place.row += 1
    }
    return (events, last)
  }
}
