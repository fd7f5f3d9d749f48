internal import Terminal

/// Rows of text in aligned columns, as commands print lists for people.
struct TextTable {
  /// One column's heading and side.
  struct Column {
    /// What stands above it.
    let heading: String
    /// Whether its texts end at the same place, as numbers should.
    var isRightAligned = false
  }

  private let columns: [Column]
  private var rows: [[SafeText]] = []

  /// Makes a table without rows.
  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row of as many texts as there are columns.
  mutating func add(_ cells: [String]) { rows.append(cells.map { SafeText($0) }) }

  /// The headings and the rows; nothing where there are no rows.
  var lines: [SafeText] {
    guard !rows.isEmpty else { return [] }
    let all = [columns.map { SafeText($0.heading) }] + rows
    let widths = columns.indices.map { index in all.map { $0[index].width }.max() ?? 0 }
    return all.map { cells in
      var line = ""
      for (index, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[index] - cell.width)
        line += columns[index].isRightAligned ? "\(space)\(cell)" : "\(cell)\(space)"
        line += "  "
      }
      while line.last == " " { line.removeLast() }
      return SafeText(line)
    }
  }
}
