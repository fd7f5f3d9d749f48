/// Some of a chunk's rows, a bit for each.
struct RowSet: Hashable, Sendable {
  private var words: [UInt64] = []
  /// How many rows there are, in the set or not.
  private(set) var rowCount = 0
  /// How many rows are in the set.
  private(set) var count = 0

  /// Makes a set over no rows.
  init() {}

  /// Makes a set over so many rows: all of them, or none.
  init(rows: Int, all: Bool) {
    rowCount = rows
    count = all ? rows : 0
    words = Array(repeating: all ? .max : 0, count: (rows + 63) / 64)
    if all, rows % 64 > 0 { words[words.count - 1] = 1 << UInt64(rows % 64) - 1 }
  }

  /// Whether a row is in it; changing it adds or removes the row.
  subscript(row: Int) -> Bool {
    get { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }
    set {
      guard newValue != self[row] else { return }
      words[row >> 6] ^= 1 << UInt64(row & 63)
      count += newValue ? 1 : -1
    }
  }

  /// Adds a row behind the last one.
  mutating func append(_ isIn: Bool) {
    if rowCount & 63 == 0 { words.append(0) }
    rowCount += 1
    if isIn { self[rowCount - 1] = true }
  }

  /// How many rows of it stand before that one.
  func rank(_ row: Int) -> Int {
    let word = row >> 6
    var rank = 0
    for index in 0..<min(word, words.count) { rank += words[index].nonzeroBitCount }
    if row & 63 > 0, word < words.count {
      rank += (words[word] & (1 << UInt64(row & 63) - 1)).nonzeroBitCount
    }
    return rank
  }

  /// The first row of it from that one on.
  func first(from row: Int) -> Int? {
    guard row < rowCount else { return nil }
    var index = max(0, row) >> 6
    var word = words[index] & (.max << UInt64(max(0, row) & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return index << 6 + word.trailingZeroBitCount
  }

  /// The last row of it before that one.
  func last(before row: Int) -> Int? {
    guard row > 0, rowCount > 0 else { return nil }
    let row = min(row, rowCount)
    var index = (row - 1) >> 6
    var word = words[index] & (.max >> UInt64(63 - (row - 1) & 63))
    while word == 0 {
      index -= 1
      guard index >= 0 else { return nil }
      word = words[index]
    }
    return index << 6 + 63 - word.leadingZeroBitCount
  }

  /// How many rows before that one are in this set and in another one of the same rows.
  func rank(_ row: Int, with other: RowSet) -> Int {
    let word = row >> 6
    var rank = 0
    for index in 0..<min(word, words.count, other.words.count) {
      rank += (words[index] & other.words[index]).nonzeroBitCount
    }
    if row & 63 > 0, word < min(words.count, other.words.count) {
      let before = 1 << UInt64(row & 63) - 1 as UInt64
      rank += (words[word] & other.words[word] & before).nonzeroBitCount
    }
    return rank
  }
}
