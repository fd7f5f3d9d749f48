/// A place on the screen, counted from the upper left corner, in columns and rows.
package struct Point: Hashable, Sendable, Codable {
  /// The column, 0 at the left edge.
  package var x: Int
  /// The row, 0 at the top.
  package var y: Int

  /// Makes the place in column `x` of row `y`.
  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }

  /// The upper left corner.
  package static let origin = Point(x: 0, y: 0)

  /// The place `columns` to the right and `rows` below this one.
  package func offset(columns: Int = 0, rows: Int = 0) -> Point {
    Point(x: x + columns, y: y + rows)
  }
}
