package import Terminal

/// Where each pane stands on a screen of any size.
///
/// This room knows sizes, and how moments and amounts are put in words. It must not know what any
/// pane shows.
package enum Layout {
  /// The smallest screen that can be used.
  static let minimum = Size(columns: 40, rows: 12)
  /// The smallest screen that shows all four panes at once.
  static let twoColumns = Size(columns: 110, rows: 30)

  /// What lies between the header and the footer.
  static func body(_ size: Size) -> Rect { Rect(size).inset(top: 1, bottom: 1) }

  /// Whether the screen can be used at all.
  static func isUsable(_ size: Size) -> Bool {
    size.columns >= minimum.columns && size.rows >= minimum.rows
  }

  /// Where the panes stand; one that is a single row high shows its summary line only, and one
  /// that is missing is hidden by the zoomed one.
  package static func panes(_ size: Size, focus: Pane, zoom: Bool) -> [Pane: Rect] {
    guard isUsable(size) else { return [:] }
    let body = body(size)
    if zoom { return [focus: body] }
    if size.columns >= twoColumns.columns, size.rows >= twoColumns.rows { return columns(body) }
    return stack(body, focus: focus)
  }

  /// The widest that ids and alarms' names make use of.
  private static let leftLimit = 62
  /// From so many rows on, panes of few rows leave the rest to those of many.
  private static let tall = 42

  /// Customers over Alarms at the left, Workflow over Logs at the right, where lines are long.
  private static func columns(_ body: Rect) -> [Pane: Rect] {
    let sides = body.split(left: min(leftLimit, body.width * 37 / 100))
    let half = (body.height + 1) / 2
    let isTall = body.height >= tall
    let left = sides.left.split(top: isTall ? body.height * 3 / 5 : half)
    let right = sides.right.split(top: isTall ? body.height * 2 / 5 : half)
    return [
      .customers: left.top, .alarms: left.bottom, .workflow: right.top, .logs: right.bottom,
    ]
  }

  /// The focused pane open, the others a line each.
  private static func stack(_ body: Rect, focus: Pane) -> [Pane: Rect] {
    var rects: [Pane: Rect] = [:]
    var y = body.y
    for pane in Pane.allCases {
      let height = pane == focus ? body.height - (Pane.allCases.count - 1) : 1
      rects[pane] = Rect(x: body.x, y: y, width: body.width, height: height)
      y += height
    }
    return rects
  }
}

extension DashboardState {
  /// Where the panes stand now.
  var paneRects: [Pane: Rect] { Layout.panes(size, focus: focus, zoom: isZoomed) }

  /// What is inside a pane's border; empty where the pane is closed or hidden.
  func inside(_ pane: Pane) -> Rect {
    guard let rect = paneRects[pane], rect.height > 2 else { return Rect(.zero) }
    return rect.inset(columns: 1, rows: 1)
  }

  /// What is inside the border of something opened over the panes.
  var insidePage: Rect { Layout.body(size).inset(columns: 1, rows: 1) }
}
