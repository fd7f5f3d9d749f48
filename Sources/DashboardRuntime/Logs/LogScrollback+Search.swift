internal import AWSWire
internal import CustomerDomain
internal import Dashboard

/// Searching the rows, a chunk at a time and first where the reader is.
extension LogScrollback {
  /// What is to be searched next.
  enum Need: Equatable {
    /// That chunk, before the window can be shown as it is wanted.
    case window(Int)
    /// That chunk; the window is complete, but the counts beyond it are not.
    case rest(Int)
    /// None.
    case nothing
  }

  /// What became of looking for a place.
  enum Resolution: Equatable {
    /// It is there.
    case found(Position)
    /// There is no such row.
    case missing
    /// It depends on that chunk, which was not searched.
    case unsearched(Int)
  }

  /// Shows rows by a query from now on.
  mutating func use(_ query: LogQuery) {
    markNumbers = query.marks
    switch view.use(query) {
    case .none: break
    case .folding: refold()
    case .all:
      for index in chunks.indices {
        chunks[index].searched(
          view.letsAllThrough ? RowSet(rows: chunks[index].rows.count, all: true) : nil
        )
      }
      refold()
      arrived = 0
    }
    if query.anchor == .newest, hasRoomForOlder {
      hasRoomForOlder = false
      trim()
    }
  }

  /// What is to be searched next for a query, which is in use.
  mutating func need(for query: LogQuery) -> Need {
    refreshFolds()
    var center: Position?
    switch resolve(query.anchor) {
    case .unsearched(let chunk): return .window(chunk)
    case .found(let position): center = position
    case .missing:
      guard let number = query.anchor.sequence else { break }
      switch resolve(.sequence(number)) {
      case .unsearched(let chunk): return .window(chunk)
      case .found(let position): center = position
      case .missing: break
      }
    }
    if let center {
      if let chunk = walk(from: center, above: query.above).unsearched { return .window(chunk) }
      if let chunk = walk(from: center, below: query.below).unsearched { return .window(chunk) }
    }
    let start = center?.chunk ?? chunks.count - 1
    if let chunk = nearestUnsearched(to: start) { return .rest(chunk) }
    return .nothing
  }

  private func nearestUnsearched(to start: Int) -> Int? {
    guard !chunks.isEmpty else { return nil }
    return chunks[...start].lastIndex { !$0.isSearched }
      ?? chunks[start...].firstIndex { !$0.isSearched }
  }

  /// Searches a chunk.
  mutating func search(_ index: Int) {
    let passing = view.search(chunks[index], text, groups: groups)
    chunks[index].searched(passing)
    guard folds != nil else { return }
    var row = passing.first(from: 0)
    while let found = row {
      foldPassing(chunks[index].rows[found])
      row = passing.first(from: found + 1)
    }
  }

  // MARK: Places

  /// Where a query's place is.
  func resolve(_ anchor: LogQuery.Anchor) -> Resolution {
    switch anchor {
    case .newest: return last(before: end)
    case .oldest: return first(from: Position(chunk: 0, row: 0))
    case .time(let moment): return nearest(lowerBound(time: moment.milliseconds))
    case .sequence(let number):
      if let begun = filledGaps[number] { return nearest(lowerBound(time: begun.milliseconds)) }
      // Any other row that is gone was the oldest.
      return nearest(position(of: number) ?? Position(chunk: 0, row: 0))
    case .errorAfter(let number):
      let start = position(of: number).map { Position(chunk: $0.chunk, row: $0.row + 1) }
      return firstError(from: start ?? Position(chunk: 0, row: 0))
    case .errorBefore(let number): return lastError(before: position(of: number) ?? end)
    case .markAfter(let number):
      let start = position(of: number)
      return marks.filter { mark in start.map { mark > $0 } ?? true }
        .lazy.map(resolution).first { $0 != .missing } ?? .missing
    case .markBefore(let number):
      let start = position(of: number)
      return marks.reversed().filter { mark in start.map { mark < $0 } ?? true }
        .lazy.map(resolution).first { $0 != .missing } ?? .missing
    }
  }

  /// Behind the last row.
  private var end: Position { Position(chunk: chunks.count, row: 0) }

  /// The marked rows, in order.
  private var marks: [Position] { markNumbers.compactMap(position).sorted() }

  private func resolution(of position: Position) -> Resolution {
    guard let shown = chunks[position.chunk].shown else { return .unsearched(position.chunk) }
    return shown[position.row] ? .found(position) : .missing
  }

  /// The first shown row from a place on, else the last one before it.
  private func nearest(_ place: Position?) -> Resolution {
    guard let place else { return last(before: end) }
    let found = first(from: place)
    return found == .missing ? last(before: place) : found
  }

  private func first(from place: Position) -> Resolution {
    var place = place
    while place.chunk < chunks.count {
      guard let shown = chunks[place.chunk].shown else { return .unsearched(place.chunk) }
      if let row = shown.first(from: place.row) {
        return .found(Position(chunk: place.chunk, row: row))
      }
      place = Position(chunk: place.chunk + 1, row: 0)
    }
    return .missing
  }

  private func last(before place: Position) -> Resolution {
    var place = place
    while true {
      if place.chunk < chunks.count, place.row > 0 {
        guard let shown = chunks[place.chunk].shown else { return .unsearched(place.chunk) }
        if let row = shown.last(before: place.row) {
          return .found(Position(chunk: place.chunk, row: row))
        }
      }
      guard place.chunk > 0 else { return .missing }
      place = Position(chunk: place.chunk - 1, row: chunks[place.chunk - 1].rows.count)
    }
  }

  private func firstError(from place: Position) -> Resolution {
    for index in place.chunk..<max(place.chunk, chunks.count) where chunks[index].errors.count > 0 {
      guard let shown = chunks[index].shown else { return .unsearched(index) }
      let errors = chunks[index].errors
      var row = errors.first(from: index == place.chunk ? place.row : 0)
      while let found = row {
        if shown[found] { return .found(Position(chunk: index, row: found)) }
        row = errors.first(from: found + 1)
      }
    }
    return .missing
  }

  private func lastError(before place: Position) -> Resolution {
    for index in (0..<min(place.chunk + 1, chunks.count)).reversed()
    where chunks[index].errors.count > 0 {
      guard let shown = chunks[index].shown else { return .unsearched(index) }
      let errors = chunks[index].errors
      var row = errors.last(before: index == place.chunk ? place.row : chunks[index].rows.count)
      while let found = row {
        if shown[found] { return .found(Position(chunk: index, row: found)) }
        row = errors.last(before: found)
      }
    }
    return .missing
  }

  // MARK: Walks

  /// The shown rows before a place, nearest first, and the chunk that would have to be searched for
  /// more of them.
  func walk(from place: Position, above count: Int) -> (rows: [Position], unsearched: Int?) {
    var rows: [Position] = []
    var place = place
    while rows.count < count {
      switch last(before: place) {
      case .found(let position):
        rows.append(position)
        place = position
      case .missing: return (rows, nil)
      case .unsearched(let chunk): return (rows, chunk)
      }
    }
    return (rows, nil)
  }

  /// The shown rows after a place, nearest first, and the chunk that would have to be searched for
  /// more of them.
  func walk(from place: Position, below count: Int) -> (rows: [Position], unsearched: Int?) {
    var rows: [Position] = []
    var place = place
    while rows.count < count {
      switch first(from: Position(chunk: place.chunk, row: place.row + 1)) {
      case .found(let position):
        rows.append(position)
        place = position
      case .missing: return (rows, nil)
      case .unsearched(let chunk): return (rows, chunk)
      }
    }
    return (rows, nil)
  }
}

extension LogQuery.Anchor {
  /// The row that the place is told from.
  var sequence: Int? {
    switch self {
    case .newest, .oldest, .time: nil
    case .sequence(let number), .errorAfter(let number), .errorBefore(let number),
      .markAfter(let number), .markBefore(let number):
      number
    }
  }
}
