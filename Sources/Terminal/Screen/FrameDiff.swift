/// The cells by which one frame differs from another, as runs within rows.
struct FrameDiff {
  /// Neighbouring cells of a row to be drawn together.
  struct Run: Hashable {
    /// The row.
    var row: Int
    /// Its columns.
    var columns: Range<Int>
  }

  /// The runs, from the top down and from left to right; each begins and ends between glyphs.
  let runs: [Run]

  /// Compares with the frame shown before; everything differs from nothing or another size.
  init(from old: Frame?, to new: Frame) {
    guard let old, old.size == new.size else {
      runs = (0..<new.size.rows).map { Run(row: $0, columns: 0..<new.size.columns) }
      return
    }
    let sameTables = old.hasSameTables(as: new)
    var runs: [Run] = []
    for row in 0..<new.size.rows {
      let range = new.range(ofRow: row)
      if sameTables, old.cells[range] == new.cells[range] { continue }
      FrameDiff.scan(row, old, new, sameTables: sameTables, into: &runs)
    }
    self.runs = runs
  }

  private static func scan(
    _ row: Int,
    _ old: Frame,
    _ new: Frame,
    sameTables: Bool,
    into runs: inout [Run]
  ) {
    let base = row * new.size.columns
    var column = 0
    while column < new.size.columns {
      let index = base + column
      let isSame =
        sameTables ? old.cells[index] == new.cells[index] : new.looksSame(as: old, at: index)
      if isSame {
        column += 1
        continue
      }
      var start = column
      if new.cells[index].isContinuation, start > 0 { start -= 1 }
      var end = column + 1
      while end < new.size.columns, new.cells[base + end].isContinuation { end += 1 }
      if let last = runs.last, last.row == row, last.columns.upperBound >= start {
        runs[runs.count - 1].columns = last.columns.lowerBound..<end
      } else {
        runs.append(Run(row: row, columns: start..<end))
      }
      column = end
    }
  }
}
