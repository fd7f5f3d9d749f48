internal import Terminal

/// Where the list of fields stands, over the log.
struct ColumnsGeometry {
  /// The box.
  let box: Rect
  /// The fields' rows in it.
  let rows: Rect

  /// Places it: in the log's pane where it has room there, else over all panes.
  init(_ state: DashboardState, count: Int) {
    let body = Layout.body(state.size)
    let pane = state.paneRects[.logs] ?? body
    let place = pane.height >= 8 ? pane : body
    let width = min(64, max(20, place.width - 4))
    let height = min(place.height, max(3, count + 2))
    box = Rect(
      x: place.x + (place.width - width) / 2,
      y: place.y + (place.height - height) / 2,
      width: width,
      height: height
    )
    rows = box.inset(columns: 2, rows: 1)
  }
}
