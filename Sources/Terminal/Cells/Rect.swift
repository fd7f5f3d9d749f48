/// A rectangle of cells; never of negative extent.
package struct Rect: Hashable, Sendable {
  /// The first column.
  package var x: Int
  /// The first row.
  package var y: Int
  /// The extent in columns.
  package var width: Int
  /// The extent in rows.
  package var height: Int

  /// Makes a rectangle; negative extents become 0.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Makes the rectangle that covers a whole screen of that size.
  package init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.columns, height: size.rows)
  }

  /// The upper left corner.
  package var origin: Point { Point(x: x, y: y) }

  /// The extent.
  package var size: Size { Size(columns: width, rows: height) }

  /// The first column to the right of it.
  package var maxX: Int { x + width }

  /// The first row below it.
  package var maxY: Int { y + height }

  /// Whether it covers no cell.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether the cell at `point` is inside.
  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The cells both rectangles cover.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left,
      y: top,
      width: min(maxX, other.maxX) - left,
      height: min(maxY, other.maxY) - top
    )
  }

  /// The row with that index inside, as a rectangle one cell high.
  package func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: 1).intersection(self)
  }
}
