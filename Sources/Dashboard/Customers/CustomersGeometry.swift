internal import Terminal

/// Where things stand inside the Customers pane.
struct CustomersGeometry {
  /// The field's line.
  let field: Rect
  /// The rows of results.
  let rows: Rect

  /// Divides the pane as it stands.
  init(_ state: DashboardState) {
    let inside = state.inside(.customers).inset(columns: 1)
    let parts = inside.split(top: 1)
    field = parts.top
    rows = parts.bottom.inset(top: inside.height >= 7 ? 1 : 0)
  }
}
