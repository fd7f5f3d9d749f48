internal import Terminal

/// Where things stand inside the Customers pane.
struct CustomersGeometry {
  /// The field's line.
  let field: Rect
  /// The line that tells how far pasted ids are; `nil` where there are none.
  let batch: Rect?
  /// The rows of results.
  let rows: Rect
  /// Why the selected row is as it is, for below it, where its own line is too short to tell.
  let reason: [SafeText]

  /// The most lines a reason takes.
  private static let reasonLimit = 3

  /// How many lines are left for rows.
  var listHeight: Int { max(1, rows.height - reason.count) }

  /// How many lines are left for rows whichever row is selected.
  var safeHeight: Int { max(1, rows.height - CustomersGeometry.reasonLimit) }

  /// Where the rows in sight stand, the reason with the selected one.
  func places(_ customers: CustomersState) -> RowPlaces {
    let selected = customers.selectedPlace
    return RowPlaces(in: rows, from: customers.cursor.top, count: customers.visible.count) {
      $0 == selected ? 1 + reason.count : 1
    }
  }

  /// Divides the pane as it stands.
  init(_ state: DashboardState) {
    let inside = state.inside(.customers).inset(columns: 1)
    let parts = inside.split(top: 1)
    field = parts.top
    let hasBatch = state.customers.batch != nil && inside.height >= 3
    batch = hasBatch ? parts.bottom.row(0) : nil
    rows = parts.bottom.inset(top: inside.height >= 7 || hasBatch ? 1 : 0)
    reason = CustomersGeometry.reason(of: state.customers.selectedRow, state.times, in: rows)
  }

  private static func reason(
    of row: CustomerRow?,
    _ times: TimeStyle,
    in rect: Rect
  ) -> [SafeText] {
    guard let row, let reason = row.reason else { return [] }
    let text = SafeText(reason, columns: 0..<2000)
    // Glyph, id, two spaces, the reason, a space and the time.
    let needed = 2 + row.label.width + 2 + text.width + 1 + times.width
    guard needed > rect.width, rect.height > 1 else { return [] }
    let (width, limit) = (rect.width - 2, min(reasonLimit, rect.height - 1))
    let whole = text.wrapped(to: width, limit: limit + 1)
    guard whole.count > limit, let brief = row.briefReason else { return whole }
    return SafeText(brief, columns: 0..<2000).wrapped(to: width, limit: limit)
  }
}
