internal import CustomerDomain
internal import Terminal

/// Where things stand inside the Logs pane.
struct LogsGeometry {
  /// The lines that tell of trouble; empty without trouble.
  let banner: Rect
  /// The rows of the log.
  let rows: Rect
  /// How wide the time column is; 0 where there is no room for it.
  let timeWidth: Int
  /// How wide the source column is.
  let sourceWidth: Int

  /// Divides the pane as it stands.
  init(_ state: DashboardState) {
    let inside = state.inside(.logs).inset(columns: 1)
    let trouble = state.trouble(of: .logs)?.lines(in: inside).count ?? 0
    (banner, rows) = inside.split(top: trouble)
    timeWidth = state.logs.times == .age ? 5 : inside.width < 60 ? 8 : 12
    sourceWidth = inside.width < 60 ? 10 : inside.width < 100 ? 18 : 20
  }

  /// Where what a line says begins, counted from the left edge of the rows.
  var bodyStart: Int { timeWidth + sourceWidth + 2 }

  /// How wide what a line says may be.
  var bodyWidth: Int { max(1, rows.width - bodyStart) }

  /// Where the rows in sight stand: the newest at the bottom, or those the reader holds.
  func places(_ logs: LogsState) -> RowPlaces {
    let page = page(logs)
    let lines = logs.lines
    let held = logs.follows ? nil : logs.top
    let first = held.flatMap { held in lines.firstIndex { $0.sequence == held } }
    return RowPlaces(
      in: rows,
      from: first ?? page.top(endingAt: lines.count - 1),
      count: lines.count
    ) { page.height(of: lines[$0]) }
  }

  /// The rows that fit of those at hand.
  func page(_ logs: LogsState) -> LogPage {
    LogPage(
      lines: logs.lines,
      height: max(1, rows.height),
      wrapWidth: logs.wraps ? bodyWidth : nil
    )
  }
}
