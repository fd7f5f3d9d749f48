internal import Terminal

/// Where an opened list of themes or contexts stands, and its rows in it.
struct ChoiceGeometry {
  /// The whole box.
  let box: Rect
  /// The lines for rows.
  let rows: Rect
  /// What is left below the rows, inside the box.
  let below: Rect
  /// How many rows there are.
  let count: Int
  /// The first row shown.
  let top: Int
  /// The row that keys act on.
  let selected: Int

  /// Lays out the uppermost layer; `nil` where that is no such list.
  init?(_ state: DashboardState) {
    let body = Layout.body(state.size)
    let cursor: ListCursor
    let names: [String]
    let size: Size
    switch state.layers.last {
    case .themes(let open):
      (cursor, names) = (open.cursor, state.themes)
      size = Size(columns: 36, rows: names.count + ThemeSample.height + 2)
    case .contexts(let open):
      (cursor, names) = (open.cursor, state.listedContexts.map(\.name))
      size = Size(columns: 74, rows: names.count + 4)
    default: return nil
    }
    let width = min(body.width, size.columns)
    let height = min(body.height, size.rows)
    // Themes stand aside, so that most of what they change is in sight.
    let isAside = if case .themes = state.layers.last { true } else { false }
    box = Rect(
      x: isAside ? body.maxX - width : body.x + (body.width - width) / 2,
      y: isAside ? body.y : body.y + (body.height - height) / 2,
      width: width,
      height: height
    )
    let inside = box.inset(columns: 1, rows: 1)
    let parts = inside.split(top: min(names.count, max(1, inside.height - 2)))
    (rows, below) = (parts.top, parts.bottom)
    count = names.count
    top = cursor.top
    selected = cursor.index(in: names)
  }

  /// The row under a cell; `nil` where there is none.
  func row(at point: Point) -> Int? {
    guard rows.contains(point) else { return nil }
    let row = top + point.y - rows.y
    return row < count ? row : nil
  }
}
