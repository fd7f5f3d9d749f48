/// What the whole screen shows: a grid of styled cells, drawn by value and compared as one.
///
/// This room knows cells, colours and where they are. It must not know terminals, nor what the
/// dashboard shows. Whatever is drawn outside the grid is cut off; text is made safe on its way
/// in; and a wide glyph is never left standing by half.
package struct Frame: Sendable {
  /// How large the screen is.
  package let size: Size
  /// Where the terminal's cursor stands; nil hides it.
  package var cursor: Point?
  /// The cells, row by row.
  var cells: [Cell]
  /// The styles cells refer to by number.
  var styles: InternTable<Style>
  /// The combining characters cells refer to by number; number 0 is none.
  var combinings: InternTable<SIMD4<UInt32>>

  /// Makes a frame of spaces in one style.
  package init(size: Size, style: Style = .plain) {
    self.size = size
    styles = InternTable(first: style)
    combinings = InternTable(first: .zero)
    cells = Array(repeating: .blank(0), count: size.area)
  }

  /// The whole frame.
  package var bounds: Rect { Rect(size) }

  /// Where row `row` is in `cells`.
  func range(ofRow row: Int) -> Range<Int> {
    row * size.columns..<(row + 1) * size.columns
  }

  /// The style of a cell; that of the corner for a cell outside.
  package func style(at point: Point) -> Style {
    guard bounds.contains(point) else { return styles[0] }
    return styles[cells[point.y * size.columns + point.x].style]
  }

  /// Sets every cell of `rect` to a space in that style.
  package mutating func fill(_ rect: Rect, _ style: Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    let blank = Cell.blank(styles.number(of: style))
    for row in area.y..<area.maxY {
      let start = row * size.columns + area.x
      repairStart(row: row, at: area.x)
      for index in start..<start + area.width { cells[index] = blank }
      repairEnd(row: row, at: area.maxX)
    }
  }

  /// Changes the looks of what `rect` shows, as for a selected row.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    var changed: [UInt16: UInt16] = [:]
    for row in area.y..<area.maxY {
      let start = row * size.columns + area.x
      for index in start..<start + area.width {
        let old = cells[index].style
        let new = changed[old] ?? styles.number(of: change(styles[old]))
        changed[old] = new
        cells[index].style = new
      }
    }
  }

  /// Blanks the left half of a wide glyph whose right half at `column` is overwritten next.
  mutating func repairStart(row: Int, at column: Int) {
    guard column > 0, column < size.columns else { return }
    let index = row * size.columns + column
    if cells[index].isContinuation { cells[index - 1] = .blank(cells[index - 1].style) }
  }

  /// Blanks the right half of a wide glyph whose left half, just before `column`, is gone.
  mutating func repairEnd(row: Int, at column: Int) {
    guard column > 0, column < size.columns else { return }
    let index = row * size.columns + column
    if cells[index].isContinuation, !cells[index - 1].isWide {
      cells[index] = .blank(cells[index].style)
    }
  }
}
