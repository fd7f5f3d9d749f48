internal import Terminal

/// A chart as lines of text with roles, ready to be put on a frame with any theme.
struct ChartPicture {
  /// A piece of a line.
  struct Piece: Hashable {
    /// What it says.
    var text: SafeText
    /// What it means.
    var role: Role
  }

  /// The lines, from top to bottom.
  private(set) var lines: [[Piece]] = []

  /// Adds a line.
  mutating func add(_ line: [Piece]) { lines.append(line) }

  /// Adds a line of cells, each a character and its role; spaces at its end are left out.
  mutating func add(_ cells: [(scalar: Unicode.Scalar, role: Role)]) {
    var line: [(text: String.UnicodeScalarView, role: Role)] = []
    let length = cells.lastIndex { $0.scalar != " " }.map { $0 + 1 } ?? 0
    for cell in cells[..<length] {
      if line.last?.role != cell.role { line.append((.init(), cell.role)) }
      line[line.count - 1].text.append(cell.scalar)
    }
    lines.append(line.map { Piece(text: SafeText(String($0.text)), role: $0.role) })
  }

  /// Draws the line with that number into a row of the screen.
  func draw(_ index: Int, in rect: Rect, theme: Theme, on frame: inout Frame) {
    guard lines.indices.contains(index), rect.height > 0 else { return }
    let spans = lines[index].map { Span($0.text, theme[$0.role]) }
    frame.put(spans, at: rect.origin, maxWidth: rect.width)
  }
}
