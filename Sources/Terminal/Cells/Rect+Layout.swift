extension Rect {
  /// What is left when every edge moves inwards.
  package func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    inset(left: columns, right: columns, top: rows, bottom: rows)
  }

  /// What is left when each edge moves inwards by its own amount.
  package func inset(left: Int = 0, right: Int = 0, top: Int = 0, bottom: Int = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }

  /// Cuts `columns` off at the left; both parts together cover exactly this rectangle.
  package func split(left columns: Int) -> (left: Rect, right: Rect) {
    let cut = min(max(0, columns), width)
    return (
      Rect(x: x, y: y, width: cut, height: height),
      Rect(x: x + cut, y: y, width: width - cut, height: height)
    )
  }

  /// Cuts `rows` off at the top.
  package func split(top rows: Int) -> (top: Rect, bottom: Rect) {
    let cut = min(max(0, rows), height)
    return (
      Rect(x: x, y: y, width: width, height: cut),
      Rect(x: x, y: y + cut, width: width, height: height - cut)
    )
  }

  /// Cuts `rows` off at the bottom.
  package func split(bottom rows: Int) -> (top: Rect, bottom: Rect) {
    split(top: height - min(max(0, rows), height))
  }
}
