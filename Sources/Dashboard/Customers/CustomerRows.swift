/// Many rows of which a few change, come or go at a time: that copies only those near them, however
/// many there are and whoever else holds them.
struct CustomerRows: RandomAccessCollection, Hashable, Sendable {
  /// How many rows are copied together; up to twice as many where some came.
  private static let chunk = 128

  /// How many rows there are.
  private(set) var count: Int
  /// The rows, in pieces of which none is empty.
  private var chunks: [[CustomerRow]]
  /// Where each piece begins.
  private var starts: [Int]

  /// Takes rows in their order.
  init(_ rows: [CustomerRow] = []) {
    count = rows.count
    starts = Array(stride(from: 0, to: rows.count, by: CustomerRows.chunk))
    chunks = starts.map { start in
      Array(rows[start..<Swift.min(start + CustomerRows.chunk, rows.count)])
    }
  }

  /// The first row's place.
  var startIndex: Int { 0 }

  /// The place behind the last row.
  var endIndex: Int { count }

  /// The row at a place.
  subscript(place: Int) -> CustomerRow {
    let chunk = chunk(of: place)
    return chunks[chunk][place - starts[chunk]]
  }

  /// Changes the row at a place.
  mutating func change(at place: Int, _ change: (inout CustomerRow) -> Void) {
    let chunk = chunk(of: place)
    change(&chunks[chunk][place - starts[chunk]])
  }

  /// Puts a row in before that at a place, or behind the last one.
  mutating func insert(_ row: CustomerRow, at place: Int) {
    guard !chunks.isEmpty else { return self = CustomerRows([row]) }
    let chunk = chunk(of: place)
    chunks[chunk].insert(row, at: place - starts[chunk])
    let half = CustomerRows.chunk
    if chunks[chunk].count > 2 * half {
      chunks.insert(Array(chunks[chunk][half...]), at: chunk + 1)
      chunks[chunk].removeSubrange(half...)
      starts.insert(starts[chunk] + half, at: chunk + 1)
      move(behind: chunk + 1, by: 1)
    } else {
      move(behind: chunk, by: 1)
    }
  }

  /// Takes the row at a place out.
  mutating func remove(at place: Int) {
    let chunk = chunk(of: place)
    chunks[chunk].remove(at: place - starts[chunk])
    move(behind: chunk, by: -1)
    if chunks[chunk].isEmpty {
      chunks.remove(at: chunk)
      starts.remove(at: chunk)
    }
  }

  private mutating func move(behind chunk: Int, by rows: Int) {
    count += rows
    for index in starts.indices.dropFirst(chunk + 1) { starts[index] += rows }
  }

  /// In which piece a place is; the last one for the place behind all.
  private func chunk(of place: Int) -> Int {
    CustomerRows.partition(starts.count) { starts[$0] > place } - 1
  }

  /// Where an id stands, looked for from a place on in both directions: it is seldom far.
  func place(of id: String, near start: Int) -> Int? {
    guard count > 0 else { return nil }
    let first = chunk(of: Swift.max(0, Swift.min(start, count - 1)))
    if let found = place(of: id, inPiece: first) { return found }
    for distance in 1..<Swift.max(2, chunks.count) {
      for piece in [first + distance, first - distance] where chunks.indices.contains(piece) {
        if let found = place(of: id, inPiece: piece) { return found }
      }
    }
    return nil
  }

  /// Where an id stands among the rows of some places.
  func place(of id: String, in places: Range<Int>) -> Int? {
    guard !places.isEmpty else { return nil }
    for piece in chunk(of: places.lowerBound)...chunk(of: places.upperBound - 1) {
      guard let found = place(of: id, inPiece: piece) else { continue }
      return places.contains(found) ? found : nil
    }
    return nil
  }

  private func place(of id: String, inPiece piece: Int) -> Int? {
    // Whole rows are not looked at: copying one counts all that it refers to.
    chunks[piece].indices.first { chunks[piece][$0].id.isExactly(id) }.map { starts[piece] + $0 }
  }

  /// Where an id stands among rows that are sorted by it.
  func place(ofSorted id: String) -> Int? {
    let place = place(toSort: id)
    return place < count && self[place].id.isExactly(id) ? place : nil
  }

  /// Where an id belongs among rows that are sorted by it.
  func place(toSort id: String) -> Int {
    CustomerRows.partition(count) { !self[$0].id.utf8.lexicographicallyPrecedes(id.utf8) }
  }

  /// Where the rows of others begin, which stand below our own.
  var firstOfOthers: Int { CustomerRows.partition(count) { !self[$0].isOwn } }

  /// The first of so many numbers for which a test holds, as it then does for all behind it.
  private static func partition(_ count: Int, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
