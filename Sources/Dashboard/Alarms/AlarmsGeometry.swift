internal import CustomerDomain
internal import Terminal

/// Where things stand inside the Alarms pane.
struct AlarmsGeometry {
  /// The lines that tell of trouble; empty without trouble.
  let banner: Rect
  /// The rows of alarms.
  let rows: Rect
  /// Whether a red alarm's reason stands below it, as there is room for all.
  let showsReasons: Bool

  /// Divides the pane as it stands.
  init(_ state: DashboardState) {
    let inside = state.inside(.alarms).inset(columns: 1)
    let trouble = state.trouble(of: .alarms)?.lines(in: inside).count ?? 0
    (banner, rows) = inside.split(top: trouble)
    let red = state.alarms.tally[.alarm] ?? 0
    showsReasons = state.alarms.visible.count + red <= rows.height
  }

  /// Where the rows in sight stand, a reason with its alarm.
  func places(_ alarms: AlarmsState) -> RowPlaces {
    RowPlaces(in: rows, from: alarms.cursor.top, count: alarms.visible.count) { index in
      showsReasons && alarms.visible[index].alarm.state == .alarm ? 2 : 1
    }
  }
}
