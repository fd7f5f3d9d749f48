/// Many rows of which a few change at a time: a change copies only those near it, however many there
/// are and whoever else holds them.
struct CustomerRows: RandomAccessCollection, Hashable, Sendable {
  /// How many rows are copied together.
  private static let chunk = 128

  /// How many rows there are.
  let count: Int
  private var chunks: [[CustomerRow]]

  /// Takes rows in their order.
  init(_ rows: [CustomerRow] = []) {
    count = rows.count
    chunks = stride(from: 0, to: rows.count, by: CustomerRows.chunk).map { start in
      Array(rows[start..<Swift.min(start + CustomerRows.chunk, rows.count)])
    }
  }

  /// The first row's place.
  var startIndex: Int { 0 }

  /// The place behind the last row.
  var endIndex: Int { count }

  /// The row at a place.
  subscript(place: Int) -> CustomerRow {
    chunks[place / CustomerRows.chunk][place % CustomerRows.chunk]
  }

  /// Changes the row at a place.
  mutating func change(at place: Int, _ change: (inout CustomerRow) -> Void) {
    change(&chunks[place / CustomerRows.chunk][place % CustomerRows.chunk])
  }

  /// Where an id stands, looked for from a place on and round: answers come in the order of the rows.
  func place(of id: String, from start: Int) -> Int? {
    let start = start < count ? start : 0
    return (start..<count).first { self[$0].id.isExactly(id) }
      ?? (0..<start).first { self[$0].id.isExactly(id) }
  }

  /// Where an id stands among rows that are sorted by it.
  func place(ofSorted id: String) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].id.utf8.lexicographicallyPrecedes(id.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < count && self[low].id.isExactly(id) ? low : nil
  }
}
