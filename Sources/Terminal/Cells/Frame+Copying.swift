extension Frame {
  /// Draws what another frame shows, cut off where this one ends, and its cursor.
  package mutating func draw(_ other: Frame, at point: Point) {
    let area = Rect(x: point.x, y: point.y, width: other.size.columns, height: other.size.rows)
      .intersection(bounds)
    for row in area.y..<area.maxY {
      repairStart(row: row, at: area.x)
      let source = (row - point.y) * other.size.columns - point.x
      for column in area.x..<area.maxX {
        let cell = other.cells[source + column]
        var copy = cell
        copy.style = styles.number(of: other.styles[cell.style])
        copy.combining = combinings.number(of: other.combinings[cell.combining])
        let isCut =
          cell.isWide && column + 1 == area.maxX || cell.isContinuation && column == area.x
        cells[row * size.columns + column] = isCut ? .blank(copy.style) : copy
      }
      repairEnd(row: row, at: area.maxX)
    }
    if let spot = other.cursor?.offset(columns: point.x, rows: point.y), area.contains(spot) {
      cursor = spot
    }
  }
}
