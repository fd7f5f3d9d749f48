/// Some thousand rows that follow each other, and which of them are shown.
struct LogChunk: Sendable {
  /// How many rows a chunk has at most.
  static let capacity = 2048

  /// The rows, in the order of time.
  private(set) var rows: ContiguousArray<LogRow> = []
  /// Those that pass the filter; `nil` until they were searched.
  private(set) var passing: RowSet?
  /// Those that are shown of the passing ones, and reports of others; `nil` where nothing is folded,
  /// or has to be folded anew.
  var folded: RowSet?
  /// Those that are errors.
  private(set) var errors = RowSet()
  /// Those that are gaps.
  private(set) var gaps = RowSet()
  /// The lowest number there was.
  private(set) var lowestNumber = Int.max
  /// The highest number there was.
  private(set) var highestNumber = Int.min

  /// Makes an empty chunk that is searched as it grows.
  init() {
    rows.reserveCapacity(LogChunk.capacity)
    passing = RowSet()
  }

  private init(_ rows: some Collection<LogRow>) {
    self.rows = ContiguousArray(rows)
    errors = RowSet(rows: rows.count, all: false)
    gaps = RowSet(rows: rows.count, all: false)
    for (index, row) in rows.enumerated() { note(row, at: index) }
  }

  private mutating func note(_ row: LogRow, at index: Int) {
    if row.isError { errors[index] = true }
    if row.isGap { gaps[index] = true }
    lowestNumber = min(lowestNumber, row.number)
    highestNumber = max(highestNumber, row.number)
  }

  /// The rows that are shown; `nil` until they were searched.
  var shown: RowSet? { folded ?? passing }

  /// Whether it was searched.
  var isSearched: Bool { passing != nil }

  /// Adds a row behind the last one; whether it passes says who knows.
  mutating func append(_ row: LogRow, passes: Bool) {
    rows.append(row)
    passing?.append(passes)
    errors.append(false)
    gaps.append(false)
    note(row, at: rows.count - 1)
    folded = nil
  }

  /// Puts rows in; each stands before the row that is now at its place, and passes where it says so.
  mutating func insert(_ added: ArraySlice<(row: LogRow, place: Int, passes: Bool)>) {
    guard !added.isEmpty else { return }
    var merged: ContiguousArray<LogRow> = []
    merged.reserveCapacity(rows.count + added.count)
    var merging = passing.map { _ in RowSet() }
    var next = 0
    func keep(upTo end: Int) {
      while next < end {
        merged.append(rows[next])
        merging?.append(passing?[next] ?? false)
        next += 1
      }
    }
    for entry in added {
      keep(upTo: entry.place)
      merged.append(entry.row)
      merging?.append(entry.passes)
    }
    keep(upTo: rows.count)
    self = LogChunk(merged)
    passing = merging
  }

  /// The same rows in two chunks.
  func halves() -> [LogChunk] {
    let middle = rows.count / 2
    return [0..<middle, middle..<rows.count].map { range in
      var half = LogChunk(rows[range])
      if let passing {
        var set = RowSet()
        for index in range { set.append(passing[index]) }
        half.passing = set
      }
      return half
    }
  }

  /// Lets its first rows go.
  mutating func removeFirst(_ count: Int) {
    let kept = passing
    var rest = LogChunk(rows[count...])
    if let kept {
      var set = RowSet()
      for index in count..<rows.count { set.append(kept[index]) }
      rest.passing = set
    }
    self = rest
  }

  /// Takes out one row.
  mutating func remove(at index: Int) {
    var kept = RowSet()
    if let passing {
      for other in rows.indices where other != index { kept.append(passing[other]) }
    }
    let isSearched = passing != nil
    var rows = self.rows
    rows.remove(at: index)
    self = LogChunk(rows)
    passing = isSearched ? kept : nil
  }

  /// Takes note of which rows pass.
  mutating func searched(_ passing: RowSet?) {
    self.passing = passing
    folded = nil
  }

  /// How many events are shown before that row, and how many of them are errors.
  func shownCounts(before row: Int) -> (events: Int, errors: Int) {
    guard let shown else { return (0, 0) }
    let gapCount = gaps.count > 0 ? shown.rank(row, with: gaps) : 0
    return (shown.rank(row) - gapCount, errors.count > 0 ? shown.rank(row, with: errors) : 0)
  }

  /// The first row at a moment or later.
  func lowerBound(time: Int64) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].time >= time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
